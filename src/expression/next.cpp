// next(value[, default]).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord next_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "what is read in the row after, of the same family"},
      {"default", "taken in the last row of a family; null where it is left out", true},
  };
  return {
      .record = {.name = "next",
                 .summary = "A value of the row after in the family.",
                 .source = "SQL:2016 (lead over a partition).",
                 .example = R"json({"expression": "next(valid_from)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::family,
  };
}

}  // namespace synthgen::expression::functions
