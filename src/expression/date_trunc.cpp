// date_trunc(unit, t).
#include "arithmetic.hpp"
#include "branch.hpp"
#include "function.hpp"
#include "synthgen/base/near_names.hpp"
#include "time_argument.hpp"

namespace synthgen::expression::functions {
namespace {

enum class TruncUnit : std::uint8_t { year, quarter, month, week, day, hour, minute, second };
constexpr std::string_view kUnits[] = {"year", "quarter", "month", "week", "day", "hour", "minute", "second"};

std::int32_t truncated_day(std::int32_t days, TruncUnit unit) {
  if (unit >= TruncUnit::day) return days;
  // 0001-01-01 is a Monday, so that no week begins before the calendar.
  if (unit == TruncUnit::week) return days - (weekday_of(days) - 1);
  CivilDate date = civil_from_days(days);
  date.day = 1;
  if (unit == TruncUnit::year) date.month = 1;
  if (unit == TruncUnit::quarter) date.month = (date.month - 1) / 3 * 3 + 1;
  return days_from_civil(date);
}

std::int64_t truncated_clock(std::int64_t micros, TruncUnit unit) {
  switch (unit) {
    case TruncUnit::hour:
      return micros - micros % (3'600 * kMicrosPerSecond);
    case TruncUnit::minute:
      return micros - micros % (60 * kMicrosPerSecond);
    case TruncUnit::second:
      return micros - micros % kMicrosPerSecond;
    default:
      return 0;
  }
}

class TruncStep final : public Step {
 public:
  TruncStep(StepPtr x, TruncUnit unit) : Step(x->type()), x_(std::move(x)), unit_(unit) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    for_each_time(x, type(), run.rows, [&](std::size_t i, std::int32_t days, std::int64_t micros) {
      if (type().kind == TypeKind::date) {
        out.data<std::int32_t>()[i] = truncated_day(days, unit_);
      } else {
        out.data<std::int64_t>()[i] = truncated_day(days, unit_) * kMicrosPerDay + truncated_clock(micros, unit_);
      }
    });
  }

 private:
  StepPtr x_;
  TruncUnit unit_;
};

StepPtr compile_date_trunc(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const std::optional<StepPtr> text = compiler.need_constant_text(arguments[0], "date_trunc", "unit");
  StepPtr x = need_time(compiler, arguments[1], "date_trunc", TimeNeed::any);
  if (!text.has_value() || x == nullptr) return nullptr;
  const std::optional<std::string_view> name = constant_text(**text);
  if (!name.has_value()) return make_null(x->type());
  const auto* found = std::find(std::begin(kUnits), std::end(kUnits), *name);
  if (found == std::end(kUnits)) {
    const std::vector<std::string> units(std::begin(kUnits), std::end(kUnits));
    std::string hint = did_you_mean(std::string(*name), units);
    compiler.error("SG3211", "unknown unit '" + std::string(*name) + "' of date_trunc()", *arguments[0].node,
                   hint.empty() ? "there are year, quarter, month, week, day, hour, minute, second" : std::move(hint));
    return nullptr;
  }
  const auto unit = static_cast<TruncUnit>(found - std::begin(kUnits));
  const TypeKind kind = x->type().kind;
  const bool clock = unit >= TruncUnit::hour;
  if ((kind == TypeKind::date && clock) || (kind == TypeKind::time && !clock)) {
    compiler.error("SG3211",
                   "date_trunc() to the " + std::string(*name) + " does not take a " + std::string(type_name(kind)),
                   *arguments[0].node,
                   clock ? "a date has no time of day: year, quarter, month, week, day"
                         : "a time of day has no date: hour, minute, second");
    return nullptr;
  }
  const bool changes = varies(x);
  return fold(std::make_shared<TruncStep>(std::move(x), unit), changes);
}

constexpr FunctionParameter kParameters[] = {
    {"unit", "'year', 'quarter', 'month', 'week' (from Monday), 'day', 'hour', 'minute' or 'second'"},
    {"t", "a date or any time; the result has its type"},
};

}  // namespace

FunctionRecord date_trunc_function() {
  return {
      .record = {.name = "date_trunc",
                 .summary = "The beginning of the year, month, week, hour and so on that a date or time lies in.",
                 .source = "PostgreSQL's date_trunc; a date stays a date.",
                 .example = R"json({"expression": "date_trunc('month', date '2024-02-29')"})json"},
      .parameters = kParameters,
      .compile = &compile_date_trunc,
  };
}

}  // namespace synthgen::expression::functions
