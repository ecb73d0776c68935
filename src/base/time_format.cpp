// Patterns of dates and times: see the header for the directives.
#include "synthgen/base/time_format.hpp"

#include <array>
#include <cassert>
#include <cstring>

#include "synthgen/base/civil_time.hpp"

namespace synthgen {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr std::size_t kMostPattern = 1'000;

struct Directive {
  char letter;
  bool of_day;       // needs a day; the others need a time of day
  bool numeric;      // may lose its leading zeros
  std::size_t most;  // bytes
};
constexpr Directive kDirectives[] = {
    {'Y', true, true, 4},  {'y', true, true, 2},  {'m', true, true, 2},   {'d', true, true, 2},   {'e', true, true, 2},
    {'j', true, true, 3},  {'B', true, false, 9}, {'b', true, false, 3},  {'A', true, false, 9},  {'a', true, false, 3},
    {'u', true, true, 1},  {'G', true, true, 4},  {'V', true, true, 2},   {'H', false, true, 2},  {'I', false, true, 2},
    {'M', false, true, 2}, {'S', false, true, 2}, {'f', false, false, 6}, {'p', false, false, 2},
};

const Directive* find_directive(char letter) {
  for (const Directive& directive : kDirectives) {
    if (directive.letter == letter) return &directive;
  }
  return nullptr;
}

/// Directives that stand for several.
std::string_view composite(char letter) {
  switch (letter) {
    case 'F':
      return "%Y-%m-%d";
    case 'T':
      return "%H:%M:%S";
    case 'R':
      return "%H:%M";
    default:
      return {};
  }
}

/// Directives of strftime that depend on a locale, and what to write instead.
std::string unknown_hint(char letter) {
  switch (letter) {
    case 'D':
    case 'x':
      return "write %m/%d/%y, or the order that you want";
    case 'c':
    case 'X':
      return "it depends on a locale: write out what you want, as in %Y-%m-%d %H:%M:%S";
    case 'h':
      return "the short name of the month is %b";
    case 'k':
      return "the hour without leading zero is %-H";
    case 'l':
      return "the hour without leading zero is %-I";
    case 'L':
    case 'N':
    case 'g':
      return "fractions of a second are %f, microseconds";
    case 'z':
    case 'Z':
      return "write the zone as text: Z or +00:00 for a timestamp, which is in UTC";
    case 'i':
      return "minutes are %M, months %m";
    case 'w':
      return "the weekday's number is %u, Monday 1 to Sunday 7";
    default:
      return "there are %Y %y %m %d %e %j %B %b %A %a %u %G %V %H %I %M %S %f %p %F %T %R and %%";
  }
}

char* put(unsigned value, int digits, bool padded, char* out) {
  char text[4];
  for (int i = digits - 1; i >= 0; --i) {
    text[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  int first = 0;
  while (!padded && first < digits - 1 && text[first] == '0') ++first;
  for (int i = first; i < digits; ++i) *out++ = text[i];
  return out;
}

char* put(std::string_view text, char* out) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

/// Year and week of ISO 8601: a week belongs to the year that has its Thursday.
struct IsoWeek {
  int year;
  int week;
};
IsoWeek iso_week(std::int32_t days) {
  const std::int32_t thursday = days - weekday_of(days) + 4;
  const int year = civil_from_days(thursday).year;
  return {year, (thursday - days_from_civil({year, 1, 1})) / 7 + 1};
}

}  // namespace

std::optional<TimeFormat> TimeFormat::parse(std::string_view pattern, Fault& fault) {
  TimeFormat format;
  if (pattern.size() > kMostPattern) {
    fault = {0, pattern.size(), "the pattern is longer than 1000 characters", "write a shorter one"};
    return std::nullopt;
  }
  bool any = false;
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const std::size_t percent = rest.find('%');
    if (percent != 0) {
      format.add_literal(rest.substr(0, percent));
      rest.remove_prefix(percent == std::string_view::npos ? rest.size() : percent);
      continue;
    }
    const auto begin = static_cast<std::size_t>(rest.data() - pattern.data());
    const bool padded = rest.size() < 2 || rest[1] != '-';
    const std::size_t length = padded ? 2 : 3;
    if (rest.size() < length) {
      fault = {begin, rest.size(), "the pattern ends within a directive", "a percent sign itself is written %%"};
      return std::nullopt;
    }
    const char letter = rest[length - 1];
    const std::string written(rest.substr(0, length));
    rest.remove_prefix(length);
    if (padded && letter == '%') {
      format.add_literal("%");
      continue;
    }
    if (const std::string_view several = composite(letter); padded && !several.empty()) {
      const std::optional<TimeFormat> inner = parse(several, fault);
      assert(inner.has_value());
      for (const Part& part : inner->parts_) {
        if (part.directive == 0) {
          format.add_literal(std::string_view(inner->literals_).substr(part.begin, part.length));
        } else {
          format.parts_.push_back(part);
        }
      }
      format.most_bytes_ += inner->most_bytes_ - inner->literals_.size();
      std::string& first = letter == 'F' ? format.day_directive_ : format.clock_directive_;
      if (first.empty()) first = written;
      any = true;
      continue;
    }
    const Directive* directive = find_directive(letter);
    if (directive == nullptr || (!padded && !directive->numeric)) {
      // A character of several bytes is shown whole.
      std::size_t end = begin + length;
      while (end < pattern.size() && (static_cast<unsigned char>(pattern[end]) & 0xC0) == 0x80) ++end;
      fault = {begin, end - begin,
               "unknown directive \"" + std::string(pattern.substr(begin, end - begin)) + "\" in a format",
               unknown_hint(letter)};
      return std::nullopt;
    }
    Part part;
    part.directive = letter;
    part.padded = padded;
    format.parts_.push_back(part);
    format.most_bytes_ += directive->most;
    std::string& first = directive->of_day ? format.day_directive_ : format.clock_directive_;
    if (first.empty()) first = written;
    any = true;
  }
  if (!any) {
    fault = {0, pattern.size(), "the format holds no directive, so that every value would be written alike",
             "directives begin with %, as in \"%d/%m/%Y\" or \"%H:%M\""};
    return std::nullopt;
  }
  return format;
}

void TimeFormat::add_literal(std::string_view text) {
  if (!parts_.empty() && parts_.back().directive == 0) {
    parts_.back().length = static_cast<std::uint16_t>(parts_.back().length + text.size());
  } else {
    Part part;
    part.begin = static_cast<std::uint16_t>(literals_.size());
    part.length = static_cast<std::uint16_t>(text.size());
    parts_.push_back(part);
  }
  literals_ += text;
  most_bytes_ += text.size();
}

char* TimeFormat::write(std::int32_t days, std::int64_t micros, char* out) const {
  const CivilDate date = civil_from_days(days);
  const auto seconds = static_cast<unsigned>(micros / kMicrosPerSecond);
  const unsigned hour = seconds / 3'600;
  for (const Part& part : parts_) {
    switch (part.directive) {
      case 0:
        std::memcpy(out, literals_.data() + part.begin, part.length);
        out += part.length;
        break;
      case 'Y':
        out = put(static_cast<unsigned>(date.year), 4, part.padded, out);
        break;
      case 'y':
        out = put(static_cast<unsigned>(date.year) % 100, 2, part.padded, out);
        break;
      case 'm':
        out = put(static_cast<unsigned>(date.month), 2, part.padded, out);
        break;
      case 'd':
        out = put(static_cast<unsigned>(date.day), 2, part.padded, out);
        break;
      case 'e':
        if (part.padded && date.day < 10) *out++ = ' ';
        out = put(static_cast<unsigned>(date.day), 2, date.day >= 10, out);
        break;
      case 'j':
        out = put(static_cast<unsigned>(days - days_from_civil({date.year, 1, 1}) + 1), 3, part.padded, out);
        break;
      case 'B':
        out = put(kMonths[static_cast<std::size_t>(date.month - 1)], out);
        break;
      case 'b':
        out = put(kMonths[static_cast<std::size_t>(date.month - 1)].substr(0, 3), out);
        break;
      case 'A':
        out = put(kWeekdays[static_cast<std::size_t>(weekday_of(days) - 1)], out);
        break;
      case 'a':
        out = put(kWeekdays[static_cast<std::size_t>(weekday_of(days) - 1)].substr(0, 3), out);
        break;
      case 'u':
        out = put(static_cast<unsigned>(weekday_of(days)), 1, true, out);
        break;
      case 'G':
        out = put(static_cast<unsigned>(iso_week(days).year), 4, part.padded, out);
        break;
      case 'V':
        out = put(static_cast<unsigned>(iso_week(days).week), 2, part.padded, out);
        break;
      case 'H':
        out = put(hour, 2, part.padded, out);
        break;
      case 'I':
        out = put(hour % 12 == 0 ? 12 : hour % 12, 2, part.padded, out);
        break;
      case 'M':
        out = put(seconds / 60 % 60, 2, part.padded, out);
        break;
      case 'S':
        out = put(seconds % 60, 2, part.padded, out);
        break;
      case 'f': {
        const auto fraction = static_cast<unsigned>(micros % kMicrosPerSecond);
        out = put(fraction / 1'000, 3, true, out);
        out = put(fraction % 1'000, 3, true, out);
        break;
      }
      case 'p':
        out = put(hour < 12 ? "AM" : "PM", out);
        break;
      default:
        assert(false && "parse() knows every directive");
        break;
    }
  }
  return out;
}

}  // namespace synthgen
