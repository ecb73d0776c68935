// A stretch of consecutive integers with the shares that quantiles are compared with, and
// a guide to where the comparison begins: a table gives the very integer that a search
// over the same shares would find.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace synthgen {

class DiscreteTable {
 public:
  /// first  the integer of the first entry
  /// below  shares at or below each integer, rising
  /// above  shares above each, falling
  DiscreteTable(double first, std::vector<double> below, std::vector<double> above)
      : first_(first), below_(std::move(below)), minus_above_(std::move(above)) {
    for (double& share : minus_above_) share = -share;
    // About four guides an entry: a power of two, so that their edges and 1 minus them are exact.
    std::size_t guides = 1024;
    while (guides < 4 * below_.size() && guides < 32768) guides *= 2;
    guides_ = static_cast<double>(guides);
    std::size_t place = 0;
    for (std::size_t g = 0; g <= guides; ++g) {
      const double edge = static_cast<double>(g) / guides_;
      // One step of rounding short of the edge, as below and above may not add up to 1 to the last bit.
      const std::vector<double>& shares = edge < 0.5 ? below_ : minus_above_;
      const double wanted = edge < 0.5 ? edge : edge - 1 - 0x1p-50;
      if (g > 0 && edge == 0.5) place = 0;
      while (place + 1 < shares.size() && shares[place] < wanted) ++place;
      guide_.push_back(static_cast<std::uint32_t>(place));
    }
  }

  /// The least integer whose share at or below reaches the probability, told in the tail that has the digits.
  /// False where the table ends before it.
  bool find(double below, double above, double& integer) const {
    const std::size_t size = below_.size();
    // Both tails by one loop: which of them it is would be a branch that no processor foresees.
    const bool lower = below <= 0.5;
    const double* shares = lower ? below_.data() : minus_above_.data();
    const double wanted = lower ? below : -above;
    // ½ itself belongs to the lower tail, and its guide to the upper.
    const double guided = below == 0.5 ? below - 0x1p-20 : below;
    std::size_t place = guide_[static_cast<std::size_t>(guided * guides_)];
    while (place < size && shares[place] < wanted) ++place;
    integer = first_ + static_cast<double>(place);
    return place < size;
  }

 private:
  double first_;
  double guides_ = 0;
  std::vector<double> below_;
  std::vector<double> minus_above_;  // so that both rise
  std::vector<std::uint32_t> guide_;
};

}  // namespace synthgen
