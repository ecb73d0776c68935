// What is known of a function: its page in the manual and how its calls are compiled. Each
// function is one file, named after it, and one line in builtin.def.
//
// Threads: constant data.
#pragma once

#include <span>
#include <string>

#include "compiler.hpp"
#include "synthgen/expression/function_page.hpp"

namespace synthgen::expression {

struct FunctionRecord {
  Record record;
  std::span<const FunctionParameter> parameters;
  bool repeats = false;            ///< the last parameter may be given again and again
  bool gives_argument = false;     ///< its value is one of its arguments, as that of `if`
  bool takes_nulls = false;        ///< it may have a value where an argument is null; all others are null there
  bool by_row = false;             ///< it differs from row to row, even where its arguments do not
  RowsOver over = RowsOver::none;  ///< other rows that it looks at: then Scope::over_rows() compiles it, and by_row
  TimeUnit unit = TimeUnit::none;  ///< of a duration, which compile() gives as the number of units
  /// arguments  in the order of `parameters`; absent optional ones have no step, all others have one
  /// Gives null where it has told an error.
  StepPtr (*compile)(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode& call) = nullptr;
};

/// In the order of builtin.def.
std::span<const FunctionRecord> function_records();
const FunctionRecord* find_function(std::string_view name);
/// "round(x[, digits])"
std::string signature(const FunctionRecord& function);

}  // namespace synthgen::expression
