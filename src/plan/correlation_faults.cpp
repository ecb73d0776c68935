#include "correlation_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "synthgen/base/number_text.hpp"
#include "synthgen/copula/correlation_matrix.hpp"

namespace synthgen {
namespace {

/// Matrices up to this size are written out; of greater ones the pairs that change most.
constexpr std::size_t kMostWritten = 6;
constexpr std::size_t kMostPairs = 5;
/// Pairs out of reach that are told one by one.
constexpr std::size_t kMostInfeasible = 10;
/// Of the fourth decimal: what rounding may have taken from a bound.
constexpr double kRounding = 1e-3;

const Place& place_in(const CorrelationGroup& group, std::size_t column) {
  const auto found = std::find(group.columns.begin(), group.columns.end(), column);
  return group.places[static_cast<std::size_t>(found - group.columns.begin())];
}

/// Four decimals, without zeros at the end.
std::string value_text(double value) {
  std::string text = fmt::format("{:.4f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

SquareMatrix to_four_decimals(const SquareMatrix& matrix) {
  SquareMatrix rounded = matrix;
  for (double& entry : rounded.entries) entry = std::floor(entry * 1e4 + 0.5) / 1e4;
  return rounded;
}

/// A matrix that is valid as it is written, with four decimals: the nearest one drawn towards independence as far as
/// its rounding asks for.
SquareMatrix valid_as_written(const SquareMatrix& nearest) {
  for (double share = 0; share < 0.01; share += 1e-4) {
    SquareMatrix drawn = nearest;
    for (std::size_t i = 0; i < drawn.n; ++i) {
      for (std::size_t j = 0; j < drawn.n; ++j) {
        if (i != j) drawn.at(i, j) *= 1 - share;
      }
    }
    drawn = to_four_decimals(drawn);
    if (is_semidefinite(drawn)) return drawn;
  }
  return nearest;
}

}  // namespace

std::optional<Diagnostic> refused_column(const CorrelationGroup& group, std::size_t column,
                                         const SchemaColumn& declared) {
  const std::string why = declared.declaration.unique ? "has unique values, which are drawn without repetition"
                          : declared.declaration.order != ValueOrder::none ? "is ordered by the values of other rows"
                                                                           : declared.spec->unscored();
  if (why.empty()) return std::nullopt;
  return make_error("SG2310",
                    fmt::format("column \"{}\" {}, so it cannot be correlated", declared.declaration.name, why),
                    place_in(group, column),
                    "columns with a \"distribution\", a \"choice\", a \"mixture\" or \"cases\" of these can be");
}

Diagnostic unordered_column(const CorrelationGroup& group, std::size_t column, const SchemaColumn& declared) {
  return make_error(
      "SG2310",
      fmt::format("the values of column \"{}\" have no order, so it cannot be correlated", declared.declaration.name),
      place_in(group, column), "numbers, dates, times, booleans and texts in the order of a choice have");
}

Diagnostic parameters_by_row(const CorrelationGroup& group, std::size_t column, const SchemaColumn& declared) {
  return make_error("SG2311",
                    fmt::format("the parameters of column \"{}\" differ from row to row, and so would its correlation",
                                declared.declaration.name),
                    place_in(group, column),
                    "add \"given\": \"parameters\" to the group: its values then hold among rows of equal parameters");
}

const std::string& GroupFaults::name(std::size_t member) const {
  return table_.columns[group_.columns[member]]->declaration.name;
}

const Place& GroupFaults::place_of(std::size_t a, std::size_t b) const {
  const Place& place = group_.value_places[a * group_.columns.size() + b];
  return place.pointer.empty() ? group_.matrix_place : place;
}

std::string GroupFaults::nearest_text(const SquareMatrix& nearest) const {
  const std::size_t d = nearest.n;
  if (d <= kMostWritten) {
    const SquareMatrix written = valid_as_written(nearest);
    std::string rows;
    for (std::size_t i = 0; i < d; ++i) {
      std::string row;
      for (std::size_t j = 0; j < d; ++j) {
        row += fmt::format("{}{}", row.empty() ? "" : ", ", value_text(written.at(i, j)));
      }
      rows += fmt::format("{}[{}]", rows.empty() ? "" : ", ", row);
    }
    std::string names;
    for (std::size_t i = 0; i < d; ++i) names += fmt::format("{}{}", names.empty() ? "" : ", ", name(i));
    return fmt::format("[{}] of {}", rows, names);
  }
  struct Change {
    std::size_t a, b;
    double size;
  };
  std::vector<Change> changes;
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i + 1; j < d; ++j) {
      changes.push_back({i, j, std::fabs(nearest.at(i, j) - group_.declared.at(i, j))});
    }
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& x, const Change& y) { return x.size > y.size; });
  changes.resize(std::min(changes.size(), kMostPairs));
  std::string text;
  for (const Change& change : changes) {
    text += fmt::format("{}{} and {} {} for {}", text.empty() ? "" : ", ", name(change.a), name(change.b),
                        value_text(nearest.at(change.a, change.b)), value_text(group_.declared.at(change.a, change.b)));
  }
  return fmt::format("most changed are {}", text);
}

void GroupFaults::not_semidefinite(const SquareMatrix& nearest) const {
  diagnostics_.add(
      make_error("SG2312",
                 fmt::format("no {} columns can be correlated like this: the matrix has a negative eigenvalue, {}",
                             group_.columns.size(),
                             shortest_text(std::floor(least_eigenvalue(group_.declared) * 1e4 + 0.5) / 1e4)),
                 group_.matrix_place,
                 fmt::format("the nearest valid matrix: {}; \"repair\": true uses it", nearest_text(nearest))));
}

bool GroupFaults::unsolved(const CorrelationSolution& solution) const {
  for (const std::size_t member : solution.constant) {
    diagnostics_.add(
        make_error("SG2313",
                   fmt::format("column \"{}\" has one value in all rows{}, so nothing correlates with it", name(member),
                               group_.given_parameters ? " of equal parameters, or none" : ""),
                   group_.places[member], "leave it out of the group, or let its values differ"));
  }
  for (const CorrelationSolution::Ties& ties : solution.ties) {
    diagnostics_.add(make_error(
        "SG2314",
        fmt::format("\"kendall\" is for columns whose values rarely repeat; in \"{}\" {}% of the pairs of rows tie",
                    name(ties.column), value_text(std::floor(ties.share * 1e4 + 0.5) / 100)),
        group_.places[ties.column], "use \"spearman\", which takes ties by their average ranks"));
  }
  std::size_t told = 0;
  for (const InfeasiblePair& pair : solution.infeasible) {
    if (++told > kMostInfeasible) break;
    const double written = group_.declared.at(pair.a, pair.b);
    const std::string asked = written == pair.declared ? shortest_text(written)
                                                       : fmt::format("{}, to which \"repair\" brings {},",
                                                                     value_text(pair.declared), shortest_text(written));
    diagnostics_.add(make_error(
        "SG2315",
        fmt::format("{} {} is out of reach of \"{}\" and \"{}\": their distributions allow {} to {}",
                    name_of(group_.measure), asked, name(pair.a), name(pair.b),
                    value_text(std::ceil(pair.low * 1e4 - kRounding) / 1e4),
                    value_text(std::floor(pair.high * 1e4 + kRounding) / 1e4)),
        place_of(pair.a, pair.b), "choose a value within the range, another measure, or other distributions"));
  }
  if (solution.infeasible.size() > kMostInfeasible) {
    diagnostics_.add(make_error(
        "SG2315", fmt::format("{} more pairs are out of reach", solution.infeasible.size() - kMostInfeasible),
        group_.matrix_place, "they show once those above are mended"));
  }
  return !solution.constant.empty() || !solution.ties.empty() || !solution.infeasible.empty();
}

void GroupFaults::parameters_of_member(std::size_t member, std::size_t from) const {
  diagnostics_.add(make_error(
      "SG2318",
      fmt::format("the parameters of \"{}\" follow from \"{}\", which is in the same group", name(member), name(from)),
      group_.places[member],
      "among rows of equal parameters one of them has one value: say how they depend once, by parameters or by a "
      "correlation; \"measure\": \"latent\" correlates what is left"));
}

void GroupFaults::missing_stands_between(const SquareMatrix& target, const SquareMatrix& expected,
                                         double tolerance) const {
  std::size_t a = 0;
  std::size_t b = 0;
  double worst = tolerance;
  for (std::size_t i = 0; i < target.n; ++i) {
    for (std::size_t j = i + 1; j < target.n; ++j) {
      const double miss = std::fabs(target.at(i, j) - expected.at(i, j));
      if (miss <= worst) continue;
      a = i;
      b = j;
      // A pair that has none at all is farther than any number.
      worst = miss == miss ? miss : 3;
    }
  }
  if (a == b) return;
  const double found = expected.at(a, b);
  const std::string what = found == found ? fmt::format("they correlate by about {}, not by {}", value_text(found),
                                                        value_text(target.at(a, b)))
                                          : std::string("one of them has a single value, so they cannot correlate");
  diagnostics_.add(make_warning(
      "SG2317", fmt::format("in the rows in which neither \"{}\" nor \"{}\" is missing {}", name(a), name(b), what),
      place_of(a, b), "\"missing\" depends on values of the group and leaves too few of them: let it depend on less"));
}

void GroupFaults::no_such_copula(const SquareMatrix& reachable) const {
  diagnostics_.add(
      make_error("SG2316",
                 fmt::format("each pair is in reach, but not all at once: no {} copula gives these columns this matrix",
                             group_.family == CopulaFamily::gaussian ? "Gaussian" : "Student"),
                 group_.matrix_place,
                 fmt::format("the nearest that can be had: {}; \"repair\": true uses it", nearest_text(reachable))));
}

}  // namespace synthgen
