#include "weighted_index.hpp"

#include <cassert>
#include <cstddef>

namespace synthgen {

WeightedIndex::WeightedIndex(std::span<const double> weights) {
  const std::size_t n = weights.size();
  assert(n > 0 && n < (std::size_t{1} << 31));
  double sum = 0;
  for (const double weight : weights) sum += weight;
  assert(sum > 0);
  std::vector<double> shares(n);  // a mean of 1
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  std::uint32_t heaviest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    shares[i] = weights[i] / sum * static_cast<double>(n);
    if (weights[i] > weights[heaviest]) heaviest = static_cast<std::uint32_t>(i);
    (shares[i] < 1 ? small : large).push_back(static_cast<std::uint32_t>(i));
  }
  cells_.resize(n);
  while (!small.empty() && !large.empty()) {
    const std::uint32_t low = small.back();
    const std::uint32_t high = large.back();
    small.pop_back();
    cells_[low] = {static_cast<std::uint32_t>(shares[low] * 0x1p32), high};
    shares[high] -= 1 - shares[low];
    if (shares[high] < 1) {
      large.pop_back();
      small.push_back(high);
    }
  }
  for (const std::uint32_t rest : large) cells_[rest] = {0, rest};
  // Rounding may leave some that are 1 but for an error of the last bits; a weight of 0 stays out all the same.
  for (const std::uint32_t rest : small) cells_[rest] = {0, weights[rest] > 0 ? rest : heaviest};
}

}  // namespace synthgen
