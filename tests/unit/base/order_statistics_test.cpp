// Sorted uniforms by place: they ascend, any place is reached alone, and sample and splits have the laws they should.
#include "synthgen/base/order_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

OrderStatistics sorted(std::size_t number, std::int64_t count) {
  return OrderStatistics({0x5EED0000 + static_cast<std::uint32_t>(number), 1}, {static_cast<std::uint32_t>(number), 2},
                         count);
}

std::vector<double> all_of(const OrderStatistics& order) {
  std::vector<double> scores(static_cast<std::size_t>(order.count()));
  order.scores(RowSet::range(0, scores.size()), scores.data());
  return scores;
}

}  // namespace

TEST_CASE("sorted scores ascend, and up to 256 of them are the draws themselves") {
  for (const std::int64_t count : {1, 2, 3, 255, 256, 257, 1000, 5000, 100'000, 1'500'000}) {
    INFO(count);
    const std::vector<double> scores = all_of(sorted(7, count));
    CHECK(std::is_sorted(scores.begin(), scores.end()));
    if (count > 256) continue;
    std::vector<double> draws(scores.size());
    draw_uniform({0x5EED0007, 1}, RowSet::range(0, draws.size()), 0, 0, draws.data());
    normal_score(draws.size(), draws.data(), nullptr, draws.data());
    std::sort(draws.begin(), draws.end());
    CHECK(draws == scores);
  }
}

TEST_CASE("a place has the same score whatever places are asked for with it") {
  for (const std::int64_t count : {300, 20'000, 3'000'000}) {
    const OrderStatistics order = sorted(3, count);
    const std::vector<double> scores = all_of(order);
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < 700; ++i) places.push_back((i * 7'919 + 13) % count);
    std::vector<double> some(places.size());
    order.scores(RowSet::of(places), some.data());
    for (std::size_t i = 0; i < places.size(); ++i) REQUIRE(some[i] == scores[static_cast<std::size_t>(places[i])]);
    std::vector<double> part(77);
    order.scores(RowSet::range(count - 100, part.size()), part.data());
    CHECK(std::equal(part.begin(), part.end(), scores.end() - 100));
  }
}

TEST_CASE("sorted scores of a million draws are spread as normal ones") {
  const std::vector<double> scores = all_of(sorted(11, 1'000'000));
  std::vector<std::uint64_t> counts(4096, 0);
  for (const double score : scores) {
    ++counts[std::min<std::size_t>(4095, static_cast<std::size_t>(4096 * normal_share_below(score)))];
  }
  CHECK(chi_square(counts, std::vector<double>(4096, 1.0 / 4096)) < chi_square_limit(4095));
}

TEST_CASE("gaps between neighbours are exponential, within cells and across their ends") {
  constexpr std::size_t kDraws = 1'000'000;
  const std::vector<double> scores = all_of(sorted(13, kDraws));
  // A gap of n draws exceeds x with the probability (1 − x)^n. In the middle a score tells a gap to a thousandth of it.
  std::vector<std::uint64_t> counts(20, 0);
  for (std::size_t i = kDraws / 10; i < 9 * kDraws / 10; ++i) {
    const double gap = normal_share_below(scores[i + 1]) - normal_share_below(scores[i]);
    const double share = 1 - std::exp(static_cast<double>(kDraws) * std::log1p(-gap));
    ++counts[std::min<std::size_t>(19, static_cast<std::size_t>(20 * share))];
  }
  CHECK(chi_square(counts, std::vector<double>(20, 0.05)) < chi_square_limit(19));
}

TEST_CASE("the k-th of n draws has its beta law over many keys") {
  // Of 1,000 draws two levels are split: the shares of I(k, n − k + 1) fall alike into 20 classes.
  constexpr std::int64_t kDraws = 1000;
  for (const std::int64_t place : {0, 1, 250, 499, 500, 900, 999}) {
    INFO(place);
    std::vector<std::uint64_t> counts(20, 0);
    for (std::size_t key = 0; key < 20'000; ++key) {
      double score = 0;
      sorted(key, kDraws).scores(RowSet::range(place, 1), &score);
      const double odds = normal_share_below(score) / normal_share_above(score);
      const double share =
          elementary::beta_shares(static_cast<double>(place + 1), static_cast<double>(kDraws - place), odds).below;
      ++counts[std::min<std::size_t>(19, static_cast<std::size_t>(20 * share))];
    }
    CHECK(chi_square(counts, std::vector<double>(20, 0.05)) < chi_square_limit(19));
  }
}

TEST_CASE("places far into a table of 10^15 rows are where they should be, within five deviations") {
  constexpr std::int64_t kRows = 1'000'000'000'000'000;
  const OrderStatistics order = sorted(5, kRows);
  std::vector<std::int64_t> places;
  for (std::int64_t i = 1; i < 1000; ++i) places.push_back(i * 1'000'000'000'000);
  std::vector<double> scores(places.size());
  order.scores(RowSet::of(places), scores.data());
  CHECK(std::is_sorted(scores.begin(), scores.end()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double u = static_cast<double>(places[i]) / static_cast<double>(kRows);
    const double sd = std::sqrt(u * (1 - u) / static_cast<double>(kRows));
    CHECK(std::fabs(normal_share_below(scores[i]) - u) < 5 * sd + 1e-9 * u);
  }
}

TEST_CASE("the half of n trials is the exact quantile") {
  for (const std::int64_t n : {257, 258, 300, 511, 1000, 4097, 99'999}) {
    const auto trials = static_cast<double>(n);
    for (int i = 1; i < 4000; ++i) {
      // Both tails, down to 1e-12 of them.
      const double below = i < 2000 ? i / 4000.0 : std::pow(10.0, -12.0 * (i - 1999) / 2001.0) * 0.5;
      const std::int64_t k = half_binomial(n, below, 1 - below);
      const auto at = static_cast<double>(k);
      REQUIRE(elementary::beta_shares(trials - at, at + 1, 1).below >= below * (1 - 1e-11));
      if (k > 0) REQUIRE(elementary::beta_shares(trials - at + 1, at, 1).below < below * (1 + 1e-11));
      // The law is the same from either end, but for ties.
      const std::int64_t mirror = half_binomial(n, 1 - below, below);
      REQUIRE(std::llabs(n - mirror - k) <= 1);
    }
  }
}

TEST_CASE("no draws are no trouble") {
  CHECK(sorted(1, 0).count() == 0);
  CHECK(sorted(1, 0).memory_bytes() == 0);
}
