// like and matches.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "step.hpp"

namespace synthgen::expression {

/// SQL's like over the whole text: % any run of characters, _ one character, \ takes the next one as it is.
bool is_like(std::string_view text, std::string_view pattern);
StepPtr make_like(StepPtr text, StepPtr pattern);
/// RE2 over the whole text; null where the pattern is wrong, with the reason in `fault`.
StepPtr make_matches(StepPtr text, std::string_view pattern, std::string& fault);

}  // namespace synthgen::expression
