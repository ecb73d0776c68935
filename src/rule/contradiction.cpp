// Minimal sets of rules that contradict each other, group by group.
#include "synthgen/rule/contradiction.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "row_search.hpp"

namespace synthgen {
namespace {

/// Cases of one search, and of all searches for one minimal set; steps likewise.
constexpr SearchWork kSearch{20'000, 5'000'000};
constexpr SearchWork kAllSearches{200'000, 20'000'000};

void columns_of(const RowFormula& formula, std::vector<std::size_t>& columns) {
  columns.insert(columns.end(), formula.columns.begin(), formula.columns.end());
  for (const RowFormula::Term& term : formula.terms) columns.push_back(term.column);
  for (const RowFormula& part : formula.parts) columns_of(part, columns);
}

std::vector<std::size_t> columns_of(const RowFormula& formula) {
  std::vector<std::size_t> columns;
  columns_of(formula, columns);
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

/// Rules joined by columns, each group ascending, groups in order of their first rule.
std::vector<std::vector<std::size_t>> groups_of(const RowSystem& system) {
  std::vector<std::size_t> leader(system.rules.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t rule) {
    while (leader[rule] != rule) rule = leader[rule] = leader[leader[rule]];
    return rule;
  };
  std::vector<std::size_t> first_rule(system.columns.size(), system.rules.size());
  for (std::size_t r = 0; r < system.rules.size(); ++r) {
    for (const std::size_t column : columns_of(system.rules[r])) {
      if (first_rule[column] == system.rules.size()) {
        first_rule[column] = r;
        continue;
      }
      const std::size_t a = find(first_rule[column]);
      const std::size_t b = find(r);
      leader[std::max(a, b)] = std::min(a, b);
    }
  }
  std::map<std::size_t, std::vector<std::size_t>> groups;
  for (std::size_t r = 0; r < system.rules.size(); ++r) groups[find(r)].push_back(r);
  std::vector<std::vector<std::size_t>> result;
  for (auto& [first, rules] : groups) result.push_back(std::move(rules));
  return result;
}

/// A part of the system by itself, so that a search does not carry columns that it never reads.
struct Part {
  RowSystem system;
  std::vector<std::size_t> columns;  ///< of the whole, by own index
};

void renumber(RowFormula& formula, const std::vector<std::size_t>& columns) {
  const auto own = [&](std::size_t& column) {
    column = static_cast<std::size_t>(std::lower_bound(columns.begin(), columns.end(), column) - columns.begin());
  };
  for (std::size_t& column : formula.columns) own(column);
  for (RowFormula::Term& term : formula.terms) own(term.column);
  for (RowFormula& part : formula.parts) renumber(part, columns);
}

Part part_of(const RowSystem& whole, const std::vector<std::size_t>& rules) {
  Part part;
  for (const std::size_t rule : rules) {
    part.system.rules.push_back(whole.rules[rule]);
    columns_of(whole.rules[rule], part.columns);
  }
  std::sort(part.columns.begin(), part.columns.end());
  part.columns.erase(std::unique(part.columns.begin(), part.columns.end()), part.columns.end());
  for (const std::size_t column : part.columns) part.system.columns.push_back(whole.columns[column]);
  for (RowFormula& rule : part.system.rules) renumber(rule, part.columns);
  return part;
}

void null_tests_of(const RowFormula& formula, std::vector<std::size_t>& columns) {
  if (formula.kind == RowFormula::Kind::null_test) columns.push_back(formula.columns[0]);
  for (const RowFormula& part : formula.parts) null_tests_of(part, columns);
}

bool contains(const std::vector<std::size_t>& columns, std::size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// One search within what is left for all.
bool decide(const Part& part, const std::vector<std::size_t>& rules, const std::vector<LeftAside>& without,
            SearchWork& left) {
  if (!left.left()) return false;
  SearchWork own{std::min(kSearch.cases, left.cases), std::min(kSearch.steps, left.steps)};
  const SearchWork before = own;
  const bool impossible = no_row_satisfies(part.system, rules, without, own);
  left.cases -= before.cases - own.cases;
  left.steps -= before.steps - own.steps;
  return impossible;
}

/// The fewest of some rules that no row can satisfy. REQUIRES: none can satisfy all of them.
std::vector<std::size_t> fewest_of(const Part& part, std::vector<std::size_t> rules, SearchWork& left) {
  const std::vector<LeftAside> none(part.columns.size());
  // The last rules are left out first, so that those that were there before stay.
  for (std::size_t i = rules.size(); i-- > 0 && rules.size() > 1;) {
    std::vector<std::size_t> fewer = rules;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (decide(part, fewer, none, left)) rules = std::move(fewer);
  }
  return rules;
}

/// Which of the columns' values it takes for these rules to be impossible.
void find_reasons(const Part& part, const std::vector<std::size_t>& rules, SearchWork& left,
                  Contradiction& contradiction) {
  std::vector<std::size_t> read;
  std::vector<std::size_t> tested;
  for (const std::size_t rule : rules) {
    columns_of(part.system.rules[rule], read);
    null_tests_of(part.system.rules[rule], tested);
  }
  std::vector<LeftAside> without(part.columns.size());
  for (std::size_t c = 0; c < without.size(); ++c) {
    if (!contains(read, c)) continue;
    LeftAside& own = without[c];
    const auto needed = [&](LeftAside aside) {
      const LeftAside before = own;
      own = aside;
      if (decide(part, rules, without, left)) return false;
      own = before;
      return true;
    };
    if (needed({true, true}) && part.system.columns[c].values == 0) {
      if (needed({true, false})) needed({false, true});
    }
    const bool closed = part.system.columns[c].by_type;
    if (!closed && (!own.low || !own.high)) contradiction.bounds.push_back({part.columns[c], !own.low, !own.high});
    if (part.system.columns[c].nullable || !contains(tested, c)) continue;
    Part other = part;
    other.system.columns[c].nullable = true;
    if (!decide(other, rules, without, left)) contradiction.never_null.push_back(part.columns[c]);
  }
}

}  // namespace

std::vector<Contradiction> find_contradictions(const RowSystem& system) {
  std::vector<Contradiction> found;
  for (const std::vector<std::size_t>& group : groups_of(system)) {
    const Part part = part_of(system, group);
    SearchWork left = kAllSearches;
    std::vector<std::size_t> rules(group.size());
    std::iota(rules.begin(), rules.end(), std::size_t{0});
    // Those of a set are left out, and the others may contradict each other too.
    while (!rules.empty() && decide(part, rules, std::vector<LeftAside>(part.columns.size()), left)) {
      const std::vector<std::size_t> fewest = fewest_of(part, rules, left);
      Contradiction contradiction;
      for (const std::size_t rule : fewest) contradiction.rules.push_back(group[rule]);
      find_reasons(part, fewest, left, contradiction);
      found.push_back(std::move(contradiction));
      std::erase_if(rules, [&](std::size_t rule) { return contains(fewest, rule); });
    }
  }
  return found;
}

}  // namespace synthgen
