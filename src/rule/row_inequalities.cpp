// Sums and bounds as linear inequalities; what is rounded is given its slack.
#include "row_inequalities.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace synthgen {
namespace {

/// Larger numbers of either sign are not followed through rounded sums.
constexpr double kMostMagnitude = 1e15;

WideInteger magnitude(WideInteger value) { return value < 0 ? -value : value; }

}  // namespace

WideInteger RowInequalities::step_of(std::size_t column) const {
  return std::max<std::int64_t>(1, state_.domain(column).step);
}

void RowInequalities::add(const RowFormula& sum, Comparison comparison) {
  const bool equal = comparison == Comparison::equal;
  if (equal || comparison == Comparison::less || comparison == Comparison::less_equal) {
    add_below(sum, 1, comparison == Comparison::less);
  }
  if (equal || comparison == Comparison::greater || comparison == Comparison::greater_equal) {
    add_below(sum, -1, comparison == Comparison::greater);
  }
}

void RowInequalities::add_below(const RowFormula& sum, int sign, bool strict) {
  // A rounded sum is allowed 2⁻⁴⁰ more of each term where its sign is known, else of the most that it can be.
  const WideInteger scale = sum.rounded ? WideInteger{1} << 40 : 1;
  const WideInteger c = static_cast<WideInteger>(sign) * sum.constant;
  Inequality inequality;
  inequality.strict = strict;
  inequality.constant = c * scale - (sum.rounded ? magnitude(c) : 0);
  std::map<std::size_t, WideInteger> terms;
  for (const RowFormula::Term& term : sum.terms) {
    if (term.coefficient == 0) continue;
    const WideInteger a = static_cast<WideInteger>(sign) * term.coefficient;
    WideInteger slack = 0;
    if (sum.rounded) {
      const ColumnState& column = state_.at(term.column);
      const double most = std::max(std::fabs(column.low), std::fabs(column.high));
      if (column.low >= 0 || column.high <= 0) {
        slack = magnitude(a) * (column.low >= 0 ? 1 : -1);
      } else if (most < kMostMagnitude) {
        inequality.constant -= magnitude(a) * static_cast<WideInteger>(std::ceil(most));
      } else {
        return;
      }
    }
    terms[term.column] += (a * scale - slack) * step_of(term.column);
  }
  for (const auto& [column, coefficient] : terms) {
    used_[column] = true;
    if (coefficient != 0) inequality.terms.push_back({column, coefficient});
  }
  inequalities_.push_back(std::move(inequality));
}

void RowInequalities::add_bounds(std::size_t column) {
  // Doubles as multiples of 2⁻²⁰, rounded outward.
  const double scale = state_.whole(column) ? 1 : 1'048'576;
  const double low = std::floor(state_.at(column).low * scale);
  const double high = std::ceil(state_.at(column).high * scale);
  constexpr double kMost = 4e18;
  const auto factor = static_cast<WideInteger>(scale) * step_of(column);
  if (std::fabs(low) < kMost) inequalities_.push_back({{{column, -factor}}, static_cast<WideInteger>(low), false});
  if (std::fabs(high) < kMost) inequalities_.push_back({{{column, factor}}, -static_cast<WideInteger>(high), false});
}

bool RowInequalities::have_no_solution(std::int64_t& work) {
  if (inequalities_.empty()) return false;
  std::vector<bool> whole(used_.size(), false);
  for (std::size_t column = 0; column < used_.size(); ++column) {
    if (!used_[column]) continue;
    whole[column] = state_.whole(column);
    add_bounds(column);
  }
  return has_no_solution(std::move(inequalities_), whole, work);
}

}  // namespace synthgen
