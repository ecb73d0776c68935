// Case splits over the rules of a row, with intervals and lists narrowed in each case.
#include "row_search.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "row_inequalities.hpp"
#include "row_state.hpp"

namespace synthgen {
namespace {

using Kind = RowFormula::Kind;

/// Cases within cases; beyond, nothing is known.
constexpr int kDeepest = 400;
/// All requirements are looked at so often before intervals that still shrink are left as they are: two that are in
/// each other's way shrink by one unit each time.
constexpr int kMostRounds = 40;
/// Lists of numbers up to so long are tried one by one in sums.
constexpr std::size_t kLongestTried = 64;

/// A part of a rule, and what it must come to.
struct Requirement {
  const RowFormula* formula = nullptr;
  Outcomes outcomes = 0;
};

struct Case {
  RowState state;
  std::vector<Requirement> open;
};

Outcomes turned(Outcomes outcomes) {
  return static_cast<Outcomes>((outcomes & kNull) | ((outcomes & kTrue) != 0 ? kFalse : 0) |
                               ((outcomes & kFalse) != 0 ? kTrue : 0));
}

/// `any` is `all` with true and false changed over.
Outcomes joined(Kind kind, Outcomes outcomes) { return kind == Kind::any ? turned(outcomes) : outcomes; }

class Search {
 public:
  Search(const RowSystem& system, SearchWork& work) : system_(system), work_(work) {}

  bool impossible(Case& current, int depth) {
    work_.steps -= static_cast<std::int64_t>(current.state.columns() + current.open.size());
    if (--work_.cases <= 0 || !work_.left() || depth > kDeepest) return false;
    if (narrow(current) == Change::conflict) return true;
    if (sums_conflict(current)) return true;
    std::optional<std::vector<Case>> cases = split(current);
    if (!cases.has_value()) return false;
    return std::all_of(cases->begin(), cases->end(), [&](Case& next) { return impossible(next, depth + 1); });
  }

 private:
  Outcomes outcomes(const RowFormula& formula, const RowState& state) {
    --work_.steps;
    switch (formula.kind) {
      case Kind::all:
      case Kind::any: {
        Outcomes some = 0;
        Outcomes common = kAnyOutcome;
        bool must_be_false = false;
        for (const RowFormula& part : formula.parts) {
          const Outcomes of_part = joined(formula.kind, outcomes(part, state));
          some |= of_part;
          common &= of_part;
          must_be_false = must_be_false || (of_part & (kTrue | kNull)) == 0;
        }
        Outcomes result = (common & kTrue) | (some & kFalse);
        if ((some & kNull) != 0 && !must_be_false) result |= kNull;
        return joined(formula.kind, result);
      }
      case Kind::negation:
        return turned(outcomes(formula.parts[0], state));
      case Kind::sum:
        return state.outcomes(formula);
      case Kind::table: {
        Outcomes result = 0;
        each_cell(formula, state, [&](const std::vector<std::size_t>&, Outcomes cell) { result |= cell; });
        return result;
      }
      case Kind::null_test: {
        const ColumnState& column = state.at(formula.columns[0]);
        return static_cast<Outcomes>((column.null ? kTrue : 0) | (column.value ? kFalse : 0));
      }
      case Kind::fixed:
        break;
    }
    return formula.outcomes[0];
  }

  /// Every combination that is left.
  template <class Take>
  void each_cell(const RowFormula& table, const RowState& state, const Take& take) {
    std::vector<std::vector<std::size_t>> left;
    for (const std::size_t column : table.columns) {
      left.emplace_back();
      for (std::size_t cell = 0; cell < cells(column); ++cell) {
        if (state.cell_left(column, cell)) left.back().push_back(cell);
      }
      if (left.back().empty()) return;
    }
    std::vector<std::size_t> at(table.columns.size(), 0);
    std::vector<std::size_t> combination(at.size());
    while (true) {
      --work_.steps;
      std::size_t index = 0;
      for (std::size_t i = 0; i < at.size(); ++i) {
        combination[i] = left[i][at[i]];
        index = index * cells(table.columns[i]) + combination[i];
      }
      take(combination, table.outcomes[index]);
      std::size_t i = at.size();
      while (i > 0 && ++at[i - 1] == left[i - 1].size()) at[--i] = 0;
      if (i == 0) return;
    }
  }
  std::size_t cells(std::size_t column) const { return system_.columns[column].values + 2; }

  Change narrow(Case& current) {
    for (int round = 0; round < kMostRounds; ++round) {
      Change change = Change::none;
      std::vector<Requirement> before = std::move(current.open);
      current.open.clear();
      for (const Requirement& requirement : before) {
        change = worse(change, require(requirement, current));
        if (change == Change::conflict) return change;
        if (!work_.left()) {
          current.open = std::move(before);
          return Change::none;
        }
      }
      if (change == Change::none) break;
    }
    return Change::none;
  }

  /// Takes what follows from one requirement into the state; what does not end there stays open.
  Change require(const Requirement& requirement, Case& current) {
    const RowFormula& formula = *requirement.formula;
    const Outcomes possible = outcomes(formula, current.state);
    const auto wanted = static_cast<Outcomes>(possible & requirement.outcomes);
    if (wanted == 0) return Change::conflict;
    if (wanted == possible) {
      // It holds whatever the row is. Sums stay, for elimination sees more than intervals do.
      if (formula.kind == Kind::sum && (possible == kTrue || possible == kFalse))
        current.open.push_back({&formula, wanted});
      return Change::none;
    }
    switch (formula.kind) {
      case Kind::all:
      case Kind::any:
        return require_joined(formula, wanted, current);
      case Kind::negation:
        return require({&formula.parts[0], turned(wanted)}, current);
      case Kind::null_test:
        return wanted == kTrue ? current.state.set_null(formula.columns[0])
                               : current.state.set_value(formula.columns[0]);
      case Kind::table:
        return require_table(formula, wanted, current);
      case Kind::sum:
        return require_sum(formula, wanted, current);
      case Kind::fixed:
        break;
    }
    return Change::none;
  }

  Change require_joined(const RowFormula& formula, Outcomes wanted, Case& current) {
    const Outcomes as_all = joined(formula.kind, wanted);
    Change change = Change::none;
    if ((as_all & kFalse) == 0) {
      for (const RowFormula& part : formula.parts) {
        const Outcomes of_part = as_all == kTrue ? kTrue : kTrue | kNull;
        change = worse(change, require({&part, joined(formula.kind, of_part)}, current));
        if (change == Change::conflict) return change;
      }
    }
    const Outcomes of_one = needed_of_one(formula.kind, wanted);
    if (of_one == 0) return change;
    const RowFormula* only = nullptr;
    std::size_t able = 0;
    for (const RowFormula& part : formula.parts) {
      if ((outcomes(part, current.state) & of_one) == 0) continue;
      only = &part;
      ++able;
    }
    if (able == 0) return Change::conflict;
    if (able == 1) return worse(change, require({only, of_one}, current));
    current.open.push_back({&formula, wanted});
    return change;
  }

  /// What one part at least must come to; 0 where that is not what it takes.
  static Outcomes needed_of_one(Kind kind, Outcomes wanted) {
    const Outcomes as_all = joined(kind, wanted);
    const bool useful = as_all == kFalse || as_all == (kFalse | kNull) || as_all == kNull;
    return useful ? wanted : Outcomes{0};
  }

  Change require_table(const RowFormula& table, Outcomes wanted, Case& current) {
    std::vector<std::vector<char>> keep;
    for (const std::size_t column : table.columns) keep.emplace_back(cells(column), 0);
    each_cell(table, current.state, [&](const std::vector<std::size_t>& combination, Outcomes cell) {
      if ((cell & wanted) == 0) return;
      for (std::size_t i = 0; i < combination.size(); ++i) keep[i][combination[i]] = 1;
    });
    Change change = Change::none;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      change = worse(change, current.state.keep(table.columns[i], keep[i]));
      if (change == Change::conflict) return change;
    }
    if (table.columns.size() > 1) current.open.push_back({&table, wanted});
    return change;
  }

  Change require_sum(const RowFormula& sum, Outcomes wanted, Case& current) {
    RowState& state = current.state;
    Change change = Change::none;
    if ((wanted & kNull) == 0) {
      for (const RowFormula::Term& term : sum.terms) {
        change = worse(change, state.set_value(term.column));
        if (change == Change::conflict) return change;
      }
      if (wanted == (kTrue | kFalse)) return change;
      const Comparison comparison = wanted == kTrue ? sum.comparison : opposite(sum.comparison);
      change = worse(change, state.assert_sum(sum, comparison));
      current.open.push_back({&sum, wanted});
      return change;
    }
    if (wanted == kNull) {
      const RowFormula::Term* only = nullptr;
      std::size_t able = 0;
      for (const RowFormula::Term& term : sum.terms) {
        if (!state.at(term.column).null || (only != nullptr && only->column == term.column)) continue;
        only = &term;
        ++able;
      }
      if (able == 1) return state.set_null(only->column);
    }
    current.open.push_back({&sum, wanted});
    return change;
  }

  /// Whether the comparisons that must hold have no common solution.
  bool sums_conflict(const Case& current) {
    RowInequalities inequalities(current.state);
    for (const Requirement& requirement : current.open) {
      const RowFormula& sum = *requirement.formula;
      if (sum.kind != Kind::sum) continue;
      if (requirement.outcomes == kTrue) inequalities.add(sum, sum.comparison);
      if (requirement.outcomes == kFalse) inequalities.add(sum, opposite(sum.comparison));
    }
    return inequalities.have_no_solution(work_.steps);
  }

  static Case with(const Case& current, std::size_t without, Requirement more) {
    Case next{current.state, {}};
    for (std::size_t i = 0; i < current.open.size(); ++i) {
      if (i != without) next.open.push_back(current.open[i]);
    }
    next.open.push_back(more);
    return next;
  }

  /// Cases that together are all that is left; nothing where there is nothing to be split.
  std::optional<std::vector<Case>> split(const Case& current) {
    std::vector<Case> cases;
    // The choice with the fewest parts first.
    std::optional<std::size_t> best;
    std::size_t fewest = 0;
    for (std::size_t i = 0; i < current.open.size(); ++i) {
      const RowFormula& formula = *current.open[i].formula;
      if (formula.kind != Kind::all && formula.kind != Kind::any) continue;
      if (needed_of_one(formula.kind, current.open[i].outcomes) == 0) continue;
      if (best.has_value() && formula.parts.size() >= fewest) continue;
      best = i;
      fewest = formula.parts.size();
    }
    if (best.has_value()) {
      const Requirement& requirement = current.open[*best];
      for (const RowFormula& part : requirement.formula->parts) {
        if ((outcomes(part, current.state) & requirement.outcomes) == 0) continue;
        cases.push_back(with(current, *best, {&part, requirement.outcomes}));
      }
      return cases;
    }
    if (split_sums(current, cases) || split_lists(current, cases)) return cases;
    return std::nullopt;
  }

  bool split_sums(const Case& current, std::vector<Case>& cases) {
    for (std::size_t i = 0; i < current.open.size(); ++i) {
      const Requirement& requirement = current.open[i];
      if (requirement.formula->kind != Kind::sum || (requirement.outcomes & kNull) == 0) continue;
      std::vector<std::size_t> nullable;
      for (const RowFormula::Term& term : requirement.formula->terms) {
        if (current.state.at(term.column).null) nullable.push_back(term.column);
      }
      std::sort(nullable.begin(), nullable.end());
      nullable.erase(std::unique(nullable.begin(), nullable.end()), nullable.end());
      const auto truth = static_cast<Outcomes>(requirement.outcomes & ~kNull);
      if (truth != 0) cases.push_back(with(current, i, {requirement.formula, truth}));
      for (const std::size_t column : nullable) {
        Case next = with(current, i, requirement);
        next.open.pop_back();
        if (next.state.set_null(column) != Change::conflict) cases.push_back(std::move(next));
      }
      return true;
    }
    // What must differ is less or greater.
    for (std::size_t i = 0; i < current.open.size(); ++i) {
      const Requirement& requirement = current.open[i];
      const RowFormula& sum = *requirement.formula;
      if (sum.kind != Kind::sum) continue;
      const bool different =
          requirement.outcomes == kTrue ? sum.comparison == Comparison::not_equal : sum.comparison == Comparison::equal;
      if (!different || current.state.outcomes(sum) == requirement.outcomes) continue;
      for (const Comparison side : {Comparison::less, Comparison::greater}) {
        cases.push_back(with(current, i, {side_of(sum, side), kTrue}));
      }
      return true;
    }
    return false;
  }

  /// The same sum with another comparison, kept for the whole search.
  const RowFormula* side_of(const RowFormula& sum, Comparison comparison) {
    const auto [at, added] = sides_.try_emplace({&sum, comparison}, RowFormula());
    if (added) {
      at->second = sum;
      at->second.comparison = comparison;
    }
    return &at->second;
  }

  bool split_lists(const Case& current, std::vector<Case>& cases) {
    std::optional<std::size_t> best;
    std::size_t fewest = 0;
    const auto offer = [&](std::size_t column) {
      if (!current.state.listed(column)) return;
      const std::size_t left = current.state.cells_left(column);
      if (left < 2 || (best.has_value() && left >= fewest)) return;
      best = column;
      fewest = left;
    };
    for (const Requirement& requirement : current.open) {
      for (const std::size_t column : requirement.formula->columns) offer(column);
      if (requirement.formula->kind != Kind::sum) continue;
      if (current.state.outcomes(*requirement.formula) == requirement.outcomes) continue;
      for (const RowFormula::Term& term : requirement.formula->terms) {
        if (current.state.cells_left(term.column) <= kLongestTried) offer(term.column);
      }
    }
    if (!best.has_value()) return false;
    for (std::size_t cell = 0; cell < cells(*best); ++cell) {
      if (!current.state.cell_left(*best, cell)) continue;
      Case next{current.state, current.open};
      if (next.state.keep_only(*best, cell) != Change::conflict) cases.push_back(std::move(next));
    }
    return true;
  }

  const RowSystem& system_;
  SearchWork& work_;
  std::map<std::pair<const RowFormula*, Comparison>, RowFormula> sides_;
};

}  // namespace

bool no_row_satisfies(const RowSystem& system, const std::vector<std::size_t>& rules,
                      const std::vector<LeftAside>& without, SearchWork& work) {
  Case start{RowState(system, without), {}};
  for (const std::size_t rule : rules) start.open.push_back({&system.rules[rule], kTrue | kNull});
  return Search(system, work).impossible(start, 0);
}

}  // namespace synthgen
