// row_number().
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

class RowNumberStep final : public Step {
 public:
  RowNumberStep() : Step({TypeKind::integer}) {}

  void fill(Run& run, Column& out) const override {
    const RowSet rows = run.evaluate.rows();
    out.reset(type(), run.rows);
    auto* numbers = out.data<std::int64_t>();
    for (std::size_t i = 0; i < run.rows; ++i) numbers[i] = rows[i] + 1;
  }
};

StepPtr compile_row_number(Compiler&, std::span<const Typed>, const ExpressionNode&) {
  return std::make_shared<RowNumberStep>();
}

}  // namespace

FunctionRecord row_number_function() {
  return {
      .record =
          {.name = "row_number",
           .summary =
               "The number of the row in its table from 1, in the order of generation, whichever order is written.",
           .source = "SQL:2016 (row_number over the whole table).",
           .example = R"json({"expression": "row_number()"})json"},
      .parameters = {},
      .by_row = true,
      .compile = &compile_row_number,
  };
}

}  // namespace synthgen::expression::functions
