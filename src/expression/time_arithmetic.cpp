// Arithmetic with dates and times.
#include "time_arithmetic.hpp"

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression {
namespace {

/// The kind on whose line of microseconds both lie; nothing where there is none, as for an instant and a wall time.
std::optional<TypeKind> common_line(TypeKind a, TypeKind b) {
  if (a == b && is_micros(a)) return a;
  if (is_moment(a) && b == TypeKind::date) return a;
  if (is_moment(b) && a == TypeKind::date) return b;
  return std::nullopt;
}

class DaysBetweenStep final : public Step {
 public:
  DaysBetweenStep(StepPtr a, StepPtr b) : Step({TypeKind::integer}), a_(std::move(a)), b_(std::move(b)) {}

  void fill(Run& run, Column& out) const override {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    map_rows<std::int32_t, std::int32_t>(run.rows, a, b, out.data<std::int64_t>(),
                                         [](std::int32_t x, std::int32_t y) { return std::int64_t{x} - y; });
  }

 private:
  StepPtr a_;
  StepPtr b_;
};

class SecondsBetweenStep final : public Step {
 public:
  SecondsBetweenStep(StepPtr a, StepPtr b) : Step({TypeKind::number}), a_(std::move(a)), b_(std::move(b)) {}

  void fill(Run& run, Column& out) const override {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    // Wrapping, for null rows may hold anything; instants of the calendar differ by less than 2^59 microseconds.
    map_rows<std::int64_t, std::int64_t>(run.rows, a, b, out.data<double>(), [](std::int64_t x, std::int64_t y) {
      const auto micros = static_cast<std::int64_t>(static_cast<std::uint64_t>(x) - static_cast<std::uint64_t>(y));
      return static_cast<double>(micros) / 1e6;
    });
  }

 private:
  StepPtr a_;
  StepPtr b_;
};

/// date + n or date − n.
class MoveDateStep final : public Step {
 public:
  MoveDateStep(StepPtr date, StepPtr days, bool back)
      : Step({TypeKind::date}), date_(std::move(date)), days_(std::move(days)), back_(back) {}

  void fill(Run& run, Column& out) const override {
    const Operand date(*date_, run);
    const Operand days(*days_, run);
    out.reset(type(), run.rows);
    take_nulls(run, date, out);
    take_nulls(run, days, out);
    bool bad = false;
    const bool back = back_;
    map_rows<std::int32_t, std::int64_t>(run.rows, date, days, out.data<std::int32_t>(),
                                         [&bad, back](std::int32_t x, std::int64_t y) {
                                           const std::int64_t day = moved(x, y, back);
                                           const bool inside = day >= kFirstDay && day <= kLastDay;
                                           bad |= !inside;
                                           return inside ? static_cast<std::int32_t>(day) : 0;
                                         });
    if (!bad) return;
    null_where(run, out, CellWarning::overflow, [&](std::size_t i) {
      const std::int64_t day =
          moved(date.data<std::int32_t>()[date.at(i)], days.data<std::int64_t>()[days.at(i)], back_);
      return day < kFirstDay || day > kLastDay;
    });
  }

 private:
  static std::int64_t moved(std::int32_t date, std::int64_t days, bool back) {
    // No more days than the calendar has can be right; so nothing wraps.
    constexpr std::int64_t kMost = 4'000'000;
    const std::int64_t bounded = days > kMost ? kMost : days < -kMost ? -kMost : days;
    return back ? date - bounded : date + bounded;
  }

  StepPtr date_;
  StepPtr days_;
  bool back_;
};

/// date + time of day.
class DayAndTimeStep final : public Step {
 public:
  DayAndTimeStep(Type type, StepPtr date, StepPtr time) : Step(type), date_(std::move(date)), time_(std::move(time)) {}

  void fill(Run& run, Column& out) const override {
    const Operand date(*date_, run);
    const Operand time(*time_, run);
    out.reset(type(), run.rows);
    take_nulls(run, date, out);
    take_nulls(run, time, out);
    // Wrapping, for null rows may hold anything; the calendar's days stay far below 2^63 microseconds.
    map_rows<std::int32_t, std::int64_t>(
        run.rows, date, time, out.data<std::int64_t>(), [](std::int32_t day, std::int64_t micros) {
          return static_cast<std::int64_t>(static_cast<std::uint64_t>(std::int64_t{day}) * 86'400'000'000U +
                                           static_cast<std::uint64_t>(micros));
        });
  }

 private:
  StepPtr date_;
  StepPtr time_;
};

bool is_day_and_time(Type a, Type b) { return a.kind == TypeKind::date && b.kind == TypeKind::time; }

}  // namespace

std::optional<Type> time_arithmetic_type(Operator op, Type a, Type b) {
  if (op == Operator::subtract && a.kind == TypeKind::date && b.kind == TypeKind::date) {
    return Type{TypeKind::integer};
  }
  if (op == Operator::subtract && common_line(a.kind, b.kind).has_value()) return Type{TypeKind::number};
  const bool moves = op == Operator::add || op == Operator::subtract;
  if (moves && a.kind == TypeKind::date && b.kind == TypeKind::integer) return Type{TypeKind::date};
  if (op == Operator::add && a.kind == TypeKind::integer && b.kind == TypeKind::date) return Type{TypeKind::date};
  if (op == Operator::add && is_day_and_time(a, b)) return Type{TypeKind::datetime, b.decimals};
  if (op == Operator::add && is_day_and_time(b, a)) return Type{TypeKind::datetime, a.decimals};
  return std::nullopt;
}

StepPtr make_time_arithmetic(Operator op, Type type, StepPtr a, StepPtr b) {
  if (type.kind == TypeKind::integer) return std::make_shared<DaysBetweenStep>(std::move(a), std::move(b));
  if (type.kind == TypeKind::number) {
    const TypeKind line = *common_line(a->type().kind, b->type().kind);
    const Type type_a = a->type().kind == TypeKind::date ? Type{line} : a->type();
    const Type type_b = b->type().kind == TypeKind::date ? Type{line} : b->type();
    return std::make_shared<SecondsBetweenStep>(make_conversion(std::move(a), type_a),
                                                make_conversion(std::move(b), type_b));
  }
  if (type.kind == TypeKind::datetime) {
    if (a->type().kind == TypeKind::time) std::swap(a, b);
    return std::make_shared<DayAndTimeStep>(type, std::move(a), std::move(b));
  }
  if (a->type().kind == TypeKind::integer) std::swap(a, b);
  return std::make_shared<MoveDateStep>(std::move(a), std::move(b), op == Operator::subtract);
}

}  // namespace synthgen::expression
