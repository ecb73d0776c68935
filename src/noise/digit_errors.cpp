#include "digit_errors.hpp"

#include <algorithm>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The mantissa's length: digits of an exponent are not touched, for they change a number beyond any likeness.
std::size_t digits_end(std::string_view text) {
  const std::size_t e = text.find('e');
  const bool exponent = e != std::string_view::npos && e > 0 && e + 1 < text.size() &&
                        (text[e + 1] == '-' || text[e + 1] == '+') && text.find_first_not_of("0123456789.-") == e;
  return exponent ? e : text.size();
}

/// The key beside that of a digit in the row 1 2 … 9 0.
char beside(char digit, NoiseDraws& draws) {
  if (digit == '1') return '2';
  if (digit == '0') return '9';
  const bool right = (draws.bits32() >> 31) != 0;
  if (digit == '9') return right ? '0' : '8';
  return static_cast<char>(right ? digit + 1 : digit - 1);
}

}  // namespace

DigitErrors::DigitErrors(const DigitShares& shares, FaultPosition position, FirstDigit first)
    : shares_(shares), position_(position), first_(first) {}

bool DigitErrors::damage(std::string_view text, NoiseDraws& draws, std::string& out) const {
  DigitShares left = shares_;
  while (true) {
    double total = 0;
    for (const double share : left) total += share;
    if (total <= 0) return false;
    double rest = draws.uniform() * total;
    std::size_t fault = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] <= 0) continue;
      fault = i;
      rest -= left[i];
      if (rest < 0) break;
    }
    if (apply(static_cast<DigitFault>(fault), text, draws, out)) return true;
    // What the text cannot suffer leaves its share to the others.
    left[fault] = 0;
  }
}

bool DigitErrors::apply(DigitFault fault, std::string_view text, NoiseDraws& draws, std::string& out) const {
  const std::string_view digits = text.substr(0, digits_end(text));
  const bool pair = fault == DigitFault::transpose;
  const auto place = draw_place(
      first_place(position_, digits.size()), digits.size(), position_, draws,
      [&](std::size_t at) {
        const bool first = (at == 0 || !is_digit(digits[at - 1]));
        return first && (first_ == FirstDigit::less || position_ == FaultPosition::not_first);
      },
      [&](std::size_t at) {
        if (!is_digit(digits[at])) return false;
        if (fault == DigitFault::drop) return text.size() > 1;
        return !pair || (at + 1 < digits.size() && is_digit(digits[at + 1]) && digits[at] != digits[at + 1]);
      });
  if (!place.has_value()) return false;
  const std::size_t at = *place;
  const char digit = text[at];
  out.append(text, 0, at);
  switch (fault) {
    case DigitFault::replace: {
      const auto drawn = static_cast<char>('0' + draws.below(9));
      out += static_cast<char>(drawn >= digit ? drawn + 1 : drawn);
      break;
    }
    case DigitFault::drop:
      break;
    case DigitFault::twice:
      out += digit;
      out += digit;
      break;
    case DigitFault::insert: {
      // On either side, so that it may stand before the first and behind the last.
      const std::uint32_t drawn = draws.below(20);
      const auto other = static_cast<char>('0' + drawn / 2);
      out += drawn % 2 == 0 ? other : digit;
      out += drawn % 2 == 0 ? digit : other;
      break;
    }
    case DigitFault::transpose:
      out += text[at + 1];
      out += digit;
      out.append(text, at + 2);
      return true;
    case DigitFault::replace_beside:
      out += beside(digit, draws);
      break;
    case DigitFault::insert_beside: {
      const char other = beside(digit, draws);
      const bool before = (draws.bits32() >> 31) != 0;
      out += before ? other : digit;
      out += before ? digit : other;
      break;
    }
  }
  out.append(text, at + 1);
  return true;
}

namespace {

std::optional<std::int64_t> read_scaled(std::string_view text, int decimals, std::uint64_t most) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::uint64_t value = 0;
  bool point = false;
  int read = 0;
  const auto add = [&](unsigned digit) {
    if (value > (most - digit) / 10) return false;
    value = value * 10 + digit;
    return true;
  };
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c) || (point && ++read > decimals) || !add(static_cast<unsigned>(c - '0'))) return std::nullopt;
  }
  for (; read < decimals; ++read) {
    if (!add(0)) return std::nullopt;
  }
  if (negative && value == 0) return std::nullopt;
  const auto magnitude = static_cast<std::int64_t>(value);
  return negative ? -magnitude : magnitude;
}

/// Micros that the type can hold: its last digit stays the last.
std::optional<std::int64_t> whole_steps(std::optional<std::int64_t> micros, const Type& type) {
  if (!micros.has_value() || *micros % step_micros(type) != 0) return std::nullopt;
  return micros;
}

}  // namespace

std::optional<std::int64_t> read_digits(std::string_view text, const Type& type) {
  switch (type.kind) {
    case TypeKind::integer:
      return read_scaled(text, 0, 0x7FFF'FFFF'FFFF'FFFF);
    case TypeKind::decimal:
      return read_scaled(text, type.decimals, static_cast<std::uint64_t>(kPowersOfTen[18]) - 1);
    case TypeKind::date:
      return parse_date(text);
    case TypeKind::timestamp:
      return whole_steps(parse_timestamp(text), type);
    case TypeKind::datetime:
      return whole_steps(parse_datetime(text), type);
    case TypeKind::time:
      return whole_steps(parse_time(text), type);
    default:
      return std::nullopt;
  }
}

std::optional<double> read_number_digits(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::string_view mantissa = text.substr(0, digits_end(text));
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  // 17 digits and a few zeros of 1e-4 and 1e15 are the most that a shortest form has; a fault adds one.
  std::string whole(mantissa.substr(0, point));
  std::string fraction(mantissa.substr(std::min(point + 1, mantissa.size())));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  const std::string grammar = (whole.empty() ? "0" : whole) + "." + (fraction.empty() ? "0" : fraction) +
                              std::string(text.substr(mantissa.size()));
  const std::optional<double> value = parse_number(grammar);
  if (!value.has_value()) return std::nullopt;
  if (*value == 0) return negative || whole.size() + fraction.size() > 0 ? std::nullopt : value;
  // Exactly what is written: its shortest form has these digits.
  std::string digits = whole + fraction;
  digits.erase(0, digits.find_first_not_of('0'));
  digits.erase(digits.find_last_not_of('0') + 1);
  if (std::to_string(shortest_decimal(*value).digits) != digits) return std::nullopt;
  return negative ? -*value : *value;
}

DigitDamage::DigitDamage(DigitErrors errors, const Type& type, std::string_view format)
    : errors_(std::move(errors)), type_(type), plain_(type) {
  if (!format.empty()) written_.emplace(type, format);
}

bool DigitDamage::damage(DamagedColumn& column, std::size_t place, std::int64_t faults, NoiseDraws& draws,
                         std::string& before, std::string& after) const {
  if (column.is_null(place)) return false;
  const bool text = column.is_text(place);
  // Faults of dates are often no date, and some digits of a number cannot change.
  constexpr int kAttempts = 32;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    before.clear();
    if (text) {
      before += column.text(place);
    } else if (type_.kind == TypeKind::number) {
      plain_.append_number(column.number(place), before);
    } else {
      plain_.append_word(column.word(place), before);
    }
    for (std::int64_t fault = 0; fault < faults; ++fault) {
      after.clear();
      if (!errors_.damage(before, draws, after)) {
        if (fault == 0) return false;
        break;
      }
      before.swap(after);
    }
    if (text ? column.set_text(place, before) : set_value(column, place, before)) return true;
  }
  return false;
}

bool DigitDamage::set_value(DamagedColumn& column, std::size_t place, std::string_view text) const {
  if (type_.kind == TypeKind::number) {
    const std::optional<double> number = read_number_digits(text);
    return number.has_value() && column.set_number(place, *number);
  }
  const std::optional<std::int64_t> word = read_digits(text, type_);
  if (!word.has_value()) return false;
  if (written_.has_value()) {
    // A century is no change where the year is written in two digits.
    std::string old;
    std::string now;
    written_->append_word(column.word(place), old);
    written_->append_word(*word, now);
    if (old == now) return false;
  }
  return column.set_word(place, *word);
}

}  // namespace synthgen
