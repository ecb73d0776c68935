// min(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord min_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "numbers, texts, dates or times, an expression over columns of the table whose rows refer to this one"},
  };
  return {
      .record = {.name = "min",
                 .summary =
                     "The least value among the rows of another table that belong to this one; null without such rows.",
                 .source = "SQL:2016 (aggregate functions, with the condition of FILTER written behind where).",
                 .example = R"json({"expression": "min(orders.ordered_at)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::children,
  };
}

}  // namespace synthgen::expression::functions
