// Patterns of dates and times against texts that Python's strftime gave.
#include "synthgen/base/time_format.hpp"

#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

std::string formatted(std::string_view pattern, std::string_view moment) {
  TimeFormat::Fault fault;
  const std::optional<TimeFormat> format = TimeFormat::parse(pattern, fault);
  if (!format.has_value()) return "fault: " + fault.message;
  const DayAndTime split = split_micros(parse_datetime(moment).value());
  std::string out(format->most_bytes(), '?');
  out.resize(static_cast<std::size_t>(format->write(split.days, split.micros, out.data()) - out.data()));
  return out;
}

TimeFormat::Fault fault_of(std::string_view pattern) {
  TimeFormat::Fault fault;
  CHECK_FALSE(TimeFormat::parse(pattern, fault).has_value());
  return fault;
}

}  // namespace

TEST_CASE("every directive writes what strftime writes in the C locale") {
  const char* moment = "2024-02-09T07:05:03.000420";
  CHECK(formatted("%Y %y %m %d %e %j", moment) == "2024 24 02 09  9 040");
  CHECK(formatted("%B %b %A %a %u", moment) == "February Feb Friday Fri 5");
  CHECK(formatted("%H %I %M %S %f %p", moment) == "07 07 05 03 000420 AM");
  CHECK(formatted("%G-W%V", moment) == "2024-W06");
  CHECK(formatted("%F %T %R", moment) == "2024-02-09 07:05:03 07:05");
  CHECK(formatted("100%% on %d/%m", moment) == "100% on 09/02");
  CHECK(formatted("%-d.%-m.%Y %-H:%M %-j %-I", moment) == "9.2.2024 7:05 40 7");
  CHECK(formatted("%I %p", "2024-02-09T00:00:00") == "12 AM");
  CHECK(formatted("%I %p", "2024-02-09T12:59:59") == "12 PM");
  CHECK(formatted("%-d %e", "2024-12-31T12:59:59") == "31 31");
  CHECK(formatted("%Y-%j", "0001-01-01") == "0001-001");
  CHECK(formatted("%-Y", "0001-01-01") == "1");
  CHECK(formatted("%j", "2024-12-31") == "366");
}

TEST_CASE("weeks of ISO 8601 belong to the year of their Thursday") {
  CHECK(formatted("%G %V %u", "2021-01-03") == "2020 53 7");
  CHECK(formatted("%G %V %u", "2024-12-30") == "2025 01 1");
  CHECK(formatted("%G %V %u", "2026-12-31") == "2026 53 4");
  CHECK(formatted("%G %V %u", "9999-12-31") == "9999 52 5");
}

TEST_CASE("a pattern's fault is placed and explained") {
  const TimeFormat::Fault unknown = fault_of("%d/%Q/%Y");
  CHECK(unknown.begin == 3);
  CHECK(unknown.length == 2);
  CHECK(unknown.message == "unknown directive \"%Q\" in a format");
  CHECK(fault_of("%d %x").hint == "write %m/%d/%y, or the order that you want");
  CHECK(fault_of("%-p").message == "unknown directive \"%-p\" in a format");
  CHECK(fault_of("%Y%").message == "the pattern ends within a directive");
  CHECK(fault_of("%Y%-").message == "the pattern ends within a directive");
  CHECK(fault_of("YYYY-MM-DD").message == "the format holds no directive, so that every value would be written alike");
  CHECK(fault_of("").begin == 0);
  CHECK(fault_of("%%").message.starts_with("the format holds no directive"));
  CHECK(fault_of("%\xc3\xa9").length == 3);
  CHECK(fault_of(std::string(1001, 'x')).message.starts_with("the pattern is longer"));
}

TEST_CASE("a pattern knows whether it needs a day or a time of day") {
  TimeFormat::Fault fault;
  const std::optional<TimeFormat> day = TimeFormat::parse("%-d %B", fault);
  CHECK(day->day_directive() == "%-d");
  CHECK(day->clock_directive().empty());
  const std::optional<TimeFormat> clock = TimeFormat::parse("at %T", fault);
  CHECK(clock->day_directive().empty());
  CHECK(clock->clock_directive() == "%T");
}
