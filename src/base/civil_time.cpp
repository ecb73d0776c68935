// Dates and instants to text and back, without libc: no locale, no time zone tables.
#include "synthgen/base/civil_time.hpp"

#include <cassert>

namespace synthgen {
namespace {

constexpr int kDaysOfMonth[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

int days_of_month(int year, int month) {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDaysOfMonth[month - 1] + (month == 2 && leap ? 1 : 0);
}

// Takes pieces off the front of a text; after the first failure everything fails.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Exactly `count` decimal digits.
  int digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  // The next character if it is one of `accepted`, else 0 and nothing is taken.
  char one_of(std::string_view accepted) {
    if (rest_.empty() || accepted.find(rest_.front()) == std::string_view::npos) return 0;
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }
  void need(char expected) {
    if (one_of({&expected, 1}) == 0) fail();
  }
  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool at_end() const { return rest_.empty(); }
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }
  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::int32_t read_date(Reader& reader) {
  const int year = reader.digits(4);
  reader.need('-');
  const int month = reader.digits(2);
  reader.need('-');
  const int day = reader.digits(2);
  const std::optional<std::int32_t> days = reader.good() ? checked_date(year, month, day) : std::nullopt;
  return days.has_value() ? *days : reader.fail();
}

void append_digits(std::string& out, std::int64_t value, int count) {
  char digits[8];
  for (int i = count - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<std::size_t>(count));
}

/// 10:00:00.123456 and so on, as microseconds since midnight.
void append_clock(std::string& out, std::int64_t micros, int fraction_digits) {
  assert(fraction_digits == 0 || fraction_digits == 3 || fraction_digits == 6);
  const std::int64_t second = micros / kMicrosPerSecond;
  const std::int64_t fraction = micros % kMicrosPerSecond;
  append_digits(out, second / 3'600, 2);
  out += ':';
  append_digits(out, second / 60 % 60, 2);
  out += ':';
  append_digits(out, second % 60, 2);
  if (fraction_digits == 0) return;
  out += '.';
  append_digits(out, fraction_digits == 3 ? fraction / 1'000 : fraction, fraction_digits);
}

enum class Seconds : std::uint8_t { needed, optional };

/// Microseconds since midnight, with a fraction of up to six digits.
std::int64_t read_clock(Reader& reader, Seconds seconds) {
  const int hour = reader.digits(2);
  reader.need(':');
  const int minute = reader.digits(2);
  int second = 0;
  std::int64_t micros = 0;
  if (seconds == Seconds::needed || !reader.at_end()) {
    reader.need(':');
    second = reader.digits(2);
    if (reader.one_of(".") != 0) {
      int unit = 100'000;
      do {
        if (unit == 0) return reader.fail();
        micros += reader.digits(1) * unit;
        unit /= 10;
      } while (reader.at_digit());
    }
  }
  // Leap seconds are not in the count of microseconds, so :60 has no value here.
  if (!reader.good() || hour > 23 || minute > 59 || second > 59) return reader.fail();
  return micros + (hour * 3'600LL + minute * 60 + second) * kMicrosPerSecond;
}

}  // namespace

// Years are counted from March, so that the leap day ends a year and the lengths of the
// months before it follow one straight line; 400 years are 146,097 days.
std::int32_t days_from_civil(CivilDate date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int32_t days) {
  const std::int32_t shifted = days + 719'468;
  const int era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const int day_of_era = shifted - era * 146'097;
  const int year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  date.month = month_from_march + (month_from_march < 10 ? 3 : -9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

std::optional<std::int32_t> checked_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1 || year > 9'999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const CivilDate date{static_cast<int>(year), static_cast<int>(month), 1};
  if (day > days_of_month(date.year, date.month)) return std::nullopt;
  return days_from_civil(date) + static_cast<std::int32_t>(day) - 1;
}

std::optional<std::int32_t> parse_date(std::string_view text) {
  Reader reader(text);
  const std::int32_t days = read_date(reader);
  if (!reader.good() || !reader.at_end()) return std::nullopt;
  return days;
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  Reader reader(text);
  std::int64_t micros = read_date(reader) * kMicrosPerDay;
  if (!reader.good()) return std::nullopt;
  if (reader.at_end()) return micros;

  if (reader.one_of("T ") == 0) return std::nullopt;
  micros += read_clock(reader, Seconds::needed);
  if (const char sign = reader.one_of("+-"); sign != 0) {
    const int zone_hour = reader.digits(2);
    reader.need(':');
    const int zone_minute = reader.digits(2);
    if (!reader.good() || zone_hour > 23 || zone_minute > 59) return std::nullopt;
    const std::int64_t ahead = (zone_hour * 3'600LL + zone_minute * 60) * kMicrosPerSecond;
    micros += sign == '+' ? -ahead : ahead;
  } else {
    (void)reader.one_of("Z");
  }
  if (!reader.good() || !reader.at_end()) return std::nullopt;
  // An offset can carry the first or the last day out of the years that have a text.
  if (micros < kFirstDay * kMicrosPerDay || micros >= (kLastDay + 1) * kMicrosPerDay) return std::nullopt;
  return micros;
}

std::optional<std::int64_t> parse_datetime(std::string_view text) {
  Reader reader(text);
  std::int64_t micros = read_date(reader) * kMicrosPerDay;
  if (!reader.good()) return std::nullopt;
  if (reader.at_end()) return micros;
  if (reader.one_of("T ") == 0) return std::nullopt;
  micros += read_clock(reader, Seconds::needed);
  if (!reader.good() || !reader.at_end()) return std::nullopt;
  return micros;
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  Reader reader(text);
  const std::int64_t micros = read_clock(reader, Seconds::optional);
  if (!reader.good() || !reader.at_end()) return std::nullopt;
  return micros;
}

DayAndTime split_micros(std::int64_t micros) {
  std::int64_t days = micros / kMicrosPerDay;
  std::int64_t of_day = micros % kMicrosPerDay;
  if (of_day < 0) {
    of_day += kMicrosPerDay;
    --days;
  }
  return {static_cast<std::int32_t>(days), of_day};
}

int fraction_digits_of(std::int64_t micros) { return micros % kMicrosPerSecond == 0 ? 0 : micros % 1'000 == 0 ? 3 : 6; }

std::optional<std::int32_t> add_months(std::int32_t days, std::int64_t months) {
  // More than the calendar has cannot be right, so that nothing below overflows.
  constexpr std::int64_t kMost = 12 * 10'000;
  if (months > kMost || months < -kMost) return std::nullopt;
  CivilDate date = civil_from_days(days);
  const std::int64_t month = std::int64_t{date.year} * 12 + date.month - 1 + months;
  if (month < 12 || month >= 12 * 10'000) return std::nullopt;
  date.year = static_cast<int>(month / 12);
  date.month = static_cast<int>(month % 12) + 1;
  const int last = days_of_month(date.year, date.month);
  if (date.day > last) date.day = last;
  return days_from_civil(date);
}

std::string date_text(std::int32_t days) {
  assert(days >= kFirstDay && days <= kLastDay);
  const CivilDate date = civil_from_days(days);
  std::string out;
  append_digits(out, date.year, 4);
  out += '-';
  append_digits(out, date.month, 2);
  out += '-';
  append_digits(out, date.day, 2);
  return out;
}

std::string timestamp_text(std::int64_t micros, int fraction_digits) {
  return datetime_text(micros, fraction_digits) + 'Z';
}

std::string datetime_text(std::int64_t micros, int fraction_digits) {
  const DayAndTime split = split_micros(micros);
  std::string out = date_text(split.days);
  out += 'T';
  append_clock(out, split.micros, fraction_digits);
  return out;
}

std::string time_text(std::int64_t micros, int fraction_digits) {
  std::string out;
  append_clock(out, micros, fraction_digits);
  return out;
}

}  // namespace synthgen
