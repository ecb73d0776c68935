#include "time_part.hpp"

#include "arithmetic.hpp"
#include "time_argument.hpp"

namespace synthgen::expression {
namespace {

template <TimePart kPart>
std::int64_t part_of(std::int32_t days, std::int64_t micros) {
  if constexpr (kPart == TimePart::year) return civil_from_days(days).year;
  if constexpr (kPart == TimePart::month) return civil_from_days(days).month;
  if constexpr (kPart == TimePart::day) return civil_from_days(days).day;
  if constexpr (kPart == TimePart::weekday) return weekday_of(days);
  if constexpr (kPart == TimePart::hour) return micros / (3'600 * kMicrosPerSecond);
  if constexpr (kPart == TimePart::minute) return micros / (60 * kMicrosPerSecond) % 60;
  if constexpr (kPart == TimePart::second) return micros / kMicrosPerSecond % 60;
}

template <TimePart kPart>
class TimePartStep final : public Step {
 public:
  explicit TimePartStep(StepPtr x) : Step({TypeKind::integer}), x_(std::move(x)) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    std::int64_t* values = out.data<std::int64_t>();
    for_each_time(x, x_->type(), run.rows, [values](std::size_t i, std::int32_t days, std::int64_t micros) {
      values[i] = part_of<kPart>(days, micros);
    });
  }

 private:
  StepPtr x_;
};

StepPtr make_part(StepPtr x, TimePart part) {
  switch (part) {
    case TimePart::year:
      return std::make_shared<TimePartStep<TimePart::year>>(std::move(x));
    case TimePart::month:
      return std::make_shared<TimePartStep<TimePart::month>>(std::move(x));
    case TimePart::day:
      return std::make_shared<TimePartStep<TimePart::day>>(std::move(x));
    case TimePart::weekday:
      return std::make_shared<TimePartStep<TimePart::weekday>>(std::move(x));
    case TimePart::hour:
      return std::make_shared<TimePartStep<TimePart::hour>>(std::move(x));
    case TimePart::minute:
      return std::make_shared<TimePartStep<TimePart::minute>>(std::move(x));
    case TimePart::second:
      break;
  }
  return std::make_shared<TimePartStep<TimePart::second>>(std::move(x));
}

}  // namespace

StepPtr compile_time_part(Compiler& compiler, const Typed& argument, std::string_view function, TimePart part) {
  const bool clock = part == TimePart::hour || part == TimePart::minute || part == TimePart::second;
  StepPtr x = need_time(compiler, argument, function, clock ? TimeNeed::clock : TimeNeed::day);
  if (x == nullptr) return nullptr;
  const bool changes = varies(x);
  return fold(make_part(std::move(x), part), changes);
}

}  // namespace synthgen::expression
