// running_sum(value).
#include "function.hpp"

namespace synthgen::expression::functions {

FunctionRecord running_sum_function() {
  static constexpr FunctionParameter kParameters[] = {
      {"value", "a number, added up from the first row of the family to this one; nulls add nothing"},
  };
  return {
      .record = {.name = "running_sum",
                 .summary = "The sum over the family's rows up to this one; null as long as all of them are null.",
                 .source = "SQL:2016 (sum over a partition, from its first row to the current one).",
                 .example = R"json({"expression": "running_sum(amount)"})json"},
      .parameters = kParameters,
      .by_row = true,
      .over = RowsOver::family,
  };
}

}  // namespace synthgen::expression::functions
