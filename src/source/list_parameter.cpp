// Reads and checks lists of numbers, each fault at its own place.
#include "list_parameter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/civil_time.hpp"

namespace synthgen {
namespace {

std::string parameter_hint(const Parameter& parameter) {
  return fmt::format("\"{}\": {}", parameter.name, parameter.meaning);
}

/// The dates of a list, as days since 1970-01-01.
bool read_dates(const json::Value& list, const Parameter& parameter, std::vector<double>& days,
                Diagnostics& diagnostics) {
  bool good = true;
  for (const json::Value& item : list.items) {
    const std::optional<std::int32_t> day =
        item.is(json::Kind::string) ? parse_date(item.text) : std::optional<std::int32_t>();
    if (day.has_value()) {
      days.push_back(*day);
      continue;
    }
    good = false;
    if (!item.is(json::Kind::string)) {
      diagnostics.add(make_error("SG2109",
                                 fmt::format("\"{}\" holds dates, not {}", parameter.name, json::kind_name(item.kind)),
                                 item.place, R"(for example ["2024-12-25", "2025-01-01"])"));
    } else if (item.text.starts_with('=')) {
      diagnostics.add(make_error("SG2115",
                                 fmt::format("the dates of \"{}\" are literal, not expressions", parameter.name),
                                 item.place, "lists are the same in every row"));
    } else {
      diagnostics.add(make_error("SG2010", fmt::format("\"{}\" is not a date", item.text), item.place,
                                 "write it as \"2024-02-29\", a day of the calendar"));
    }
  }
  return good;
}

bool read_list(const ParameterValue& given, const Parameter& parameter, const ReadLocation& location,
               std::vector<double>& list, Diagnostics& diagnostics) {
  const json::Value& value = *given.json;
  const bool times = location != nullptr && parameter.measure == Measure::location;
  const bool dates = parameter.form == ParameterForm::dates;
  if (!given.literal()) {
    diagnostics.add(make_error(
        "SG2115", fmt::format("parameter \"{}\" is a literal list, not an expression", parameter.name), value.place,
        dates ? R"(write the dates: ["2024-12-25"]; lists are the same in every row)"
              : R"(write the numbers: [0, 10, 50]; lists are the same in every row)"));
    return false;
  }
  if (!value.is(json::Kind::array)) {
    diagnostics.add(make_error("SG2109",
                               fmt::format("parameter \"{}\" is a list of {}, not {}", parameter.name,
                                           dates   ? "dates"
                                           : times ? "dates or times"
                                                   : "numbers",
                                           json::kind_name(value.kind)),
                               value.place, parameter_hint(parameter)));
    return false;
  }
  if (dates) return read_dates(value, parameter, list, diagnostics);
  // An empty list would mean that it is absent.
  if (value.items.empty() && parameter.fallback.has_value()) {
    diagnostics.add(make_error("SG2161", fmt::format("\"{}\" is an empty list", parameter.name), value.place,
                               parameter_hint(parameter)));
    return false;
  }
  bool good = true;
  for (const json::Value& item : value.items) {
    if (item.is(json::Kind::string) && item.text.starts_with('=')) {
      diagnostics.add(make_error(
          "SG2115",
          fmt::format("the {} of \"{}\" are literal, not expressions", times ? "values" : "numbers", parameter.name),
          item.place, "lists are the same in every row"));
      good = false;
    } else if (times) {
      const std::optional<double> value_of_item = location(item, parameter);
      if (!value_of_item.has_value()) return false;  // the others are likely wrong in the same way
      list.push_back(*value_of_item);
      continue;
    } else if (parameter.measure == Measure::location && item.is(json::Kind::string) &&
               parse_timestamp(item.text).has_value()) {
      const char* type = parse_date(item.text).has_value() ? "date" : "timestamp";
      diagnostics.add(
          make_error("SG2109", fmt::format("\"{}\" holds {}s, and the column is one of numbers", parameter.name, type),
                     item.place, fmt::format("add \"type\": \"{}\"", type)));
      return false;  // the others are likely the same
    } else if (!item.is(json::Kind::number)) {
      diagnostics.add(
          make_error("SG2109", fmt::format("\"{}\" holds numbers, not {}", parameter.name, json::kind_name(item.kind)),
                     item.place, parameter_hint(parameter)));
      good = false;
    } else if (!parameter.range.contains(item.number)) {
      diagnostics.add(make_error(
          "SG2106",
          fmt::format("a number of \"{}\" is {}, and must be {}", parameter.name, item.text, parameter.range.text()),
          item.place, parameter_hint(parameter)));
      good = false;
    }
    list.push_back(item.number);
  }
  return good;
}

}  // namespace

std::optional<std::vector<std::vector<double>>> read_lists(const DistributionKind& kind, std::size_t parameterisation,
                                                           const std::vector<std::optional<ParameterValue>>& parameters,
                                                           Diagnostics& diagnostics, const ReadLocation& location) {
  const Parameterisation& names = kind.parameterisations[parameterisation];
  std::vector<std::vector<double>> lists(names.size());
  bool good = true;
  for (std::size_t p = 0; p < names.size(); ++p) {
    if (!parameters[p].has_value()) continue;
    good = read_list(*parameters[p], names[p], location, lists[p], diagnostics) && good;
  }
  if (!good) return std::nullopt;
  const std::optional<ListFault> fault = kind.list_fault(parameterisation, lists);
  if (!fault.has_value()) return lists;
  const json::Value& value = *parameters[fault->parameter]->json;
  diagnostics.add(make_error("SG2161", fault->message,
                             fault->item.has_value() ? value.items[*fault->item].place : value.place, fault->hint));
  return std::nullopt;
}

}  // namespace synthgen
