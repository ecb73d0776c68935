// Durations as a schema writes them.
#include "synthgen/base/duration.hpp"

#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

std::optional<Duration> read(std::string_view text) {
  DurationFault fault;
  return parse_duration(text, fault);
}

DurationFault fault_of(std::string_view text) {
  DurationFault fault;
  CHECK_FALSE(parse_duration(text, fault).has_value());
  return fault;
}

Duration fixed(std::int64_t micros) { return {0, micros}; }

}  // namespace

TEST_CASE("a duration is a number and a unit, singular or plural") {
  CHECK(read("90 days") == fixed(90 * kMicrosPerDay));
  CHECK(read("1 day") == fixed(kMicrosPerDay));
  CHECK(read("12 hours") == fixed(kMicrosPerDay / 2));
  CHECK(read("30 minutes") == fixed(1'800 * kMicrosPerSecond));
  CHECK(read("2 weeks") == fixed(14 * kMicrosPerDay));
  CHECK(read("500 milliseconds") == fixed(500'000));
  CHECK(read("1 microsecond") == fixed(1));
  CHECK(read("1.5 hours") == fixed(5'400 * kMicrosPerSecond));
  CHECK(read("-3 seconds") == fixed(-3 * kMicrosPerSecond));
  CHECK(read("0 days") == fixed(0));
  CHECK(read("1 month") == Duration{1, 0});
  CHECK(read("2 years") == Duration{24, 0});
  CHECK(read(" 7days ") == fixed(7 * kMicrosPerDay));
}

TEST_CASE("a faulty duration tells what is wrong, and near names") {
  CHECK(fault_of("90 dayz").message == "unknown unit \"dayz\" of a duration");
  CHECK(fault_of("90 dayz").hint.find("days") != std::string::npos);
  CHECK(fault_of("1 dai").hint.find("day") != std::string::npos);
  CHECK(fault_of("90d").hint == "write \"90 days\"");
  CHECK(fault_of("5 m").hint == "write \"5 minutes\"");
  CHECK(fault_of("1 quarter").hint == "a quarter is 3 months");
  CHECK(fault_of("90").message == "\"90\" is a duration without a unit");
  CHECK(fault_of("days").message == "\"days\" is not a duration");
  CHECK(fault_of("").message == "\"\" is not a duration");
  CHECK(fault_of("1 hour 30 minutes").message == "\"1 hour 30 minutes\" is more than one number and one unit");
  CHECK(fault_of("1.5 months").message == "\"1.5 months\" is not a whole number of months");
  CHECK(fault_of("0.5 years").message == "\"0.5 years\" is not a whole number of years");
  CHECK(fault_of("0.0000001 seconds").message == "\"0.0000001 seconds\" is not a whole number of microseconds");
  CHECK(fault_of("9999999999 days").message.ends_with("longer than the calendar, the years 1 to 9999"));
  CHECK(fault_of("9223372036854775807 years").message.ends_with("longer than the calendar, the years 1 to 9999"));
}
