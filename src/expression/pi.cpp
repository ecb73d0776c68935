// pi().
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_pi(Compiler&, std::span<const Typed>, const ExpressionNode&) {
  return make_number(0x1.921fb54442d18p+1);
}

}  // namespace

FunctionRecord pi_function() {
  return {
      .record = {.name = "pi",
                 .summary = "The number pi, 3.141592653589793.",
                 .source = "The double nearest to it.",
                 .example = R"json({"expression": "pi()"})json"},
      .parameters = {},
      .compile = &compile_pi,
  };
}

}  // namespace synthgen::expression::functions
