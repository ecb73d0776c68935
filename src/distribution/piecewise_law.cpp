// Exact: the probability finds its piece by a guide table, and what is left of it the place
// within. The upper half is counted from the upper end, so that neither tail loses digits.
#include "piecewise_law.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace synthgen {
namespace {

class PiecewiseLaw final : public Distribution {
 public:
  explicit PiecewiseLaw(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      bins_.push_back({piece, piece.below <= piece.above, (piece.high - piece.low) / piece.share});
    }
    guide_.resize(kGuides + 1);
    std::size_t bin = 0;
    for (std::size_t g = 0; g <= kGuides; ++g) {
      const double edge = static_cast<double>(g) / kGuides;
      while (bin + 1 < bins_.size() && bins_[bin + 1].below < edge) ++bin;
      // One back, because shares from above may round to the other side of the edge than those from below.
      guide_[g] = static_cast<std::uint32_t>(bin == 0 ? 0 : bin - 1);
    }
  }

  void quantile(const Probabilities& probabilities, ParameterRows /*parameters*/, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      values[i] = quantile_of(probabilities.below[i], probabilities.above[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows /*parameters*/, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const Bin& first = bins_.front();
      if (values[i] < first.low || (values[i] == first.low && !first.is_atom()) || values[i] >= bins_.back().high) {
        below[i] = values[i] <= first.low && values[i] < bins_.back().high ? 0 : 1;
        above[i] = 1 - below[i];
        continue;
      }
      const Bin& bin = bin_at(values[i]);
      if (bin.is_atom()) {
        // At or beyond it, and before what follows.
        below[i] = bin.below + bin.share;
        above[i] = bin.above;
        continue;
      }
      const double x = std::clamp(values[i], bin.low, bin.high);
      below[i] = bin.below + (x - bin.low) / (bin.high - bin.low) * bin.share;
      above[i] = bin.above + (bin.high - x) / (bin.high - bin.low) * bin.share;
    }
  }

  // The pieces in between, by their share of each.
  double quantile_between(double u, double low, double high, const double* /*parameters*/) const override {
    double total = 0;
    for (const Bin& bin : bins_) total += overlap(bin, low, high);
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    if (!(total > 0)) {
      // A single point has no share, and is still a value.
      const Bin& bin = bin_at(low);
      return low == high && low >= bin.low && low <= bin.high ? low : nothing;
    }
    double wanted = u * total;
    double value = nothing;
    for (const Bin& bin : bins_) {
      const double part = overlap(bin, low, high);
      if (!(part > 0)) continue;
      const double from = std::max(low, bin.low);
      const double to = std::min(high, bin.high);
      value = std::min(from + std::min(wanted / part, 1.0) * (to - from), to);
      if (wanted <= part) break;
      wanted -= part;
    }
    return value;
  }

 private:
  struct Bin : Piece {
    Bin(const Piece& piece, bool counted_from_low, double of_share)
        : Piece(piece), from_low(counted_from_low), stretch(of_share) {}
    bool is_atom() const { return low == high; }

    bool from_low;   // whether values in it are counted from its lower edge
    double stretch;  // of the values to the share
  };

  static double overlap(const Bin& bin, double low, double high) {
    if (bin.is_atom()) return low <= bin.low && bin.low <= high ? bin.share : 0;
    const double from = std::max(low, bin.low);
    const double to = std::min(high, bin.high);
    return from < to ? bin.share * ((to - from) / (bin.high - bin.low)) : 0;
  }

  double quantile_of(double below, double above) const {
    std::size_t i = guide_[static_cast<std::size_t>(below * kGuides)];
    const std::size_t last = bins_.size() - 1;
    if (below <= 0.5) {
      while (i < last && bins_[i + 1].below < below) ++i;
    } else {
      while (i < last && bins_[i].above > above) ++i;
    }
    const Bin& bin = bins_[i];
    const double value =
        bin.from_low ? bin.low + (below - bin.below) * bin.stretch : bin.high - (above - bin.above) * bin.stretch;
    return std::clamp(value, bin.low, bin.high);
  }

  /// The last piece that begins at or below the value, or the first one.
  const Bin& bin_at(double value) const {
    const auto after =
        std::upper_bound(bins_.begin(), bins_.end(), value, [](double x, const Bin& bin) { return x < bin.low; });
    return after == bins_.begin() ? bins_.front() : *(after - 1);
  }

  static constexpr std::size_t kGuides = 1024;

  std::vector<Bin> bins_;
  std::vector<std::uint32_t> guide_;
};

}  // namespace

std::unique_ptr<Distribution> make_piecewise_law(const std::vector<Piece>& pieces) {
  return std::make_unique<PiecewiseLaw>(pieces);
}

}  // namespace synthgen
