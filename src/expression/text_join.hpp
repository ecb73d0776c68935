// Text from values, and texts joined.
//
// Threads: pure. Text forms are those of schema-details ("Text forms"): numbers in the shortest form that reads back,
// decimals with all their digits, true and false, ISO 8601 dates and timestamps.
#pragma once

#include <vector>

#include "step.hpp"

namespace synthgen::expression {

/// Columns that double their own text would fill any memory; a longer one is null, counted as overflow.
inline constexpr std::size_t kMostTextBytes = std::size_t{1} << 20;

/// The value as text; the step itself where it is text.
StepPtr make_text_form(StepPtr step);
/// The texts one after the other; null where one is null. Values of other types are given their text form.
StepPtr make_join(std::vector<StepPtr> parts);

}  // namespace synthgen::expression
