// The rules of a table as the plan binds them: what is tested, which column is drawn again,
// and what of it can be solved.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/diagnostic.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/expression/condition.hpp"
#include "synthgen/schema/rule_declaration.hpp"

namespace synthgen {

/// How a part of a rule is met.
enum class RuleMethod : std::uint8_t {
  interval,  ///< comparisons, solved for the target
  values,    ///< every value of the target is tried
  equality,  ///< the target takes the value of the other side
  null,      ///< it decides whether the target is null, and nothing else
  attempts,  ///< drawn again until it holds
  computed,  ///< it reads nothing that is drawn: it holds or it does not
  observed,  ///< verify and report: tested only
};
/// "interval", as manifest and `plan` have it.
const char* method_name(RuleMethod method);

/// Rows that rules are tried on while a plan is made, or all where a table has fewer.
inline constexpr std::int64_t kSampledRows = 4'096;

struct PlannedRule {
  /// One conjunct of `check`, `then` or `else`.
  struct Part {
    std::string text;  ///< as in the schema
    Place place;
    /// Internal boolean column of `if`; none where the part always applies.
    std::optional<ColumnIndex> condition = {};
    bool otherwise = false;  ///< it applies where the condition is false (`else`), not where it is true
    ColumnIndex check = 0;   ///< internal boolean column: it is broken where this is false and it applies
    RuleMethod method = RuleMethod::computed;
    std::optional<std::size_t> target = {};  ///< of PlannedTable::targets
    /// What makes room for breaking the rule on purpose, in the rows that `condition` says: there `if` must hold.
    bool on_purpose = false;
  };
  std::string name;
  bool named = false;
  std::string description;
  std::string text;  ///< "shipped_at >= ordered_at", or "if …: …; else: …"
  Place place;
  Enforcement enforcement = Enforcement::condition;
  std::vector<Part> parts;
  /// Share of rows that pass before anything is drawn again, of the first kSampledRows; NaN where it is not known.
  double acceptance = 0;
  std::size_t declared = 0;  ///< place in the schema's list
};

/// All methods of its parts, each once: "values and interval".
std::string methods_text(const PlannedRule& rule);

/// Whether a part applies to a row: its `if` is true, or with `else` false.
///
/// condition  cells of part.condition; null where it has none
inline bool applies(const PlannedRule::Part& part, const Column* condition, std::size_t row) {
  if (condition == nullptr) return true;
  return condition->is_valid(row) && (condition->data<std::uint8_t>()[row] != 0) != part.otherwise;
}
/// Whether a row breaks a part: it applies, and its check is false. A null breaks nothing.
inline bool breaks(const PlannedRule::Part& part, const Column& check, const Column* condition, std::size_t row) {
  return check.is_valid(row) && check.data<std::uint8_t>()[row] == 0 && applies(part, condition, row);
}

/// A comparison that rises or falls with the target: the sign of `left` − `right` decides it.
struct RuleAtom {
  ColumnIndex left = 0;  ///< internal columns of one type, read by ordered_numbers()
  ColumnIndex right = 0;
  Comparison comparison = Comparison::equal;
  std::vector<ColumnIndex> columns;  ///< those that follow the target, in order: what the two read, and themselves
  /// The side that is the target itself, while the other does not follow it.
  enum class Bare : std::uint8_t { neither, left, right };
  Bare bare = Bare::neither;
  bool fixed = false;  ///< its sign depends on the target's score alone, so that one search serves all rows
};

/// The allowed values of a target by one part, as a tree over atoms.
struct RuleTree {
  enum class Kind : std::uint8_t {
    all,
    any,
    negation,
    certain,    ///< whether its one part is true, rather than false or null
    atom,       ///< index into PlannedTarget::atoms
    null_test,  ///< the target is null
    fixed,      ///< a condition that does not follow the target: internal boolean column `column`
    unknown,    ///< follows the target in a way that is not solved: any value may do
  };
  Kind kind = Kind::unknown;
  std::vector<RuleTree> parts = {};
  std::size_t atom = 0;
  ColumnIndex column = 0;
};

/// A drawn column that is conditioned by rules.
struct PlannedTarget {
  struct PartAt {
    std::size_t rule = 0;
    std::size_t part = 0;
  };
  ColumnIndex column = 0;
  std::vector<PartAt> parts;                  ///< all rules that it is the target of
  bool nullable = false;                      ///< by its `missing`
  std::optional<ColumnIndex> null_rate = {};  ///< internal column: `missing` where it differs by row; 0 forbids null
  bool null_by_source = false;                ///< its source may give null by itself

  // How it is drawn again.
  /// The internal column of scores that `value` reads; none where the target has no score: it is drawn by attempts.
  std::optional<ColumnIndex> score = {};
  /// In a correlation group: the target's own independent score, from which `score` follows by `chain`.
  std::optional<ColumnIndex> innovation = {};
  /// Columns from the innovation to the score, in order, the score last; empty without innovation.
  std::vector<ColumnIndex> chain;
  bool linear_chain = true;  ///< the score is a linear function of the innovation: not in Student's copula
  /// What gives its value: by the score, or (where it has none) the column itself.
  ColumnIndex value = 0;
  /// Without a score: columns of its own that are drawn with it (the pick of a foreign key), in order.
  std::vector<ColumnIndex> own;
  StreamKey draws;  ///< purpose "conditional/64": one draw per attempt
  /// Where it is made of draws that earlier targets are made of too, as an e-mail and a user name are made of one name:
  /// all columns that are drawn anew with it until the rules of all these targets hold, in the order in which they are
  /// filled, the target and what is filled with it among them. Empty where it shares no draws.
  std::vector<ColumnIndex> together;
  /// Of these, columns that have `missing`, other than the target: a cell stays null, or stays no null.
  std::vector<ColumnIndex> kept_nulls;

  /// Columns that follow the target and that the rules read, in order: computed again with it.
  std::vector<ColumnIndex> dependents;
  /// The parts' conditions and checks, in order.
  std::vector<ColumnIndex> tests;
  /// What must be filled before it beside its inputs: tests that do not follow it, and what the others read.
  std::vector<ColumnIndex> reads;

  // What is known of its values.
  std::shared_ptr<const Column> domain;  ///< all of them by rising score, where they are tried one by one
  std::vector<double> ends;              ///< of the domain's values: the greatest score of each; the last is infinite
  bool few_by_row = false;  ///< each row has few values, at scores of its own: they are found and tried row by row
  /// Of whole numbers and dates that are too many to be tried: the greatest score of each from the first on; the last
  /// is infinite. Where an atom is bare, nothing needs to be searched.
  std::vector<double> ladder;
  std::int64_t ladder_first = 0;
  /// Of values that are rounded to digits: the internal column of the value before, by the score, a number. Bare atoms
  /// are searched along that, which is smooth.
  std::optional<ColumnIndex> unrounded = {};
  std::vector<RuleAtom> atoms;
  RuleTree tree;  ///< all parts together, over values that are not null; where there is a domain it is not needed
  /// Internal columns that the tree and the pin read and that do not follow the target: conditions, other sides.
  std::vector<ColumnIndex> fixed;
  bool solvable = false;  ///< the tree says more than `unknown`
  /// An equality `target = …`: the column of the target's type whose value it takes, and the atom that says so.
  struct Pin {
    ColumnIndex column = 0;
    std::size_t atom = 0;
  };
  std::vector<Pin> pins;
  /// The tree may decide without any value of the target that it must be null, or must be the pin's value.
  bool decides_at_once = false;
  bool pins_at_once = false;  ///< its values lie dense: whatever lies between the ends is one
  bool same_set = false;      ///< the tree allows the same scores in all rows

  /// Of a violation: of PlannedTable::rules, the one that a row must break to be good, while it keeps the others.
  std::optional<std::size_t> violated = {};
  bool varies = true;  ///< its value may come out otherwise when it is drawn again
};

/// Rows that break a rule on purpose. The target's `dependents` and `tests` are those that read the column directly:
/// what is computed from it keeps its value in the file.
struct PlannedViolation {
  std::size_t rule = 0;                  ///< of PlannedTable::rules
  bool exact = false;                    ///< exactly `rows` of them
  double share = 0;                      ///< of all rows; NaN where it differs by row
  std::optional<ColumnIndex> rate = {};  ///< internal column of the share, where it differs by row
  std::int64_t rows = 0;                 ///< of exact ones
  ColumnIndex hits = 0;                  ///< internal boolean column, never null: no row is hit for two rules
  PlannedTarget target;
  /// Columns that must be filled before its value is drawn.
  std::vector<ColumnIndex> reads;
};

/// Columns that are drawn anew together where one of their targets found no value: joined by rules or a copula.
struct PlannedComponent {
  std::vector<ColumnIndex> columns;  ///< in the order in which they are filled
  std::vector<std::size_t> targets;  ///< of PlannedTable::targets, in order
};

}  // namespace synthgen
