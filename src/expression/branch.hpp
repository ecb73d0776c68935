// The choice between values: if, case, coalesce.
//
// Threads: pure.
#pragma once

#include <vector>

#include "step.hpp"

namespace synthgen::expression {

struct Arm {
  StepPtr condition;  ///< null: the arm applies wherever its value is not null
  StepPtr value;
};

/// The value of the first arm that applies; null where none does. Where all values are text literals or
/// dictionary-coded, the result is coded in one dictionary.
/// REQUIRES: all values of type `type`.
StepPtr make_branch(Type type, std::vector<Arm> arms);

/// The text of a constant that is not null.
std::optional<std::string_view> constant_text(const Step& step);

}  // namespace synthgen::expression
