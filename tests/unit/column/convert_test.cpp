// Conversions, with 128-bit integers as the reference.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/column/column.hpp"

using namespace synthgen;

namespace {

__extension__ typedef __int128 Wide;

const Type kInteger{TypeKind::integer, 0};
const Type kNumber{TypeKind::number, 0};

Column integers(Type type, const std::vector<std::int64_t>& values) {
  Column column;
  column.reset(type, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) column.data<std::int64_t>()[i] = values[i];
  return column;
}

Column numbers(const std::vector<double>& values) {
  Column column;
  column.reset(kNumber, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) column.data<double>()[i] = values[i];
  return column;
}

Wide power_of_ten(int n) {
  Wide power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

/// value · 10^(to − from), half away from zero.
Wide rescaled(std::int64_t value, int from, int to) {
  if (to >= from) return Wide{value} * power_of_ten(to - from);
  const Wide divisor = power_of_ten(from - to);
  const Wide magnitude = value < 0 ? -Wide{value} : Wide{value};
  const Wide rounded = (2 * magnitude + divisor) / (2 * divisor);
  return value < 0 ? -rounded : rounded;
}

/// The ends of 64 bits, everything near zero, ties of every scale, and random values of every size.
std::vector<std::int64_t> hard_integers() {
  std::vector<std::int64_t> values = {
      std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min() + 1,
      std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max() - 1};
  for (std::int64_t v = -1005; v <= 1005; ++v) values.push_back(v);
  for (int p = 1; p <= 18; ++p) {
    const auto half = static_cast<std::int64_t>(power_of_ten(p) / 2);
    for (const std::int64_t v : {half - 1, half, half + 1, 3 * half, -half + 1, -half, -half - 1}) values.push_back(v);
  }
  std::vector<std::uint64_t> bits(4000);
  draw_bits64({1, 2}, RowSet::range(0, bits.size()), 0, 0, bits.data());
  for (std::size_t i = 0; i < bits.size(); ++i) values.push_back(static_cast<std::int64_t>(bits[i]) >> (i % 64));
  return values;
}

}  // namespace

TEST_CASE("scaled integers change scale exactly, half away from zero, and null only where 64 bits or 18 digits end") {
  const std::vector<std::int64_t> values = hard_integers();
  for (int from = 0; from <= 18; ++from) {
    for (int to = 0; to <= 18; ++to) {
      if (from == to) continue;
      const Column in = integers(from == 0 ? kInteger : Type::decimal(from), values);
      Column out;
      const std::size_t lost = convert(in, to == 0 ? kInteger : Type::decimal(to), out);
      std::size_t expected_lost = 0;
      bool right = true;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Wide expected = rescaled(values[i], from, to);
        const Wide magnitude = expected < 0 ? -expected : expected;
        const bool fits =
            to == 0 ? expected == Wide{static_cast<std::int64_t>(expected)} : magnitude < power_of_ten(18);
        expected_lost += fits ? 0 : 1;
        right = right && out.is_valid(i) == fits && (!fits || out.data<std::int64_t>()[i] == expected);
      }
      INFO(from << " to " << to);
      CHECK(right);
      CHECK(lost == expected_lost);
    }
  }
}

TEST_CASE("numbers become decimals half away from zero on their shortest form") {
  const Column in = numbers({0.5, -0.5, 2.5, -2.5, 1.005, 2.675, -2.675, 0.125, 1e300, -0.0, 2251799813685248.5, 1e16});
  Column out;
  CHECK(convert(in, Type::decimal(2), out) == 2);
  const std::vector<std::int64_t> expected = {50, -50, 250, -250, 101, 268, -268, 13, 0, 0, 225179981368524850, 0};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(i);
    CHECK(out.is_valid(i) == (i != 8 && i != 11));  // 1e16 has a 19th digit before the point's two
    CHECK(out.data<std::int64_t>()[i] == expected[i]);
  }
  CHECK(convert(in, kInteger, out) == 1);
  CHECK(out.data<std::int64_t>()[0] == 1);
  CHECK(out.data<std::int64_t>()[1] == -1);
  CHECK(out.data<std::int64_t>()[2] == 3);
}

TEST_CASE("not a number and infinities become null decimals, and are counted") {
  const Column in = numbers({std::nan(""), INFINITY, -INFINITY, 1});
  Column out;
  CHECK(convert(in, Type::decimal(1), out) == 3);
  CHECK(out.null_count() == 3);
  CHECK(out.data<std::int64_t>()[3] == 10);
}

TEST_CASE("scaled integers become the nearest doubles") {
  const Column in = integers(Type::decimal(2), {1, 10, -5, 123456789012345678, 999999999999999999});
  Column out;
  CHECK(convert(in, kNumber, out) == 0);
  const double expected[] = {0.01, 0.1, -0.05, 1234567890123456.78, 9999999999999999.99};
  for (std::size_t i = 0; i < 5; ++i) CHECK(out.data<double>()[i] == expected[i]);
}

TEST_CASE("null cells stay null through every conversion and are not counted as lost") {
  // More rows than a batch, so that validity is carried over all pieces.
  constexpr std::size_t kRows = 2 * kBatchRows + 5;
  for (const auto& [from, to] :
       {std::pair{kInteger, Type::decimal(18)}, std::pair{Type::decimal(5), kInteger}, std::pair{kNumber, kInteger},
        std::pair{kInteger, kNumber}, std::pair{kInteger, kInteger}}) {
    Column in;
    in.reset(from, kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      // What a null cell holds would overflow every one of these.
      in.data<std::int64_t>()[i] = i % 3 == 0 ? std::numeric_limits<std::int64_t>::max() : 0;
      if (from == kNumber) in.data<double>()[i] = i % 3 == 0 ? 1e300 : 0;
      if (i % 3 == 0) in.set_null(i);
    }
    Column out;
    CHECK(convert(in, to, out) == 0);
    CHECK(out.rows() == kRows);
    CHECK(out.null_count() == (kRows + 2) / 3);
    CHECK(out.is_null(kRows / 3 * 3 - 3));
  }
}

TEST_CASE("a date becomes its midnight, before and after 1970") {
  Column in;
  in.reset({TypeKind::date, 0}, 4);
  const std::int32_t days[] = {0, -1, 19782, std::numeric_limits<std::int32_t>::max()};
  for (std::size_t i = 0; i < 4; ++i) in.data<std::int32_t>()[i] = days[i];
  in.set_null(3);  // a null cell holds any day
  Column out;
  CHECK(convert(in, {TypeKind::timestamp, 0}, out) == 0);
  CHECK(out.data<std::int64_t>()[0] == 0);
  CHECK(out.data<std::int64_t>()[1] == -86'400'000'000);
  CHECK(timestamp_text(out.data<std::int64_t>()[2]) == "2024-02-29T00:00:00Z");
  CHECK(out.is_null(3));
}

TEST_CASE("a conversion to the same type copies values, words and nulls") {
  const Dictionary words({"a", "bc"});
  Column coded;
  coded.reset(words, 3);
  for (std::size_t i = 0; i < 3; ++i) coded.data<std::int32_t>()[i] = static_cast<std::int32_t>(i % 2);
  coded.set_null(2);
  Column out;
  CHECK(convert(coded, coded.type(), out) == 0);
  CHECK(out.dictionary() == &words);
  CHECK(out.text(1) == "bc");
  CHECK(out.is_null(2));

  Column texts;
  texts.reset({TypeKind::string, 0}, 3);
  texts.append_text("x");
  texts.append_null();
  texts.append_text("long enough to be no small text at all");
  CHECK(convert(texts, texts.type(), out) == 0);
  CHECK(out.dictionary() == nullptr);
  CHECK(out.text(0) == "x");
  CHECK(out.is_null(1));
  CHECK(out.text(2) == texts.text(2));
}
