#include "synthgen/base/unknown_values.hpp"

#include "support/catch.hpp"

namespace synthgen {
namespace {

UnknownValues unknown(std::initializer_list<std::string_view> values) {
  UnknownValues all;
  for (const std::string_view value : values) all.add(value);
  return all;
}

TEST_CASE("values that a list lacks are shown up to a few, each once") {
  CHECK(unknown({}).empty());
  CHECK(unknown({"a"}).shown() == R"("a")");
  CHECK(unknown({"a", "b", "a"}).shown() == R"("a" or "b")");
  CHECK(unknown({"a", "b", "c", "d"}).shown() == R"("a", "b", "c" or "d")");
  CHECK(unknown({"a", "b", "c", "d", "e"}).shown() == R"("a", "b", "c" or 2 more)");
}

TEST_CASE("of several values each tells what is near it") {
  const std::vector<std::string> known = {"Sevilla", "Madrid", "Bilbao"};
  CHECK(unknown({"Sevila"}).did_you_mean(known) == R"(did you mean "Sevilla"?)");
  CHECK(unknown({"Sevila", "Oslo", "Madrit"}).did_you_mean(known) ==
        R"(did you mean "Sevilla" for "Sevila", "Madrid" for "Madrit"?)");
  CHECK(unknown({"Oslo", "Rome"}).did_you_mean(known).empty());
  CHECK(unknown({"Oslo"}).did_you_mean(known).empty());
}

}  // namespace
}  // namespace synthgen
