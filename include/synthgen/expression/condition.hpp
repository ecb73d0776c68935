// A condition taken apart: its comparisons and how they are joined, and how an expression
// follows one of the values that it reads. For rules, which are solved for a column.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "synthgen/expression/expression.hpp"

namespace synthgen {

/// A part of an expression as an expression of its own: same text and places, its own paths.
///
/// node  of the tree below whole.root(), held by it
Expression part_of(const Expression& whole, const std::shared_ptr<const ExpressionNode>& node);

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

/// A condition as a tree. `between` becomes two comparisons, `in (…)` one for each value, and negations stay where they
/// were written, so that three-valued logic over the parts gives what the whole gives. A choice between conditions is
/// put in words, with care for nulls: `if(c, a, b)` is (c and c is not null and a) or ((not c or c is null) and b).
/// Each part's `whole` compiles, with boolean wanted, and its places are those of what was written.
struct Condition {
  enum class Kind : std::uint8_t {
    all,         ///< parts joined by `and`, two or more
    any,         ///< by `or`
    negation,    ///< one part
    comparison,  ///< left, right
    null_test,   ///< left is null; `is not null` is a negation of it
    other,       ///< anything else that is true or false: like, matches, a boolean column, a list of more than 1,000
  };
  Kind kind = Kind::other;
  Expression whole;
  std::vector<Condition> parts = {};
  Comparison comparison = Comparison::equal;
  std::optional<Expression> left = std::nullopt;
  std::optional<Expression> right = std::nullopt;
};

Condition take_apart(const Expression& condition);

/// The conjunction that a condition is: `a and (b and c)` gives three, `not (a or b)` two; anything else itself.
std::vector<Expression> split_conjunction(const Expression& condition);

/// How an expression changes while one column rises and all else stays.
enum class Trend : std::uint8_t {
  constant,  ///< it does not read the column
  rising,    ///< never falls
  falling,   ///< never rises
  either,    ///< one of the two, which one differs by row: `a * x`
  other,     ///< nothing is known
};

/// What a path stands for: `rising` for the column itself, `constant` for what does not follow it, and the trend of
/// its expression for a column that is computed from it.
using PathTrend = std::function<Trend(const Path&)>;

/// Of numbers, dates and times. A function that is null in a part of its domain (sqrt, ln, /) counts as `other` where
/// that part depends on the column. Overflow is left aside, and so is rounding of the last digit where slopes of one
/// path are summed: `1.1 * x - x`.
///
/// scope  types of the paths, and constants. Without it more is `other` or `either`: a time of day that is moved by
///        hours begins anew at midnight, and a timestamp moved by months or working days does not keep its order,
///        while dates do.
Trend trend_of(const Expression& expression, const PathTrend& paths, const Scope* scope = nullptr);
/// Of left − right, as a comparison of the two sees it: `2 * x <= y + x` is `rising` as a whole.
Trend trend_of_difference(const Expression& left, const Expression& right, const PathTrend& paths,
                          const Scope* scope = nullptr);

}  // namespace synthgen
