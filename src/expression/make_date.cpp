// make_date(y, m, d).
#include "arithmetic.hpp"
#include "function.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression::functions {
namespace {

class MakeDateStep final : public Step {
 public:
  MakeDateStep(StepPtr year, StepPtr month, StepPtr day)
      : Step({TypeKind::date}), year_(std::move(year)), month_(std::move(month)), day_(std::move(day)) {}

  void fill(Run& run, Column& out) const override {
    const Operand year(*year_, run);
    const Operand month(*month_, run);
    const Operand day(*day_, run);
    out.reset(type(), run.rows);
    take_nulls(run, year, out);
    take_nulls(run, month, out);
    take_nulls(run, day, out);
    bool lost[kBatchRows];
    bool bad = false;
    std::int32_t* days = out.data<std::int32_t>();
    for (std::size_t i = 0; i < run.rows; ++i) {
      const std::optional<std::int32_t> date =
          checked_date(year.data<std::int64_t>()[year.at(i)], month.data<std::int64_t>()[month.at(i)],
                       day.data<std::int64_t>()[day.at(i)]);
      days[i] = date.value_or(0);
      lost[i] = !date.has_value();
      bad |= lost[i];
    }
    if (bad) null_where(run, out, CellWarning::domain, [&](std::size_t i) { return lost[i]; });
  }

 private:
  StepPtr year_;
  StepPtr month_;
  StepPtr day_;
};

StepPtr compile_make_date(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  StepPtr parts[3];
  bool good = true;
  for (std::size_t i = 0; i < 3; ++i) {
    parts[i] = compiler.need_integer(arguments[i], "make_date");
    good = good && parts[i] != nullptr;
  }
  if (!good) return nullptr;
  const bool changes = varies(parts[0], parts[1]) || varies(parts[2]);
  return fold(std::make_shared<MakeDateStep>(parts[0], parts[1], parts[2]), changes);
}

constexpr FunctionParameter kParameters[] = {
    {"y", "year, 1 to 9999"},
    {"m", "month, 1 to 12"},
    {"d", "day of the month, from 1"},
};

}  // namespace

FunctionRecord make_date_function() {
  return {
      .record = {.name = "make_date",
                 .summary = "A date from year, month and day; null, and counted, where the calendar has no such day.",
                 .source = "PostgreSQL's make_date.",
                 .example = R"json({"expression": "make_date(2024, 2, 29)"})json"},
      .parameters = kParameters,
      .compile = &compile_make_date,
  };
}

}  // namespace synthgen::expression::functions
