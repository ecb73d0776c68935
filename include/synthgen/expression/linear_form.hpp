// Expressions that are sums of multiples of columns: 2 * price + 10, due - started.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "synthgen/expression/expression.hpp"

namespace synthgen {

/// numerator / denominator in lowest terms, the denominator positive.
struct Fraction {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  bool zero() const { return numerator == 0; }
  friend bool operator==(const Fraction&, const Fraction&) = default;
};

// Nothing where the result leaves 64 bits, or for a division by zero.
std::optional<Fraction> add(Fraction a, Fraction b);
std::optional<Fraction> multiply(Fraction a, Fraction b);
std::optional<Fraction> divide(Fraction a, Fraction b);

/// Dates count in days, times in microseconds, all else is the number itself.
struct LinearForm {
  struct Term {
    Path path;
    Type type;             ///< of the column
    Fraction coefficient;  ///< 0 where it cancels out: the sum is null all the same where the column is
  };
  std::vector<Term> terms;  ///< each path once, in order of appearance
  Fraction constant;
  Type type;  ///< of the whole
  /// Doubles are rounded on the way: the written value differs from the sum by up to 2⁻⁴⁰ of the terms' magnitudes.
  /// Where it is false the sum is exact, and a constant beside a double is the double nearest to it.
  bool rounded = false;

  bool constant_alone() const { return terms.empty(); }
};

/// What a path is as a sum: itself once, what its column is computed as, a constant; nothing where it is not a number
/// or a time, or not known.
using PathForm = std::function<std::optional<LinearForm>(const Path&)>;

/// Nothing where the expression is no such sum, or leaves exact numbers of 64 bits.
std::optional<LinearForm> linear_form(const Expression& expression, const PathForm& paths,
                                      const CompileOptions& options);
/// left − right as a comparison of the two sees it: text literals are read as the other side's date or time, dates
/// beside times are their midnights in microseconds. Nothing where the two cannot be compared as numbers.
std::optional<LinearForm> linear_difference(const Expression& left, const Expression& right, const PathForm& paths,
                                            const CompileOptions& options);
/// The value of a constant expression of a number or a time; text literals are read as `wanted`.
std::optional<LinearForm> constant_form(const Expression& expression, const CompileOptions& options);

}  // namespace synthgen
