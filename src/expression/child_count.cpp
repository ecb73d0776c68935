// child_count().
#include "family_place.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_child_count(Compiler& compiler, std::span<const Typed>, const ExpressionNode& call) {
  return compile_family_place(compiler, call, FamilyPlace::count);
}

}  // namespace

FunctionRecord child_count_function() {
  return {
      .record = {.name = "child_count",
                 .summary = "How many rows the parent of the row has in this table, the row itself included.",
                 .source = "SQL:2016 (count over a partition).",
                 .example = R"json({"expression": "child_count()"})json"},
      .parameters = {},
      .by_row = true,
      .compile = &compile_child_count,
  };
}

}  // namespace synthgen::expression::functions
