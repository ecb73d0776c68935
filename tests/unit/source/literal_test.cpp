// Literals of a schema: read exactly, or refused.
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "support/catch.hpp"
#include "synthgen/source/parameter_value.hpp"

using namespace synthgen;

namespace {

const Type kInteger{TypeKind::integer, 0};

/// The literal as it stands in memory; the code of the error where there is none.
struct Read {
  std::optional<Column> column;
  std::string code;
  std::int64_t integer() const { return column->data<std::int64_t>()[0]; }
};

Read read(const std::string& literal, std::optional<Type> wanted) {
  Result<json::Document> document = json::parse_document("test.json", literal);
  REQUIRE(document.ok());
  Diagnostics diagnostics;
  const std::optional<ParameterValue> value = parse_parameter(document->root, diagnostics);
  REQUIRE(value.has_value());
  Result<Column> column = literal_column(*value, wanted);
  if (!column.ok()) return {std::nullopt, column.diagnostics()[0].code};
  return {std::move(*column), ""};
}

}  // namespace

TEST_CASE("decimal literals are read from their digits, not from the nearest double") {
  CHECK(read("0.1", Type::decimal(1)).integer() == 1);
  CHECK(read("1.10", Type::decimal(1)).integer() == 11);
  CHECK(read("0.3", Type::decimal(18)).integer() == 300'000'000'000'000'000);
  CHECK(read("9007199254740993", kInteger).integer() == 9'007'199'254'740'993);
  CHECK(read("1234567890123456.78", Type::decimal(2)).integer() == 123'456'789'012'345'678);
  CHECK(read("-0.000000000000000001", Type::decimal(18)).integer() == -1);
  CHECK(read("-0.0", kInteger).integer() == 0);
}

TEST_CASE("the ends of 64 bits and of 18 digits are read, and what lies beyond is refused") {
  CHECK(read("9223372036854775807", kInteger).integer() == std::numeric_limits<std::int64_t>::max());
  CHECK(read("-9223372036854775808", kInteger).integer() == std::numeric_limits<std::int64_t>::min());
  CHECK(read("9223372036854775808", kInteger).code == "SG2109");
  CHECK(read("-9223372036854775809", kInteger).code == "SG2109");
  CHECK(read("9999999999999999.99", Type::decimal(2)).integer() == 999'999'999'999'999'999);
  CHECK(read("10000000000000000.00", Type::decimal(2)).code == "SG2109");
  CHECK(read("1e19", kInteger).code == "SG2109");
  CHECK(read("1e300", Type::decimal(2)).code == "SG2109");
}

TEST_CASE("exponents and zeros are only another way to write a number") {
  CHECK(read("1.5e3", kInteger).integer() == 1500);
  CHECK(read("1500e-3", Type::decimal(1)).integer() == 15);
  CHECK(read("1E+2", kInteger).integer() == 100);
  CHECK(read("2.000000000000000000000000000000", kInteger).integer() == 2);
  CHECK(read("0e999", kInteger).integer() == 0);
  CHECK(read("0.00000000000000000000000000000000005e35", kInteger).integer() == 5);
}

TEST_CASE("a literal with more digits than its column is refused, however small they are") {
  CHECK(read("1.25", Type::decimal(1)).code == "SG2109");
  CHECK(read("0.5", kInteger).code == "SG2109");
  CHECK(read("1e-30", Type::decimal(2)).code == "SG2109");
  CHECK(read("0.1234567890123456789", kInteger).code == "SG2109");
  CHECK(read("2.0000000000000000000000000000001", kInteger).code == "SG2109");
}

TEST_CASE("without a wanted type a literal has its own") {
  CHECK(read("12", std::nullopt).column->type() == kInteger);
  CHECK(read("12.5", std::nullopt).column->type() == Type{TypeKind::number, 0});
  CHECK(read("18446744073709551615", std::nullopt).column->type() == Type{TypeKind::number, 0});
  CHECK(read("true", std::nullopt).column->type() == Type{TypeKind::boolean, 0});
  CHECK(read("\"a\"", std::nullopt).column->type() == Type{TypeKind::string, 0});
  CHECK(read("null", std::nullopt).column->is_null(0));
}

TEST_CASE("texts are read as dates, timestamps, uuids and numbers where those are wanted") {
  CHECK(read("\"2024-02-29\"", Type{TypeKind::date, 0}).column->data<std::int32_t>()[0] == 19782);
  CHECK(read("\"2023-02-29\"", Type{TypeKind::date, 0}).code == "SG2010");
  CHECK(read("\"1970-01-01T00:00:01Z\"", Type{TypeKind::timestamp, 0}).integer() == 1'000'000);
  CHECK(read("\"1970-01-02\"", Type{TypeKind::timestamp, 0}).integer() == 86'400'000'000);
  CHECK(read("\"yesterday\"", Type{TypeKind::timestamp, 0}).code == "SG2010");
  CHECK(read("\"1970-01-01T00:00:01\"", Type{TypeKind::datetime, 0}).integer() == 1'000'000);
  CHECK(read("\"1970-01-01T00:00:01Z\"", Type{TypeKind::datetime, 0}).code == "SG2010");
  CHECK(read("\"08:30\"", Type{TypeKind::time, 0}).integer() == 30'600'000'000);
  CHECK(read("\"24:00\"", Type{TypeKind::time, 0}).code == "SG2010");
  CHECK(read("\"08:30:00.250\"", Type{TypeKind::time, 3}).integer() == 30'600'250'000);
  CHECK(read("\"08:30:00.250\"", Type{TypeKind::time, 0}).code == "SG2109");
  CHECK(read("\"2024-02-29T10:00:00.123456Z\"", Type{TypeKind::timestamp, 3}).code == "SG2109");
  const Read id = read("\"00112233-4455-6677-8899-AABBCCDDEEFF\"", Type{TypeKind::uuid, 0});
  CHECK(std::memcmp(id.column->data<char>(), "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16) ==
        0);
  for (const char* bad :
       {"\"00112233-4455-6677-8899-AABBCCDDEEF\"", "\"00112233-4455-6677-8899-AABBCCDDEEFF0\"",
        "\"0011223344556677-8899-AABBCCDDEEFF00\"", "\"g0112233-4455-6677-8899-AABBCCDDEEFF\"", "\"\""}) {
    CHECK(read(bad, Type{TypeKind::uuid, 0}).code == "SG2010");
  }
  CHECK(read("\"true\"", Type{TypeKind::boolean, 0}).column->data<std::uint8_t>()[0] == 1);
}

TEST_CASE("a literal of another type is refused, and a null fits every type") {
  CHECK(read("1", Type{TypeKind::string, 0}).code == "SG2109");
  CHECK(read("1", Type{TypeKind::date, 0}).code == "SG2109");
  CHECK(read("true", kInteger).code == "SG2109");
  CHECK(read("[1]", kInteger).code == "SG2109");
  for (int k = 0; k <= static_cast<int>(TypeKind::uuid); ++k) {
    const Type type{static_cast<TypeKind>(k), k == static_cast<int>(TypeKind::decimal) ? 2 : 0};
    const Read null = read("null", type);
    CHECK(null.column->type() == type);
    CHECK(null.column->is_null(0));
  }
}
