// Text of numbers: the shortest form against the standard library's, layouts against
// Python's repr, and what reading refuses.
#include "synthgen/base/number_text.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "numeric_inputs.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using synthgen::test::Bits;

namespace {

/// Digits and exponent that std::to_chars finds, in the form of shortest_decimal.
ShortestDecimal reference(double magnitude) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  ShortestDecimal result;
  const char* c = text;
  int after_point = 0;
  bool point = false;
  for (; *c != 'e'; ++c) {
    if (*c == '.') {
      point = true;
      continue;
    }
    result.digits = result.digits * 10 + static_cast<std::uint64_t>(*c - '0');
    after_point += point ? 1 : 0;
  }
  ++c;
  if (*c == '+') ++c;
  std::from_chars(c, end, result.exponent);
  result.exponent -= after_point;
  while (result.digits % 10 == 0) {
    result.digits /= 10;
    ++result.exponent;
  }
  return result;
}

/// Empty where the value's shortest form is right and reads back; else what went wrong.
std::string fault(double value) {
  const ShortestDecimal got = shortest_decimal(value);
  const ShortestDecimal want = reference(std::fabs(value));
  if (got.digits != want.digits || got.exponent != want.exponent) {
    return std::to_string(got.digits) + "e" + std::to_string(got.exponent) + " instead of " +
           std::to_string(want.digits) + "e" + std::to_string(want.exponent);
  }
  const auto back = parse_number(shortest_text(value));
  if (!back || std::bit_cast<std::uint64_t>(*back) != std::bit_cast<std::uint64_t>(value)) {
    return shortest_text(value) + " does not read back";
  }
  return "";
}

}  // namespace

TEST_CASE("two million random doubles have the standard library's shortest digits and read back") {
  Bits bits(1);
  std::string first_fault;
  int checked = 0;
  while (checked < 2'000'000) {
    const auto value = std::bit_cast<double>(bits.next());
    if (!std::isfinite(value) || value == 0) continue;
    ++checked;
    const std::string found = fault(value);
    if (!found.empty() && first_fault.empty()) first_fault = found;
  }
  CHECK(first_fault == "");
}

TEST_CASE("every power of two, its neighbours and every subnormal power have shortest digits") {
  for (int e = -1074; e <= 1023; ++e) {
    const double power = std::ldexp(1.0, e);
    for (const double value : {power, std::nextafter(power, 0.0), std::nextafter(power, 1e308)}) {
      if (value == 0) continue;
      INFO(e);
      REQUIRE(fault(value) == "");
    }
  }
}

TEST_CASE("values as columns hold them, short decimals and whole numbers, have shortest digits") {
  Bits bits(2);
  for (int i = 0; i < 300'000; ++i) {
    const auto whole = static_cast<std::int64_t>(bits.next() >> (11 + bits.next() % 50));
    const double divisor = std::pow(10.0, static_cast<double>(bits.next() % 19));
    const double value = static_cast<double>(whole + 1) / divisor;
    REQUIRE(fault(value) == "");
    REQUIRE(fault(-value) == "");
  }
}

TEST_CASE("known hard doubles have shortest digits") {
  // From the test sets of Ryu and of Schubfach: ends of the range, ties, results of 17 digits, uneven intervals.
  for (const double value : {5e-324,
                             1e-323,
                             2.2250738585072014e-308,
                             2.225073858507201e-308,
                             1.7976931348623157e308,
                             9007199254740991.0,
                             9007199254740992.0,
                             9007199254740993.0,
                             2e23,
                             1e23,
                             9.5367431640625e-7,
                             2.98023223876953125e-8,
                             4.8726e-10,
                             9.0608011534336e15,
                             4.708356024711512e18,
                             9.409340012568248e18,
                             1.2345678,
                             5.764607523034235e39,
                             1.152921504606847e40,
                             2.305843009213694e40,
                             8.41e21,
                             2.0e21,
                             8.98846567431158e307,
                             4.35e-323,
                             0.3,
                             0.1 + 0.2,
                             5.0e-320,
                             9.4e-315,
                             123456789012345680.0}) {
    INFO(value);
    CHECK(fault(value) == "");
  }
}

TEST_CASE("the layout of doubles is that of Python's repr") {
  const struct {
    double value;
    const char* text;
  } cases[] = {{0.1, "0.1"},
               {5.0, "5.0"},
               {-0.0, "-0.0"},
               {0.0, "0.0"},
               {1e16, "1e+16"},
               {9999999999999998.0, "9999999999999998.0"},
               {1e15, "1000000000000000.0"},
               {123456789.125, "123456789.125"},
               {12345678901.25, "12345678901.25"},
               {1e-4, "0.0001"},
               {1e-5, "1e-05"},
               {-1.5e-5, "-1.5e-05"},
               {0.00012345678901234567, "0.00012345678901234567"},
               {-0.1234567890123456, "-0.1234567890123456"},
               {1234567.8901234567, "1234567.8901234567"},
               {-12345678.901234567, "-12345678.901234567"},
               {123456789012345.67, "123456789012345.67"},
               {1e22, "1e+22"},
               {1.7976931348623157e308, "1.7976931348623157e+308"},
               {-2.2250738585072014e-308, "-2.2250738585072014e-308"},
               {5e-324, "5e-324"},
               {1e100, "1e+100"},
               {1.5e300, "1.5e+300"},
               {100.0, "100.0"},
               {std::numeric_limits<double>::infinity(), "inf"},
               {-std::numeric_limits<double>::infinity(), "-inf"},
               {std::numeric_limits<double>::quiet_NaN(), "nan"}};
  for (const auto& [value, text] : cases) CHECK(shortest_text(value) == text);
}

TEST_CASE("encode_shortest stays within its 32 bytes") {
  Bits bits(3);
  char buffer[kShortestBytes + 8];
  for (int i = 0; i < 400'000; ++i) {
    std::fill(std::begin(buffer), std::end(buffer), '~');
    // All exponents, and more often those laid out without one.
    const std::uint64_t pattern =
        i % 2 == 0 ? bits.next()
                   : std::bit_cast<std::uint64_t>((static_cast<double>(bits.next()) - 0x1p63) *
                                                  std::pow(10.0, -static_cast<double>(bits.next() % 24)));
    REQUIRE(encode_shortest(std::bit_cast<double>(pattern), buffer) <= 24);
    for (std::size_t j = kShortestBytes; j < sizeof buffer; ++j) REQUIRE(buffer[j] == '~');
  }
}

TEST_CASE("parse_number takes JSON numbers only") {
  CHECK(parse_number("0") == 0.0);
  CHECK(parse_number("-12.5e-1") == -1.25);
  CHECK(parse_number("1E+2") == 100.0);
  CHECK(std::signbit(*parse_number("-0")));
  // Halfway between two doubles and a hair above: only a correctly rounding reader tells them apart.
  CHECK(parse_number("9007199254740993") == 9007199254740992.0);
  CHECK(parse_number("9007199254740993.0000000000000000000000000000001") == 9007199254740994.0);
  for (const char* text :
       {"", "-", "+1", ".5", "5.", "01", "1e", "1e+", "0x10", "inf", "nan", "1 ", " 1", "1,5", "1_0"}) {
    INFO(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK_FALSE(parse_number("1e999"));
  CHECK_FALSE(parse_number("-1e309"));
  CHECK_FALSE(parse_number("100000000000000000000e300"));
  CHECK(parse_number("1e-999") == 0.0);
  CHECK(parse_number("0.0000000001e-320") == 0.0);
  CHECK(parse_number("0e999") == 0.0);
}

TEST_CASE("parse_integer takes all of 64 bits and no more") {
  CHECK(parse_integer("0") == 0);
  CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "", "-", "1.0", "1e3", "007", "+7", "7 "}) {
    INFO(text);
    CHECK_FALSE(parse_integer(text));
  }
}

TEST_CASE("parse_decimal keeps the digits after the point") {
  const auto check = [](const char* text, std::int64_t value, int decimals) {
    const auto got = parse_decimal(text);
    INFO(text);
    REQUIRE(got);
    CHECK(got->value == value);
    CHECK(got->decimals == decimals);
  };
  check("12.340", 12340, 3);
  check("-0.05", -5, 2);
  check("7", 7, 0);
  check("0.000000000000000001", 1, 18);
  check("-92233720368547758.08", std::numeric_limits<std::int64_t>::min(), 2);
  check("9.223372036854775807", std::numeric_limits<std::int64_t>::max(), 18);
  for (const char* text :
       {"9.223372036854775808", "-92233720368547758.09", "1e2", "0.0000000000000000001", "", ".5", "1."}) {
    INFO(text);
    CHECK_FALSE(parse_decimal(text));
  }
}

TEST_CASE("decimal_text writes exactly the digits asked for and reads back") {
  CHECK(decimal_text(-5, 2) == "-0.05");
  CHECK(decimal_text(0, 0) == "0");
  CHECK(decimal_text(0, 3) == "0.000");
  CHECK(decimal_text(12340, 3) == "12.340");
  CHECK(decimal_text(-7, 0) == "-7");
  CHECK(decimal_text(std::numeric_limits<std::int64_t>::min(), 18) == "-9.223372036854775808");
  CHECK(decimal_text(1, 18) == "0.000000000000000001");
  Bits bits(4);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(bits.next()) >> (bits.next() % 60);
    const int decimals = static_cast<int>(bits.next() % 19);
    const auto back = parse_decimal(decimal_text(value, decimals));
    REQUIRE(back);
    REQUIRE(back->value == value);
    REQUIRE(back->decimals == decimals);
  }
}
