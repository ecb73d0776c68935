// The lesser or the greater of two values, shared by least, greatest and clip.
//
// Threads: pure.
#pragma once

#include "compiler.hpp"

namespace synthgen::expression {

/// Null where either is. REQUIRES: equal types, ordered ones (numbers, texts, dates, timestamps).
StepPtr make_extreme(StepPtr a, StepPtr b, bool greater);
/// The values as their common type; empty (told) where they differ or have no order.
std::vector<StepPtr> ordered_values(Compiler& compiler, std::span<const Typed> values, std::string_view function);

}  // namespace synthgen::expression
