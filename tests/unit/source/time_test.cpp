// Sequences and draws of dates and times, and what precision and format go with, through plans.
#include <cmath>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// All cells of the only column as text, joined by blanks.
std::string texts(const std::string& column, std::size_t rows) {
  PlanReader reader(table_schema(static_cast<std::int64_t>(rows), "\"k\": {" + column + "}"));
  const Type type = reader.plan().tables[0].columns[0].made.type;
  std::string all;
  const auto add = [&](const std::string& text) { all += (all.empty() ? "" : " ") + text; };
  if (type.kind == TypeKind::date) {
    for (const std::int32_t days : reader.values<std::int32_t>("k", rows)) add(date_text(days));
    return all;
  }
  for (const std::int64_t micros : reader.values<std::int64_t>("k", rows)) {
    add(type.kind == TypeKind::timestamp  ? timestamp_text(micros, type.decimals)
        : type.kind == TypeKind::datetime ? datetime_text(micros, type.decimals)
                                          : time_text(micros, type.decimals));
  }
  return all;
}

std::string fault(const std::string& column, std::int64_t rows = 10) {
  const std::vector<std::string> codes = codes_of(try_plan(table_schema(rows, "\"k\": {" + column + "}")));
  std::string all;
  for (const std::string& code : codes) all += (all.empty() ? "" : " ") + code;
  return all;
}

}  // namespace

TEST_CASE("sequences of dates step by days and by months counted from the start") {
  CHECK(texts(R"("sequence": "2024-02-28")", 3) == "2024-02-28 2024-02-29 2024-03-01");
  CHECK(texts(R"("sequence": {"start": "2024-01-31", "step": "1 month"})", 4) ==
        "2024-01-31 2024-02-29 2024-03-31 2024-04-30");
  CHECK(texts(R"("sequence": {"start": "2024-02-29", "step": "-1 years"})", 3) == "2024-02-29 2023-02-28 2022-02-28");
  CHECK(texts(R"("sequence": {"start": "2024-01-01", "step": "-1 weeks"})", 2) == "2024-01-01 2023-12-25");
}

TEST_CASE("sequences of times have the type of their text's form, or the declared one") {
  CHECK(texts(R"("sequence": {"start": "2024-01-31T10:00:00Z", "step": "1 month"})", 2) ==
        "2024-01-31T10:00:00Z 2024-02-29T10:00:00Z");
  CHECK(texts(R"("sequence": {"start": "2024-01-01T08:00:00", "step": "90 minutes"})", 2) ==
        "2024-01-01T08:00:00 2024-01-01T09:30:00");
  CHECK(texts(R"("sequence": {"start": "23:30", "step": "20 minutes"})", 3) == "23:30:00 23:50:00 00:10:00");
  CHECK(texts(R"("sequence": {"start": "2024-01-01", "step": "12 hours"}, "type": "timestamp")", 2) ==
        "2024-01-01T00:00:00Z 2024-01-01T12:00:00Z");
  CHECK(texts(R"("sequence": {"start": "08:00", "step": "-500 milliseconds"}, "precision": 3)", 2) ==
        "08:00:00.000 07:59:59.500");
}

TEST_CASE("sequences of dates are keys, those of times of day while they have not gone round") {
  const auto key = [](const std::string& sequence, int rows) {
    const std::string text = R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) +
                             R"(, "columns": {"k": {"unique": true, "sequence": )" + sequence + "}}}}}";
    return codes_of(try_plan(text)).empty();
  };
  CHECK(key(R"("2024-01-01")", 1000));
  CHECK_FALSE(key(R"({"start": "2024-01-01", "step": "0 days"})", 1000));
  CHECK(key(R"({"start": "08:00", "step": "1 hour"})", 24));
  CHECK_FALSE(key(R"({"start": "08:00", "step": "1 hour"})", 25));
}

TEST_CASE("faulty sequences of times are told") {
  CHECK(fault(R"("sequence": {"start": "9999-12-31", "step": "1 day"})", 2) == "SG2106");
  CHECK(fault(R"("sequence": {"start": "9999-12-31", "step": "1 day"})", 1).empty());
  CHECK(fault(R"("sequence": {"start": "0001-03-01", "step": "-1 month"})", 4) == "SG2106");
  CHECK(fault(R"("sequence": {"start": "2024-01-01", "step": "1 fortnight"})") == "SG2150");
  CHECK(fault(R"("sequence": {"start": "2024-01-01", "step": 1})") == "SG2150");
  CHECK(fault(R"("sequence": {"start": "2024-01-01", "step": "12 hours"})") == "SG2150");
  CHECK(fault(R"("sequence": {"start": "08:00", "step": "1 month"})") == "SG2150");
  CHECK(fault(R"("sequence": {"start": "08:00", "step": "1 millisecond"})") == "SG2150");
  CHECK(fault(R"("sequence": {"start": "08:00"})") == "SG2105");
  CHECK(fault(R"("sequence": {"step": "1 day"})") == "SG2105");
  CHECK(fault(R"("sequence": {"start": 5, "step": "1 day"})") == "SG2003");
  CHECK(fault(R"("sequence": {"start": "2024-13-01", "step": "1 day"})") == "SG2010");
  CHECK(fault(R"("sequence": "2024-01-01", "type": "integer")") == "SG2109");
  CHECK(fault(R"("sequence": "2024-01-01T00:00:00Z", "type": "date")") == "SG2010");
  CHECK(fault(R"("sequence": {"start": "2024-01-01", "stop": "2024-02-01"})") == "SG2104");
}

TEST_CASE("normal dates have the declared mean and deviation") {
  constexpr std::size_t kRows = 20'000;
  PlanReader reader(
      table_schema(kRows, R"("k": {"distribution": "normal", "type": "date", "mean": "2024-02-29", "sd": "90 days"})"));
  double sum = 0;
  double squares = 0;
  for (const std::int32_t days : reader.values<std::int32_t>("k", kRows)) {
    const double distance = days - 19'782;
    sum += distance;
    squares += distance * distance;
  }
  // Five standard errors: 90/sqrt(20000) of the mean, 90/sqrt(40000) of the deviation.
  CHECK(std::fabs(sum / kRows) < 5 * 90 / std::sqrt(20'000.0));
  CHECK(std::fabs(std::sqrt(squares / kRows) - 90) < 5 * 90 / std::sqrt(40'000.0));
}

TEST_CASE("times count from an origin, and lie within their bounds and on their grid") {
  constexpr std::size_t kRows = 20'000;
  PlanReader reader(table_schema(kRows, R"(
    "k": {"distribution": "exponential", "mean": "30 minutes", "origin": "2024-01-01T08:00:00Z", "type": "timestamp",
          "precision": 3, "max": "2024-01-01T10:00:00Z"},
    "c": {"distribution": "normal", "mean": "12:00", "sd": "8 hours", "type": "time"})"));
  const std::int64_t origin = parse_timestamp("2024-01-01T08:00:00Z").value();
  double sum = 0;
  bool fraction = false;
  for (const std::int64_t micros : reader.values<std::int64_t>("k", kRows)) {
    REQUIRE(micros >= origin);
    REQUIRE(micros <= origin + 7'200 * kMicrosPerSecond);
    REQUIRE(micros % 1'000 == 0);
    fraction = fraction || micros % kMicrosPerSecond != 0;
    sum += static_cast<double>(micros - origin) / 60e6;
  }
  CHECK(fraction);
  // Truncated at four means: 30·(1 − 4/(e^4 − 1)) = 27.76 minutes, with a deviation below 30.
  CHECK(std::fabs(sum / kRows - 27.76) < 5 * 30 / std::sqrt(20'000.0));
  for (const std::int64_t micros : reader.values<std::int64_t>("c", kRows)) {
    REQUIRE(micros >= 0);
    REQUIRE(micros < kMicrosPerDay);
    REQUIRE(micros % kMicrosPerSecond == 0);
  }
}

TEST_CASE("a literal parameter and the same by row give the same times") {
  PlanReader fixed(table_schema(3'000, R"("day": {"constant": "2024-01-01", "type": "date"},
    "k": {"distribution": "normal", "type": "date", "mean": "2024-01-01", "sd": "10 days", "min": "2023-12-01"})"));
  PlanReader by_row(table_schema(3'000, R"("day": {"constant": "2024-01-01", "type": "date"},
    "k": {"distribution": "normal", "type": "date", "mean": "=day", "sd": "=day - day + 10", "min": "=day - 31"})"));
  CHECK(fixed.cells("k", 3'000) == by_row.cells("k", 3'000));
  PlanReader seconds(table_schema(3'000, R"("day": {"constant": "2024-01-01", "type": "date"},
    "k": {"distribution": "exponential", "type": "datetime", "mean": "=60.0", "origin": "=day"})"));
  PlanReader minute(table_schema(3'000, R"("day": {"constant": "2024-01-01", "type": "date"},
    "k": {"distribution": "exponential", "type": "datetime", "mean": "1 minute", "origin": "2024-01-01T00:00:00"})"));
  CHECK(seconds.cells("k", 3'000) == minute.cells("k", 3'000));
}

TEST_CASE("what draws of times do not take is told") {
  const std::string normal = R"("distribution": "normal", "type": "date", )";
  CHECK(fault(normal + R"("mean": "2024-01-01", "sd": 90)") == "SG2150");
  CHECK(fault(normal + R"("mean": "2024-01-01", "sd": "1 month")") == "SG2150");
  CHECK(fault(normal + R"("mean": "2024-01-01", "sd": "0 days")") == "SG2106");
  CHECK(fault(normal + R"("mean": 5, "sd": "90 days")") == "SG2109");
  CHECK(fault(normal + R"("mean": "May", "sd": "90 days")") == "SG2010");
  CHECK(fault(normal + R"("mean": "2024-01-01", "sd": "90 days", "min": "2025-01-01", "max": "2024-01-01")") ==
        "SG2116");
  CHECK(fault(normal + R"("mean": "=1 + 1", "sd": "90 days")") == "SG3205");
  CHECK(fault(R"("distribution": "exponential", "type": "date", "mean": "90 days")") == "SG2105");
  CHECK(fault(R"("distribution": "exponential", "type": "date", "rate": 2, "origin": "2024-01-01")") == "SG2153");
  CHECK(fault(R"("distribution": "exponential", "mean": 2, "origin": "2024-01-01")") == "SG2153");
  CHECK(fault(R"("distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-02-01",
                 "origin": "2024-01-01")") == "SG2153");
  CHECK(fault(R"("distribution": "poisson", "type": "date", "mean": 3)") == "SG2109");
}

TEST_CASE("precision and format go with times only, and directives with what the type has") {
  CHECK(fault(R"("sequence": 1, "precision": 3)") == "SG2151");
  CHECK(fault(R"("sequence": "2024-01-01", "precision": 3)") == "SG2151");
  CHECK(fault(R"("sequence": "2024-01-01T00:00:00Z", "precision": 2)") == "SG2151");
  CHECK(fault(R"("constant": "2024-01-01", "precision": 3)") == "SG2151");
  CHECK(fault(R"("sequence": 1, "format": "%d/%m/%Y")") == "SG2152");
  CHECK(fault(R"("sequence": "2024-01-01", "format": "%d/%m/%Y %H:%M")") == "SG2152");
  CHECK(fault(R"("sequence": {"start": "08:00", "step": "1 hour"}, "format": "%d")") == "SG2152");
  CHECK(fault(R"("sequence": "2024-01-01", "format": "%d/%Q/%Y")") == "SG2152");
  CHECK(fault(R"("sequence": "2024-01-01", "format": "DD/MM/YYYY")") == "SG2152");
  CHECK(fault(R"("sequence": "2024-01-01", "format": "%d/%m/%Y")").empty());
  CHECK(fault(R"("constant": "2024-01-01T00:00:00.5Z", "type": "timestamp")") == "SG2109");
  CHECK(fault(R"("constant": "2024-01-01T00:00:00.5Z", "type": "timestamp", "precision": 3)").empty());
}

TEST_CASE("an expression's times have whole seconds unless precision says otherwise") {
  CHECK(texts(R"x("expression": "timestamp '2024-01-01T00:00:00Z' + seconds(1.75)")x", 1) == "2024-01-01T00:00:01Z");
  CHECK(texts(R"x("expression": "timestamp '2024-01-01T00:00:00Z' + seconds(1.75)", "precision": 3)x", 1) ==
        "2024-01-01T00:00:01.750Z");
  CHECK(texts(R"("expression": "'08:30'", "type": "time", "precision": 6)", 1) == "08:30:00.000000");
}
