// A column that a condition compares, by itself, with something else.
#pragma once

#include <optional>
#include <string>

#include "synthgen/expression/condition.hpp"

namespace synthgen {

/// What `b ? a` is, of `a ? b`.
Comparison turned(Comparison comparison);

/// The comparison, turned so that the column stands on its left, and on that side only; of a conjunction the first that
/// fits. Nothing where there is none.
std::optional<Condition> comparison_of_column(const Condition& condition, const std::string& column);

}  // namespace synthgen
