#include "synthgen/base/integer_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"

using namespace synthgen;

namespace {

/// Small numbers, equal ones among them, and such as differ in the upper half only.
std::vector<std::int64_t> some_integers(std::size_t n, std::uint64_t seed) {
  std::vector<std::int64_t> values(n);
  std::uint64_t state = seed;
  for (std::size_t i = 0; i < n; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const auto small = static_cast<std::int64_t>(state >> 61) - 4;
    values[i] = i % 3 == 0 ? small * (std::int64_t{1} << 32) + 7 : small;
  }
  return values;
}

IntegerRows rows_of(const std::vector<std::int64_t>& values, bool same, std::int64_t factor) {
  IntegerRows rows;
  rows.values = values.data();
  rows.same = same;
  rows.factor = factor;
  return rows;
}

}  // namespace

TEST_CASE("integer_rows: every target compares, adds and multiplies as plain arithmetic does") {
  on_every_target([] {
    for (const std::size_t n : {0, 1, 3, 7, 8, 9, 31, 64, 100, 1000}) {
      const std::vector<std::int64_t> x = some_integers(std::max<std::size_t>(n, 1), 1);
      const std::vector<std::int64_t> y = some_integers(std::max<std::size_t>(n, 1), 2);
      for (const auto& [p, q] : {std::pair{1, 1}, std::pair{1, 10}, std::pair{100, 1}, std::pair{-3, 7}}) {
        for (const int shape : {0, 1, 2, 3}) {
          const IntegerRows a = rows_of(x, (shape & 1) != 0, p);
          const IntegerRows b = rows_of(y, (shape & 2) != 0, q);
          std::vector<std::uint8_t> less(n), not_less(n), equal(n), not_equal(n);
          std::vector<std::int64_t> sum(n), product(n);
          less_rows(n, a, b, false, less.data());
          less_rows(n, a, b, true, not_less.data());
          equal_rows(n, a, b, false, equal.data());
          equal_rows(n, a, b, true, not_equal.data());
          add_rows(n, a, b, sum.data());
          // Products of two in the upper half would not fit.
          std::vector<std::int64_t> few = y;
          for (std::int64_t& value : few) value %= 100;
          multiply_rows(n, a, rows_of(few, b.same, q), product.data());
          bool good = true;
          for (std::size_t i = 0; i < n; ++i) {
            const std::int64_t left = p * x[a.same ? 0 : i];
            const std::int64_t right = q * y[b.same ? 0 : i];
            good = good && less[i] == (left < right ? 1 : 0) && not_less[i] == (left < right ? 0 : 1);
            good = good && equal[i] == (left == right ? 1 : 0) && not_equal[i] == (left == right ? 0 : 1);
            good = good && sum[i] == left + right && product[i] == left * (q * few[b.same ? 0 : i]);
          }
          INFO("n " << n << ", factors " << p << " and " << q << ", shape " << shape);
          CHECK(good);
        }
      }
    }
  });
}

TEST_CASE("integer_rows: the ends of 64 bits are compared, and their sizes told") {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  on_every_target([kLeast, kMost] {
    std::vector<std::int64_t> x(20, kLeast);
    const std::vector<std::int64_t> y(20, kMost);
    std::vector<std::uint8_t> out(20);
    less_rows(20, rows_of(x, false, 1), rows_of(y, false, 1), false, out.data());
    CHECK(std::count(out.begin(), out.end(), 1) == 20);
    less_rows(20, rows_of(y, false, 1), rows_of(x, true, 1), false, out.data());
    CHECK(std::count(out.begin(), out.end(), 0) == 20);
    CHECK(bits_of_sizes(0, x.data()) == 0);
    CHECK(bits_of_sizes(20, x.data()) == static_cast<std::uint64_t>(kMost));
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = i % 2 == 0 ? -1 - static_cast<std::int64_t>(i) : 64;
    CHECK(bits_of_sizes(20, x.data()) == (64 | 2 | 4 | 6 | 8 | 10 | 12 | 14 | 16 | 18));
  });
}
