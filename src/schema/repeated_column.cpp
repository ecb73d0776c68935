#include "repeated_column.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "read_constants.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kIndex = "{i}";

/// "x12" as {"x", 12}; nothing where the name does not end in a number without leading zeros.
std::optional<std::pair<std::string, std::int64_t>> split_number(const std::string& name) {
  std::size_t begin = name.size();
  while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
  const std::optional<std::int64_t> number = parse_integer(std::string_view(name).substr(begin));
  if (begin == 0 || !number.has_value()) return std::nullopt;
  return std::pair(name.substr(0, begin), *number);
}

}  // namespace

bool is_repeated(const json::Member& column) {
  return column.value.get("repeat") != nullptr || column.name.find(kIndex) != std::string::npos;
}

std::optional<std::int64_t> read_repeat(const json::Member& column, const Schema& schema, Diagnostics& diagnostics) {
  constexpr const char* kExample = R"(for example "x{i}": {"repeat": 20, ...}, which makes x1 to x20)";
  const json::Value* repeat = column.value.get("repeat");
  if (repeat == nullptr) {
    diagnostics.add(
        make_error("SG2014", fmt::format("column \"{}\" lacks \"repeat\"", column.name), column.name_place, kExample));
    return std::nullopt;
  }
  bool good = true;
  if (column.name.find(kIndex) == std::string::npos) {
    diagnostics.add(make_error("SG2014", fmt::format("the name of a repeated column holds {}", kIndex),
                               column.name_place, kExample));
    good = false;
  }
  std::optional<std::int64_t> count = repeat->as_int64();
  if (repeat->is(json::Kind::string) && repeat->text.starts_with('=')) {
    const std::optional<double> number = number_from_constants("\"repeat\"", *repeat, schema, diagnostics);
    if (!number.has_value()) return std::nullopt;
    count = *number >= 1 && *number <= static_cast<double>(kMostColumns)
                ? std::optional(static_cast<std::int64_t>(*number))
                : std::nullopt;
  }
  if (!count.has_value() || *count < 1 || *count > static_cast<std::int64_t>(kMostColumns)) {
    diagnostics.add(make_error("SG2014", fmt::format("\"repeat\" is a whole number from 1 to {}", kMostColumns),
                               repeat->place, kExample));
    good = false;
  }
  return good ? count : std::nullopt;
}

std::string repeated_name(const std::string& name, std::int64_t k) {
  std::string result;
  std::size_t from = 0;
  for (std::size_t at = name.find(kIndex); at != std::string::npos; at = name.find(kIndex, from)) {
    result += name.substr(from, at - from) + std::to_string(k);
    from = at + kIndex.size();
  }
  return result + name.substr(from);
}

std::vector<std::string> expand_column_range(const json::Value& text, Diagnostics& diagnostics) {
  const std::size_t dots = text.text.find("..");
  if (dots == std::string::npos) return {text.text};
  const auto low = split_number(text.text.substr(0, dots));
  const auto high = split_number(text.text.substr(dots + 2));
  if (!low.has_value() || !high.has_value() || low->first != high->first || low->second > high->second ||
      high->second - low->second >= static_cast<std::int64_t>(kMostColumns)) {
    diagnostics.add(make_error("SG2014", fmt::format("\"{}\" is not a range of columns", text.text), text.place,
                               "a range counts up within one name, for example \"x1..x20\""));
    return {};
  }
  std::vector<std::string> names;
  for (std::int64_t k = low->second; k <= high->second; ++k) names.push_back(low->first + std::to_string(k));
  return names;
}

}  // namespace synthgen
