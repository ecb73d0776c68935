// child_number().
#include "family_place.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_child_number(Compiler& compiler, std::span<const Typed>, const ExpressionNode& call) {
  return compile_family_place(compiler, call, FamilyPlace::number);
}

}  // namespace

FunctionRecord child_number_function() {
  return {
      .record = {.name = "child_number",
                 .summary = "The number of the row among those of its parent, from 1.",
                 .source = "SQL:2016 (row_number over a partition).",
                 .example = R"json({"expression": "child_number()"})json"},
      .parameters = {},
      .by_row = true,
      .compile = &compile_child_number,
  };
}

}  // namespace synthgen::expression::functions
