// Histogram: bins between edges, each with its share, every value within a bin alike.
// Exact: the probability finds its bin by a guide table, and what is left of it the place
// within. The upper half is counted from the upper end, so that neither tail loses digits.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

class Histogram final : public Distribution {
 public:
  Histogram(const std::vector<double>& edges, const std::vector<double>& weights) {
    double total = 0;
    for (const double weight : weights) total += weight / static_cast<double>(weights.size());
    // Bins without weight are left out: no value lies there.
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double share = weights[i] / static_cast<double>(weights.size()) / total;
      if (share > 0) bins_.push_back({edges[i], edges[i + 1], share, 0, 0, true, (edges[i + 1] - edges[i]) / share});
    }
    double below = 0;
    for (Bin& bin : bins_) {
      bin.below = below;
      below += bin.share;
    }
    double above = 0;
    for (std::size_t i = bins_.size(); i-- > 0;) {
      bins_[i].above = above;
      bins_[i].from_low = bins_[i].below <= above;
      above += bins_[i].share;
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
      if (values[i] <= bins_.front().low || values[i] >= bins_.back().high) {
        below[i] = values[i] <= bins_.front().low ? 0 : 1;
        above[i] = 1 - below[i];
        continue;
      }
      const Bin& bin = bin_at(values[i]);
      const double x = std::clamp(values[i], bin.low, bin.high);
      below[i] = bin.below + (x - bin.low) / (bin.high - bin.low) * bin.share;
      above[i] = bin.above + (bin.high - x) / (bin.high - bin.low) * bin.share;
    }
  }

  // The bins in between, by their share of each.
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
  struct Bin {
    double low;
    double high;
    double share;
    double below;    // share of the bins before it
    double above;    // and of those after it
    bool from_low;   // whether values in it are counted from its lower edge
    double stretch;  // of the values to the share
  };

  static double overlap(const Bin& bin, double low, double high) {
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

  /// The last bin that begins at or below the value, or the first bin.
  const Bin& bin_at(double value) const {
    const auto after =
        std::upper_bound(bins_.begin(), bins_.end(), value, [](double x, const Bin& bin) { return x < bin.low; });
    return after == bins_.begin() ? bins_.front() : *(after - 1);
  }

  static constexpr std::size_t kGuides = 1024;

  std::vector<Bin> bins_;
  std::vector<std::uint32_t> guide_;
};

constexpr Parameter kParameters[] = {
    {"edges", Range::any(), "where bins begin and end, ascending, one more than weights; unit of the column",
     std::nullopt, ParameterForm::list},
    {"weights", Range::not_negative(), "how much lies in each bin, no unit; they need not add up to 1", std::nullopt,
     ParameterForm::list},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::string count_text(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::optional<ListFault> list_fault(std::size_t /*which*/, ParameterLists lists) {
  const std::vector<double>& edges = lists[0];
  const std::vector<double>& weights = lists[1];
  if (edges.size() < 2) {
    return ListFault{0, std::nullopt,
                     "\"edges\" has " + count_text(edges.size(), "number") + ", and needs two at least",
                     R"(a bin lies between two edges: "edges": [0, 10, 50], "weights": [3, 1])"};
  }
  for (std::size_t i = 1; i < edges.size(); ++i) {
    if (edges[i - 1] < edges[i]) continue;
    return ListFault{0, i, "\"edges\" do not ascend here",
                     "each edge is greater than the one before; list bins from the least values to the greatest"};
  }
  if (!(edges.back() - edges.front() <= std::numeric_limits<double>::max())) {
    return ListFault{0, std::nullopt, "\"edges\" are farther apart than numbers can tell", "bring them nearer"};
  }
  if (weights.size() + 1 != edges.size()) {
    return ListFault{1, std::nullopt,
                     count_text(edges.size(), "edge") + " make " + count_text(edges.size() - 1, "bin") +
                         ", and \"weights\" has " + count_text(weights.size(), "number"),
                     "give one weight for each bin: one fewer than edges"};
  }
  if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 0; })) {
    return ListFault{1, std::nullopt, "all \"weights\" are 0", "at least one bin needs a weight above 0"};
  }
  return std::nullopt;
}

std::unique_ptr<Distribution> make_of_lists(std::size_t /*which*/, ParameterLists lists) {
  return std::make_unique<Histogram>(lists[0], lists[1]);
}

}  // namespace

namespace distributions {

const DistributionKind& histogram() {
  static const DistributionKind kind = {
      .record = {.name = "histogram",
                 .summary = "Values that fall into bins as often as counted elsewhere, evenly within each bin.",
                 .source = "Inversion, piecewise exact. Guide table: Chen and Asau, \"On generating random variates "
                           "from an empirical distribution\" (1974).",
                 .example = R"({"distribution": "histogram", "edges": [0, 18, 65, 100], "weights": [18, 63, 19]})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 0,
      .list_fault = &list_fault,
      .make_of_lists = &make_of_lists,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
