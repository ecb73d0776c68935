// What Range says of itself, and which values it holds.
#include "synthgen/kind/record.hpp"

#include <cmath>

#include "support/catch.hpp"

using synthgen::Range;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Range integers(double low, double high) {
  Range range = Range::integers();
  range.low = low;
  range.high = high;
  return range;
}

}  // namespace

TEST_CASE("a range without bounds reads as any number or any integer") {
  CHECK(Range::any().text() == "any number");
  CHECK(Range::integers().text() == "any integer");
}

TEST_CASE("a range with one bound tells whether the bound belongs to it") {
  CHECK(Range::positive().text() == "greater than 0");
  CHECK(Range::not_negative().text() == "at least 0");
  CHECK(Range{-kInfinity, 2.5, false, true, false}.text() == "less than 2.5");
  CHECK(Range{-kInfinity, -3, false, false, false}.text() == "at most -3");
}

TEST_CASE("a range with two bounds tells which of them belong to it") {
  CHECK(Range::probability().text() == "between 0 and 1");
  CHECK(Range{0, 1, true, true, false}.text() == "greater than 0 and less than 1");
  CHECK(Range{0, 1, true, false, false}.text() == "greater than 0 and at most 1");
  CHECK(Range{0, 1, false, true, false}.text() == "at least 0 and less than 1");
  CHECK(Range{3, 3, false, false, false}.text() == "exactly 3");
}

TEST_CASE("a range of integers says so in every form") {
  CHECK(integers(0, kInfinity).text() == "an integer of at least 0");
  CHECK(integers(-kInfinity, 9).text() == "an integer of at most 9");
  CHECK(integers(1, 18).text() == "an integer between 1 and 18");
  Range open = integers(0, kInfinity);
  open.low_open = true;
  CHECK(open.text() == "an integer greater than 0");
}

TEST_CASE("bounds are written without a fraction they do not have and exactly where they have one") {
  CHECK(Range{0.1, 1e6, false, false, false}.text() == "between 0.1 and 1000000");
  CHECK(Range{1e-7, 1e300, false, false, false}.text() == "between 1e-07 and 1e+300");
}

TEST_CASE("open bounds and NaN are outside a range") {
  CHECK_FALSE(Range::positive().contains(0));
  CHECK(Range::positive().contains(5e-324));
  CHECK(Range::not_negative().contains(0));
  CHECK(Range::probability().contains(1));
  CHECK_FALSE(Range::probability().contains(std::nextafter(1.0, 2.0)));
  CHECK_FALSE(Range::any().contains(std::nan("")));
}

TEST_CASE("a range of integers holds whole numbers only, however large") {
  CHECK(integers(0, 1e12).contains(3));
  CHECK(!integers(0, 1e12).contains(2.5));
  CHECK(!integers(0, 1e12).contains(-1));
  CHECK(Range::integers().contains(-1e300));
  CHECK(!Range::integers().contains(std::nan("")));
}
