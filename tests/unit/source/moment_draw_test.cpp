// Draws that are dates and times by nature: which type a column has, and what its bounds mean.
#include <algorithm>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

const std::string kOffice = R"("hours": [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0], )";

std::string calendar(const std::string& keys) { return R"("distribution": "calendar", )" + keys; }

std::string between(const std::string& min, const std::string& max) {
  return "\"min\": \"" + min + "\", \"max\": \"" + max + "\"";
}

std::string type_of(const std::string& keys, const std::string& before = "") {
  const PlanReader reader(table_schema(10, before + "\"k\": {" + calendar(keys) + "}"));
  return type_text(reader.plan().tables[0].columns.back().made.type);
}

template <class T>
std::pair<T, T> ends(const std::string& keys, std::size_t rows) {
  PlanReader reader(table_schema(static_cast<std::int64_t>(rows), "\"k\": {" + calendar(keys) + "}"));
  const std::vector<T> values = reader.values<T>("k", rows);
  return {*std::min_element(values.begin(), values.end()), *std::max_element(values.begin(), values.end())};
}

std::int32_t day(const std::string& text) { return parse_date(text).value(); }
std::int64_t moment(const std::string& text) { return parse_timestamp(text).value(); }

}  // namespace

TEST_CASE("the type of a calendar is declared, or that of its bounds, and a timestamp with hours") {
  const std::string year = between("2024-01-01", "2024-12-31");
  CHECK(type_of(year) == "date");
  CHECK(type_of(kOffice + year) == type_text({TypeKind::timestamp, 0}));
  CHECK(type_of(kOffice + "\"precision\": 3, " + year) == type_text({TypeKind::timestamp, 3}));
  CHECK(type_of("\"type\": \"datetime\", " + year) == type_text({TypeKind::datetime, 0}));
  CHECK(type_of(between("2024-01-01", "2024-12-31T12:00:00Z")) == type_text({TypeKind::timestamp, 0}));
  // Without a zone a text is a datetime, as of a sequence, but never against a bound with one.
  const std::string wall = between("2024-01-01T08:00:00", "2024-12-31");
  CHECK(type_of(wall) == type_text({TypeKind::datetime, 0}));
  CHECK(type_of(kOffice + wall) == type_text({TypeKind::datetime, 0}));
  CHECK(type_of(between("2024-01-01T08:00:00", "2024-12-31T12:00:00Z")) == type_text({TypeKind::timestamp, 0}));
  CHECK(type_of(between("2024-01-01T08:00:00Z", "2024-12-31T12:00:00")) == type_text({TypeKind::timestamp, 0}));
  const std::string since = R"("since": {"constant": "2024-01-01T08:00:00", "type": "datetime"}, )";
  CHECK(type_of(between("=since", "2024-12-31"), since) == type_text({TypeKind::datetime, 0}));
  CHECK(type_of(between("=date '2024-01-01'", "=date '2024-01-01' + 30")) == "date");
}

TEST_CASE("a date as max is its whole day, as a literal, an expression or a text of one; a time is itself") {
  // Of 4 hours' 14,400 seconds each end is missed by 200,000 draws with probability e^-13.
  const std::pair<std::int64_t, std::int64_t> last_hours = {moment("2024-03-04T20:00:00Z"),
                                                            moment("2024-03-04T23:59:59Z")};
  for (const std::string max : {"2024-03-04", "=date '2024-03-04'", "='2024-03-04'"}) {
    INFO(max);
    CHECK(ends<std::int64_t>("\"type\": \"timestamp\", " + between("2024-03-04T20:00:00Z", max), 200'000) ==
          last_hours);
  }
  for (const std::string max :
       {"2024-03-04T23:59:59Z", "=timestamp '2024-03-04T23:59:59Z'", "='2024-03-04T23:59:59Z'"}) {
    INFO(max);
    CHECK(ends<std::int64_t>("\"type\": \"timestamp\", " + between("2024-03-04T20:00:00Z", max), 200'000) ==
          last_hours);
  }
  CHECK(ends<std::int32_t>(between("2024-02-28", "2024-03-01"), 1'000) ==
        std::pair{day("2024-02-28"), day("2024-03-01")});
}

TEST_CASE("literal bounds of a calendar and the same by row give the same cells") {
  const std::string column = R"("day": {"constant": "2024-03-01", "type": "date"}, "k": {)";
  for (const std::string more :
       {R"("weekdays": [5, 5, 5, 5, 6, 2, 0], "exclude": ["2024-03-29"], )", R"("type": "timestamp", )"}) {
    PlanReader fixed(table_schema(3'000, column + calendar(more + between("2024-03-01", "2024-06-30")) + "}"));
    PlanReader by_row(table_schema(3'000, column + calendar(more + between("=day", "=day + 121")) + "}"));
    CHECK(fixed.cells("k", 3'000) == by_row.cells("k", 3'000));
  }
}

TEST_CASE("a calendar within cases has bounds of its own") {
  PlanReader reader(table_schema(2'000, R"(
    "old": {"choice": [true, false]},
    "k": {"cases": [
      {"if": "old", "distribution": "calendar", "min": "1990-01-01", "max": "1999-12-31"},
      {"distribution": "calendar", "min": "2020-01-01", "max": "2024-12-31", "weekdays": [1, 1, 1, 1, 1, 0, 0]}]})"));
  const std::vector<std::int32_t> days = reader.values<std::int32_t>("k", 2'000);
  const std::vector<std::uint8_t> old = reader.values<std::uint8_t>("old", 2'000);
  bool fits = true;
  for (std::size_t row = 0; row < days.size(); ++row) {
    fits = fits && (old[row] != 0 ? days[row] < day("2000-01-01") : days[row] >= day("2020-01-01"));
    fits = fits && (old[row] != 0 || weekday_of(days[row]) <= 5);
  }
  CHECK(fits);
}
