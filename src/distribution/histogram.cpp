// Histogram: bins between edges, each with its share, every value within a bin alike.
#include <algorithm>
#include <limits>
#include <string>

#include "piecewise_law.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

std::vector<Piece> pieces_of(const std::vector<double>& edges, const std::vector<double>& weights) {
  double total = 0;
  for (const double weight : weights) total += weight / static_cast<double>(weights.size());
  std::vector<Piece> pieces;
  // Bins without weight are left out: no value lies there.
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / static_cast<double>(weights.size()) / total;
    if (share > 0) pieces.push_back({edges[i], edges[i + 1], share, 0, 0});
  }
  double below = 0;
  for (Piece& piece : pieces) {
    piece.below = below;
    below += piece.share;
  }
  double above = 0;
  for (std::size_t i = pieces.size(); i-- > 0;) {
    pieces[i].above = above;
    above += pieces[i].share;
  }
  return pieces;
}

constexpr Parameter kParameters[] = {
    measuring(Measure::location,
              {"edges", Range::any(), "where bins begin and end, ascending, one more than weights; unit of the column",
               std::nullopt, ParameterForm::list}),
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
  return make_piecewise_law(pieces_of(lists[0], lists[1]));
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
