// What TimeFormat writes is read back.
#include "format_reader.hpp"

#include <string>

#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

constexpr Type kDate{TypeKind::date, 0};

/// Every 37th day of the calendar, written and read.
void check_days(const std::string& pattern) {
  INFO(pattern);
  TimeFormat::Fault fault;
  const std::optional<TimeFormat> format = TimeFormat::parse(pattern, fault);
  const std::optional<FormatReader> reader = FormatReader::make(pattern, kDate);
  REQUIRE(format.has_value());
  REQUIRE(reader.has_value());
  Column column;
  column.reset(kDate, 1);
  int wrong = 0;
  for (std::int32_t day = kFirstDay; day <= kLastDay; day += 37) {
    char text[200];
    const char* end = format->write(day, 0, text);
    const bool read = reader->read({text, static_cast<std::size_t>(end - text)}, column, 0);
    if (!read || column.data<std::int32_t>()[0] != day) ++wrong;
  }
  CHECK(wrong == 0);
}

bool reads(const std::string& pattern, const Type& type, const std::string& text) {
  Column column;
  column.reset(type, 1);
  return FormatReader::make(pattern, type)->read(text, column, 0);
}

}  // namespace

TEST_CASE("days come back from every format that tells them") {
  for (const char* pattern : {"%d/%m/%Y", "%Y%m%d", "%-d.%-m.%Y", "%B %e, %Y", "%A %d %b %Y", "%Y-%j", "%F",
                              "%Y W%V %u %m %d", "100%% %G %y %d%m%Y"}) {
    check_days(pattern);
  }
}

TEST_CASE("times come back with the digits that they have") {
  TimeFormat::Fault fault;
  for (const auto& [pattern, type] :
       {std::pair{"%d/%m/%Y %H:%M:%S", Type{TypeKind::datetime, 0}},
        std::pair{"%FT%T.%fZ", Type{TypeKind::timestamp, 6}}, std::pair{"%I:%M:%S %p", Type{TypeKind::time, 0}},
        std::pair{"%-I.%M.%S.%f%p", Type{TypeKind::time, 3}}}) {
    INFO(pattern);
    const std::optional<TimeFormat> format = TimeFormat::parse(pattern, fault);
    const std::optional<FormatReader> reader = FormatReader::make(pattern, type);
    REQUIRE(reader.has_value());
    Column column;
    column.reset(type, 1);
    for (std::int64_t micros = 0; micros < kMicrosPerDay; micros += 997 * step_micros(type)) {
      const std::int32_t day = type.kind == TypeKind::time ? 0 : 19'000;
      if (type.decimals > 0 && micros > kMicrosPerDay / 1000) break;
      char text[200];
      const char* end = format->write(day, micros, text);
      REQUIRE(reader->read({text, static_cast<std::size_t>(end - text)}, column, 0));
      REQUIRE(column.data<std::int64_t>()[0] == day * kMicrosPerDay + micros);
    }
  }
}

TEST_CASE("texts that the format cannot have written are refused") {
  CHECK(reads("%d/%m/%Y", kDate, "29/02/2024"));
  for (const char* text : {"29/02/2023", "31/06/2024", "1/2/2024", "01/02/2024 ", "01-02-2024", "00/01/2024",
                           "01/13/2024", "", "01/02/0000", "01/02/20244", "aa/02/2024"}) {
    INFO(text);
    CHECK(!reads("%d/%m/%Y", kDate, text));
  }
  CHECK(reads("%A %F", kDate, "Thursday 2024-02-29"));
  CHECK(!reads("%A %F", kDate, "Friday 2024-02-29"));
  CHECK(!reads("%T", {TypeKind::time, 0}, "24:00:00"));
  CHECK(!reads("%I %p %M%S", {TypeKind::time, 0}, "00 AM 0000"));
}

TEST_CASE("formats that tell less than the value have no reader") {
  CHECK(!FormatReader::make("%d/%m/%y", kDate).has_value());
  CHECK(!FormatReader::make("%m/%Y", kDate).has_value());
  CHECK(!FormatReader::make("%G-%V-%u", kDate).has_value());
  CHECK(!FormatReader::make("%F", {TypeKind::timestamp, 0}).has_value());
  CHECK(!FormatReader::make("%F %R", {TypeKind::datetime, 0}).has_value());
  CHECK(!FormatReader::make("%F %T", {TypeKind::datetime, 3}).has_value());
  CHECK(!FormatReader::make("%I:%M:%S", {TypeKind::time, 0}).has_value());
}
