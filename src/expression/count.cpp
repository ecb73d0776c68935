// count(rows).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord count_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"rows", "the table whose rows refer to this one, or an expression over its columns whose nulls do not count"},
  };
  return {
      .record = {.name = "count",
                 .summary = "How many rows of another table belong to this one, or have a value that is not null.",
                 .source = "SQL:2016 (aggregate functions, with the condition of FILTER written behind where).",
                 .example = R"json({"expression": "count(orders where status = 'paid')"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::children,
  };
}

}  // namespace synthgen::expression::functions
