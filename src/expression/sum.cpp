// sum(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord sum_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "numbers, an expression over columns of the table whose rows refer to this one"},
  };
  return {
      .record = {.name = "sum",
                 .summary = "The sum over the rows of another table that belong to this one; null without such rows.",
                 .source = "SQL:2016 (aggregate functions, with the condition of FILTER written behind where).",
                 .example = R"json({"expression": "sum(items.quantity * items.price)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::children,
  };
}

}  // namespace synthgen::expression::functions
