// What child_number() and child_count() share: the row's place in its family.
#pragma once

#include "function.hpp"

namespace synthgen::expression {

enum class FamilyPlace : std::uint8_t { number, count };

/// Null (told: SG3213) in a table whose rows are not per parent.
StepPtr compile_family_place(Compiler& compiler, const ExpressionNode& call, FamilyPlace wanted);

}  // namespace synthgen::expression
