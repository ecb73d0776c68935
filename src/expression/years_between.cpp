// years_between(a, b).
#include <tuple>

#include "function.hpp"
#include "time_distance.hpp"

namespace synthgen::expression::functions {
namespace {

std::int64_t completed(DayAndTime a, DayAndTime b) {
  const CivilDate from = civil_from_days(a.days);
  const CivilDate to = civil_from_days(b.days);
  const bool anniversary = std::tie(to.month, to.day, b.micros) >= std::tie(from.month, from.day, a.micros);
  return to.year - from.year - (anniversary ? 0 : 1);
}

struct Years {
  std::int64_t operator()(DayAndTime a, DayAndTime b) const {
    const bool forward = std::tie(a.days, a.micros) <= std::tie(b.days, b.micros);
    return forward ? completed(a, b) : -completed(b, a);
  }
};

StepPtr compile_years_between(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_distance<Years>(compiler, arguments, "years_between");
}

constexpr FunctionParameter kParameters[] = {
    {"a", "a date, timestamp or datetime, such as a birth date"},
    {"b", "a date, timestamp or datetime, such as today()"},
};

}  // namespace

FunctionRecord years_between_function() {
  return {
      .record = {.name = "years_between",
                 .summary =
                     "The completed years from a to b, as ages are told; negative where b is earlier. Born on 29 "
                     "February, one is a year older on 1 March of common years.",
                 .source = "SQL's age(b, a), its years.",
                 .example = R"json({"expression": "years_between(date '1990-06-15', today())"})json"},
      .parameters = kParameters,
      .compile = &compile_years_between,
  };
}

}  // namespace synthgen::expression::functions
