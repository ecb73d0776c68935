// The pages of the manual on the functions of expressions, for `list functions` and `describe`.
//
// Threads: constant data; any thread may ask.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/kind/record.hpp"

namespace synthgen {

struct FunctionParameter {
  Name name;
  Text meaning;  ///< with its unit
  bool optional = false;
};

struct FunctionPage {
  Record record;
  std::string signature;                          ///< "round(x[, digits])"
  std::span<const FunctionParameter> parameters;  ///< in the order of the signature
  bool repeats = false;                           ///< the last parameter may be given again and again
};

/// The functions of builtin.def, in its order. Distributions, which are functions too, have pages of their own kind.
std::vector<FunctionPage> function_pages();

}  // namespace synthgen
