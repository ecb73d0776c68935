// Quantiles: a law read off a list of its quantiles, straight between them.
//
// A value given for several probabilities is drawn as often as they span (an atom), and
// between two values given for one probability nothing is drawn (a gap).
#include <limits>
#include <string>

#include "piecewise_law.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

std::vector<Piece> pieces_of(const std::vector<double>& probabilities, const std::vector<double>& values) {
  std::vector<Piece> pieces;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double share = probabilities[i] - probabilities[i - 1];
    if (share > 0) pieces.push_back({values[i - 1], values[i], share, probabilities[i - 1], 1 - probabilities[i]});
  }
  return pieces;
}

constexpr Parameter kParameters[] = {
    {"probabilities", Range::probability(),
     "shares below the values, ascending, the first 0 and the last 1; the same one twice leaves a gap between its two "
     "values; no unit",
     std::nullopt, ParameterForm::list},
    measuring(Measure::location,
              {"values", Range::any(),
               "values below which these shares lie, ascending, one for each probability; a value given twice is drawn "
               "as often as its probabilities span; unit of the column",
               std::nullopt, ParameterForm::list}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::string count_text(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::optional<ListFault> list_fault(std::size_t /*which*/, ParameterLists lists) {
  const std::vector<double>& probabilities = lists[0];
  const std::vector<double>& values = lists[1];
  if (probabilities.size() < 2) {
    return ListFault{0, std::nullopt,
                     "\"probabilities\" has " + count_text(probabilities.size(), "number") + ", and needs two at least",
                     R"(from the least value to the greatest: "probabilities": [0, 0.5, 1], "values": [1, 4, 20])"};
  }
  if (probabilities.size() != values.size()) {
    return ListFault{1, std::nullopt,
                     "\"probabilities\" has " + count_text(probabilities.size(), "number") + ", and \"values\" has " +
                         std::to_string(values.size()),
                     "give one value for each probability"};
  }
  if (probabilities.front() != 0) {
    return ListFault{0, 0, "the first of \"probabilities\" is not 0",
                     "begin with 0 and the least value, below which nothing lies"};
  }
  for (std::size_t i = 1; i < probabilities.size(); ++i) {
    if (!(probabilities[i - 1] <= probabilities[i])) {
      return ListFault{0, i, "\"probabilities\" fall here", "each is at least the one before: list them ascending"};
    }
    if (!(values[i - 1] <= values[i])) {
      return ListFault{1, i, "\"values\" fall here", "a greater probability has at least the value of the one before"};
    }
    if (probabilities[i - 1] == probabilities[i] && values[i - 1] == values[i]) {
      return ListFault{0, i, "the same probability and value stand twice", "remove one of the two"};
    }
  }
  if (probabilities.back() != 1) {
    return ListFault{0, probabilities.size() - 1, "the last of \"probabilities\" is not 1",
                     "end with 1 and the greatest value, above which nothing lies"};
  }
  if (!(values.back() - values.front() <= std::numeric_limits<double>::max())) {
    return ListFault{1, std::nullopt, "\"values\" are farther apart than numbers can tell", "bring them nearer"};
  }
  return std::nullopt;
}

std::unique_ptr<Distribution> make_of_lists(std::size_t /*which*/, ParameterLists lists) {
  return make_piecewise_law(pieces_of(lists[0], lists[1]));
}

}  // namespace

namespace distributions {

const DistributionKind& quantiles() {
  static const DistributionKind kind = {
      .record = {.name = "quantiles",
                 .summary = "Values of which quantiles are known, such as a table of percentiles, evenly in between.",
                 .source = "Inversion, piecewise exact. Guide table: Chen and Asau, \"On generating random variates "
                           "from an empirical distribution\" (1974).",
                 .example = R"({"distribution": "quantiles", "probabilities": [0, 0.25, 0.5, 0.75, 1], )"
                            R"("values": [900, 1800, 2600, 3900, 15000]})"},
      .outcome = Outcome::continuous,
      .has_atoms = true,
      .parameterisations = kParameterisations,
      .canonical_count = 0,
      .list_fault = &list_fault,
      .make_of_lists = &make_of_lists,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
