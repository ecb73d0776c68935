// What is wrong with a correlation group once its columns are known, in words.
//
// Threads: pure but for the diagnostics that they are given.
#pragma once

#include <optional>

#include "synthgen/copula/normal_to_anything.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Why a column cannot be in any group (SG2310); nothing where it can.
std::optional<Diagnostic> refused_column(const CorrelationGroup& group, std::size_t column,
                                         const SchemaColumn& declared);
/// SG2310 of a column whose values have no order.
Diagnostic unordered_column(const CorrelationGroup& group, std::size_t column, const SchemaColumn& declared);
/// SG2311: a column with parameters by row in a group that does not say so.
Diagnostic parameters_by_row(const CorrelationGroup& group, std::size_t column, const SchemaColumn& declared);

class GroupFaults {
 public:
  GroupFaults(const CorrelationGroup& group, const SchemaTable& table, Diagnostics& diagnostics)
      : group_(group), table_(table), diagnostics_(diagnostics) {}

  /// SG2312, with the nearest valid matrix.
  void not_semidefinite(const SquareMatrix& nearest) const;
  /// SG2313 to SG2315: columns of one value, ties, pairs out of reach. True where there were any.
  bool unsolved(const CorrelationSolution& solution) const;
  /// SG2316, with what the nearest latent matrix would give.
  void no_such_copula(const SquareMatrix& reachable) const;
  /// SG2318: the parameters of one member follow from another.
  void parameters_of_member(std::size_t member, std::size_t from) const;
  /// SG2317, a warning: the pair that is farthest from its target, and by more than `tolerance`, because of what is
  /// missing; nothing where there is none. Expected values may be NaN.
  void missing_stands_between(const SquareMatrix& target, const SquareMatrix& expected, double tolerance) const;

 private:
  const std::string& name(std::size_t member) const;
  const Place& place_of(std::size_t a, std::size_t b) const;
  std::string nearest_text(const SquareMatrix& nearest) const;

  const CorrelationGroup& group_;
  const SchemaTable& table_;
  Diagnostics& diagnostics_;
};

}  // namespace synthgen
