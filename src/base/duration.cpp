// Reads durations: see the header.
#include "synthgen/base/duration.hpp"

#include <algorithm>
#include <vector>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

struct Unit {
  std::string_view name;
  Duration one;
};
constexpr Unit kUnits[] = {
    {"microsecond", {0, 1}},
    {"millisecond", {0, 1'000}},
    {"second", {0, kMicrosPerSecond}},
    {"minute", {0, 60 * kMicrosPerSecond}},
    {"hour", {0, 3'600 * kMicrosPerSecond}},
    {"day", {0, kMicrosPerDay}},
    {"week", {0, 7 * kMicrosPerDay}},
    {"month", {1, 0}},
    {"year", {12, 0}},
};
constexpr std::string_view kExample = "write a number and a unit: \"90 days\", \"1 month\", \"30 minutes\"";

/// Short forms of other tools.
constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
    {"us", "microseconds"}, {"ms", "milliseconds"}, {"s", "seconds"},    {"sec", "seconds"},    {"secs", "seconds"},
    {"m", "minutes"},       {"min", "minutes"},     {"mins", "minutes"}, {"h", "hours"},        {"hr", "hours"},
    {"hrs", "hours"},       {"d", "days"},          {"w", "weeks"},      {"mo", "months"},      {"mon", "months"},
    {"y", "years"},         {"yr", "years"},        {"yrs", "years"},    {"quarter", "months"}, {"quarters", "months"},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

std::optional<Duration> parse_duration(std::string_view text, DurationFault& fault) {
  const std::string_view all = trimmed(text);
  const std::size_t end = std::min(all.find_first_not_of("+-0123456789."), all.size());
  const std::string_view digits = all.substr(0, end);
  const std::string_view unit_text = trimmed(all.substr(end));
  const std::optional<Scaled> number = parse_decimal(digits);
  if (!number.has_value()) {
    fault = {quoted(text) + " is not a duration", std::string(kExample)};
    return std::nullopt;
  }
  if (unit_text.empty()) {
    fault = {quoted(text) + " is a duration without a unit", std::string(kExample)};
    return std::nullopt;
  }
  const Unit* unit = nullptr;
  for (const Unit& known : kUnits) {
    if (unit_text == known.name || (unit_text.size() == known.name.size() + 1 && unit_text.back() == 's' &&
                                    unit_text.substr(0, known.name.size()) == known.name)) {
      unit = &known;
    }
  }
  if (unit == nullptr) {
    if (unit_text.find_first_of("0123456789,") != std::string_view::npos) {
      fault = {quoted(text) + " is more than one number and one unit",
               "write it in the smaller unit: \"90 minutes\" for an hour and a half"};
      return std::nullopt;
    }
    std::vector<std::string> names;
    for (const Unit& known : kUnits) {
      names.emplace_back(known.name);
      names.push_back(std::string(known.name) + "s");
    }
    std::string hint = did_you_mean(std::string(unit_text), names);
    for (const auto& [habit, ours] : kHabits) {
      if (unit_text != habit) continue;
      const std::string_view unit_name = digits == "1" ? ours.substr(0, ours.size() - 1) : ours;
      hint = "write \"" + std::string(digits) + " " + std::string(unit_name) + "\"";
    }
    if (unit_text.substr(0, 7) == "quarter") hint = "a quarter is 3 months";
    if (hint.empty())
      hint = "there are microseconds, milliseconds, seconds, minutes, hours, days, weeks, months, years";
    fault = {"unknown unit " + quoted(unit_text) + " of a duration", std::move(hint)};
    return std::nullopt;
  }
  Duration duration;
  const std::int64_t power = kPowersOfTen[static_cast<std::size_t>(number->decimals)];
  __extension__ using Wide = __int128;
  const Wide total = Wide{number->value} * (unit->one.months != 0 ? unit->one.months : unit->one.micros);
  const Wide whole = total / power;
  const bool months = unit->one.months != 0;
  if (whole * power != total || (months && number->value % power != 0)) {
    fault = {quoted(text) + " is not a whole number of " + (months ? std::string(unit->name) + "s" : "microseconds"),
             months ? "months and years differ in length; days do not: \"45 days\"" : "give fewer decimals"};
    return std::nullopt;
  }
  // Longer than the whole calendar, and so of no use anywhere.
  const Wide most = months ? Wide{12 * 10'000} : Wide{4'000'000} * kMicrosPerDay;
  if (whole > most || whole < -most) {
    fault = {quoted(text) + " is longer than the calendar, the years 1 to 9999", "give a shorter one"};
    return std::nullopt;
  }
  (months ? duration.months : duration.micros) = static_cast<std::int64_t>(whole);
  return duration;
}

}  // namespace synthgen
