// What a row must satisfy, in a form in which it can be decided: domains of columns, and
// rules as trees over comparisons of sums, tables of values and tests for null.
//
// Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "synthgen/expression/condition.hpp"

namespace synthgen {

/// The values that a column can have. Its numbers are units of its type: whole numbers, days, microseconds, decimals in
/// units of their last digit; doubles themselves.
struct RowDomain {
  // An interval, of which nothing more is known.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  /// Values are whole multiples of it; 0 for doubles.
  std::int64_t step = 0;

  // Or a list.
  std::size_t values = 0;       ///< so many; 0 where there is no list
  std::vector<double> numbers;  ///< of each; empty where they are texts
  bool others = false;          ///< it may have values beside the listed ones
  bool by_type = false;         ///< the list is that of its type: false and true

  bool nullable = true;
};

/// Outcomes of a condition, joined by |.
using Outcomes = std::uint8_t;
inline constexpr Outcomes kTrue = 1;
inline constexpr Outcomes kFalse = 2;
inline constexpr Outcomes kNull = 4;
inline constexpr Outcomes kAnyOutcome = 7;

struct RowFormula {
  enum class Kind : std::uint8_t {
    all,
    any,
    negation,   ///< one part
    sum,        ///< Σ coefficient × column + constant, compared with 0; null where a column is
    table,      ///< what it is for each combination of the columns' values
    null_test,  ///< the column `columns[0]` is null
    fixed,      ///< one of `outcomes[0]`, which nothing is known about
  };
  struct Term {
    std::size_t column = 0;
    std::int64_t coefficient = 0;  ///< above −2⁶³
  };
  Kind kind = Kind::fixed;
  std::vector<RowFormula> parts = {};

  std::vector<Term> terms = {};
  std::int64_t constant = 0;
  Comparison comparison = Comparison::equal;
  /// The sum is known up to 2⁻⁴⁰ of its terms' magnitudes. Where it is false and a column holds doubles, the sum is
  /// `x − y` (either may be negated), or one column and a constant c: then x is compared with the double nearest to it.
  bool rounded = false;

  std::vector<std::size_t> columns = {};
  /// Of a table: the last column runs fastest, each over its values, then "any other", then null.
  std::vector<Outcomes> outcomes = {kAnyOutcome};
};

struct RowSystem {
  std::vector<RowDomain> columns;
  std::vector<RowFormula> rules;  ///< a row passes where none of them is false
};

}  // namespace synthgen
