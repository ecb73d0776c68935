#include "number_cells.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;

/// digits·10^exponent.
struct Decimal {
  Wide digits = 0;
  int exponent = 0;
};

/// By the shortest form. REQUIRES: finite.
Decimal decimal_of(double value) {
  if (value == 0) return {};
  const ShortestDecimal shortest = shortest_decimal(value < 0 ? -value : value);
  const Wide digits = static_cast<Wide>(shortest.digits);
  return {value < 0 ? -digits : digits, shortest.exponent};
}

/// value·10^power; nothing beyond 127 bits.
std::optional<Wide> times_power(Wide value, int power) {
  if (value == 0) return Wide{0};
  for (; power > 0; power -= 18) {
    const Wide factor = kPowersOfTen[static_cast<std::size_t>(power < 18 ? power : 18)];
    if (__builtin_mul_overflow(value, factor, &value)) return std::nullopt;
  }
  return value;
}

/// The quotient, halves away from zero. REQUIRES: divisor > 0.
Wide rounded_quotient(Wide value, Wide divisor) {
  const Wide quotient = value / divisor;
  const Wide rest = value % divisor;
  const Wide magnitude = rest < 0 ? -rest : rest;
  if (magnitude < divisor - magnitude) return quotient;
  return value < 0 ? quotient - 1 : quotient + 1;
}

/// value·10^exponent as a whole number; nothing beyond 127 bits.
std::optional<Wide> whole(Wide value, int exponent) {
  if (exponent >= 0) return times_power(value, exponent);
  const std::optional<Wide> divisor = times_power(1, -exponent);
  return divisor.has_value() ? rounded_quotient(value, *divisor) : Wide{0};
}

/// The double nearest to digits·10^exponent; nothing beyond the largest.
std::optional<double> nearest_double(Decimal decimal) {
  std::array<char, 64> text;
  std::size_t at = text.size();
  const auto put_digits = [&](unsigned __int128 digits) {
    do {
      text[--at] = static_cast<char>('0' + static_cast<int>(digits % 10));
      digits /= 10;
    } while (digits != 0);
  };
  const int exponent = decimal.exponent;
  put_digits(static_cast<unsigned>(exponent < 0 ? -exponent : exponent));
  if (exponent < 0) text[--at] = '-';
  text[--at] = 'e';
  const bool negative = decimal.digits < 0;
  put_digits(static_cast<unsigned __int128>(negative ? -decimal.digits : decimal.digits));
  if (negative) text[--at] = '-';
  const std::optional<double> number = parse_number({text.data() + at, text.size() - at});
  // A zero has no sign: −0.0 would be a change that nobody sees.
  return number == 0 ? 0.0 : number;
}

bool set_finite(DamagedColumn& column, std::size_t place, std::optional<double> value) {
  // A sum from infinity on is NaN or infinite: both fail the comparison.
  if (!value.has_value() || !(*value <= std::numeric_limits<double>::max()) ||
      !(*value >= -std::numeric_limits<double>::max())) {
    return false;
  }
  if (*value == column.number(place)) return false;
  return column.set_number(place, *value == 0 ? 0.0 : *value);
}

/// In units of the type's last digit.
bool set_units(DamagedColumn& column, std::size_t place, std::optional<Wide> units) {
  if (!units.has_value()) return false;
  const bool decimal = column.type().kind == TypeKind::decimal;
  const Wide most = decimal ? kMostDecimal : std::numeric_limits<std::int64_t>::max();
  const Wide least = decimal ? -kMostDecimal : std::numeric_limits<std::int64_t>::min();
  if (*units > most || *units < least || *units == column.word(place)) return false;
  return column.set_word(place, static_cast<std::int64_t>(*units));
}

bool is_number(const DamagedColumn& column) { return column.type().kind == TypeKind::number; }

/// value / (digits·10^exponent) as a whole number.
std::optional<Wide> whole_quotient(std::int64_t value, Decimal divisor) {
  if (divisor.exponent >= 0) {
    const std::optional<Wide> all = times_power(divisor.digits, divisor.exponent);
    return all.has_value() ? rounded_quotient(value, *all) : Wide{0};
  }
  const std::optional<Wide> dividend = times_power(value, -divisor.exponent);
  if (!dividend.has_value()) return std::nullopt;
  return rounded_quotient(*dividend, divisor.digits);
}

}  // namespace

double cell_number(const DamagedColumn& column, std::size_t place) {
  if (is_number(column)) return column.number(place);
  return elementary::from_scaled(column.word(place), column.type().decimals);
}

bool scale_cell(DamagedColumn& column, std::size_t place, double factor, Scaling scaling) {
  const Decimal by = decimal_of(factor);
  if (!is_number(column)) {
    const std::int64_t value = column.word(place);
    // 63 bits by at most 57: no overflow.
    return set_units(column, place,
                     scaling == Scaling::multiply ? whole(value * by.digits, by.exponent) : whole_quotient(value, by));
  }
  const double number = column.number(place);
  if (scaling == Scaling::divide && by.digits != 1) return set_finite(column, place, number / factor);
  const Decimal value = decimal_of(number);
  if (scaling == Scaling::divide) {
    return set_finite(column, place, nearest_double({value.digits, value.exponent - by.exponent}));
  }
  return set_finite(column, place, nearest_double({value.digits * by.digits, value.exponent + by.exponent}));
}

bool add_to_cell(DamagedColumn& column, std::size_t place, double amount) {
  if (is_number(column)) return set_finite(column, place, column.number(place) + amount);
  std::int64_t units = 0;
  if (!elementary::round_to_scale(amount, column.type().decimals, units)) return false;
  return set_units(column, place, Wide{column.word(place)} + units);
}

bool round_cell(DamagedColumn& column, std::size_t place, double step) {
  const Decimal by = decimal_of(step);
  const Decimal value =
      is_number(column) ? decimal_of(column.number(place)) : Decimal{column.word(place), -column.type().decimals};
  // Both in units of the finer one's last digit.
  const int exponent = value.exponent < by.exponent ? value.exponent : by.exponent;
  const std::optional<Wide> steps = times_power(by.digits, by.exponent - exponent);
  const std::optional<Wide> units = times_power(value.digits, value.exponent - exponent);
  // A step so much finer than the value is lost in it; a value so much smaller than the step is 0.
  if (!units.has_value()) return false;
  Wide multiple = 0;
  if (steps.has_value() && __builtin_mul_overflow(rounded_quotient(*units, *steps), *steps, &multiple)) return false;
  if (is_number(column)) return set_finite(column, place, nearest_double({multiple, exponent}));
  return set_units(column, place, whole(multiple, exponent + column.type().decimals));
}

bool negate_cell(DamagedColumn& column, std::size_t place) {
  if (is_number(column)) return set_finite(column, place, -column.number(place));
  return set_units(column, place, -Wide{column.word(place)});
}

double type_step(const Type& type) {
  if (type.kind == TypeKind::number) return 0;
  return elementary::from_scaled(1, type.decimals);
}

bool all_are_multiples(const Type& type, double step) {
  if (type.kind == TypeKind::number) return false;
  const Decimal by = decimal_of(step);
  // One unit of the type in units of the step's last digit.
  const int power = -type.decimals - by.exponent;
  if (power < 0) return false;
  const std::optional<Wide> unit = times_power(1, power);
  return unit.has_value() && *unit % by.digits == 0;
}

double parameter_number(const Column& parameter, std::size_t row) {
  if (parameter.is_null(row)) return std::numeric_limits<double>::quiet_NaN();
  if (parameter.type().kind == TypeKind::number) {
    const double number = parameter.data<double>()[row];
    return number - number == 0 ? number : std::numeric_limits<double>::quiet_NaN();
  }
  return elementary::from_scaled(parameter.data<std::int64_t>()[row], parameter.type().decimals);
}

bool check_positive(NoiseReader& reader, const json::Value& number, const NumberRule& rule) {
  if (number.number > 0 && number.number != rule.useless) return true;
  const std::string unless = rule.useless.has_value() ? fmt::format(" and not {}", *rule.useless) : std::string();
  const std::string subject = rule.subject.empty() ? fmt::format("\"{}\"", rule.key) : std::string(rule.subject);
  reader.fault("SG2106", fmt::format("{} is {}, and must be greater than 0{}", subject, number.text, unless),
               number.place, fmt::format("for example {}", rule.example));
  return false;
}

std::optional<NoiseParameter> positive_parameter(NoiseReader& reader, const NumberRule& rule) {
  std::optional<NoiseParameter> parameter = reader.parameter(rule.key);
  if (!parameter.has_value()) return std::nullopt;
  const json::Value& json = *parameter->json;
  if (json.is(json::Kind::number) && !check_positive(reader, json, rule)) return std::nullopt;
  if (json.is(json::Kind::null) || json.is(json::Kind::boolean) ||
      (json.is(json::Kind::string) && !json.text.starts_with('='))) {
    reader.fault("SG2003",
                 fmt::format("\"{}\" is a number or a source of numbers, not {}", rule.key, json::kind_name(json.kind)),
                 json.place, fmt::format("for example {}", rule.example));
    return std::nullopt;
  }
  return parameter;
}

SampleSpread sample_spread(const Column& sample) {
  SampleSpread spread;
  double sum = 0;
  for (std::size_t row = 0; row < sample.rows(); ++row) {
    if (sample.is_null(row)) continue;
    sum += parameter_number(sample, row);
    ++spread.values;
  }
  if (spread.values < 2) return spread;
  const double mean = sum / static_cast<double>(spread.values);
  double squares = 0;
  for (std::size_t row = 0; row < sample.rows(); ++row) {
    if (sample.is_null(row)) continue;
    const double off = parameter_number(sample, row) - mean;
    squares += off * off;
  }
  spread.sd = std::sqrt(squares / static_cast<double>(spread.values - 1));
  return spread;
}

}  // namespace synthgen
