#include "synthgen/noise/noise_reader.hpp"

#include <fmt/format.h>

#include "synthgen/base/near_names.hpp"
#include "synthgen/noise/noise.hpp"
#include "synthgen/noise/noise_habits.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

/// The keys that every operator has.
constexpr std::string_view kCommonKeys[] = {"operator", "columns", "rate", "exact", "if", "name"};

std::vector<std::string> keys_of(const NoiseKind& kind) {
  std::vector<std::string> names;
  for (const KeyRecord& key : kind.keys) names.emplace_back(key.name);
  return names;
}

/// Operators that have a parameter of that name, quoted.
std::vector<std::string> owners_of(std::string_view key) {
  std::vector<std::string> owners;
  for (const NoiseKind* kind : noise_kinds()) {
    for (const KeyRecord& record : kind->keys) {
      if (record.name == key) owners.push_back(fmt::format("\"{}\"", kind->record.name));
    }
  }
  return owners;
}

/// What to write for a key that the operator does not have.
std::string hint_for(const std::string& key, const NoiseKind& kind, const json::Value& object) {
  const std::vector<std::string> own = keys_of(kind);
  const std::vector<std::string> owners = owners_of(key);
  const std::string_view ours = noise_key_habit(key);
  if (owners.empty() && !ours.empty() && ours != "operator") {
    return fmt::format("it is called \"{}\" here{}", ours,
                       object.get(ours) == nullptr ? "" : ", and that is given: remove this one");
  }
  std::vector<std::string> names = own;
  names.insert(names.end(), std::begin(kCommonKeys), std::end(kCommonKeys));
  std::string hint = did_you_mean(key, names);
  if (hint.empty() && !owners.empty()) hint = fmt::format("it belongs to {};", fmt::join(owners, ", "));
  if (!hint.empty()) hint += ' ';
  return hint + (own.empty() ? "this operator has no parameters of its own"
                             : fmt::format("accepted here: {}", fmt::join(own, ", ")));
}

}  // namespace

std::optional<double> NoiseParameter::literal_number() const {
  if (json == nullptr || !json->is(json::Kind::number)) return std::nullopt;
  return json->number;
}

void NoiseReader::fault(std::string code, std::string message, const Place& place, std::string hint) {
  ++faults_;
  diagnostics().add(make_error(std::move(code), std::move(message), place, std::move(hint)));
}

const json::Value* NoiseReader::take(std::string_view key) {
  known_.emplace(key);
  return object_.get(key);
}

const json::Value* NoiseReader::take(std::string_view key, json::Kind kind, std::string_view example) {
  const json::Value* value = take(key);
  if (value == nullptr || value->is(kind)) return value;
  fault("SG2003", fmt::format("\"{}\" is {}, not {}", key, json::kind_name(kind), json::kind_name(value->kind)),
        value->place, fmt::format("for example {}", example));
  return nullptr;
}

std::optional<std::size_t> NoiseReader::one_of(std::string_view key, std::span<const std::string_view> names,
                                               std::size_t fallback) {
  if (take(key) == nullptr) return fallback;
  const json::Value* value = take(key, json::Kind::string, fmt::format("\"{}\": \"{}\"", key, names[fallback]));
  if (value == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == value->text) return i;
  }
  const std::vector<std::string> known(names.begin(), names.end());
  const std::string near = did_you_mean(value->text, known);
  fault("SG2103", fmt::format("unknown {} \"{}\" of operator \"{}\"", key, value->text, operator_), value->place,
        fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(known, ", ")));
  return std::nullopt;
}

std::optional<double> NoiseReader::number(std::string_view key, const Range& range, std::string_view example) {
  const json::Value* value = take(key, json::Kind::number, example);
  if (value == nullptr) return std::nullopt;
  if (!range.contains(value->number)) {
    fault("SG2106", fmt::format("\"{}\" is {}, and must be {}", key, value->text, range.text()), value->place,
          fmt::format("for example {}", example));
    return std::nullopt;
  }
  return value->number;
}

std::vector<NoiseReader::Text> NoiseReader::texts(std::string_view key, std::string_view example) {
  const json::Value* value = take(key);
  if (value == nullptr) return {};
  if (value->is(json::Kind::string)) return {{value->text, value}};
  if (!value->is(json::Kind::array)) {
    fault("SG2003", fmt::format("\"{}\" is a text or a list of texts, not {}", key, json::kind_name(value->kind)),
          value->place, fmt::format("for example {}", example));
    return {};
  }
  std::vector<Text> texts;
  for (const json::Value& item : value->items) {
    if (item.is(json::Kind::string)) {
      texts.push_back({item.text, &item});
      continue;
    }
    fault("SG2003", fmt::format("\"{}\" lists texts, not {}", key, json::kind_name(item.kind)), item.place,
          fmt::format("for example {}", example));
  }
  if (value->items.empty()) {
    fault("SG2002", fmt::format("\"{}\" is empty", key), value->place, fmt::format("for example {}", example));
  }
  return texts;
}

std::optional<NoiseParameter> NoiseReader::parameter(std::string_view key, std::span<const std::string_view> own_keys) {
  const json::Value* value = take(key);
  if (value == nullptr) return std::nullopt;
  return parameter(*value, std::string(key), own_keys);
}

std::optional<NoiseParameter> NoiseReader::parameter(const json::Value& value, std::string name,
                                                     std::span<const std::string_view> own_keys) {
  const std::size_t before = diagnostics().error_count();
  NoiseParameter parameter;
  parameter.json = &value;
  parameter.declaration.name = std::move(name);
  parameter.declaration.json = &value;
  parameter.declaration.name_place = value.place;
  parameter.declaration.type_place = value.place;
  if (value.is(json::Kind::array)) {
    fault("SG2003", fmt::format("\"{}\" is a value or a source, not a list", parameter.declaration.name), value.place,
          R"(one of several values is a choice: {"choice": [2, 5, 10]})");
    return std::nullopt;
  }
  if (value.is(json::Kind::string) && value.text.starts_with('=') && !value.text.starts_with("==")) {
    std::optional<ParameterValue> read = parse_parameter(value, diagnostics());
    if (read.has_value()) parameter.spec = make_expression_spec(std::move(*read->expression));
  } else {
    parameter.spec = outer_.read_source(value, own_keys, parameter.declaration);
  }
  if (parameter.spec != nullptr && diagnostics().error_count() == before) return parameter;
  ++faults_;
  return std::nullopt;
}

void NoiseReader::check_all_taken() {
  for (const std::string_view key : kCommonKeys) known_.emplace(key);
  const NoiseKind& kind = *find_noise(operator_);
  for (const json::Member& member : object_.members) {
    if (known_.count(member.name) != 0) continue;
    const std::string hint = hint_for(member.name, kind, object_);
    fault("SG2404", fmt::format("unknown parameter \"{}\" of operator \"{}\"", member.name, operator_),
          member.name_place, hint);
  }
}

}  // namespace synthgen
