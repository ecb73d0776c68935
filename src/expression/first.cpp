// first(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord first_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "what is read in the first row of the family"},
  };
  return {
      .record = {.name = "first",
                 .summary = "A value of the first row of the family.",
                 .source = "SQL:2016 (first_value over a partition).",
                 .example = R"json({"expression": "amount / first(amount)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::family,
  };
}

}  // namespace synthgen::expression::functions
