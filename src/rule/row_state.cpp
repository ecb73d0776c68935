// Intervals and lists of a row's columns, narrowed by comparisons. All arithmetic is exact,
// or rounded so that nothing that is possible is lost.
#include "row_state.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "linear_elimination.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Whole numbers below it are exact as doubles, and so is a rounded result that is one.
constexpr double kExact = 9'007'199'254'740'992.0;
/// What rounding may add to a sum, as a share of its terms' magnitudes.
constexpr double kSlack = 1.0 / 1'099'511'627'776.0;

double up(double value) { return std::nextafter(value, kInfinity); }
double down(double value) { return std::nextafter(value, -kInfinity); }

bool is_whole_number(double value) { return value > -kExact && value < kExact && std::floor(value) == value; }

/// Doubles next to a whole number on either side, or the number itself where it is one.
double double_above(WideInteger value) {
  const auto nearest = static_cast<double>(value);
  return static_cast<WideInteger>(nearest) >= value ? nearest : up(nearest);
}
double double_below(WideInteger value) {
  const auto nearest = static_cast<double>(value);
  return static_cast<WideInteger>(nearest) <= value ? nearest : down(nearest);
}

WideInteger floor_divide(WideInteger a, WideInteger b) { return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0); }

struct Range {
  double low = 0;
  double high = 0;
};

/// Least and greatest of coefficient × value, rounded outward.
Range term_range(double coefficient, const ColumnState& state) {
  const double ends[] = {coefficient > 0 ? state.low : state.high, coefficient > 0 ? state.high : state.low};
  Range range{coefficient * ends[0], coefficient * ends[1]};
  if (!(is_whole_number(range.low) && is_whole_number(ends[0]))) range.low = down(range.low);
  if (!(is_whole_number(range.high) && is_whole_number(ends[1]))) range.high = up(range.high);
  return range;
}

/// A sum of doubles from below or from above.
double add_down(double a, double b) {
  const double sum = a + b;
  return is_whole_number(sum) && is_whole_number(a) && is_whole_number(b) ? sum : down(sum);
}
double add_up(double a, double b) {
  const double sum = a + b;
  return is_whole_number(sum) && is_whole_number(a) && is_whole_number(b) ? sum : up(sum);
}

/// x − y, or one double and a constant: doubles are compared as they are.
bool plain(const RowFormula& sum) {
  if (sum.rounded) return false;
  if (sum.terms.size() == 1) return true;
  return sum.terms.size() == 2 && sum.constant == 0 && sum.terms[0].coefficient + sum.terms[1].coefficient == 0 &&
         (sum.terms[0].coefficient == 1 || sum.terms[0].coefficient == -1);
}

}  // namespace

Comparison opposite(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return Comparison::not_equal;
    case Comparison::not_equal:
      return Comparison::equal;
    case Comparison::less:
      return Comparison::greater_equal;
    case Comparison::less_equal:
      return Comparison::greater;
    case Comparison::greater:
      return Comparison::less_equal;
    case Comparison::greater_equal:
      break;
  }
  return Comparison::less;
}

RowState::RowState(const RowSystem& system, const std::vector<LeftAside>& without) : system_(&system) {
  for (std::size_t c = 0; c < system.columns.size(); ++c) {
    const RowDomain& domain = system.columns[c];
    ColumnState state;
    state.null = domain.nullable;
    state.low = without[c].low && !domain.by_type ? -kInfinity : domain.low;
    state.high = without[c].high && !domain.by_type ? kInfinity : domain.high;
    if (domain.values > 0 || domain.by_type) {
      state.allowed.assign(domain.values + 1, 1);
      state.allowed[domain.values] = (domain.others || (without[c].low && without[c].high && !domain.by_type)) ? 1 : 0;
    }
    columns_.push_back(std::move(state));
    // A domain without values leaves null; without null too, the first rule that reads it shows the conflict.
    settle(c);
  }
}

Change RowState::settle(std::size_t column) {
  ColumnState& state = columns_[column];
  if (!state.value) return state.null ? Change::none : Change::conflict;
  const RowDomain& domain = system_->columns[column];
  if (!domain.numbers.empty()) {
    double low = kInfinity;
    double high = -kInfinity;
    for (std::size_t v = 0; v < domain.values; ++v) {
      if (domain.numbers[v] < state.low || domain.numbers[v] > state.high) state.allowed[v] = 0;
      if (state.allowed[v] == 0) continue;
      low = std::min(low, domain.numbers[v]);
      high = std::max(high, domain.numbers[v]);
    }
    if (state.allowed[domain.values] == 0) {
      state.low = std::max(state.low, low);
      state.high = std::min(state.high, high);
    }
  }
  if (domain.step > 0) {
    const auto on_grid = [&domain](double end, bool upward) {
      if (!(std::fabs(end) < kExact)) return end;
      const auto whole = static_cast<std::int64_t>(upward ? std::ceil(end) : std::floor(end));
      const std::int64_t below = static_cast<std::int64_t>(floor_divide(whole, domain.step)) * domain.step;
      return static_cast<double>(upward && below != whole ? below + domain.step : below);
    };
    state.low = on_grid(state.low, true);
    state.high = on_grid(state.high, false);
  }
  const bool listed = !state.allowed.empty();
  if (!(state.low <= state.high) ||
      (listed && std::none_of(state.allowed.begin(), state.allowed.end(), [](char a) { return a != 0; }))) {
    state.value = false;
    return state.null ? Change::narrowed : Change::conflict;
  }
  return Change::none;
}

Change RowState::set_null(std::size_t column) {
  ColumnState& state = columns_[column];
  if (!state.null) return Change::conflict;
  if (!state.value) return Change::none;
  state.value = false;
  return Change::narrowed;
}

Change RowState::set_value(std::size_t column) {
  ColumnState& state = columns_[column];
  if (!state.value) return Change::conflict;
  if (!state.null) return Change::none;
  state.null = false;
  return Change::narrowed;
}

Change RowState::at_least(std::size_t column, double low) {
  ColumnState& state = columns_[column];
  if (!(low > state.low)) return Change::none;
  const double before = state.low;
  state.low = low;
  const Change change = settle(column);
  return change == Change::conflict || state.low != before ? worse(Change::narrowed, change) : change;
}

Change RowState::at_most(std::size_t column, double high) {
  ColumnState& state = columns_[column];
  if (!(high < state.high)) return Change::none;
  const double before = state.high;
  state.high = high;
  const Change change = settle(column);
  return change == Change::conflict || state.high != before ? worse(Change::narrowed, change) : change;
}

Change RowState::remove(std::size_t column, double value) {
  const RowDomain& domain = system_->columns[column];
  ColumnState& state = columns_[column];
  Change change = Change::none;
  for (std::size_t v = 0; v < domain.numbers.size(); ++v) {
    if (domain.numbers[v] != value || state.allowed[v] == 0) continue;
    state.allowed[v] = 0;
    change = worse(Change::narrowed, settle(column));
  }
  if (change == Change::conflict || std::fabs(value) >= kExact) return change;
  const auto step = static_cast<double>(domain.step);
  if (state.low == value) change = worse(change, at_least(column, step > 0 ? value + step : up(value)));
  if (change != Change::conflict && state.high == value) {
    change = worse(change, at_most(column, step > 0 ? value - step : down(value)));
  }
  return change;
}

Change RowState::keep(std::size_t column, const std::vector<char>& cells) {
  ColumnState& state = columns_[column];
  Change change = Change::none;
  for (std::size_t v = 0; v < state.allowed.size(); ++v) {
    if (state.allowed[v] == 0 || cells[v] != 0) continue;
    state.allowed[v] = 0;
    change = Change::narrowed;
  }
  if (state.null && cells[state.allowed.size()] == 0) {
    state.null = false;
    change = Change::narrowed;
  }
  return worse(change, settle(column));
}

Change RowState::keep_only(std::size_t column, std::size_t cell) {
  std::vector<char> cells(columns_[column].allowed.size() + 1, 0);
  cells[cell] = 1;
  if (cell + 1 == cells.size()) return set_null(column);
  return worse(set_value(column), keep(column, cells));
}

bool RowState::cell_left(std::size_t column, std::size_t cell) const {
  const ColumnState& state = columns_[column];
  return cell < state.allowed.size() ? state.value && state.allowed[cell] != 0 : state.null;
}

std::size_t RowState::cells_left(std::size_t column) const {
  std::size_t left = 0;
  for (std::size_t cell = 0; cell <= columns_[column].allowed.size(); ++cell) left += cell_left(column, cell) ? 1 : 0;
  return left;
}

Outcomes RowState::outcomes(const RowFormula& sum) const {
  Outcomes result = 0;
  for (const RowFormula::Term& term : sum.terms) {
    if (columns_[term.column].null) result |= kNull;
    if (!columns_[term.column].value) return kNull;
  }
  // Least and greatest of the sum, or of something of the same sign.
  Range range;
  if (plain(sum) && sum.terms.size() == 2) {
    const bool turned = sum.terms[0].coefficient < 0;
    const ColumnState& x = columns_[sum.terms[turned ? 1 : 0].column];
    const ColumnState& y = columns_[sum.terms[turned ? 0 : 1].column];
    range.low = x.low == y.high ? 0 : x.low - y.high;
    range.high = x.high == y.low ? 0 : x.high - y.low;
  } else if (plain(sum) && !whole(sum.terms[0].column) && sum.terms[0].coefficient != 0) {
    const ColumnState& x = columns_[sum.terms[0].column];
    const auto a = static_cast<double>(sum.terms[0].coefficient);
    const double limit = -static_cast<double>(sum.constant) / a;
    range = {a > 0 ? x.low - limit : limit - x.high, a > 0 ? x.high - limit : limit - x.low};
  } else {
    range = {double_below(sum.constant), double_above(sum.constant)};
    double magnitudes = std::fabs(static_cast<double>(sum.constant));
    for (const RowFormula::Term& term : sum.terms) {
      if (term.coefficient == 0) continue;
      const Range part = term_range(static_cast<double>(term.coefficient), columns_[term.column]);
      range.low = std::isinf(range.low) || std::isinf(part.low) ? -kInfinity : add_down(range.low, part.low);
      range.high = std::isinf(range.high) || std::isinf(part.high) ? kInfinity : add_up(range.high, part.high);
      magnitudes += std::max(std::fabs(part.low), std::fabs(part.high));
    }
    if (sum.rounded) {
      range.low -= 2 * kSlack * magnitudes;
      range.high += 2 * kSlack * magnitudes;
      if (std::isnan(range.low) || std::isinf(magnitudes)) range.low = -kInfinity;
      if (std::isnan(range.high) || std::isinf(magnitudes)) range.high = kInfinity;
    }
  }
  const auto truth = [&](bool may, bool must) {
    if (may) result |= kTrue;
    if (!must) result |= kFalse;
  };
  switch (sum.comparison) {
    case Comparison::less:
      truth(range.low < 0, range.high < 0);
      break;
    case Comparison::less_equal:
      truth(range.low <= 0, range.high <= 0);
      break;
    case Comparison::greater:
      truth(range.high > 0, range.low > 0);
      break;
    case Comparison::greater_equal:
      truth(range.high >= 0, range.low >= 0);
      break;
    case Comparison::equal:
      truth(range.low <= 0 && range.high >= 0, range.low == 0 && range.high == 0);
      break;
    case Comparison::not_equal:
      truth(!(range.low == 0 && range.high == 0), range.low > 0 || range.high < 0);
      break;
  }
  return result;
}

Change RowState::assert_below(const RowFormula& sum, int sign, bool strict) {
  Change change = Change::none;
  for (const RowFormula::Term& term : sum.terms) {
    if (term.coefficient == 0) continue;
    const std::int64_t a = sign * term.coefficient;
    const bool grid = whole(term.column);
    // What a × x may be at most: −constant − Σ of the other terms' least.
    bool exact = !sum.rounded;
    WideInteger exact_rest = -static_cast<WideInteger>(sum.constant) * sign;
    double rest = double_above(exact_rest);
    double magnitudes = std::fabs(rest);
    std::optional<double> copied;  // x < y: the other's end as it is
    bool others_whole = grid;
    for (const RowFormula::Term& other : sum.terms) {
      if (&other == &term || other.coefficient == 0) continue;
      const ColumnState& state = columns_[other.column];
      const std::int64_t b = sign * other.coefficient;
      const double end = b > 0 ? state.low : state.high;
      if (plain(sum)) copied = end;
      others_whole = others_whole && whole(other.column);
      if (exact && is_whole_number(end)) {
        exact_rest -= static_cast<WideInteger>(b) * static_cast<WideInteger>(static_cast<std::int64_t>(end));
      } else {
        exact = false;
      }
      const Range part = term_range(static_cast<double>(b), state);
      rest = std::isinf(rest) || std::isinf(part.low) ? kInfinity : add_up(rest, -part.low);
      magnitudes += std::max(std::fabs(part.low), std::fabs(part.high));
    }
    double limit = 0;
    if (exact) {
      if (strict && grid && others_whole) exact_rest -= 1;
      if (grid) {
        limit = a > 0 ? double_above(floor_divide(exact_rest, a)) : double_below(-floor_divide(exact_rest, -a));
      } else {
        limit = static_cast<double>(exact_rest) / static_cast<double>(a);
        // Beside other columns than one with the same unit it is not exactly a double.
        if (!plain(sum)) limit = a > 0 ? up(limit) : down(limit);
        if (plain(sum) && strict) limit = a > 0 ? down(limit) : up(limit);
      }
    } else if (copied.has_value()) {
      if (std::isinf(*copied)) continue;
      limit = *copied;
      if (strict && !grid) limit = a > 0 ? down(limit) : up(limit);
    } else {
      if (std::isinf(rest) || (sum.rounded && !std::isfinite(magnitudes))) continue;
      if (sum.rounded) rest = up(rest + 2 * kSlack * magnitudes);
      limit = rest / static_cast<double>(a);
      limit = a > 0 ? up(limit) : down(limit);
      if (sum.rounded) limit += (a > 0 ? 4 : -4) * kSlack * std::fabs(limit);
    }
    change = worse(change, a > 0 ? at_most(term.column, limit) : at_least(term.column, limit));
    // A value that cannot be contradicts the comparison, which is not null.
    if (!columns_[term.column].value) return Change::conflict;
    if (change == Change::conflict) return change;
  }
  return change;
}

Change RowState::assert_different(const RowFormula& sum) {
  // Only where all columns but one stand still.
  const RowFormula::Term* open = nullptr;
  WideInteger rest = sum.constant;
  for (const RowFormula::Term& term : sum.terms) {
    if (term.coefficient == 0) continue;
    const ColumnState& state = columns_[term.column];
    if (state.low == state.high && is_whole_number(state.low) &&
        (!listed(term.column) || state.allowed[domain(term.column).values] == 0)) {
      rest += static_cast<WideInteger>(term.coefficient) * static_cast<std::int64_t>(state.low);
    } else if (open != nullptr) {
      return Change::none;
    } else {
      open = &term;
    }
  }
  if (open == nullptr || sum.rounded) return Change::none;
  double value = 0;
  if (whole(open->column)) {
    if (rest % open->coefficient != 0) return Change::none;
    value = static_cast<double>(-rest / open->coefficient);
  } else {
    if (!plain(sum)) return Change::none;
    value = static_cast<double>(-rest) / static_cast<double>(open->coefficient);
  }
  const Change change = remove(open->column, value);
  return columns_[open->column].value ? change : Change::conflict;
}

Change RowState::assert_sum(const RowFormula& sum, Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return assert_below(sum, 1, true);
    case Comparison::less_equal:
      return assert_below(sum, 1, false);
    case Comparison::greater:
      return assert_below(sum, -1, true);
    case Comparison::greater_equal:
      return assert_below(sum, -1, false);
    case Comparison::equal: {
      const Change change = assert_below(sum, 1, false);
      return change == Change::conflict ? change : worse(change, assert_below(sum, -1, false));
    }
    case Comparison::not_equal:
      break;
  }
  return assert_different(sum);
}

}  // namespace synthgen
