// Dates and times in expressions: parts, durations, differences, texts.
#include "support/catch.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Table times() {
  Table table;
  table.add("d", kDate, {"2024-02-29", "1999-12-31", "null", "0001-01-01", "9999-12-31"});
  table.add("t", kTimestamp,
            {"2024-02-29T23:59:58Z", "1969-12-31T00:00:00Z", "null", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"});
  table.add("w", kDatetime,
            {"2024-02-29T23:59:58", "1969-12-31T00:00:00", "null", "0001-01-01T00:00:00", "9999-12-31T23:59:59"});
  table.add("c", kTime, {"23:59:58", "00:00:00", "null", "12:30:00", "08:05:09"});
  table.add("n", kInteger, {"1", "-1", "1", "null", "3"});
  table.add("x", kNumber, {"0.5", "1.5", "1", "null", "-0.25"});
  return table;
}

}  // namespace

TEST_CASE("parts of dates and times are integers") {
  const Table table = times();
  CHECK(cells_of("year(d)", table) == "2024 1999 null 1 9999");
  CHECK(cells_of("month(t)", table) == "2 12 null 1 12");
  CHECK(cells_of("day(w)", table) == "29 31 null 1 31");
  CHECK(cells_of("weekday(d)", table) == "4 5 null 1 5");
  CHECK(cells_of("hour(t)", table) == "23 0 null 0 23");
  CHECK(cells_of("minute(c)", table) == "59 0 null 30 5");
  CHECK(cells_of("second(w)", table) == "58 0 null 0 59");
  CHECK(value_of("second(timestamp '2024-02-29T10:00:07.9Z')") == "7 integer");
  CHECK(value_of("year('2024-02-29')") == "2024 integer");
  CHECK(value_of("hour('08:30')") == "8 integer");
  CHECK(value_of("year(null)") == "null integer");
}

TEST_CASE("dates move by days, months and years and stay dates") {
  const Table table = times();
  CHECK(cells_of("d + days(n)", table) == "2024-03-01 1999-12-30 null null null");
  CHECK(cells_of("d - months(n)", table) == "2024-01-29 2000-01-31 null null 9999-09-30");
  CHECK(value_of("date '2024-01-31' + months(1)") == "2024-02-29 date");
  CHECK(value_of("date '2024-02-29' + years(1)") == "2025-02-28 date");
  CHECK(value_of("days(3) + date '2024-02-28'") == "2024-03-02 date");
  CHECK(value_of("date '2024-02-29' + months(null)") == "null date");
  CHECK(value_of("date '2024-02-29' + null") == "null date");
  CHECK(value_of("null + date '2024-02-29'") == "null date");
  CHECK(value_of("date '2024-02-29' - null") == "null integer");
  CHECK(value_of("'2024-02-28' + days(2)") == "2024-03-01 date");
  CHECK(value_of("'08:30' - minutes(45)") == "07:45:00 time");
}

TEST_CASE("a date and a time of day are a datetime") {
  const Table table = times();
  CHECK(cells_of("d + c", table) ==
        "2024-02-29T23:59:58 1999-12-31T00:00:00 null 0001-01-01T12:30:00 9999-12-31T08:05:09");
  CHECK(cells_of("c + d", table) == cells_of("d + c", table));
}

TEST_CASE("dates become timestamps by shorter durations") {
  CHECK(value_of("date '2024-02-29' + minutes(90)") == "2024-02-29T01:30:00Z timestamp");
  CHECK(value_of("date '2024-02-29' - hours(0.5)") == "2024-02-28T23:30:00Z timestamp");
  CHECK(value_of("date '2024-02-29' + seconds(1.25)") == "2024-02-29T00:00:01.250Z timestamp(3)");
}

TEST_CASE("times move by any duration that they can take") {
  const Table table = times();
  CHECK(cells_of("t + seconds(n)", table) == "2024-02-29T23:59:59Z 1969-12-30T23:59:59Z null null null");
  CHECK(cells_of("w + months(n)", table) == "2024-03-29T23:59:58 1969-11-30T00:00:00 null null null");
  CHECK(cells_of("c + hours(n)", table) == "00:59:58 23:00:00 null null 11:05:09");
  CHECK(cells_of("t + days(x)", table) ==
        "2024-03-01T11:59:58.000000Z 1970-01-01T12:00:00.000000Z null null 9999-12-31T17:59:59.000000Z");
  CHECK(value_of("timestamp '2024-02-29T10:00:00Z' + seconds(0.0000015)") ==
        "2024-02-29T10:00:00.000002Z timestamp(6)");
  CHECK(value_of("timestamp '2024-02-29T10:00:00Z' - seconds(1.5e0)") == "2024-02-29T09:59:58.500000Z timestamp(6)");
  CHECK(value_of("timestamp '2024-02-29T10:00:00Z' + days(1) + hours(2)") == "2024-03-01T12:00:00Z timestamp");
}

TEST_CASE("what leaves the calendar is null and counted") {
  const Table table = times();
  for (const auto& [text, nulls] :
       {std::pair{"d + days(4000000)", 4}, std::pair{"t - years(9999)", 4},
        std::pair{"t + hours(9223372036854775807)", 4}, std::pair{"w + seconds(1e300)", 4},
        std::pair{"add_workdays(d, 9223372036854775807)", 4}, std::pair{"d - months(-9223372036854775807)", 4}}) {
    INFO(text);
    const auto program = compiled(text, table);
    TableEvaluate evaluate(table, RowSet::range(0, 5));
    Column out;
    program->run(evaluate, out);
    CHECK(out.null_count() == 5);
    CHECK(evaluate.warned(CellWarning::overflow) == static_cast<std::uint64_t>(nulls));
  }
}

TEST_CASE("differences are days of dates and seconds of times") {
  CHECK(value_of("date '2024-03-01' - date '2024-02-28'") == "2 integer");
  CHECK(value_of("timestamp '2024-03-01T00:00:00.5Z' - date '2024-02-29'") == "86400.5 number");
  const Table table = times();
  CHECK(cells_of("w - d", table) == "86398.0 -946684800.0 null 0.0 86399.0");
  CHECK(cells_of("c - '00:00:01'", table) == "86397.0 -1.0 null 44999.0 29108.0");
}

TEST_CASE("days and years between") {
  CHECK(value_of("days_between(date '2024-02-28', date '2024-03-01')") == "2 integer");
  CHECK(value_of("days_between(timestamp '2024-02-28T23:59:59Z', timestamp '2024-02-29T00:00:00Z')") == "1 integer");
  CHECK(value_of("years_between('2004-02-29', '2023-02-28')") == "18 integer");
  CHECK(value_of("years_between('2004-02-29', '2023-03-01')") == "19 integer");
  CHECK(value_of("years_between('2023-03-01', '2004-02-29')") == "-19 integer");
  CHECK(value_of("years_between(timestamp '2000-01-01T12:00:00Z', timestamp '2001-01-01T11:59:59Z')") == "0 integer");
}

TEST_CASE("working days skip weekends") {
  CHECK(value_of("add_workdays('2024-03-02', 1)") == "2024-03-04 date");   // Saturday
  CHECK(value_of("add_workdays('2024-03-03', -1)") == "2024-03-01 date");  // Sunday
  CHECK(value_of("add_workdays('2024-03-03', 0)") == "2024-03-03 date");
  CHECK(value_of("add_workdays('2024-03-01', 5)") == "2024-03-08 date");   // Friday
  CHECK(value_of("add_workdays('2024-03-04', -5)") == "2024-02-26 date");  // Monday
  CHECK(value_of("add_workdays(timestamp '2024-03-01T10:00:00Z', 1)") == "2024-03-04T10:00:00Z timestamp");
}

TEST_CASE("date_trunc keeps the type") {
  const Table table = times();
  CHECK(cells_of("date_trunc('month', d)", table) == "2024-02-01 1999-12-01 null 0001-01-01 9999-12-01");
  CHECK(cells_of("date_trunc('week', d)", table) == "2024-02-26 1999-12-27 null 0001-01-01 9999-12-27");
  CHECK(cells_of("date_trunc('quarter', d)", table) == "2024-01-01 1999-10-01 null 0001-01-01 9999-10-01");
  CHECK(cells_of("date_trunc('minute', c)", table) == "23:59:00 00:00:00 null 12:30:00 08:05:00");
  CHECK(value_of("date_trunc('hour', timestamp '1969-12-31T23:45:06.789Z')") ==
        "1969-12-31T23:00:00.000Z timestamp(3)");
  CHECK(value_of("date_trunc('year', timestamp '1969-12-31T23:45:06Z')") == "1969-01-01T00:00:00Z timestamp");
}

TEST_CASE("make_date and format_date") {
  CHECK(value_of("make_date(2024, 2, 29)") == "2024-02-29 date");
  CHECK(value_of("make_date(2023, 2, 29)") == "null date");
  CHECK(value_of("make_date(9223372036854775807, 1, 1)") == "null date");
  CHECK(value_of("format_date(date '2024-02-29', '%d/%m/%Y')") == "29/02/2024 string");
  CHECK(value_of("format_date('08:30', '%I:%M %p')") == "08:30 AM string");
  CHECK(value_of("format_date(null, '%Y')") == "null string");
}

TEST_CASE("texts of times are those of CSV, with as many digits as the type has") {
  Table table;
  table.add("a", {TypeKind::timestamp, 3}, {"2024-02-29T10:00:00Z"});
  table.add("b", {TypeKind::datetime, 6}, {"2024-02-29T10:00:00.5"});
  table.add("c", {TypeKind::time}, {"08:30"});
  CHECK(cells_of("a || ' ' || b || ' ' || c", table) == "2024-02-29T10:00:00.000Z 2024-02-29T10:00:00.500000 08:30:00");
}

TEST_CASE("text literals beside dates and times are read as such, without losing digits") {
  const Table table = times();
  CHECK(cells_of("w < '2000-01-01T00:00:00'", table) == "false true null true false");
  CHECK(cells_of("c >= '08:05:09'", table) == "true false null true true");
  CHECK(cells_of("d = t", table) == "false false null true false");
  CHECK(cells_of("coalesce(c, '01:02:03.5')", table) ==
        "23:59:58.000 00:00:00.000 01:02:03.500 12:30:00.000 08:05:09.000");
  CHECK(cells_of("t > '2024-02-29T23:59:57.999999Z'", table) == "true false null false true");
}

TEST_CASE("a wanted type cuts the digits off and reads dates as midnights") {
  CompileOptions options;
  options.wanted = Type{TypeKind::timestamp, 0};
  CHECK(cells_of("timestamp '1969-12-31T23:59:58.9Z'", Table(), options) == "1969-12-31T23:59:58Z");
  options.wanted = Type{TypeKind::datetime, 3};
  CHECK(cells_of("date '2024-02-29'", Table(), options) == "2024-02-29T00:00:00.000");
  CHECK(cells_of("'2024-02-29T10:00:00'", Table(), options) == "2024-02-29T10:00:00.000");
  options.wanted = Type{TypeKind::datetime, 0};
  CHECK(cells_of("date '2024-02-29' + hours(8)", Table(), options) == "2024-02-29T08:00:00");
  options.wanted = {};
  options.time_digits = 0;
  CHECK(cells_of("timestamp '2024-02-29T10:00:00Z' + seconds(0.7)", Table(), options) == "2024-02-29T10:00:00Z");
}

TEST_CASE("what dates and times do not take is told") {
  const Table table = times();
  const auto code = [&](const char* text) { return faults_of(text, table).substr(0, 6); };
  CHECK(code("days(3)") == "SG3210");
  CHECK(code("-days(3)") == "SG3210");
  CHECK(code("days(1) + days(2)") == "SG3210");
  CHECK(code("2 * days(3)") == "SG3210");
  CHECK(code("days(3) - d") == "SG3210");
  CHECK(code("days(1) < days(2)") == "SG3210");
  CHECK(code("if(true, days(1), days(2))") == "SG3210");
  CHECK(code("n + days(3)") == "SG3201");
  CHECK(code("'soon' + days(3)") == "SG3201");
  CHECK(code("c + months(1)") == "SG3201");
  CHECK(code("c + days(1)") == "SG3201");
  CHECK(code("d + days(x)") == "SG3201");
  CHECK(code("t + months(1.5)") == "SG3202");
  CHECK(code("t + days('3')") == "SG3202");
  CHECK(code("t < w") == "SG3201");
  CHECK(code("t - w") == "SG3201");
  CHECK(code("if(true, t, w)") == "SG3204");
  CHECK(code("t + 1") == "SG3201");
  CHECK(code("hour(d)") == "SG3202");
  CHECK(code("year(c)") == "SG3202");
  CHECK(code("year(n)") == "SG3202");
  CHECK(code("days_between(t, w)") == "SG3202");
  CHECK(code("date_trunc('hour', d)") == "SG3211");
  CHECK(code("date_trunc('day', c)") == "SG3211");
  CHECK(code("date_trunc('moth', d)") == "SG3211");
  CHECK(code("date_trunc(to_text(n), d)") == "SG3202");
  CHECK(code("format_date(d, '%H:%M')") == "SG3212");
  CHECK(code("format_date(d, '%Q')") == "SG3212");
  CHECK(code("w = '2024-01-01T00:00:00Z'") == "SG3007");
  CHECK(code("c = '25:00'") == "SG3007");
}
