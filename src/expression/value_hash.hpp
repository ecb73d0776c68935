// The hash of values, the same on every machine and for ever.
//
// Threads: pure. Determinism: defined by docs/language.md ("hash"), byte for byte, whatever the machine.
#pragma once

#include <string_view>
#include <vector>

#include "step.hpp"

namespace synthgen::expression {

/// A 63-bit integer made of all values, which are at least one. Never null.
StepPtr make_hash(std::vector<StepPtr> values);

}  // namespace synthgen::expression
