// Borders between signs, against functions whose borders are known.
#include "synthgen/rule/sign_ranges.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/elementary.hpp"

using namespace synthgen;

namespace {

using Curve = std::function<double(double)>;
using Family = std::function<Curve(double border)>;

constexpr double kEnd = 8.2;
constexpr Zeros kAllZeros[] = {Zeros::apart, Zeros::with_negative, Zeros::with_positive};

SignRanges search(const Curve& curve, Zeros zeros, int* evaluations = nullptr) {
  SignRanges ranges;
  int count = 0;
  find_sign_ranges(
      1, -kEnd, kEnd, zeros,
      [&](const double* scores, double* values) {
        ++count;
        values[0] = curve(scores[0]);
      },
      &ranges);
  if (evaluations != nullptr) *evaluations = count;
  return ranges;
}

/// −1, 0, 1 as the search counts it.
int sign_of(double value, Zeros zeros) {
  if (value == 0 && zeros != Zeros::apart) return zeros == Zeros::with_negative ? -1 : 1;
  return (value > 0) - (value < 0);
}

/// What the header promises of any monotone function: ends at which the sign was seen, side by side over the whole
/// line, gaps no wider than `gap`.
void check_ranges(const SignRanges& ranges, const Curve& curve, Zeros zeros, double gap) {
  std::vector<ScoreInterval> parts;
  const ScoreInterval* all[] = {&ranges.negative, &ranges.zero, &ranges.positive};
  bool seen = true;
  for (int sign = -1; sign <= 1; ++sign) {
    const ScoreInterval& part = *all[sign + 1];
    if (part.empty()) continue;
    parts.push_back(part);
    for (const double end : {part.low, part.high}) {
      if (std::isfinite(end)) seen = seen && sign_of(curve(end), zeros) == sign;
    }
  }
  CHECK(seen);
  CHECK_FALSE(ranges.undefined);
  CHECK_FALSE(parts.empty());
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.low < b.low; });
  CHECK(parts.front().low == -INFINITY);
  CHECK(parts.back().high == INFINITY);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    CHECK(parts[i].low > parts[i - 1].high);
    CHECK(parts[i].low - parts[i - 1].high <= gap);
  }
}

struct Kind {
  const char* name;
  Family family;
  double mean_evaluations;  ///< at most, for one border
  double gap;
};

/// 2^-44 of the score where functions are smooth.
constexpr double kSmooth = 8.3 * 0x1p-44;

double exp_of(double x) { return elementary::exp(x); }

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"straight", [](double c) { return [c](double x) { return 3 * x + 100 - (3 * c + 100); }; }, 8, kSmooth},
      {"exponential", [](double c) { return [c](double x) { return exp_of(x) - exp_of(c); }; }, 9, kSmooth},
      {"lognormal", [](double c) { return [c](double x) { return exp_of(4 + 2.5 * x) - exp_of(4 + 2.5 * c); }; }, 9,
       kSmooth},
      {"falling", [](double c) { return [c](double x) { return exp_of(-c) - exp_of(-x); }; }, 10, kSmooth},
      {"falling straight", [](double c) { return [c](double x) { return 7 * (c - x); }; }, 9, kSmooth},
      {"bent", [](double c) { return [c](double x) { return x < 0 ? x / 50 - c : 3 * x - c; }; }, 14, kSmooth},
      {"cubic", [](double c) { return [c](double x) { return x * x * x - c * c * c; }; }, 18, kSmooth},
      {"saturating", [](double c) { return [c](double x) { return elementary::erfc(-x) - elementary::erfc(-c); }; }, 24,
       kSmooth},
      {"days", [](double c) { return [c](double x) { return std::floor(2000 * x) - std::floor(2000 * c); }; }, 40,
       1.01e-9},
      {"lognormal days",
       [](double c) {
         return [c](double x) { return std::floor(exp_of(4 + 1.5 * x)) - std::floor(exp_of(4 + 1.5 * c)); };
       },
       40, 1.01e-9},
      {"many steps", [](double c) { return [c](double x) { return std::floor(1e9 * x) - std::floor(1e9 * c); }; }, 40,
       1.01e-9},
      {"far from 0", [](double c) { return [c](double x) { return 1e9 + x - (1e9 + c); }; }, 54, 1.01e-9},
      {"one step", [](double c) { return [c](double x) { return x < c ? -1.0 : 1.0; }; }, 40, 1.01e-9},
      {"to infinity", [](double c) { return [c](double x) { return exp_of(200 * x) - exp_of(200 * c); }; }, 40,
       kSmooth},
  };
  return all;
}

}  // namespace

TEST_CASE("signs along a score: intervals side by side, after few evaluations") {
  for (const Kind& kind : kinds()) {
    for (const Zeros zeros : kAllZeros) {
      INFO(kind.name << ", zeros " << static_cast<int>(zeros));
      std::mt19937_64 random(7);
      std::normal_distribution<double> border;
      const int borders = zeros == Zeros::apart ? 2 : 1;
      int total = 0;
      int most = 0;
      constexpr int kTrials = 1000;
      for (int trial = 0; trial < kTrials; ++trial) {
        const Curve curve = kind.family(border(random));
        int count = 0;
        const SignRanges ranges = search(curve, zeros, &count);
        check_ranges(ranges, curve, zeros, kind.gap);
        total += count;
        most = std::max(most, count);
      }
      INFO("on average " << total / double(kTrials) << ", at most " << most);
      CHECK(total <= kTrials * kind.mean_evaluations * borders);
      // Bisection of 16.4 to 2^-44 takes 49; 4 more are allowed, 2 are the ends'.
      CHECK(most <= 2 + 53 * borders);
    }
  }
}

TEST_CASE("a border lies where the function has its zero") {
  for (const double c : {-8.0, -2.5, -1e-9, 0.0, 1e-14, 0.3, 1.0, 7.25}) {
    const Curve line = [c](double x) { return x - c; };
    INFO(c);
    const SignRanges apart = search(line, Zeros::apart);
    if (!apart.zero.empty()) {
      CHECK(apart.zero.low == c);
      CHECK(apart.zero.high == c);
    }
    CHECK(apart.negative.high == Approx(c).margin(kSmooth));
    CHECK(apart.positive.low == Approx(c).margin(kSmooth));
    const SignRanges low = search(line, Zeros::with_negative);
    CHECK(low.zero.empty());
    CHECK(low.negative.high <= c);
    CHECK(low.negative.high == Approx(c).margin(kSmooth));
    const SignRanges high = search(line, Zeros::with_positive);
    CHECK(high.zero.empty());
    CHECK(high.positive.low >= c);
    CHECK(high.positive.low == Approx(c).margin(kSmooth));
  }
  // Both borders of a step's zeros.
  const Curve steps = [](double x) { return std::floor(x) - 2; };
  const SignRanges ranges = search(steps, Zeros::apart);
  CHECK(ranges.negative.high == Approx(2).margin(1e-9));
  CHECK(ranges.zero.low == Approx(2).margin(1e-9));
  CHECK(ranges.zero.high == Approx(3).margin(1e-9));
  CHECK(ranges.positive.low == Approx(3).margin(1e-9));
}

TEST_CASE("functions of one sign take the whole line, whatever the sign") {
  const ScoreInterval line{-INFINITY, INFINITY};
  for (const double c : {-3.0, 0.0, 1e-300, 5.0, double(INFINITY), -double(INFINITY)}) {
    for (const Zeros zeros : kAllZeros) {
      int count = 0;
      const SignRanges ranges = search([c](double) { return c; }, zeros, &count);
      INFO(c << ", zeros " << static_cast<int>(zeros));
      CHECK(count == 2);
      const int sign = sign_of(c, zeros);
      CHECK((ranges.negative == line) == (sign == -1));
      CHECK((ranges.zero == line) == (sign == 0));
      CHECK((ranges.positive == line) == (sign == 1));
      CHECK(ranges.negative.empty() + ranges.zero.empty() + ranges.positive.empty() == 2);
    }
  }
}

TEST_CASE("a zero at an end of the search counts as zero") {
  const Curve from_zero = [](double x) { return std::max(x, 0.0); };
  const SignRanges rising = search(from_zero, Zeros::apart);
  CHECK(rising.negative.empty());
  CHECK(rising.zero.low == -INFINITY);
  CHECK(rising.zero.high == Approx(0).margin(1e-9));
  CHECK(rising.positive.high == INFINITY);
  const Curve to_zero = [](double x) { return std::min(0.0, 1 - x) * 4; };
  const SignRanges falling = search(to_zero, Zeros::apart);
  CHECK(falling.positive.empty());
  CHECK(falling.zero.high == Approx(1).margin(1e-9));
  CHECK(falling.zero.low == -INFINITY);
  CHECK(falling.negative.high == INFINITY);
}

TEST_CASE("no value at an end is no comparison; no value inside counts as that side's sign") {
  for (const double where : {-kEnd, kEnd}) {
    int count = 0;
    const SignRanges ranges = search([where](double x) { return x == where ? NAN : x; }, Zeros::apart, &count);
    CHECK(ranges.undefined);
    CHECK(ranges.negative.empty());
    CHECK(ranges.zero.empty());
    CHECK(ranges.positive.empty());
    CHECK(count == 2);
  }
  // ∞ − ∞ from 5 on, but for the very end.
  for (const Zeros zeros : kAllZeros) {
    const SignRanges right = search([](double x) { return x > 5 && x < kEnd ? NAN : x - 6; }, zeros);
    CHECK(right.positive.low == Approx(5).margin(1e-9));
    const SignRanges left = search([](double x) { return x < -5 && x > -kEnd ? NAN : x + 6; }, zeros);
    CHECK(left.negative.high == Approx(-5).margin(1e-9));
  }
}

TEST_CASE("a search ends for functions that break its promise") {
  const auto noise = [](double x) {
    std::uint64_t bits = std::bit_cast<std::uint64_t>(x) * 0x9e3779b97f4a7c15u;
    bits ^= bits >> 29;
    bits *= 0xbf58476d1ce4e5b9u;
    return static_cast<double>(static_cast<std::int64_t>(bits >> 11) % 5) - 2;
  };
  const std::vector<Curve> curves = {noise,
                                     [noise](double x) { return noise(x) == 0 ? NAN : noise(x); },
                                     [noise](double x) { return x + 1e-3 * noise(x); },
                                     [noise](double x) { return x < 0 ? -1e308 : (noise(x) > 0 ? INFINITY : 1e-308); },
                                     [](double x) { return 1 / x; },
                                     [](double x) { return elementary::sin(40 * x); }};
  for (std::size_t i = 0; i < curves.size(); ++i) {
    for (const double shift : {0.0, 0.125, 1.0}) {
      const Curve curve = [&, shift](double x) { return x <= -kEnd ? -1.0 : (x >= kEnd ? 1.0 : curves[i](x + shift)); };
      for (const Zeros zeros : kAllZeros) {
        INFO(i << ", zeros " << static_cast<int>(zeros));
        int count = 0;
        const SignRanges ranges = search(curve, zeros, &count);
        CHECK(count <= 2 + 53 * 2);
        CHECK(ranges.negative.low == -INFINITY);
        CHECK(ranges.positive.high == INFINITY);
        CHECK(ranges.negative.high < ranges.positive.low);
      }
    }
  }
}

TEST_CASE("a row's signs do not depend on the rows that are searched with it") {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> border(-5, 5);
  std::vector<Curve> rows;
  while (rows.size() < 700) {
    for (const Kind& kind : kinds()) rows.push_back(kind.family(border(random)));
    rows.push_back([](double) { return NAN; });
    rows.push_back([](double) { return 2.0; });
  }
  for (const Zeros zeros : kAllZeros) {
    std::vector<SignRanges> together(rows.size());
    bool inside = true;
    find_sign_ranges(
        rows.size(), -kEnd, kEnd, zeros,
        [&](const double* scores, double* values) {
          for (std::size_t i = 0; i < rows.size(); ++i) {
            inside = inside && scores[i] >= -kEnd && scores[i] <= kEnd;
            values[i] = rows[i](scores[i]);
          }
        },
        together.data());
    CHECK(inside);
    bool equal = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const SignRanges alone = search(rows[i], zeros);
      equal = equal && alone.negative == together[i].negative && alone.zero == together[i].zero &&
              alone.positive == together[i].positive && alone.undefined == together[i].undefined;
    }
    CHECK(equal);
  }
}
