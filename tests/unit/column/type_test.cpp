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

TEST_CASE("a decimal's text tells its digits and the other types' do not") {
  CHECK(type_text(Type::decimal(2)) == "decimal(2)");
  CHECK(type_text({TypeKind::timestamp, 0}) == "timestamp");
}

TEST_CASE("widths are those of Arrow's layout, booleans excepted") {
  CHECK(value_bytes(TypeKind::boolean) == 1);
  CHECK(value_bytes(TypeKind::date) == 4);
  CHECK(value_bytes(TypeKind::string) == 4);
  CHECK(value_bytes(TypeKind::integer) == 8);
  CHECK(value_bytes(TypeKind::uuid) == 16);
}
