// Two dates or times beside each other, and a whole number that tells how far apart they are.
//
// Threads: pure.
#pragma once

#include "arithmetic.hpp"
#include "time_argument.hpp"

namespace synthgen::expression {

/// Measure: std::int64_t operator()(DayAndTime a, DayAndTime b)
template <class Measure>
class TimeDistanceStep final : public Step {
 public:
  TimeDistanceStep(StepPtr a, StepPtr b) : Step({TypeKind::integer}), a_(std::move(a)), b_(std::move(b)) {}

  void fill(Run& run, Column& out) const override {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    DayAndTime from[kBatchRows];
    for_each_time(a, a_->type(), run.rows, [&from](std::size_t i, std::int32_t days, std::int64_t micros) {
      from[i] = {days, micros};
    });
    std::int64_t* values = out.data<std::int64_t>();
    for_each_time(b, b_->type(), run.rows, [&](std::size_t i, std::int32_t days, std::int64_t micros) {
      values[i] = Measure()(from[i], DayAndTime{days, micros});
    });
  }

 private:
  StepPtr a_;
  StepPtr b_;
};

template <class Measure>
StepPtr compile_time_distance(Compiler& compiler, std::span<const Typed> arguments, std::string_view function) {
  StepPtr a = need_time(compiler, arguments[0], function, TimeNeed::day);
  StepPtr b = need_time(compiler, arguments[1], function, TimeNeed::day);
  if (a == nullptr || b == nullptr) return nullptr;
  if (is_moment(a->type().kind) && is_moment(b->type().kind) && a->type().kind != b->type().kind) {
    compiler.error("SG3202",
                   std::string(function) + "() does not take " + type_text(a->type()) + " and " + type_text(b->type()),
                   *arguments[1].node, "a datetime is in no zone: give both columns the same type");
    return nullptr;
  }
  const bool changes = varies(a, b);
  return fold(std::make_shared<TimeDistanceStep<Measure>>(std::move(a), std::move(b)), changes);
}

}  // namespace synthgen::expression
