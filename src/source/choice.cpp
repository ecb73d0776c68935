// One of a list, with or without weights. Drawn by inversion over the listed order
// (32 bits a cell), so the order is the one that correlations will use.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "choice_sources.hpp"
#include "context_program.hpp"
#include "exact_shares.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

struct Option {
  json::Value value;                     ///< a copy: keys of the object form become texts
  std::optional<ParameterValue> weight;  ///< absent in a plain list
};

class ChoiceSpec final : public SourceSpec {
 public:
  ChoiceSpec(std::vector<Option> options, std::optional<ExactKey> exact, const json::Value& json)
      : options_(std::move(options)), exact_(std::move(exact)), json_(json) {}

  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all;
    for (const Option& option : options_) {
      if (option.weight.has_value() && !option.weight->literal()) all.push_back(&*option.weight->expression);
    }
    return all;
  }

  std::string unscored() const override {
    return exact_.has_value() ? "has exact shares, which are laid over all rows at once" : "";
  }

  std::vector<PathUse> paths() const override { return exact_.has_value() ? exact_->paths() : std::vector<PathUse>(); }

  Result<MadeSource> make(const SourceContext& context) const override {
    if (context.declaration().unique) {
      if (std::optional<Diagnostic> fault = not_unique(context); fault.has_value()) return *fault;
    }
    Result<Column> values = make_values(context);
    if (!values.ok()) return values.diagnostics();
    Values listed;
    listed.type = values->type();
    MadeSource made;
    made.type = listed.type;
    if (listed.type.kind == TypeKind::string) {
      std::vector<std::string> words;
      for (std::size_t i = 0; i < options_.size(); ++i) words.emplace_back(values->text(i));
      listed.dictionary = std::make_unique<Dictionary>(std::move(words));
      made.dictionary = listed.dictionary.get();
      for (std::size_t i = 0; i < options_.size(); ++i) {
        if (values->is_null(i)) listed.null_codes.push_back(static_cast<std::int32_t>(i));
      }
    }
    made.domain = without_nulls(*values);
    made.unique = context.declaration().unique;
    listed.column = std::move(*values);
    if (context.declaration().unique) {
      Permutation order(context.stream("permutation/64"), options_.size());
      made.own_rows_only = true;
      made.source = make_unique_choice(std::move(listed), std::move(order));
      return made;
    }
    const DrawKeys keys = value_draws(context);
    if (keys.score.has_value()) {
      if (std::optional<Diagnostic> fault = not_ordered(listed, context); fault.has_value()) return *fault;
      made.inputs.push_back(*keys.score);
    }
    if (!weighted() && !exact_.has_value()) {
      made.source = make_plain_choice(std::move(listed), options_.size(), keys);
      return made;
    }
    Diagnostics diagnostics;
    std::vector<Operand> weights = make_weights(context, diagnostics);
    if (diagnostics.has_errors()) return diagnostics;
    if (std::all_of(weights.begin(), weights.end(), [](const Operand& w) { return w.constant(); })) {
      std::vector<double> numbers;
      numbers.reserve(weights.size());
      for (const Operand& weight : weights) numbers.push_back(weight.fixed_number().value_or(-1));
      double total = 0;
      for (double number : numbers) total += number;
      const bool bad = std::any_of(numbers.begin(), numbers.end(), [](double w) { return !(w >= 0); });
      if (bad || !(total > 0) || total > 1e300) {
        return bad_weights(numbers);
      }
      if (exact_.has_value()) return make_exact(std::move(made), std::move(listed), numbers, context);
      made.source = make_weighted_choice(std::move(listed), numbers, keys);
      return made;
    }
    if (exact_.has_value()) return weight_by_row(weights);
    for (const Operand& weight : weights) {
      made.inputs.insert(made.inputs.end(), weight.inputs().begin(), weight.inputs().end());
    }
    made.source = make_row_weighted_choice(std::move(listed), std::move(weights), keys);
    return made;
  }

 private:
  /// What is wrong with them, at the first that is.
  Diagnostic bad_weights(const std::vector<double>& numbers) const {
    constexpr const char* kHint = "give relative sizes from 0 on: they need not add up to 1";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] >= 0) continue;
      const json::Value& weight = *options_[i].weight->json;
      return make_error("SG2112",
                        weight.is(json::Kind::number)
                            ? fmt::format("a weight is a number from 0 on, not {}", weight.text)
                            : std::string("this weight is below 0 or null"),
                        weight.place, kHint);
    }
    return make_error("SG2112", "the weights of a choice add up to 0 or to more than 1e300", json_.place, kHint);
  }

  bool weighted() const {
    return std::any_of(options_.begin(), options_.end(), [](const Option& o) { return o.weight.has_value(); });
  }

  /// Why its values cannot all differ, where they cannot.
  std::optional<Diagnostic> not_unique(const SourceContext& context) const {
    const Place& place = context.declaration().unique_place;
    if (exact_.has_value()) {
      return make_error("SG2144", "\"exact\" and \"unique\" do not go together", place,
                        "unique values stand in one row each; remove one of the two");
    }
    if (weighted()) {
      return make_error("SG2144", "a choice with weights cannot be unique", place,
                        "list the values without weights: each is then taken at most once");
    }
    for (const Option& option : options_) {
      if (!option.value.is(json::Kind::null)) continue;
      return make_error("SG2144", "null is listed, and it is no value that differs from others", option.value.place,
                        "leave it out; \"missing\" may make some of the rows null");
    }
    const auto listed = static_cast<std::int64_t>(options_.size());
    if (listed >= context.table_rows()) return std::nullopt;
    return make_error("SG2143",
                      fmt::format("{} rows cannot have unique values of a list of {}",
                                  grouped_text(context.table_rows()), grouped_text(listed)),
                      place, "list more values, or give the table fewer rows");
  }

  /// Why a correlation cannot count on the listed order, where it cannot.
  std::optional<Diagnostic> not_ordered(const Values& listed, const SourceContext& context) const {
    for (std::size_t i = 0; i < options_.size(); ++i) {
      if (!listed.column.is_null(i)) continue;
      return make_error("SG2310",
                        fmt::format("column \"{}\" cannot be correlated: its list has null, which comes neither before "
                                    "nor after other values",
                                    context.declaration().name),
                        options_[i].value.place, "leave null out of the list, and give the column \"missing\"");
    }
    const std::optional<std::size_t> fall = first_fall(listed.column);
    if (!fall.has_value()) return std::nullopt;
    return make_error("SG2310",
                      fmt::format("column \"{}\" cannot be correlated: its values do not ascend as they are listed",
                                  context.declaration().name),
                      options_[*fall].value.place,
                      "list them from the least to the greatest; only texts take their order from the list");
  }

  /// The first value that is less than the one before it; texts have the order of the list.
  static std::optional<std::size_t> first_fall(const Column& values) {
    if (values.type().kind == TypeKind::string) return std::nullopt;
    const std::size_t width = value_bytes(values.type().kind);
    for (std::size_t i = 1; i < values.rows(); ++i) {
      if (compare_cells(values, i - 1, i, width) > 0) return i;
    }
    return std::nullopt;
  }

  static int compare_cells(const Column& values, std::size_t a, std::size_t b, std::size_t width) {
    const auto order = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
    switch (values.type().kind) {
      case TypeKind::number:
        return order(values.data<double>()[a], values.data<double>()[b]);
      case TypeKind::boolean:
        return order(values.data<std::uint8_t>()[a], values.data<std::uint8_t>()[b]);
      case TypeKind::date:
        return order(values.data<std::int32_t>()[a], values.data<std::int32_t>()[b]);
      case TypeKind::uuid:
        return std::memcmp(values.data<char>() + a * width, values.data<char>() + b * width, width);
      default:
        return order(values.data<std::int64_t>()[a], values.data<std::int64_t>()[b]);
    }
  }

  /// What `cases` and the like can count on.
  static std::shared_ptr<const Column> without_nulls(const Column& values) {
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < values.rows(); ++i) {
      if (values.is_valid(i)) rows.push_back(static_cast<std::int64_t>(i));
    }
    auto domain = std::make_shared<Column>();
    domain->gather(values, rows);
    return domain;
  }

  Result<MadeSource> make_exact(MadeSource made, Values listed, const std::vector<double>& numbers,
                                const SourceContext& context) const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < options_.size(); ++i) {
      const std::optional<ParameterValue>& weight = options_[i].weight;
      const bool written = weight.has_value() && weight->literal();
      texts.push_back(written ? weight->json->text : shortest_text(numbers[i]));
    }
    Result<std::shared_ptr<const ExactShares>> shares = lay_exact_shares(*exact_, whole_weights(texts), context);
    if (!shares.ok()) return shares.diagnostics();
    made.exact = *shares;
    made.inputs = {(*shares)->place};
    made.source = make_exact_choice(std::move(listed), *shares);
    return made;
  }

  Diagnostic weight_by_row(const std::vector<Operand>& weights) const {
    std::size_t first = 0;
    while (weights[first].constant()) ++first;
    return make_error("SG2140", "exact shares are the same in every row, and this weight is not",
                      options_[first].weight->json->place,
                      "give numbers, or expressions of constants; or let it be exact within another choice");
  }

  /// The listed values, one row each.
  Result<Column> make_values(const SourceContext& context) const {
    const ColumnDeclaration& declaration = context.declaration();
    std::optional<Type> wanted = declaration.wanted();
    if (wanted.has_value() && wanted->decimals < 0) {
      return make_error("SG2111", "a decimal choice needs \"decimals\"", declaration.type_place,
                        "add \"decimals\": 2, for example");
    }
    if (!wanted.has_value()) {
      Result<Type> natural = natural_type();
      if (!natural.ok()) return natural.diagnostics();
      wanted = *natural;
      if (wanted->kind == TypeKind::string) warn_of_numbers(context);
    }
    Column values;
    Diagnostics diagnostics;
    for (const Option& option : options_) {
      Diagnostics none;
      ParameterValue value;
      value.json = &option.value;
      value.text = option.value.text;
      Result<Column> one = literal_column(value, wanted);
      if (!one.ok()) {
        diagnostics.add(one.diagnostics());
      } else {
        values.append(*one);
      }
    }
    if (!diagnostics.has_errors()) check_different(values, diagnostics);
    if (diagnostics.has_errors()) return diagnostics;
    return values;
  }

  /// 1 and 1.0 are written differently, and are one value all the same.
  void check_different(const Column& values, Diagnostics& diagnostics) const {
    if (values.type().kind == TypeKind::string) return;
    const std::size_t width = value_bytes(values.type().kind);
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < values.rows(); ++i) {
      if (values.is_null(i)) continue;
      if (seen.insert({values.data<char>() + i * width, width}).second) continue;
      diagnostics.add(make_error("SG2112", "a value stands twice in this choice, written in another way",
                                 options_[i].value.place, "give it once; a weight makes it more frequent"));
    }
  }

  Result<Type> natural_type() const {
    const Option* first = nullptr;
    bool whole = true;
    for (const Option& option : options_) {
      if (option.value.is(json::Kind::null)) continue;
      if (first == nullptr) first = &option;
      if (option.value.kind != first->value.kind) {
        return make_error("SG2112",
                          fmt::format("the values of a choice are of one type; the first is {}, and this is {}",
                                      json::kind_name(first->value.kind), json::kind_name(option.value.kind)),
                          option.value.place, "give all of them as texts, all as numbers, or all as true and false");
      }
      whole = whole && option.value.as_int64().has_value();
    }
    if (first == nullptr || first->value.is(json::Kind::string)) return Type{TypeKind::string, 0};
    if (first->value.is(json::Kind::boolean)) return Type{TypeKind::boolean, 0};
    return Type{whole ? TypeKind::integer : TypeKind::number, 0};
  }

  void warn_of_numbers(const SourceContext& context) const {
    const bool numeric = std::all_of(options_.begin(), options_.end(), [](const Option& option) {
      const std::string& text = option.value.text;
      return !text.empty() && text.find_first_not_of("0123456789.-") == std::string::npos;
    });
    if (!numeric) return;
    context.warn(make_warning("SG2113", "all values of this choice look like numbers, and are taken as texts",
                              json_.place,
                              "add \"type\": \"integer\", or \"type\": \"string\" to say that texts are meant"));
  }

  std::vector<Operand> make_weights(const SourceContext& context, Diagnostics& diagnostics) const {
    std::vector<Operand> weights;
    if (!weighted()) {  // exact, and all alike
      for (std::size_t i = 0; i < options_.size(); ++i) {
        Column one;
        one.reset({TypeKind::number, 0}, 1);
        one.data<double>()[0] = 1;
        weights.emplace_back(std::move(one));
      }
      return weights;
    }
    for (std::size_t i = 0; i < options_.size(); ++i) {
      const ParameterValue& weight = *options_[i].weight;
      if (weight.literal()) {
        Result<Column> number = literal_column(weight, Type{TypeKind::number, 0});
        if (!number.ok()) {
          diagnostics.add(number.diagnostics());
        } else if (number->data<double>()[0] < 0) {
          diagnostics.add(make_error("SG2112", "a weight is a number from 0 on", weight.json->place,
                                     "give relative sizes: they need not add up to 1"));
        } else {
          weights.emplace_back(std::move(*number));
        }
        continue;
      }
      Result<std::shared_ptr<const Program>> program =
          compile_in(context, *weight.expression, fmt::format("weight {} ", i + 1), Type{TypeKind::number, 0});
      if (program.ok()) {
        weights.emplace_back(*program);
      } else {
        diagnostics.add(program.diagnostics());
      }
    }
    return weights;
  }

  const std::vector<Option> options_;
  const std::optional<ExactKey> exact_;
  const json::Value& json_;
};

bool add_option(json::Value value, const json::Value* weight, std::vector<Option>& options, Diagnostics& diagnostics) {
  Option option;
  if (value.is(json::Kind::array) || value.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2112",
                               fmt::format("a value of a choice is a scalar, not {}", json::kind_name(value.kind)),
                               value.place, "give numbers, texts, true, false or null"));
    return false;
  }
  if (value.is(json::Kind::string) && value.text.starts_with('=')) {
    if (!value.text.starts_with("==")) {
      diagnostics.add(make_error("SG2115", "values of a choice are literal, and this text begins like an expression",
                                 value.place, "double the = to mean the text itself"));
      return false;
    }
    value.text.erase(0, 1);
  }
  option.value = std::move(value);
  if (weight != nullptr) {
    option.weight = parse_parameter(*weight, diagnostics);
    if (!option.weight.has_value()) return false;
    if (option.weight->literal() && !weight->is(json::Kind::number)) {
      diagnostics.add(make_error("SG2112", fmt::format("a weight is a number, not {}", json::kind_name(weight->kind)),
                                 weight->place,
                                 "give a relative size such as 3, or an expression such as \"=age / 10\""));
      return false;
    }
  }
  options.push_back(std::move(option));
  return true;
}

/// [{"value": 7, "weight": 2}, …]
bool parse_weighted_list(const json::Value& list, std::vector<Option>& options, Diagnostics& diagnostics) {
  bool good = true;
  for (const json::Value& item : list.items) {
    const json::Value* value = item.get("value");
    if (!item.is(json::Kind::object) || value == nullptr) {
      diagnostics.add(make_error("SG2112", "each item of a weighted list has a \"value\"", item.place,
                                 R"(for example {"value": 7, "weight": 2})"));
      good = false;
      continue;
    }
    for (const json::Member& member : item.members) {
      if (member.name == "value" || member.name == "weight") continue;
      const std::vector<std::string> names = {"value", "weight"};
      const std::string near = did_you_mean(member.name, names);
      diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of a choice", member.name),
                                 member.name_place,
                                 fmt::format("{}{}accepted: value, weight", near, near.empty() ? "" : " ")));
      good = false;
    }
    static const json::Value kOne = [] {
      json::Value one;
      one.kind = json::Kind::number;
      one.number = 1;
      one.text = "1";
      return one;
    }();
    const json::Value* weight = item.get("weight");
    good = add_option(*value, weight != nullptr ? weight : &kOne, options, diagnostics) && good;
  }
  return good;
}

std::unique_ptr<SourceSpec> parse_choice(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a choice", "exact, unique, missing");
  std::optional<ExactKey> exact;
  const bool exact_good = read_exact(reader, exact);
  // As other tools have them; ours stand beside their values.
  for (const char* key : {"weights", "probabilities", "p"}) {
    if (reader.column().get(key) == nullptr) continue;  // and not taken: it is no near name for another
    reader.take(key);
    reader.diagnostics().add(make_error("SG2104", fmt::format("unknown parameter \"{}\" of a choice", key),
                                        reader.column().find(key)->name_place,
                                        R"(write the weights beside the values: "choice": {"red": 3, "blue": 1})"));
  }
  std::vector<Option> options;
  bool good = true;
  if (value.is(json::Kind::object)) {
    for (const json::Member& member : value.members) {
      json::Value text;
      text.kind = json::Kind::string;
      text.text = member.name;
      text.place = member.name_place;
      good = add_option(std::move(text), &member.value, options, reader.diagnostics()) && good;
    }
  } else if (value.is(json::Kind::array)) {
    const bool weighted = std::any_of(value.items.begin(), value.items.end(),
                                      [](const json::Value& item) { return item.is(json::Kind::object); });
    if (weighted) {
      good = parse_weighted_list(value, options, reader.diagnostics());
    } else {
      for (const json::Value& item : value.items) {
        good = add_option(item, nullptr, options, reader.diagnostics()) && good;
      }
    }
  } else {
    reader.diagnostics().add(make_error(
        "SG2003", fmt::format("a choice is a list or an object, not {}", json::kind_name(value.kind)), value.place,
        R"(for example ["red", "blue"], {"red": 3, "blue": 1}, or [{"value": 7, "weight": 2}])"));
    return nullptr;
  }
  if (good && options.empty()) {
    reader.diagnostics().add(make_error("SG2112", "a choice needs at least one value", value.place,
                                        "list the values, or use \"constant\": null"));
    return nullptr;
  }
  std::set<std::string> seen;
  for (const Option& option : options) {
    const json::Value& one = option.value;
    const std::string key = fmt::format("{} {} {}", static_cast<int>(one.kind), one.boolean, one.text);
    if (seen.insert(key).second) continue;
    reader.diagnostics().add(make_error("SG2112", "a value stands twice in this choice", one.place,
                                        "give it once; a weight makes it more frequent"));
    good = false;
  }
  if (!good || !exact_good) return nullptr;
  return std::make_unique<ChoiceSpec>(std::move(options), std::move(exact), value);
}

constexpr KeyRecord kKeys[] = {{"exact", kExactMeaning, kExactSchema}};

}  // namespace

const SourceKind& choice_source() {
  static const SourceKind kKind = {
      .record = {.name = "choice",
                 .summary = "One of a list, alike or by weight: statuses, categories, codes.",
                 .source = "inversion of the cumulative weights through a guide table (Chen and Asau 1974)",
                 .example = R"({"choice": {"paid": 7, "open": 2, "cancelled": 1}})"},
      .bounds_hint = "leave the values out of the list instead",
      .keys = kKeys,
      .value_schema =
          R"({"oneOf":[{"type":"object","minProperties":1,"additionalProperties":{"$ref":"#/$defs/number_or_expression"}},)"
          R"({"type":"array","minItems":1,"items":{"$ref":"#/$defs/literal"}},)"
          R"({"type":"array","minItems":1,"items":{"type":"object","required":["value"],"additionalProperties":false,)"
          R"("properties":{"value":{"$ref":"#/$defs/literal"},"weight":{"$ref":"#/$defs/number_or_expression"}}}}]})",
      .parse = &parse_choice,
  };
  return kKind;
}

}  // namespace synthgen
