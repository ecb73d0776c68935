// A named distribution with its parameters, each a number or an expression: reads them from the schema.
#include "synthgen/distribution/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "distribution_spec.hpp"
#include "exact_bernoulli.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/distribution_keys.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

std::string quoted_list(const std::vector<std::string>& names, std::string_view between) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}\"{}\"", text.empty() ? "" : between, name);
  return text;
}

/// "median + sigma, mu + sigma, mean + sd"
std::string accepted_text(const DistributionKind& kind) {
  // "rate, mean" would read as if both were wanted.
  const bool single = std::all_of(kind.parameterisations.begin(), kind.parameterisations.end(),
                                  [](const Parameterisation& parameters) { return parameters.size() == 1; });
  const std::string_view between = single ? " or " : ", ";
  std::string text;
  for (const Parameterisation& parameters : kind.parameterisations) {
    std::string one;
    std::string optional;
    for (const Parameter& parameter : parameters) {
      std::string& part = parameter.fallback.has_value() ? optional : one;
      part += fmt::format("{}{}", part.empty() ? "" : " + ", parameter.name);
    }
    if (!optional.empty()) one += fmt::format(" (and {} if wanted)", optional);
    text += fmt::format("{}{}", text.empty() ? "" : between, one);
  }
  return text;
}

/// The parameterisation that the given names fit, or diagnostics: unknown names are left to the reader.
std::optional<std::size_t> choose_parameterisation(const DistributionKind& kind, const std::vector<std::string>& given,
                                                   ColumnReader& reader) {
  const auto has = [&](std::string_view name) { return std::find(given.begin(), given.end(), name) != given.end(); };
  std::size_t best = 0;
  std::size_t best_given = 0;
  for (std::size_t w = 0; w < kind.parameterisations.size(); ++w) {
    const Parameterisation& names = kind.parameterisations[w];
    const auto found = static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [&](const Parameter& p) { return has(p.name); }));
    const bool complete = std::all_of(names.begin(), names.end(),
                                      [&](const Parameter& p) { return has(p.name) || p.fallback.has_value(); });
    if (found == given.size() && complete) return w;
    if (found > best_given) {
      best = w;
      best_given = found;
    }
  }
  const Parameterisation& names = kind.parameterisations[best];
  if (best_given < given.size()) {
    reader.diagnostics().add(make_error("SG2107",
                                        fmt::format("parameters {} of distribution \"{}\" do not go together",
                                                    quoted_list(given, " and "), kind.record.name),
                                        reader.column().find(given.back())->name_place,
                                        fmt::format("accepted: {}", accepted_text(kind))));
    return std::nullopt;
  }
  std::vector<std::string> lacking;
  const Parameter* first = nullptr;
  for (const Parameter& parameter : names) {
    if (has(parameter.name) || parameter.fallback.has_value()) continue;
    if (first == nullptr) first = &parameter;
    lacking.emplace_back(parameter.name);
  }
  std::string hint;
  if (given.empty()) {
    hint = fmt::format("accepted: {}; for example {}", accepted_text(kind), kind.record.example);
  } else {
    const std::string_view meaning = first->meaning.substr(0, first->meaning.find_first_of(",;"));
    hint = fmt::format("{} {} with \"{}\" ({}): {}", quoted_list(given, " and "), given.size() > 1 ? "go" : "goes",
                       first->name, meaning, kind.record.example);
  }
  reader.diagnostics().add(
      make_error("SG2105",
                 fmt::format("distribution \"{}\" lacks {}", kind.record.name,
                             given.empty() && kind.parameterisations.size() > 1 ? std::string("its parameters")
                                                                                : quoted_list(lacking, " and ")),
                 reader.column().place, hint));
  return std::nullopt;
}

/// What other tools call ours.
constexpr std::pair<std::string_view, const char*> kHabits[] = {
    {"gaussian", "it is called \"normal\" here"},
    {"gauss", "it is called \"normal\" here"},
    {"norm", "it is called \"normal\" here"},
    {"expon", "it is called \"exponential\" here"},
    {"randint", "it is called \"integer\" here, with \"min\" and \"max\""},
    {"discrete_uniform", "it is called \"integer\" here, with \"min\" and \"max\""},
    {"bool", "it is called \"bernoulli\" here, with \"p\""},
    {"boolean", "it is called \"bernoulli\" here, with \"p\""},
    {"categorical", "write \"choice\": {\"a\": 3, \"b\": 1} instead of \"distribution\""},
};

std::unique_ptr<SourceSpec> parse_distribution(const json::Value& value, ColumnReader& reader) {
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(make_error("SG2003", "a distribution is named by a text", value.place,
                                        R"(for example "distribution": "normal", "mean": 10, "sd": 2)"));
    return nullptr;
  }
  const DistributionKind* kind = find_distribution(value.text);
  if (kind == nullptr) {
    std::vector<std::string> names;
    for (const DistributionKind* known : distribution_kinds()) names.emplace_back(known->record.name);
    const bool later = is_not_yet(NotYet::distribution, value.text);
    // Its parameters cannot be judged, so they are not.
    reader.take_all();
    if (later) {
      reader.diagnostics().add(make_error("SG2005", fmt::format("distribution \"{}\" is not supported yet", value.text),
                                          value.place, fmt::format("there are {} so far", fmt::join(names, ", "))));
    } else {
      std::string hint = did_you_mean(value.text, names);
      if (hint.empty()) hint = fmt::format("there are {}", fmt::join(names, ", "));
      for (const auto& [habit, ours] : kHabits) {
        if (value.text == habit) hint = ours;
      }
      reader.diagnostics().add(
          make_error("SG2103", fmt::format("unknown distribution \"{}\"", value.text), value.place, hint));
    }
    return nullptr;
  }
  reader.set_owner(fmt::format("distribution \"{}\"", kind->record.name), accepted_text(*kind));
  for (const Parameterisation& parameters : kind->parameterisations) {
    for (const Parameter& parameter : parameters) reader.take(parameter.name);
  }
  std::vector<std::string> given;  // in the order of the file
  for (const json::Member& member : reader.column().members) {
    const bool known = std::any_of(kind->parameterisations.begin(), kind->parameterisations.end(),
                                   [&](const Parameterisation& parameters) {
                                     return std::any_of(parameters.begin(), parameters.end(),
                                                        [&](const Parameter& p) { return p.name == member.name; });
                                   });
    if (known) given.push_back(member.name);
  }
  const std::optional<std::size_t> which = choose_parameterisation(*kind, given, reader);
  bool good = which.has_value();
  std::optional<ExactKey> exact;
  if (kind->outcome == Outcome::boolean) good = read_exact(reader, exact) && good;
  // All that were given are parsed, so that a fault within one is told even where they do not go together.
  std::map<std::string, std::optional<ParameterValue>, std::less<>> parsed;
  for (const std::string& name : given) {
    // These were parsed with the modifiers.
    if (kind->bounds_are_parameters && (name == "min" || name == "max")) continue;
    std::optional<ParameterValue> one = parse_parameter(*reader.column().get(name), reader.diagnostics());
    good = good && one.has_value();
    parsed.emplace(name, std::move(one));
  }
  std::optional<ParameterValue> origin;
  if (const json::Value* value_of_origin = reader.take("origin"); value_of_origin != nullptr) {
    origin = parse_parameter(*value_of_origin, reader.diagnostics());
    good = good && origin.has_value();
  }
  if (!good) return nullptr;
  std::vector<std::optional<ParameterValue>> parameters;
  for (const Parameter& parameter : kind->parameterisations[*which]) {
    const auto found = parsed.find(parameter.name);
    parameters.push_back(found != parsed.end() ? found->second : std::nullopt);
  }
  if (exact.has_value()) {
    const ParameterValue probability = *parameters[0];
    return make_exact_bernoulli(make_distribution_spec(*kind, *which, std::move(parameters)), probability, *exact);
  }
  return make_distribution_spec(*kind, *which, std::move(parameters), std::move(origin));
}

constexpr KeyRecord kExactKey[] = {{"exact", kExactMeaning, kExactSchema}};
constexpr KeyRecord kOriginKey[] = {
    {"origin",
     "From which date or time the values count, as durations: {\"scale\": \"90 days\", \"origin\": \"=ordered\"}.",
     R"j({"anyOf": [{"$ref": "#/$defs/time_text"}, {"$ref": "#/$defs/parameter_expression"}]})j"},
};

}  // namespace

std::span<const KeyRecord> distribution_keys(const DistributionKind& kind) {
  if (kind.outcome == Outcome::boolean) return kExactKey;
  if (kind.outcome == Outcome::continuous && !kind.bounds_are_parameters) return kOriginKey;
  return {};
}

const SourceKind& distribution_source() {
  static const SourceKind kKind = {
      .record = {.name = "distribution",
                 .summary = "Drawn from a named distribution, its parameters fixed or by row.",
                 .source = "each distribution names its own",
                 .example = R"({"distribution": "normal", "mean": 170, "sd": 10, "decimals": 1})"},
      .takes_bounds = true,
      .parse = &parse_distribution,
  };
  return kKind;
}

}  // namespace synthgen
