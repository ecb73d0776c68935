// now().
#include "function.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_now(Compiler& compiler, std::span<const Typed>, const ExpressionNode&) {
  const std::int64_t micros = compiler.options().reference_micros;
  return make_integer({TypeKind::timestamp, fraction_digits_of(micros)}, micros);
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
