// now().
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_now(Compiler& compiler, std::span<const Typed>, const ExpressionNode&) {
  return make_integer({TypeKind::timestamp}, compiler.options().reference_micros);
}

}  // namespace

FunctionRecord now_function() {
  return {
      .record = {.name = "now",
                 .summary = "The schema's reference_time, a timestamp: never the clock, so that runs repeat.",
                 .source = "SQL's current_timestamp, made repeatable.",
                 .example = R"json({"expression": "now()"})json"},
      .parameters = {},
      .compile = &compile_now,
  };
}

}  // namespace synthgen::expression::functions
