// Contradictions between rules: known systems, and random ones against every possible row.
#include "synthgen/rule/contradiction.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "support/catch.hpp"

namespace synthgen {
namespace {

using Kind = RowFormula::Kind;
using Terms = std::vector<RowFormula::Term>;

RowFormula sum(Terms terms, std::int64_t constant, Comparison comparison, bool rounded = false) {
  RowFormula formula;
  formula.kind = Kind::sum;
  formula.terms = std::move(terms);
  formula.constant = constant;
  formula.comparison = comparison;
  formula.rounded = rounded;
  return formula;
}
/// x ⋚ value
RowFormula test(std::size_t column, Comparison comparison, std::int64_t value) {
  return sum({{column, 1}}, -value, comparison);
}
/// x ⋚ y + constant
RowFormula compare(std::size_t x, Comparison comparison, std::size_t y, std::int64_t constant = 0) {
  return sum({{x, 1}, {y, -1}}, -constant, comparison);
}
RowFormula join(Kind kind, std::vector<RowFormula> parts) {
  RowFormula formula;
  formula.kind = kind;
  formula.parts = std::move(parts);
  return formula;
}
RowFormula negation(RowFormula part) { return join(Kind::negation, {std::move(part)}); }
RowFormula null_test(std::size_t column) {
  RowFormula formula;
  formula.kind = Kind::null_test;
  formula.columns = {column};
  return formula;
}
/// Of a list of `values`: true for those listed; null for null.
RowFormula in(std::size_t column, std::size_t values, const std::vector<std::size_t>& listed) {
  RowFormula formula;
  formula.kind = Kind::table;
  formula.columns = {column};
  formula.outcomes.assign(values + 2, kFalse);
  for (const std::size_t value : listed) formula.outcomes[value] = kTrue;
  formula.outcomes[values] = kAnyOutcome;
  formula.outcomes[values + 1] = kNull;
  return formula;
}
RowFormula implication(RowFormula condition, RowFormula check) {
  return join(Kind::any, {negation(std::move(condition)), std::move(check)});
}

RowDomain integers(double low, double high, bool nullable = false) {
  RowDomain domain;
  domain.low = low;
  domain.high = high;
  domain.step = 1;
  domain.nullable = nullable;
  return domain;
}
RowDomain any_integer(bool nullable = false) { return integers(-INFINITY, INFINITY, nullable); }
RowDomain doubles(double low = -INFINITY, double high = INFINITY) {
  RowDomain domain = integers(low, high);
  domain.step = 0;
  return domain;
}
RowDomain list(std::size_t values, bool nullable = false) {
  RowDomain domain;
  domain.values = values;
  domain.nullable = nullable;
  return domain;
}
RowDomain numbers(std::vector<double> values, bool nullable = false) {
  RowDomain domain = list(values.size(), nullable);
  domain.step = 1;
  domain.low = values.front();
  domain.high = values.back();
  domain.numbers = std::move(values);
  return domain;
}

using Indices = std::vector<std::size_t>;

Indices rules_of(const RowSystem& system) {
  const std::vector<Contradiction> found = find_contradictions(system);
  return found.empty() ? Indices() : found.front().rules;
}
Indices columns_of(const RowSystem& system) {
  const std::vector<Contradiction> found = find_contradictions(system);
  Indices columns;
  if (!found.empty()) {
    for (const Contradiction::Bounds& bounds : found.front().bounds) columns.push_back(bounds.column);
  }
  return columns;
}

}  // namespace

TEST_CASE("whole numbers have nothing between two neighbours, other numbers have") {
  const std::vector<RowFormula> rules = {test(0, Comparison::greater, 5), test(0, Comparison::less, 6)};
  REQUIRE(rules_of({{integers(0, 100)}, rules}) == Indices{0, 1});
  REQUIRE(columns_of({{integers(0, 100)}, rules}).empty());
  REQUIRE(rules_of({{any_integer()}, rules}) == Indices{0, 1});
  REQUIRE(rules_of({{doubles()}, rules}).empty());
  REQUIRE(rules_of({{doubles()}, {test(0, Comparison::greater, 6), test(0, Comparison::less, 6)}}) == Indices{0, 1});
  REQUIRE(rules_of({{doubles()}, {test(0, Comparison::greater, 6), test(0, Comparison::less_equal, 6)}}) ==
          Indices{0, 1});
  REQUIRE(rules_of({{doubles()}, {test(0, Comparison::greater_equal, 6), test(0, Comparison::less_equal, 6)}}).empty());
}

TEST_CASE("a grid of steps has nothing between its points") {
  RowDomain seconds = integers(0, 1e15);
  seconds.step = 1'000'000;
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return rules_of({{seconds}, {test(0, Comparison::greater, low), test(0, Comparison::less, high)}});
  };
  REQUIRE(between(3'000'000, 4'000'000) == Indices{0, 1});
  REQUIRE(between(2'999'999, 4'000'000).empty());
  REQUIRE(between(-5'000'000, 0) == Indices{1});
}

TEST_CASE("a rule that its column's domain forbids stands alone, and the domain is told") {
  const RowSystem system{{integers(0, 5), integers(0, 100)},
                         {compare(0, Comparison::less_equal, 1), test(1, Comparison::greater, 200)}};
  REQUIRE(rules_of(system) == Indices{1});
  REQUIRE(columns_of(system) == Indices{1});
}

TEST_CASE("a null is a way out of every comparison, unless it is shut") {
  std::vector<RowFormula> rules = {test(0, Comparison::greater, 5), test(0, Comparison::less, 5)};
  REQUIRE(rules_of({{any_integer(true)}, rules}).empty());
  rules.push_back(negation(null_test(0)));
  REQUIRE(rules_of({{any_integer(true)}, rules}) == Indices{0, 1, 2});
  REQUIRE(rules_of({{any_integer(true)}, {null_test(0), negation(null_test(0))}}) == Indices{0, 1});
  REQUIRE(rules_of({{any_integer(false)}, {null_test(0)}}) == Indices{0});
  REQUIRE(columns_of({{any_integer(false)}, {null_test(0)}}).empty());
  REQUIRE(find_contradictions({{any_integer(false)}, {null_test(0)}}).front().never_null == Indices{0});
  // The null of one column in a comparison of two.
  REQUIRE(rules_of({{any_integer(true), any_integer()},
                    {compare(0, Comparison::less, 1), compare(0, Comparison::greater, 1)}})
              .empty());
}

TEST_CASE("sets of listed values that do not meet") {
  REQUIRE(rules_of({{list(4)}, {in(0, 4, {0, 1}), in(0, 4, {1, 2}), in(0, 4, {2, 3})}}) == Indices{0, 2});
  REQUIRE(rules_of({{list(4)}, {in(0, 4, {0, 1}), in(0, 4, {1, 2})}}).empty());
  REQUIRE(rules_of({{list(4)}, {negation(in(0, 4, {0, 1, 2, 3}))}}) == Indices{0});
  // Three sets of which any two meet.
  REQUIRE(rules_of({{list(3)}, {in(0, 3, {0, 1}), in(0, 3, {1, 2}), in(0, 3, {0, 2})}}) == Indices{0, 1, 2});
  RowDomain open = list(2);
  open.others = true;
  REQUIRE(rules_of({{open}, {negation(in(0, 2, {0, 1}))}}).empty());
}

TEST_CASE("a chain of implications over lists") {
  // x = 0 → y = 1 → z = 2 → x ≠ 0, and x = 0.
  std::vector<RowFormula> rules = {implication(in(0, 3, {0}), in(1, 3, {1})), in(3, 3, {0, 1}),
                                   implication(in(1, 3, {1}), in(2, 3, {2})),
                                   implication(in(2, 3, {2}), negation(in(0, 3, {0}))), in(0, 3, {0})};
  const std::vector<RowDomain> columns(4, list(3));
  REQUIRE(rules_of({columns, rules}) == Indices{0, 2, 3, 4});
  rules[3] = implication(in(2, 3, {2}), negation(in(0, 3, {1})));
  REQUIRE(rules_of({columns, rules}).empty());
}

TEST_CASE("all cases of a choice lead into a contradiction") {
  // either x = 0 or x = 1; both ask for another number.
  const RowSystem system{{list(2), integers(0, 10)},
                         {implication(in(0, 2, {0}), test(1, Comparison::greater, 8)),
                          implication(in(0, 2, {1}), test(1, Comparison::greater, 7)), test(1, Comparison::less, 3)}};
  REQUIRE(rules_of(system) == Indices{0, 1, 2});
  REQUIRE(columns_of(system) == Indices{0});
}

TEST_CASE("columns in a circle, each below the next, whatever their bounds") {
  for (const RowDomain& domain : {any_integer(), doubles(), integers(0, 1e12)}) {
    const std::vector<RowDomain> columns(4, domain);
    REQUIRE(rules_of({columns,
                      {compare(0, Comparison::less, 1), compare(3, Comparison::less, 0),
                       compare(1, Comparison::less_equal, 2), compare(2, Comparison::less_equal, 0)}}) ==
            Indices{0, 2, 3});
    REQUIRE(rules_of({columns,
                      {compare(0, Comparison::less_equal, 1), compare(1, Comparison::less_equal, 2),
                       compare(2, Comparison::less_equal, 0)}})
                .empty());
  }
  // Distances: 0 + 10 ≤ 1, 1 + 10 ≤ 2, 2 ≤ 0 + 19.
  const std::vector<RowDomain> days(3, any_integer());
  REQUIRE(
      rules_of({days,
                {sum({{0, 1}, {1, -1}}, 10, Comparison::less_equal), sum({{1, 1}, {2, -1}}, 10, Comparison::less_equal),
                 sum({{2, 1}, {0, -1}}, -19, Comparison::less_equal)}}) == Indices{0, 1, 2});
  REQUIRE(
      rules_of({days,
                {sum({{0, 1}, {1, -1}}, 10, Comparison::less_equal), sum({{1, 1}, {2, -1}}, 10, Comparison::less_equal),
                 sum({{2, 1}, {0, -1}}, -20, Comparison::less_equal)}})
          .empty());
}

TEST_CASE("a long circle of columns") {
  constexpr std::size_t kColumns = 100;
  RowSystem system;
  for (std::size_t c = 0; c < kColumns; ++c) {
    system.columns.push_back(doubles());
    system.rules.push_back(compare(c, Comparison::less, (c + 1) % kColumns));
  }
  REQUIRE(rules_of(system).size() == kColumns);
  system.rules.pop_back();
  REQUIRE(rules_of(system).empty());
}

TEST_CASE("sums over three columns") {
  const std::vector<RowFormula> rules = {sum({{0, 1}, {1, 1}, {2, 1}}, -300, Comparison::greater),
                                         test(0, Comparison::less_equal, 100), test(1, Comparison::less_equal, 100),
                                         test(2, Comparison::less_equal, 100)};
  REQUIRE(rules_of({{any_integer(), doubles(), any_integer()}, rules}) == Indices{0, 1, 2, 3});
  // total = a + b, a ≥ 0, b ≥ 0, total < a.
  REQUIRE(rules_of({{any_integer(), integers(0, 1e15), integers(0, 1e15)},
                    {sum({{0, 1}, {1, -1}, {2, -1}}, 0, Comparison::equal), compare(0, Comparison::less, 1)}}) ==
          Indices{0, 1});
  REQUIRE(columns_of({{any_integer(), integers(0, 1e15), integers(0, 1e15)},
                      {sum({{0, 1}, {1, -1}, {2, -1}}, 0, Comparison::equal), compare(0, Comparison::less, 1)}}) ==
          Indices{2});
}

TEST_CASE("sums of doubles are known up to their rounding") {
  // debt ≤ 0.6 × income and debt > 0.7 × income.
  const RowFormula low = sum({{0, 10}, {1, -6}}, 0, Comparison::less_equal, true);
  const RowFormula high = sum({{0, 10}, {1, -7}}, 0, Comparison::greater, true);
  REQUIRE(rules_of({{doubles(), doubles(0, INFINITY)}, {low, high}}).empty());
  REQUIRE(rules_of({{doubles(0, INFINITY), doubles(1, INFINITY)}, {low, high}}) == Indices{0, 1});
  // x + 0.5 ≤ y and y ≤ x holds for large x.
  const RowFormula half = sum({{0, 2}, {1, -2}}, 1, Comparison::less_equal, true);
  REQUIRE(rules_of({{doubles(), doubles()}, {half, compare(1, Comparison::less_equal, 0)}}).empty());
  REQUIRE(rules_of({{doubles(-1000, 1000), doubles()}, {half, compare(1, Comparison::less_equal, 0)}}) ==
          Indices{0, 1});
  // 3 x ≤ 1 and 3 x ≥ 1, rounded.
  REQUIRE(
      rules_of({{doubles()}, {sum({{0, 3}}, -1, Comparison::less, true), sum({{0, 3}}, -1, Comparison::greater, true)}})
          .empty());
}

TEST_CASE("a tenth is the double nearest to it") {
  const RowFormula below = sum({{0, 10}}, -1, Comparison::less);
  REQUIRE(rules_of({{doubles()}, {below, sum({{0, 10}}, -1, Comparison::greater_equal)}}) == Indices{0, 1});
  REQUIRE(rules_of({{doubles(0.1, 1)}, {below}}) == Indices{0});
  REQUIRE(rules_of({{doubles(std::nextafter(0.1, 0), 1)}, {below}}).empty());
  REQUIRE(rules_of({{doubles(0, 0.1)}, {sum({{0, 10}}, -1, Comparison::greater)}}) == Indices{0});
  REQUIRE(rules_of({{doubles(0, 0.1)}, {sum({{0, 10}}, -1, Comparison::equal)}}).empty());
}

TEST_CASE("large whole numbers are not rounded into a contradiction") {
  constexpr std::int64_t kLarge = 9'007'199'254'740'993;  // no double
  REQUIRE(rules_of({{any_integer()}, {test(0, Comparison::equal, kLarge)}}).empty());
  REQUIRE(rules_of({{any_integer()}, {test(0, Comparison::equal, std::numeric_limits<std::int64_t>::max())}}).empty());
  REQUIRE(rules_of({{any_integer()}, {test(0, Comparison::greater, kLarge), test(0, Comparison::less, kLarge + 2)}})
              .empty());
  REQUIRE(rules_of({{any_integer()}, {test(0, Comparison::greater, kLarge), test(0, Comparison::less, kLarge + 1)}}) ==
          Indices{0, 1});
}

TEST_CASE("values left out one by one") {
  std::vector<RowFormula> rules = {test(0, Comparison::greater_equal, 1), test(0, Comparison::less_equal, 4)};
  for (const std::int64_t value : {2, 4, 1}) rules.push_back(test(0, Comparison::not_equal, value));
  REQUIRE(rules_of({{any_integer()}, rules}).empty());
  rules.push_back(test(0, Comparison::not_equal, 3));
  REQUIRE(rules_of({{any_integer()}, rules}) == Indices{0, 1, 2, 3, 4, 5});
}

TEST_CASE("what nothing is known about excludes nothing") {
  RowFormula unknown;
  REQUIRE(rules_of({{}, {unknown, negation(unknown)}}).empty());
  RowFormula never;
  never.outcomes = {kFalse};
  REQUIRE(rules_of({{}, {unknown, never}}) == Indices{1});
  never.outcomes = {kNull};
  REQUIRE(rules_of({{}, {never}}).empty());
}

TEST_CASE("each group of rules has its own set") {
  const RowSystem system{{integers(0, 9), integers(0, 9), integers(0, 9)},
                         {test(0, Comparison::greater, 9), compare(1, Comparison::less, 2),
                          test(0, Comparison::less, 5), compare(2, Comparison::less, 1)}};
  const std::vector<Contradiction> found = find_contradictions(system);
  REQUIRE(found.size() == 2);
  REQUIRE(found[0].rules == Indices{0});
  REQUIRE(found[0].bounds == std::vector<Contradiction::Bounds>{{0, false, true}});
  REQUIRE(found[1].rules == Indices{1, 3});
  REQUIRE(found[1].bounds.empty());
}

TEST_CASE("rules that contradict each other are told beside others that do, each once") {
  const RowSystem system{{integers(0, 9)},
                         {test(0, Comparison::greater, 9), test(0, Comparison::less, 0), test(0, Comparison::less, 5),
                          test(0, Comparison::greater, 3), test(0, Comparison::greater, 6)}};
  const std::vector<Contradiction> found = find_contradictions(system);
  REQUIRE(found.size() == 3);
  std::vector<Indices> sets;
  for (const Contradiction& contradiction : found) sets.push_back(contradiction.rules);
  REQUIRE(sets == std::vector<Indices>{{0}, {1}, {2, 4}});
  REQUIRE(found[0].bounds == std::vector<Contradiction::Bounds>{{0, false, true}});
  REQUIRE(found[1].bounds == std::vector<Contradiction::Bounds>{{0, true, false}});
  REQUIRE(found[2].bounds.empty());
}

TEST_CASE("a thousand rules end within bounded work") {
  // Pigeons: 12 numbers of 1 … 11, all different. No row exists; it may be found or not, but it ends.
  RowSystem system;
  for (std::size_t c = 0; c < 12; ++c) system.columns.push_back(integers(1, 11));
  for (std::size_t a = 0; a < 12; ++a) {
    for (std::size_t b = 0; b < a; ++b) system.rules.push_back(compare(a, Comparison::not_equal, b));
  }
  find_contradictions(system);
  SUCCEED();
}

namespace {

/// A row of a small system: by column a cell of its list of values, the last being null.
struct SmallColumn {
  bool listed = false;          ///< texts: cells are values of a list
  std::vector<double> numbers;  ///< else the numbers
  bool nullable = false;
};

Outcomes evaluate(const RowFormula& formula, const std::vector<SmallColumn>& columns, const Indices& row) {
  const auto null = [&](std::size_t column) { return row[column] == columns[column].numbers.size(); };
  switch (formula.kind) {
    case Kind::all:
    case Kind::any: {
      const Outcomes stops = formula.kind == Kind::all ? kFalse : kTrue;
      Outcomes result = formula.kind == Kind::all ? kTrue : kFalse;
      for (const RowFormula& part : formula.parts) {
        const Outcomes of_part = evaluate(part, columns, row);
        if (of_part == stops) return stops;
        if (of_part == kNull) result = kNull;
      }
      return result;
    }
    case Kind::negation: {
      const Outcomes inner = evaluate(formula.parts[0], columns, row);
      return inner == kNull ? kNull : inner == kTrue ? kFalse : kTrue;
    }
    case Kind::sum: {
      double total = static_cast<double>(formula.constant);
      for (const RowFormula::Term& term : formula.terms) {
        if (null(term.column)) return kNull;
        total += static_cast<double>(term.coefficient) * columns[term.column].numbers[row[term.column]];
      }
      const bool truth = formula.comparison == Comparison::equal        ? total == 0
                         : formula.comparison == Comparison::not_equal  ? total != 0
                         : formula.comparison == Comparison::less       ? total < 0
                         : formula.comparison == Comparison::less_equal ? total <= 0
                         : formula.comparison == Comparison::greater    ? total > 0
                                                                        : total >= 0;
      return truth ? kTrue : kFalse;
    }
    case Kind::table: {
      std::size_t index = 0;
      for (const std::size_t column : formula.columns) {
        const std::size_t values = columns[column].numbers.size();
        index = index * (values + 2) + (row[column] == values ? values + 1 : row[column]);
      }
      return formula.outcomes[index];
    }
    case Kind::null_test:
      return null(formula.columns[0]) ? kTrue : kFalse;
    case Kind::fixed:
      break;
  }
  return formula.outcomes[0];
}

bool some_row(const RowSystem& system, const std::vector<SmallColumn>& columns, const Indices& rules) {
  Indices row(columns.size(), 0);
  while (true) {
    if (std::none_of(rules.begin(), rules.end(),
                     [&](std::size_t rule) { return evaluate(system.rules[rule], columns, row) == kFalse; })) {
      return true;
    }
    std::size_t c = 0;
    while (c < row.size() && ++row[c] == columns[c].numbers.size() + (columns[c].nullable ? 1U : 0U)) row[c++] = 0;
    if (c == row.size()) return false;
  }
}

class RandomSystem {
 public:
  /// sums  comparisons over more than one column too, of which not all contradictions are promised to be found
  RandomSystem(std::uint32_t seed, bool sums) : random_(seed), sums_(sums) {
    for (std::size_t c = 0; c < 4; ++c) {
      SmallColumn small;
      small.listed = below(2) == 0;
      small.nullable = below(3) == 0;
      const std::size_t count = 1 + below(4);
      const bool gaps = below(2) == 0;
      double at = static_cast<double>(below(5)) - 2;
      for (std::size_t v = 0; v < count; ++v) {
        small.numbers.push_back(at);
        at += gaps && small.listed ? static_cast<double>(1 + below(3)) : 1;
      }
      system.columns.push_back(small.listed ? numbers(small.numbers, small.nullable)
                                            : integers(small.numbers.front(), small.numbers.back(), small.nullable));
      columns.push_back(std::move(small));
    }
    const std::size_t count = 1 + below(7);
    for (std::size_t r = 0; r < count; ++r) system.rules.push_back(formula(3));
  }

  RowSystem system;
  std::vector<SmallColumn> columns;

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  RowFormula formula(int depth) {
    const std::size_t kind = below(depth > 0 ? 9 : 5);
    if (kind >= 5) {
      if (kind == 8) return negation(formula(depth - 1));
      std::vector<RowFormula> parts;
      for (std::size_t i = 0; i < 2 + below(2); ++i) parts.push_back(formula(depth - 1));
      return join(kind == 5 ? Kind::all : Kind::any, std::move(parts));
    }
    const std::size_t column = below(columns.size());
    if (kind == 0) return null_test(column);
    if (kind == 1) return table({column});
    const auto comparison = static_cast<Comparison>(below(6));
    if (kind == 4 && sums_) {
      Terms terms;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (below(2) == 0) terms.push_back({c, static_cast<std::int64_t>(below(7)) - 3});
      }
      if (!terms.empty()) return sum(std::move(terms), static_cast<std::int64_t>(below(9)) - 4, comparison);
    }
    if (kind >= 3) {
      const std::size_t other = below(columns.size());
      if (other != column && columns[other].listed && columns[column].listed) return table({column, other});
    }
    return test(column, comparison, static_cast<std::int64_t>(below(9)) - 3);
  }

  RowFormula table(Indices of) {
    if (!columns[of[0]].listed) return null_test(of[0]);
    RowFormula formula;
    formula.kind = Kind::table;
    formula.columns = of;
    std::size_t cells = 1;
    for (const std::size_t column : of) cells *= columns[column].numbers.size() + 2;
    formula.outcomes.clear();
    constexpr Outcomes kEach[] = {kTrue, kFalse, kFalse, kNull};
    for (std::size_t i = 0; i < cells; ++i) formula.outcomes.push_back(kEach[below(4)]);
    return formula;
  }

  std::mt19937 random_;
  const bool sums_;
};

}  // namespace

TEST_CASE("of random rules over lists and intervals, exactly the impossible are found, with minimal sets") {
  std::size_t impossible = 0;
  for (std::uint32_t seed = 0; seed < 4'000; ++seed) {
    const RandomSystem random(seed, false);
    Indices all(random.system.rules.size());
    for (std::size_t r = 0; r < all.size(); ++r) all[r] = r;
    const std::vector<Contradiction> found = find_contradictions(random.system);
    INFO("seed " << seed);
    REQUIRE(found.empty() == some_row(random.system, random.columns, all));
    for (const Contradiction& contradiction : found) {
      ++impossible;
      REQUIRE_FALSE(some_row(random.system, random.columns, contradiction.rules));
      for (std::size_t i = 0; i < contradiction.rules.size(); ++i) {
        Indices fewer = contradiction.rules;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        REQUIRE(some_row(random.system, random.columns, fewer));
      }
    }
  }
  REQUIRE(impossible > 400);  // so that both answers are tried
}

TEST_CASE("of random rules with sums, none is called impossible that a row satisfies, and nearly all others are") {
  std::size_t impossible = 0;
  std::size_t missed = 0;
  for (std::uint32_t seed = 10'000; seed < 14'000; ++seed) {
    const RandomSystem random(seed, true);
    Indices all(random.system.rules.size());
    for (std::size_t r = 0; r < all.size(); ++r) all[r] = r;
    const bool possible = some_row(random.system, random.columns, all);
    const bool found = !find_contradictions(random.system).empty();
    INFO("seed " << seed);
    REQUIRE_FALSE((found && possible));
    impossible += possible ? 0 : 1;
    missed += !possible && !found ? 1 : 0;
  }
  REQUIRE(impossible > 400);
  // Fractions between whole numbers are not searched for.
  REQUIRE(missed * 20 < impossible);
}

}  // namespace synthgen
