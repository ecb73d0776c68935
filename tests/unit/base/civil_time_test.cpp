#include "synthgen/base/civil_time.hpp"

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("civil time: every day of the years 1 to 9999 follows the one before and goes both ways") {
  CivilDate expected{1, 1, 1};
  for (std::int32_t day = kFirstDay; day <= kLastDay; ++day) {
    const CivilDate date = civil_from_days(day);
    // One comparison a day keeps three and a half million of them quick.
    if (date.year != expected.year || date.month != expected.month || date.day != expected.day ||
        days_from_civil(date) != day) {
      FAIL("day " << day << " came out as " << date.year << '-' << date.month << '-' << date.day);
    }
    const bool leap = expected.year % 400 == 0 || (expected.year % 4 == 0 && expected.year % 100 != 0);
    const int last = expected.month == 2 ? (leap ? 29 : 28)
                     : expected.month == 4 || expected.month == 6 || expected.month == 9 || expected.month == 11 ? 30
                                                                                                                 : 31;
    if (++expected.day > last) {
      expected.day = 1;
      if (++expected.month > 12) {
        expected.month = 1;
        ++expected.year;
      }
    }
  }
  CHECK(expected.year == 10'000);
}

TEST_CASE("civil time: texts of every 37th day are read back") {
  for (std::int32_t day = kFirstDay; day <= kLastDay; day += 37) {
    const std::string text = date_text(day);
    if (text.size() != 10 || parse_date(text) != day) FAIL(text);
  }
  CHECK(date_text(0) == "1970-01-01");
  CHECK(date_text(kFirstDay) == "0001-01-01");
  CHECK(date_text(kLastDay) == "9999-12-31");
  CHECK(parse_date("2024-02-29") == 19'782);
}

TEST_CASE("civil time: what is no date of the calendar is refused") {
  for (const char* text :
       {"",           "2024",        "2024-02",    "2024-02-30",  "2023-02-29",  "1900-02-29",  "2024-04-31",
        "2024-13-01", "2024-00-10",  "2024-01-00", "2024-01-32",  "0000-01-01",  "10000-01-01", "2024-1-01",
        "2024-01-1",  "2024-01-011", "24-01-01",   " 2024-01-01", "2024-01-01 ", "2024/01/01",  "2024-01-01T",
        "-024-01-01", "+024-01-01",  "20a4-01-01"}) {
    INFO('"' << text << '"');
    CHECK_FALSE(parse_date(text).has_value());
  }
  CHECK(parse_date("2000-02-29").has_value());
}

TEST_CASE("civil time: instants in all accepted forms") {
  const std::int64_t day = 19'782 * kMicrosPerDay;
  const std::int64_t ten = day + 36'000 * kMicrosPerSecond;
  CHECK(parse_timestamp("2024-02-29") == day);
  CHECK(parse_timestamp("2024-02-29T10:00:00Z") == ten);
  CHECK(parse_timestamp("2024-02-29 10:00:00Z") == ten);
  CHECK(parse_timestamp("2024-02-29T10:00:00") == ten);
  CHECK(parse_timestamp("2024-02-29T10:00:00.5Z") == ten + 500'000);
  CHECK(parse_timestamp("2024-02-29T10:00:00.000001") == ten + 1);
  CHECK(parse_timestamp("2024-02-29T12:30:00+02:30") == ten);
  CHECK(parse_timestamp("2024-02-29T05:00:00.25-05:00") == ten + 250'000);
  CHECK(parse_timestamp("1969-12-31T23:59:59.999999Z") == -1);
}

TEST_CASE("civil time: what is no instant is refused") {
  for (const char* text : {"",
                           "2024-02-30T10:00:00Z",
                           "2024-02-29T",
                           "2024-02-29T10",
                           "2024-02-29T10:00",
                           "2024-02-29T10:00:00z",
                           "2024-02-29t10:00:00Z",
                           "2024-02-29T24:00:00Z",
                           "2024-02-29T10:60:00Z",
                           "2024-02-29T10:00:60Z",
                           "2024-02-29T10:00:00.Z",
                           "2024-02-29T10:00:00.1234567Z",
                           "2024-02-29T10:00:00+0200",
                           "2024-02-29T10:00:00+24:00",
                           "2024-02-29T10:00:00+02:60",
                           "2024-02-29T10:00:00ZZ",
                           "2024-02-29Z",
                           "2024-02-29T10:00:00 Z",
                           "2024-02-29  10:00:00",
                           "0001-01-01T00:00:00+01:00",
                           "9999-12-31T23:30:00-01:00"}) {
    INFO('"' << text << '"');
    CHECK_FALSE(parse_timestamp(text).has_value());
  }
  CHECK(parse_timestamp("0001-01-01T01:00:00+01:00") == kFirstDay * kMicrosPerDay);
}

TEST_CASE("civil time: instants as text, before 1970 too") {
  CHECK(timestamp_text(0) == "1970-01-01T00:00:00Z");
  CHECK(timestamp_text(-1, 6) == "1969-12-31T23:59:59.999999Z");
  CHECK(timestamp_text(-1, 3) == "1969-12-31T23:59:59.999Z");
  CHECK(timestamp_text(-1) == "1969-12-31T23:59:59Z");
  CHECK(timestamp_text(*parse_timestamp("2024-02-29T10:07:09.012345Z"), 6) == "2024-02-29T10:07:09.012345Z");
  for (std::int64_t micros = kFirstDay * kMicrosPerDay; micros < (kLastDay + 1) * kMicrosPerDay;
       micros += 1'234'567'891'011) {
    const std::string text = timestamp_text(micros, 6);
    if (parse_timestamp(text) != micros) FAIL(text);
  }
}

TEST_CASE("wall times have no zone, and times of day no date") {
  CHECK(parse_datetime("1970-01-02T00:00:01") == kMicrosPerDay + kMicrosPerSecond);
  CHECK(parse_datetime("1970-01-02 00:00:01.25") == kMicrosPerDay + 1'250'000);
  CHECK(parse_datetime("1970-01-02") == kMicrosPerDay);
  for (const char* bad : {"1970-01-02T00:00:01Z", "1970-01-02T00:00:01+01:00", "1970-01-02T00:00", "00:00:01", ""}) {
    CHECK_FALSE(parse_datetime(bad).has_value());
  }
  CHECK(parse_time("00:00") == 0);
  CHECK(parse_time("08:30") == 30'600 * kMicrosPerSecond);
  CHECK(parse_time("23:59:59.999999") == kMicrosPerDay - 1);
  for (const char* bad : {"24:00", "8:30", "08:60", "08:30:60", "08:30:", "08:30Z", "08:30:00.1234567", "0830", ""}) {
    CHECK_FALSE(parse_time(bad).has_value());
  }
  CHECK(datetime_text(-1, 6) == "1969-12-31T23:59:59.999999");
  CHECK(time_text(kMicrosPerDay - 1, 3) == "23:59:59.999");
  CHECK(time_text(0) == "00:00:00");
}

TEST_CASE("months keep the day, or take the month's last") {
  const auto moved = [](const char* day, std::int64_t months) {
    const auto days = add_months(parse_date(day).value(), months);
    return days.has_value() ? date_text(*days) : "none";
  };
  CHECK(moved("2024-01-31", 1) == "2024-02-29");
  CHECK(moved("2023-01-31", 1) == "2023-02-28");
  CHECK(moved("2024-02-29", 12) == "2025-02-28");
  CHECK(moved("2024-02-29", -12 * 4) == "2020-02-29");
  CHECK(moved("2024-03-31", -1) == "2024-02-29");
  CHECK(moved("2024-12-15", 1) == "2025-01-15");
  CHECK(moved("2024-01-15", -1) == "2023-12-15");
  CHECK(moved("0001-01-31", -1) == "none");
  CHECK(moved("9999-12-01", 1) == "none");
  CHECK(moved("0001-01-31", 9'998 * 12 + 11) == "9999-12-31");
  CHECK(moved("2024-01-31", INT64_MAX) == "none");
  CHECK(moved("2024-01-31", INT64_MIN) == "none");
}

TEST_CASE("weekdays count from Monday, on both sides of 1970") {
  CHECK(weekday_of(parse_date("1970-01-01").value()) == 4);
  CHECK(weekday_of(parse_date("1969-12-28").value()) == 7);
  CHECK(weekday_of(kFirstDay) == 1);
  CHECK(weekday_of(kLastDay) == 5);
  CHECK(weekday_of(INT32_MAX) >= 1);
  CHECK(weekday_of(INT32_MIN) >= 1);
}
