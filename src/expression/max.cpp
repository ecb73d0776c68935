// max(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord max_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "numbers, texts, dates or times, an expression over columns of the table whose rows refer to this one"},
  };
  return {
      .record =
          {.name = "max",
           .summary =
               "The greatest value among the rows of another table that belong to this one; null without such rows.",
           .source = "SQL:2016 (aggregate functions, with the condition of FILTER written behind where).",
           .example = R"json({"expression": "max(orders.total where status = 'paid')"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::children,
  };
}

}  // namespace synthgen::expression::functions
