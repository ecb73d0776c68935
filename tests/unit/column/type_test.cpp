#include "synthgen/column/type.hpp"

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("every type is found by the name that it is written with") {
  for (int k = 0; k <= static_cast<int>(TypeKind::uuid); ++k) {
    const auto kind = static_cast<TypeKind>(k);
    CHECK(type_from_name(type_name(kind)) == kind);
  }
  CHECK_FALSE(type_from_name("Integer").has_value());
  CHECK_FALSE(type_from_name("").has_value());
}

TEST_CASE("the text of a decimal and of a precise time tells the digits, that of other types does not") {
  CHECK(type_text(Type::decimal(2)) == "decimal(2)");
  CHECK(type_text(Type::decimal(0)) == "decimal(0)");
  CHECK(type_text({TypeKind::timestamp, 0}) == "timestamp");
  CHECK(type_text({TypeKind::time, 6}) == "time(6)");
}

TEST_CASE("widths are those of Arrow's layout, booleans excepted") {
  CHECK(value_bytes(TypeKind::boolean) == 1);
  CHECK(value_bytes(TypeKind::date) == 4);
  CHECK(value_bytes(TypeKind::string) == 4);
  CHECK(value_bytes(TypeKind::integer) == 8);
  CHECK(value_bytes(TypeKind::datetime) == 8);
  CHECK(value_bytes(TypeKind::time) == 8);
  CHECK(value_bytes(TypeKind::uuid) == 16);
}

TEST_CASE("the last digit of a time's seconds is worth a second, a millisecond or a microsecond") {
  CHECK(step_micros({TypeKind::time, 0}) == 1'000'000);
  CHECK(step_micros({TypeKind::datetime, 3}) == 1'000);
  CHECK(step_micros({TypeKind::timestamp, 6}) == 1);
}
