// days_between(a, b).
#include "function.hpp"
#include "time_distance.hpp"

namespace synthgen::expression::functions {
namespace {

struct Days {
  std::int64_t operator()(DayAndTime a, DayAndTime b) const { return std::int64_t{b.days} - a.days; }
};

StepPtr compile_days_between(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_distance<Days>(compiler, arguments, "days_between");
}

constexpr FunctionParameter kParameters[] = {
    {"a", "a date, timestamp or datetime: where counting begins"},
    {"b", "a date, timestamp or datetime: where it ends"},
};

}  // namespace

FunctionRecord days_between_function() {
  return {
      .record = {.name = "days_between",
                 .summary = "The days from a to b, negative where b is earlier; of timestamps, the midnights between.",
                 .source = "date_diff('day', a, b) of DuckDB.",
                 .example = R"json({"expression": "days_between(date '2024-02-28', date '2024-03-01')"})json"},
      .parameters = kParameters,
      .compile = &compile_days_between,
  };
}

}  // namespace synthgen::expression::functions
