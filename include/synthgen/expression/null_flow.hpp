// Which nulls an expression passes on: where it is null for sure because a column is, or because it says so.
//
// Threads: pure.
#pragma once

#include <vector>

#include "synthgen/expression/expression.hpp"

namespace synthgen {

/// What is certain, not what is possible: `if(country is null, 'ES', country)` passes nothing on.
struct NullFlow {
  std::vector<Path> paths;    ///< where one of these is null, the whole is
  bool written_null = false;  ///< null is a branch of `if` or `case`, or the whole
  bool without_else = false;  ///< a `case` has no `else`
};

/// Calls of functions over other rows, and draws, pass nothing on.
NullFlow null_flow(const Expression& expression);

}  // namespace synthgen
