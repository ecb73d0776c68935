#include "weighted_index.hpp"

#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/stream.hpp"

using namespace synthgen;

TEST_CASE("each of the weighted comes as often as its weight says, and one of weight 0 never") {
  const std::vector<double> weights = {5, 0, 1, 0.25, 3, 0.75, 0};
  const WeightedIndex index(weights);
  REQUIRE(index.size() == 7);
  constexpr std::size_t kDraws = 1 << 20;
  std::vector<std::uint64_t> bits(kDraws);
  const StreamKey key = make_stream_key(1, "t", "c", "value/64");
  for (std::size_t at = 0; at < kDraws; at += 1024) {
    draw_bits64(key, RowSet::range(static_cast<std::int64_t>(at), 1024), 0, 0, bits.data() + at);
  }
  std::vector<double> counts(7);
  for (const std::uint64_t draw : bits) counts[index(draw)] += 1;
  double chi_square = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    if (weights[i] == 0) {
      CHECK(counts[i] == 0);
      continue;
    }
    const double expected = kDraws * weights[i] / 10;
    chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  CHECK(chi_square < 23.5);  // 4 degrees of freedom: p = 1e-4
}

TEST_CASE("over all draws on a grid the shares are exact to the grid, whatever the weights") {
  for (const std::vector<double>& weights :
       {std::vector<double>{1}, std::vector<double>{1, 1, 1}, std::vector<double>{1e-9, 1}, std::vector<double>{0, 7},
        std::vector<double>{3, 2, 1, 1, 1}}) {
    const WeightedIndex index(weights);
    double sum = 0;
    for (const double weight : weights) sum += weight;
    const std::size_t n = weights.size();
    constexpr std::uint64_t kGrid = 4096;
    std::vector<double> counts(n);
    for (std::uint64_t place = 0; place < n; ++place) {
      // The middle of each place's part of the upper half.
      const std::uint64_t high = ((2 * place + 1) << 31) / n;
      for (std::uint64_t low = 0; low < kGrid; ++low) {
        counts[index((high << 32) | ((2 * low + 1) << 19))] += 1;
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double share = counts[i] / static_cast<double>(kGrid * n);
      CHECK(share == Approx(weights[i] / sum).margin(1.0 / static_cast<double>(kGrid)));
      if (weights[i] == 0) CHECK(counts[i] == 0);
    }
  }
}
