// previous(value[, default]).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord previous_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "what is read in the row before, of the same family; it may be the column itself"},
      {"default", "taken in the first row of a family; null where it is left out", true},
  };
  return {
      .record = {.name = "previous",
                 .summary = "A value of the row before in the family. It may be the column itself, or lead to it.",
                 .source = "SQL:2016 (lag over a partition).",
                 .example = R"json({"expression": "amount - previous(amount)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::family,
  };
}

}  // namespace synthgen::expression::functions
