// avg(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord avg_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "numbers, an expression over columns of the table whose rows refer to this one"},
  };
  return {
      .record =
          {.name = "avg",
           .summary =
               "The average over the rows of another table that belong to this one, a number; null without such rows.",
           .source = "SQL:2016 (aggregate functions, with the condition of FILTER written behind where).",
           .example = R"json({"expression": "avg(orders.total)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::children,
  };
}

}  // namespace synthgen::expression::functions
