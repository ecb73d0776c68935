// Texts of files as values of a type.
#include "synthgen/reader/typed_column.hpp"

#include "file_reading.hpp"
#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Result<std::shared_ptr<const LoadedColumn>> typed(CsvText& csv, Type type, bool any_precision = true) {
  return typed_column(csv.table(), 0, *csv.table().read(0), {type, any_precision});
}

TypeKind content(const std::string& rows) {
  CsvText csv("a\n" + rows);
  return by_content(*csv.table().read(0))->cells.type().kind;
}

}  // namespace

TEST_CASE("texts become values of the declared type, in a dictionary or not") {
  CsvText whole("a\n+007\n-3\n\n12.0\n1e3\n");
  const auto integers = typed(whole, {TypeKind::integer, 0});
  REQUIRE(integers.ok());
  const Column& cells = (*integers)->cells;
  const std::int64_t* values = cells.data<std::int64_t>();
  CHECK((values[0] == 7 && values[1] == -3 && cells.is_null(2) && values[3] == 12 && values[4] == 1000));

  std::string many = "a\n";
  for (int i = 0; i < 1000; ++i) many += std::to_string(i % 3) + ".25\n";
  CsvText repeated(many);
  const auto decimals = typed(repeated, Type::decimal(2));
  REQUIRE(decimals.ok());
  for (int i = 0; i < 1000; ++i) CHECK((*decimals)->cells.data<std::int64_t>()[i] == (i % 3) * 100 + 25);

  CsvText truths("a\nTrue\nfalse\n1\n0\n");
  const auto booleans = typed(truths, {TypeKind::boolean, 0});
  REQUIRE(booleans.ok());
  CHECK(std::string((*booleans)->cells.data<char>(), 4) == std::string("\1\0\1\0", 4));

  CsvText days("a\n2024-02-29\n0001-01-01\n");
  const auto dates = typed(days, {TypeKind::date, 0});
  REQUIRE(dates.ok());
  CHECK((*dates)->cells.data<std::int32_t>()[0] == *parse_date("2024-02-29"));
}

TEST_CASE("times keep the digits of their seconds, unless a precision is declared") {
  CsvText csv("a\n2024-02-29T10:00:00Z\n2024-02-29T10:00:00.25Z\n");
  const Type seconds{TypeKind::timestamp, 0};
  const auto all = typed(csv, seconds);
  REQUIRE(all.ok());
  CHECK((*all)->cells.type() == Type{TypeKind::timestamp, 3});
  CHECK((*all)->cells.data<std::int64_t>()[1] == *parse_timestamp("2024-02-29T10:00:00.25Z"));
  const auto cut = typed(csv, seconds, false);
  REQUIRE(cut.ok());
  CHECK((*cut)->cells.type() == seconds);
  CHECK((*cut)->cells.data<std::int64_t>()[1] == *parse_timestamp("2024-02-29T10:00:00Z"));
}

TEST_CASE("the first values that do not fit are told with their lines") {
  CsvText csv("a\n1\nx\n2\n\"3\n4\"\n5.5\n9999999999999999999\n");
  const auto integers = typed(csv, {TypeKind::integer, 0});
  REQUIRE_FALSE(integers.ok());
  CHECK(said(integers.diagnostics()) ==
        "SG2135: \"t.csv\", line 3: \"x\" in column \"a\" is no integer\n"
        "SG2135: \"t.csv\", line 5: \"3\\n4\" in column \"a\" is no integer\n"
        "SG2135: \"t.csv\", line 7: \"5.5\" in column \"a\" is no integer, and 1 more");
  CsvText digits("a\n1.234\n");
  CHECK_FALSE(typed(digits, Type::decimal(2)).ok());
  CHECK(typed(digits, Type::decimal(3)).ok());
  CHECK_FALSE(typed(digits, {TypeKind::uuid, 0}).ok());
}

TEST_CASE("a column is by its content what all of its texts are") {
  CHECK(content("1\n\n-20\n") == TypeKind::integer);
  CHECK(content("1\n2.5\n") == TypeKind::number);
  CHECK(content("2024-02-29\n2024-03-01\n") == TypeKind::date);
  CHECK(content("true\nFalse\n") == TypeKind::boolean);
  CHECK(content("01\n02\n") == TypeKind::string);  // codes
  CHECK(content("1\nx\n") == TypeKind::string);
  CHECK(content("2024-02-30\n") == TypeKind::string);
  CHECK(content("\n\n") == TypeKind::string);
}
