// add_workdays(d, n).
#include "arithmetic.hpp"
#include "function.hpp"
#include "time_argument.hpp"

namespace synthgen::expression::functions {
namespace {

/// The n-th working day after a day, which itself is not counted; before it, where n is negative.
std::int64_t moved_by_workdays(std::int32_t day, std::int64_t n) {
  if (n == 0) return day;
  // No more than the calendar has can be right; so nothing overflows.
  n = std::clamp<std::int64_t>(n, -4'000'000, 4'000'000);
  std::int64_t from = day;
  int weekday = weekday_of(day);
  if (weekday > 5) {
    // From a weekend one counts on from its Friday, and back from its Monday.
    from += n > 0 ? 5 - weekday : 8 - weekday;
    weekday = n > 0 ? 5 : 1;
  }
  const std::int64_t monday = from - (weekday - 1);
  const std::int64_t workdays = weekday - 1 + n;
  const std::int64_t weeks = workdays / 5 - (workdays % 5 < 0 ? 1 : 0);
  return monday + weeks * 7 + (workdays - weeks * 5);
}

class WorkdayStep final : public Step {
 public:
  WorkdayStep(StepPtr date, StepPtr count) : Step(date->type()), date_(std::move(date)), count_(std::move(count)) {}

  void fill(Run& run, Column& out) const override {
    const Operand date(*date_, run);
    const Operand count(*count_, run);
    out.reset(type(), run.rows);
    take_nulls(run, date, out);
    take_nulls(run, count, out);
    bool lost[kBatchRows];
    bool bad = false;
    for_each_time(date, type(), run.rows, [&](std::size_t i, std::int32_t days, std::int64_t micros) {
      const std::int64_t moved = moved_by_workdays(days, count.data<std::int64_t>()[count.at(i)]);
      lost[i] = moved < kFirstDay || moved > kLastDay;
      bad |= lost[i];
      const std::int64_t kept = lost[i] ? 0 : moved;
      if (type().kind == TypeKind::date) {
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(kept);
      } else {
        out.data<std::int64_t>()[i] = kept * kMicrosPerDay + micros;
      }
    });
    if (bad) null_where(run, out, CellWarning::overflow, [&](std::size_t i) { return lost[i]; });
  }

 private:
  StepPtr date_;
  StepPtr count_;
};

StepPtr compile_add_workdays(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  StepPtr date = need_time(compiler, arguments[0], "add_workdays", TimeNeed::day);
  StepPtr count = compiler.need_integer(arguments[1], "add_workdays");
  if (date == nullptr || count == nullptr) return nullptr;
  const bool changes = varies(date, count);
  return fold(std::make_shared<WorkdayStep>(std::move(date), std::move(count)), changes);
}

constexpr FunctionParameter kParameters[] = {
    {"d", "a date, timestamp or datetime"},
    {"n", "working days, an integer; negative for the past, 0 leaves the day as it is"},
};

}  // namespace

FunctionRecord add_workdays_function() {
  return {
      .record = {.name = "add_workdays",
                 .summary = "The n-th working day (Monday to Friday) after a day, which is not counted itself.",
                 .source = "WORKDAY of spreadsheets; public holidays are not known.",
                 .example = R"json({"expression": "add_workdays(date '2024-02-29', 3)"})json"},
      .parameters = kParameters,
      .compile = &compile_add_workdays,
  };
}

}  // namespace synthgen::expression::functions
