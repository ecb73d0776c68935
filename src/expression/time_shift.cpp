#include "time_shift.hpp"

#include <algorithm>
#include <cmath>

#include "arithmetic.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen::expression {
namespace {

__extension__ using Wide = __int128;

/// Stands for what is no number of microseconds.
constexpr std::int64_t kNone = INT64_MIN;
/// More than the calendar has, so that sums below do not overflow.
constexpr std::int64_t kMostMicros = 4'000'000 * kMicrosPerDay;

/// How many digits of a second the unit times a number of that many decimals can have.
int fraction_digits(TimeUnit unit, Type count) {
  if (count.kind == TypeKind::integer) return 0;
  if (count.kind == TypeKind::decimal) {
    const Wide power = kPowersOfTen[static_cast<std::size_t>(count.decimals)];
    for (const int digits : {0, 3}) {
      const std::int64_t step = step_micros({TypeKind::timestamp, digits});
      if (Wide{micros_of(unit)} % (power * step) == 0) return digits;
    }
  }
  return 6;
}

/// The counts of a run as microseconds; kNone where they are too many.
void read_micros(const Operand& count, Type type, std::int64_t unit, std::size_t rows, std::int64_t* micros) {
  const auto inside = [](Wide value) {
    return value <= kMostMicros && value >= -kMostMicros ? static_cast<std::int64_t>(value) : kNone;
  };
  if (type.kind == TypeKind::number) {
    map_rows<double>(rows, count, micros, [unit](double x) {
      const double value = x * static_cast<double>(unit);
      // Half up; "not" also catches what is no number.
      if (!(std::fabs(value) <= static_cast<double>(kMostMicros))) return kNone;
      return static_cast<std::int64_t>(std::floor(value + 0.5));
    });
    return;
  }
  const Wide power = type.kind == TypeKind::decimal ? kPowersOfTen[static_cast<std::size_t>(type.decimals)] : 1;
  map_rows<std::int64_t>(rows, count, micros, [unit, power, inside](std::int64_t x) {
    const Wide value = Wide{x} * unit;
    if (power == 1) return inside(value);
    const Wide twice = 2 * value + power;
    const Wide floor = twice / (2 * power) - (twice % (2 * power) < 0 ? 1 : 0);
    return inside(floor);
  });
}

/// timestamp, datetime or time ± microseconds.
class MicrosShiftStep final : public Step {
 public:
  MicrosShiftStep(Type type, StepPtr point, StepPtr count, std::int64_t unit, bool back)
      : Step(type), point_(std::move(point)), count_(std::move(count)), unit_(unit), back_(back) {}

  void fill(Run& run, Column& out) const override {
    const Operand point(*point_, run);
    const Operand count(*count_, run);
    out.reset(type(), run.rows);
    take_nulls(run, point, out);
    take_nulls(run, count, out);
    std::int64_t micros[kBatchRows];
    read_micros(count, count_->type(), unit_, run.rows, micros);
    const std::int64_t* from = point.data<std::int64_t>();
    std::int64_t* to = out.data<std::int64_t>();
    bool bad = false;
    const bool clock = type().kind == TypeKind::time;
    for (std::size_t i = 0; i < run.rows; ++i) {
      const std::int64_t amount = back_ && micros[i] != kNone ? -micros[i] : micros[i];
      // Unsigned, for null rows hold any value.
      auto value =
          static_cast<std::int64_t>(static_cast<std::uint64_t>(from[point.at(i)]) + static_cast<std::uint64_t>(amount));
      bool inside = micros[i] != kNone;
      if (clock) {
        value = (value % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
      } else {
        inside = inside && value >= kFirstDay * kMicrosPerDay && value < (kLastDay + std::int64_t{1}) * kMicrosPerDay;
      }
      to[i] = inside ? value : 0;
      micros[i] = inside ? 0 : kNone;
      bad |= !inside;
    }
    if (bad) null_where(run, out, CellWarning::overflow, [&](std::size_t i) { return micros[i] == kNone; });
  }

 private:
  StepPtr point_;
  StepPtr count_;
  std::int64_t unit_;
  bool back_;
};

/// date, timestamp or datetime ± months.
class MonthShiftStep final : public Step {
 public:
  MonthShiftStep(StepPtr point, StepPtr count, int months, bool back)
      : Step(point->type()), point_(std::move(point)), count_(std::move(count)), months_(months), back_(back) {}

  void fill(Run& run, Column& out) const override {
    const Operand point(*point_, run);
    const Operand count(*count_, run);
    out.reset(type(), run.rows);
    take_nulls(run, point, out);
    take_nulls(run, count, out);
    bool lost[kBatchRows];
    bool bad = false;
    const bool date = type().kind == TypeKind::date;
    for (std::size_t i = 0; i < run.rows; ++i) {
      // No more than the calendar has can be right; null rows hold any value.
      const std::int64_t n = std::clamp<std::int64_t>(count.data<std::int64_t>()[count.at(i)], -120'000, 120'000);
      const std::int64_t months = (back_ ? -n : n) * months_;
      DayAndTime at;
      if (date) {
        at.days = point.data<std::int32_t>()[point.at(i)];
      } else {
        at = split_micros(point.data<std::int64_t>()[point.at(i)]);
      }
      const std::optional<std::int32_t> moved = add_months(std::clamp(at.days, kFirstDay, kLastDay), months);
      lost[i] = !moved.has_value();
      bad |= lost[i];
      if (date) {
        out.data<std::int32_t>()[i] = moved.value_or(0);
      } else {
        out.data<std::int64_t>()[i] = moved.value_or(0) * kMicrosPerDay + at.micros;
      }
    }
    if (bad) null_where(run, out, CellWarning::overflow, [&](std::size_t i) { return lost[i]; });
  }

 private:
  StepPtr point_;
  StepPtr count_;
  int months_;  // of the unit
  bool back_;
};

}  // namespace

std::optional<Type> shifted_type(Type point, TimeUnit unit, Type count) {
  if (point.kind == TypeKind::time && (is_calendar_unit(unit) || unit == TimeUnit::days)) return std::nullopt;
  if (is_calendar_unit(unit)) return point;
  if (point.kind == TypeKind::date) {
    if (unit != TimeUnit::days) return Type{TypeKind::timestamp, fraction_digits(unit, count)};
    return count.kind == TypeKind::integer ? std::optional(point) : std::nullopt;
  }
  point.decimals = std::max(point.decimals, fraction_digits(unit, count));
  return point;
}

StepPtr make_shift(StepPtr point, TimeUnit unit, StepPtr count, bool back) {
  const std::optional<Type> type = shifted_type(point->type(), unit, count->type());
  assert(type.has_value());
  const bool changes = varies(point, count);
  if (is_calendar_unit(unit)) {
    return fold(
        std::make_shared<MonthShiftStep>(std::move(point), std::move(count), unit == TimeUnit::years ? 12 : 1, back),
        changes);
  }
  if (type->kind == TypeKind::date) {
    return make_arithmetic(back ? Operator::subtract : Operator::add, std::move(point), std::move(count));
  }
  point = make_conversion(std::move(point), *type);
  return fold(std::make_shared<MicrosShiftStep>(*type, std::move(point), std::move(count), micros_of(unit), back),
              changes);
}

}  // namespace synthgen::expression
