// today().
#include "function.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_today(Compiler& compiler, std::span<const Typed>, const ExpressionNode&) {
  const std::int64_t micros = compiler.options().reference_micros;
  const std::int64_t days = micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
  return make_integer({TypeKind::date}, days);
}

}  // namespace

FunctionRecord today_function() {
  return {
      .record = {.name = "today",
                 .summary = "The day of the schema's reference_time, in UTC: never the clock.",
                 .source = "SQL's current_date, made repeatable.",
                 .example = R"json({"expression": "today()"})json"},
      .parameters = {},
      .compile = &compile_today,
  };
}

}  // namespace synthgen::expression::functions
