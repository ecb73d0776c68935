#include "format_reader.hpp"

#include <algorithm>
#include <array>

#include "synthgen/base/civil_time.hpp"

namespace synthgen {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Up to `most` digits, at least one.
bool take_number(std::string_view& text, std::size_t most, int& number) {
  number = 0;
  std::size_t digits = 0;
  while (digits < most && digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    number = number * 10 + (text[digits++] - '0');
  }
  text.remove_prefix(digits);
  return digits > 0;
}

/// "%F %-d" as "%Y-%m-%d %d".
std::string spelled_out(const std::string& pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    const char letter = pattern[i + 1] == '-' && i + 2 < pattern.size() ? pattern[i + 2] : pattern[i + 1];
    i += letter == pattern[i + 1] ? 1 : 2;
    out += letter == 'F' ? "%Y-%m-%d" : letter == 'T' ? "%H:%M:%S" : letter == 'R' ? "%H:%M" : std::string{'%', letter};
  }
  return out;
}

bool has(const std::string& directives, std::string_view any_of) {
  return directives.find_first_of(any_of) != std::string::npos;
}

}  // namespace

struct FormatReader::Fields {
  int year = 1970;
  int month = 1;
  int day = 1;
  int day_of_year = 0;
  int hour = 0;
  int half_hour = -1;
  bool afternoon = false;
  int minute = 0;
  int second = 0;
  int micros = 0;
};

std::optional<FormatReader> FormatReader::make(const std::string& pattern, const Type& type) {
  TimeFormat::Fault fault;
  FormatReader reader;
  reader.type_ = type;
  reader.format_ = TimeFormat::parse(pattern, fault);
  if (!reader.format_.has_value() || !is_time(type.kind)) return std::nullopt;
  reader.pattern_ = spelled_out(pattern);
  std::string found;
  for (std::size_t i = 0; i + 1 < reader.pattern_.size(); ++i) {
    if (reader.pattern_[i] == '%') found += reader.pattern_[++i];
  }
  const bool day = has(found, "Y") && (has(found, "j") || (has(found, "mBb") && has(found, "de")));
  const bool hour = has(found, "H") || (has(found, "I") && has(found, "p"));
  const bool clock = hour && has(found, "M") && has(found, "S") && (type.decimals == 0 || has(found, "f"));
  if (type.kind != TypeKind::time && !day) return std::nullopt;
  if (type.kind != TypeKind::date && !clock) return std::nullopt;
  return reader;
}

bool FormatReader::read_directive(char directive, std::string_view& text, Fields& fields) const {
  int skipped = 0;
  switch (directive) {
    case 'Y':
      return take_number(text, 4, fields.year);
    case 'm':
      return take_number(text, 2, fields.month);
    case 'e':
      if (text.starts_with(' ')) text.remove_prefix(1);
      return take_number(text, 2, fields.day);
    case 'd':
      return take_number(text, 2, fields.day);
    case 'j':
      return take_number(text, 3, fields.day_of_year);
    case 'H':
      return take_number(text, 2, fields.hour);
    case 'I':
      return take_number(text, 2, fields.half_hour);
    case 'M':
      return take_number(text, 2, fields.minute);
    case 'S':
      return take_number(text, 2, fields.second);
    case 'f':
      return take_number(text, 6, fields.micros);
    case 'p':
      fields.afternoon = text.starts_with("PM");
      if (text.size() < 2) return false;
      text.remove_prefix(2);
      return true;
    case 'B':
    case 'b':
      for (std::size_t m = 0; m < kMonths.size(); ++m) {
        const std::string_view name = directive == 'B' ? kMonths[m] : kMonths[m].substr(0, 3);
        if (!text.starts_with(name)) continue;
        text.remove_prefix(name.size());
        fields.month = static_cast<int>(m) + 1;
        return true;
      }
      return false;
    case 'A':
    case 'a':
      while (!text.empty() && is_letter(text.front())) text.remove_prefix(1);
      return true;
    default:  // y, u, G, V: what they say follows from the others
      return take_number(text, directive == 'G' ? 4 : directive == 'u' ? 1 : 2, skipped);
  }
}

bool FormatReader::read(std::string_view text, Column& out, std::size_t row) const {
  Fields fields;
  std::string_view rest = text;
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    if (pattern_[i] == '%' && i + 1 < pattern_.size() && pattern_[i + 1] != '%') {
      if (!read_directive(pattern_[++i], rest, fields)) return false;
      continue;
    }
    if (pattern_[i] == '%') ++i;
    if (rest.empty() || rest.front() != pattern_[i]) return false;
    rest.remove_prefix(1);
  }
  if (!rest.empty() || fields.year < 1 || fields.month < 1 || fields.month > 12) return false;
  if (fields.half_hour >= 0) fields.hour = fields.half_hour % 12 + (fields.afternoon ? 12 : 0);
  std::int32_t days = days_from_civil({fields.year, fields.month, fields.day});
  if (fields.day_of_year > 0) days = days_from_civil({fields.year, 1, 1}) + fields.day_of_year - 1;
  const std::int64_t micros =
      ((fields.hour * std::int64_t{60} + fields.minute) * 60 + fields.second) * kMicrosPerSecond + fields.micros;
  if (days < kFirstDay || days > kLastDay || micros >= kMicrosPerDay) return false;
  // What does not come out of its own value was never written: the 31st of June, a Monday that was none.
  char written[512];
  if (format_->most_bytes() > sizeof written) return false;
  if (std::string_view(written, static_cast<std::size_t>(format_->write(days, micros, written) - written)) != text) {
    return false;
  }
  if (type_.kind == TypeKind::date) {
    out.data<std::int32_t>()[row] = days;
  } else {
    out.data<std::int64_t>()[row] = (type_.kind == TypeKind::time ? 0 : days * kMicrosPerDay) + micros;
  }
  return true;
}

}  // namespace synthgen
