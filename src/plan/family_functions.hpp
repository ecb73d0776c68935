// What previous, next, first and running_sum compute: columns over the families of their rows.
//
// Threads: as source.hpp. Determinism: as family_source.hpp.
#pragma once

#include <memory>
#include <optional>

#include "synthgen/source/stepwise_source.hpp"

namespace synthgen {

/// A cell of another row of the family, as it is.
struct FamilyCell {
  ColumnIndex input = 0;
  /// Taken from the row itself where the family has no such row; nothing: null. Of the input's type.
  std::optional<ColumnIndex> fallback = {};
  Type type;
  const Dictionary* dictionary = nullptr;  ///< of input and fallback both; null: texts are copied as plain ones
};

std::unique_ptr<const StepwiseSource> make_previous(FamilyCell cell);
std::unique_ptr<const FamilySource> make_next(FamilyCell cell);
std::unique_ptr<const FamilySource> make_first(FamilyCell cell);

/// Sums of a column of integers, decimals or doubles: the first two exactly, doubles in the order of the rows. Nulls
/// add nothing; null until there is a value. What the type cannot hold is null and counted, and later sums may be held
/// again.
std::unique_ptr<const StepwiseSource> make_running_sum(ColumnIndex input, Type type);

}  // namespace synthgen
