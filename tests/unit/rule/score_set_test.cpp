// Sets of scores: their algebra against membership, shares and draws against the exact
// law in extended precision.
#include "synthgen/rule/score_set.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

using Long = long double;
using Wide = boost::multiprecision::cpp_bin_float_50;

/// P(low < Z < high), by the difference that loses no digits.
template <class Real>
Real law(Real low, Real high) {
  using boost::math::erf;
  using boost::math::erfc;
  using std::sqrt;
  if (!(low < high)) return 0;
  if (-low > high) return law<Real>(-high, -low);
  const Real scale = sqrt(Real(0.5));
  if (high < 1) return (erf(high * scale) - erf(low * scale)) / 2;
  const Real above = high > 1000 ? Real(0) : erfc(high * scale);
  if (low >= 0) return (erfc(low * scale) - above) / 2;
  return 1 - (above + (low < -1000 ? Real(0) : erfc(-low * scale))) / 2;
}

ScoreSet set_of(const std::vector<ScoreInterval>& intervals) {
  ScoreSet set;
  for (const ScoreInterval& interval : intervals) set.unite(ScoreSet::of(interval));
  return set;
}

/// The share of the set that lies below z, as a part of the set's share.
Long part_below(const ScoreSet& set, double z) {
  Long total = 0;
  Long below = 0;
  for (const ScoreInterval& interval : set.intervals()) {
    total += law<Long>(interval.low, interval.high);
    below += law<Long>(interval.low, std::min(z, interval.high));
  }
  return below / total;
}

/// Whole numbers, halves and the doubles next to them.
std::vector<double> probes() {
  std::vector<double> all = {-1e300, 1e300};
  for (double x = -7; x <= 7; x += 0.5) {
    all.insert(all.end(), {std::nextafter(x, -INFINITY), x, std::nextafter(x, INFINITY)});
  }
  return all;
}

ScoreSet random_set(std::mt19937_64& random) {
  ScoreSet set;
  for (auto count = random() % 8; count > 0; --count) {
    const auto end = [&random] {
      const auto pick = random() % 16;
      if (pick == 14) return -INFINITY;
      if (pick == 15) return INFINITY;
      double x = static_cast<double>(pick) - 7;
      if (random() % 4 == 0) x = std::nextafter(x, random() % 2 == 0 ? INFINITY : -INFINITY);
      return static_cast<decltype(INFINITY)>(x);
    };
    const double a = end();
    const double b = random() % 4 == 0 ? a : end();
    set.unite(ScoreSet::of({std::min(a, b), std::max(a, b)}));
  }
  return set;
}

void check_form(const ScoreSet& set) {
  double before = 0;
  bool first = true;
  for (const ScoreInterval& interval : set.intervals()) {
    CHECK(interval.low <= interval.high);
    CHECK(interval.low < INFINITY);
    CHECK(interval.high > -INFINITY);
    if (!first) CHECK(interval.low > std::nextafter(before, INFINITY));
    before = interval.high;
    first = false;
  }
  CHECK(set.empty() == set.intervals().empty());
}

}  // namespace

TEST_CASE("unions, intersections and complements of score sets hold the scores that they should") {
  const std::vector<double> points = probes();
  std::mt19937_64 random(11);
  std::size_t most = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const ScoreSet a = random_set(random);
    const ScoreSet b = random_set(random);
    ScoreSet both = a;
    both.intersect(b);
    ScoreSet either = a;
    either.unite(b);
    ScoreSet rest = a;
    rest.complement();
    ScoreSet twice = rest;
    twice.complement();
    for (const ScoreSet& set : {a, both, either, rest}) check_form(set);
    most = std::max(most, either.intervals().size());
    CHECK(twice == a);
    bool wrong = false;
    for (const double x : points) {
      wrong = wrong || both.contains(x) != (a.contains(x) && b.contains(x));
      wrong = wrong || either.contains(x) != (a.contains(x) || b.contains(x));
      wrong = wrong || rest.contains(x) == a.contains(x);
    }
    CHECK_FALSE(wrong);
  }
  // So the intervals that do not fit the set itself were met too.
  CHECK(most > 5);
}

TEST_CASE("the whole line, nothing, and what holds no finite score") {
  CHECK(ScoreSet::whole().is_whole());
  CHECK(ScoreSet::whole().share() == 1);
  CHECK(ScoreSet().empty());
  CHECK(ScoreSet().share() == 0);
  CHECK(ScoreSet::of({1, 0}).empty());
  CHECK(ScoreSet::of(ScoreInterval::none()).empty());
  CHECK(ScoreSet::of({NAN, 0}).empty());
  CHECK(ScoreSet::of({INFINITY, INFINITY}).empty());
  CHECK_FALSE(ScoreSet::whole().contains(NAN));
  ScoreSet all = ScoreSet::whole();
  all.complement();
  CHECK(all.empty());
  all.complement();
  CHECK(all.is_whole());
  ScoreSet halves = set_of({{-INFINITY, 0}, {std::nextafter(0.0, 1.0), INFINITY}});
  CHECK(halves.is_whole());
}

TEST_CASE("shares of score sets have all their digits, in tails and in narrow intervals") {
  const std::vector<std::vector<ScoreInterval>> sets = {
      {{-INFINITY, 0}},
      {{-1, 2}},
      {{6, 7}},
      {{-7, -6}},
      {{8, 9}},
      {{20, INFINITY}},
      {{36, 36.5}},
      {{1, 1 + 1e-9}},
      {{-1e-12, 1e-12}},
      {{5, 5.0007}},
      {{0.003, 0.00699}},
      {{0.003, 0.00701}},
      {{-0.001, 0.004}},
      {{-INFINITY, -36.9}},
      {{3, 3 + 1e-12}, {-9, -8.5}},
      {{-0.5, -0.4999}, {10, 11}, {12, 13}, {14, 15}, {16, INFINITY}}};
  for (const std::vector<ScoreInterval>& intervals : sets) {
    const ScoreSet set = set_of(intervals);
    Wide exact = 0;
    for (const ScoreInterval& interval : intervals) exact += law<Wide>(interval.low, interval.high);
    INFO(intervals[0].low << " … " << intervals[0].high << " share " << set.share());
    CHECK(std::abs(static_cast<double>(set.share() / exact - 1)) < 1e-12);
  }
}

TEST_CASE("draws from score sets follow the exact law, however far out or narrow") {
  struct Case {
    std::vector<ScoreInterval> intervals;
    double most;  ///< distance of the distribution functions
  };
  // Where the table of scores serves, its error moves the law by itself times the density, which is z, or one over the
  // width where that is more: 1e-4 where the truncated normal is about to take the density for constant. Elsewhere the
  // last digits of the score are what is left.
  const std::vector<Case> cases = {{{{-INFINITY, INFINITY}}, 1e-9},
                                   {{{-INFINITY, 1.5}}, 1e-9},
                                   {{{-0.25, INFINITY}}, 1e-9},
                                   {{{6, 7}}, 1e-7},
                                   {{{-7, -6}}, 1e-7},
                                   {{{8, 9}}, 1e-7},
                                   {{{20, INFINITY}}, 1e-6},
                                   {{{30, 30.5}}, 1e-9},
                                   {{{-INFINITY, -50}}, 1e-9},
                                   {{{1, 1 + 1e-9}}, 1e-6},
                                   {{{-1e-12, 1e-12}}, 1e-6},
                                   {{{3, 3 + 1e-6}}, 3e-4},
                                   {{{-3.0009, -3}}, 3e-7},
                                   {{{3, 3.0011}}, 1e-5},
                                   {{{8, 8 + 2e-7}}, 3e-4},
                                   {{{8, 8.0013}}, 1e-4},
                                   {{{24, 24.0004}}, 1e-6},
                                   {{{24, 24.0005}}, 1e-4},
                                   {{{-0.0006, 0.0006}}, 1e-5},
                                   // Shares from 1e-12 to nearly 1 side by side.
                                   {{{-INFINITY, -7}, {-5, -4.5}, {-1, 1}, {2, 2 + 1e-9}, {5, 6}, {7, INFINITY}}, 1e-7},
                                   {{{-INFINITY, -7.04}, {-1e-13, 1e-13}}, 1e-7},
                                   {{{-7, -6.9}, {6.9, 7}}, 1e-7},
                                   {{{-30, -20}, {20, 20.1}, {21, INFINITY}}, 1e-6},
                                   {{{4, 4 + 1e-12}, {4.5, 4.5 + 1e-11}, {-4, -4 + 1e-12}}, 1e-3},
                                   // Shares that underflow: 50 is 1e-545.
                                   {{{-51, -50}, {50, 50.001}, {50.01, INFINITY}}, 1e-5},
                                   {{{-40, -39.9}, {40, INFINITY}}, 1e-5}};
  constexpr int kDraws = 200'000;
  for (const Case& one : cases) {
    const ScoreSet set = set_of(one.intervals);
    Long distance = 0;
    bool outside = false;
    bool falls = false;
    double before = -INFINITY;
    for (int i = 0; i < kDraws; ++i) {
      const double u = (i + 0.5) / kDraws;
      const double z = set.draw(u);
      outside = outside || !set.contains(z);
      falls = falls || z < before - 1e-15 * std::abs(z);
      before = z;
      // Every 8th against the law: it is slow, and the draws are monotone.
      if (i % 8 == 0) distance = std::max(distance, std::abs(part_below(set, z) - u));
    }
    INFO(one.intervals[0].low << " … " << one.intervals[0].high << " and " << one.intervals.size() - 1
                              << " more: distance " << static_cast<double>(distance));
    CHECK(distance < one.most);
    CHECK_FALSE(outside);
    CHECK_FALSE(falls);
  }
}

TEST_CASE("the outermost draws are finite and lie in the set") {
  for (const std::vector<ScoreInterval>& intervals :
       std::vector<std::vector<ScoreInterval>>{{{-INFINITY, INFINITY}},
                                               {{-INFINITY, -0.0}, {1, INFINITY}},
                                               {{5, INFINITY}},
                                               {{-INFINITY, -100}, {100, INFINITY}},
                                               {{-INFINITY, -1e200}},
                                               {{2, 2}, {3, 3}, {4, INFINITY}}}) {
    const ScoreSet set = set_of(intervals);
    double before = -INFINITY;
    for (const double u : {0.0, 1e-300, 0x1p-53, 0x1p-30, 0.5, 1 - 0x1p-30, 1 - 0x1p-53, 1.0}) {
      const double z = set.draw(u);
      INFO(intervals[0].low << " … " << intervals[0].high << ", u = " << u << " gives " << z);
      CHECK(std::isfinite(z));
      CHECK(set.contains(z));
      CHECK(z >= before);
      before = z;
    }
  }
  CHECK(ScoreSet::of({1.25, 1.25}).draw(0.3) == 1.25);
}

TEST_CASE("single scores are drawn by their densities") {
  const ScoreSet set = set_of({{-2, -2}, {0.5, 0.5}, {1, 1}});
  const double densities[] = {std::exp(-2.0), std::exp(-0.125), std::exp(-0.5)};
  const double total = densities[0] + densities[1] + densities[2];
  int counts[3] = {};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double z = set.draw((i + 0.5) / kDraws);
    ++counts[z == -2 ? 0 : (z == 0.5 ? 1 : 2)];
  }
  for (int k = 0; k < 3; ++k) CHECK(std::abs(counts[k] - kDraws * densities[k] / total) <= 1);
}
