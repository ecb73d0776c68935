// Reads and checks lists of numbers, each fault at its own place.
#include "list_parameter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace synthgen {
namespace {

std::string parameter_hint(const Parameter& parameter) {
  return fmt::format("\"{}\": {}", parameter.name, parameter.meaning);
}

bool read_list(const ParameterValue& given, const Parameter& parameter, std::vector<double>& list,
               Diagnostics& diagnostics) {
  const json::Value& value = *given.json;
  if (!given.literal()) {
    diagnostics.add(make_error("SG2115",
                               fmt::format("parameter \"{}\" is a literal list, not an expression", parameter.name),
                               value.place, R"(write the numbers: [0, 10, 50]; lists are the same in every row)"));
    return false;
  }
  if (!value.is(json::Kind::array)) {
    diagnostics.add(make_error(
        "SG2109",
        fmt::format("parameter \"{}\" is a list of numbers, not {}", parameter.name, json::kind_name(value.kind)),
        value.place, parameter_hint(parameter)));
    return false;
  }
  bool good = true;
  for (const json::Value& item : value.items) {
    if (item.is(json::Kind::string) && item.text.starts_with('=')) {
      diagnostics.add(make_error("SG2115",
                                 fmt::format("the numbers of \"{}\" are literal, not expressions", parameter.name),
                                 item.place, "lists are the same in every row"));
      good = false;
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
                                                           Diagnostics& diagnostics) {
  const Parameterisation& names = kind.parameterisations[parameterisation];
  std::vector<std::vector<double>> lists(names.size());
  bool good = true;
  for (std::size_t p = 0; p < names.size(); ++p) {
    good = read_list(*parameters[p], names[p], lists[p], diagnostics) && good;
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
