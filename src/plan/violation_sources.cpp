#include "violation_sources.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/source/condition_evaluate.hpp"

namespace synthgen {
namespace {

constexpr Type kBoolean{TypeKind::boolean, 0};
constexpr Type kNumber{TypeKind::number, 0};
constexpr double kMicrosPerDay = 86'400e6;
/// How far a value goes beyond the other side where nothing is said.
constexpr double kLeastShare = 0.01;
constexpr double kMostShare = 0.2;
constexpr double kMostDays = 20;

class RateSource final : public Source {
 public:
  explicit RateSource(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    ConditionEvaluate condition(evaluate);
    const ColumnPool::Lease scratch = evaluate.pool().take();
    program_->run(condition, *scratch);
    const std::size_t n = evaluate.rows().count;
    out.reset(kNumber, n);
    double* rates = out.data<double>();
    ordered_numbers(*scratch, n, rates);
    std::uint64_t outside = 0;
    for (std::size_t i = 0; i < n; ++i) {
      outside += rates[i] < 0 || rates[i] > 1 ? 1 : 0;
      // NaN compares as false.
      rates[i] = rates[i] > 0 ? std::min(rates[i], 1.0) : 0;
    }
    if (outside != 0) evaluate.warn(CellWarning::invalid_parameter, outside);
  }

 private:
  const std::shared_ptr<const Program> program_;
};

class HitsSource final : public Source {
 public:
  explicit HitsSource(ViolationHits hits) : hits_(std::move(hits)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::size_t n = rows.count;
    double left[kBatchRows];
    std::fill_n(left, n, 1.0);
    for (const ViolationShare& taken : hits_.taken) {
      const double* shares = taken.column.has_value() ? evaluate.column(*taken.column).data<double>() : nullptr;
      for (std::size_t i = 0; i < n; ++i) left[i] -= shares != nullptr ? shares[i] : taken.share;
    }
    double rates[kBatchRows];
    const double* own = hits_.own.column.has_value() ? evaluate.column(*hits_.own.column).data<double>() : nullptr;
    for (std::size_t i = 0; i < n; ++i) {
      const double share = own != nullptr ? own[i] : hits_.own.share;
      rates[i] = share <= 0 ? 0 : share >= left[i] ? 1 : share / left[i];
    }
    out.reset(kBoolean, n);
    auto* hit = out.data<std::uint8_t>();
    // Whatever attempt draws the row anew, it stays one that is hit.
    draw_hits16(hits_.hits16, hits_.hits64, rates, rows, 0, hit);
    for (const ColumnIndex index : hits_.hits) {
      const auto* before = evaluate.column(index).data<std::uint8_t>();
      for (std::size_t i = 0; i < n; ++i) hit[i] &= before[i] ^ 1;
    }
  }

 private:
  const ViolationHits hits_;
};

class ExactHitsSource final : public Source {
 public:
  ExactHitsSource(std::shared_ptr<const Permutation> places, std::int64_t first, std::int64_t end)
      : places_(std::move(places)), first_(first), end_(end) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::int64_t places[kBatchRows];
    places_->map(rows, places);
    out.reset(kBoolean, rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) {
      out.data<std::uint8_t>()[i] = places[i] >= first_ && places[i] < end_ ? 1 : 0;
    }
  }

 private:
  const std::shared_ptr<const Permutation> places_;
  const std::int64_t first_;
  const std::int64_t end_;
};

class ViolatingSource final : public Source {
 public:
  explicit ViolatingSource(ViolatingValue value) : value_(value) {
    if (value.type.kind != TypeKind::decimal) return;
    for (int digit = 0; digit < value.type.decimals; ++digit) scale_ *= 10;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::size_t n = rows.count;
    double sides[kBatchRows];
    double by[kBatchRows];
    bool up[kBatchRows];
    ordered_numbers(evaluate.column(value_.side), n, sides);
    find_distances(evaluate, by);
    find_directions(evaluate, up);
    out.reset(value_.type, n);
    for (std::size_t i = 0; i < n; ++i) {
      const double value = beyond(sides[i], by[i], up[i]);
      if (!put(value, i, out)) out.set_null(i);
    }
  }

 private:
  bool is_time_value() const { return is_time(value_.type.kind); }

  void find_distances(Evaluate& evaluate, double* by) const {
    const std::size_t n = evaluate.rows().count;
    if (value_.by.has_value()) {
      ordered_numbers(evaluate.column(*value_.by), n, by);
      return;
    }
    draw_uniform(value_.draws, evaluate.rows(), evaluate.attempt(), 0, by);
    for (std::size_t i = 0; i < n; ++i) {
      by[i] = is_time_value() ? 1 + std::floor(kMostDays * by[i]) : kLeastShare + (kMostShare - kLeastShare) * by[i];
    }
  }

  void find_directions(Evaluate& evaluate, bool* up) const {
    const std::size_t n = evaluate.rows().count;
    std::fill_n(up, n, value_.comparison == Comparison::less || value_.comparison == Comparison::less_equal);
    if (value_.comparison != Comparison::equal) return;
    std::uint64_t bits[kBatchRows];
    draw_bits64(value_.signs, evaluate.rows(), evaluate.attempt(), 0, bits);
    for (std::size_t i = 0; i < n; ++i) up[i] = bits[i] >> 63 != 0;
  }

  /// In units of the type. NaN where there is no such value.
  double beyond(double side, double by, bool up) const {
    const Type& type = value_.type;
    const double from = side * scale_;
    if (value_.comparison == Comparison::not_equal) return type.kind == TypeKind::number ? from : whole(from);
    if (!(by > 0)) by = 0;
    double distance = by * std::fabs(from);
    if (type.kind == TypeKind::date) distance = by;
    if (is_micros(type.kind)) distance = by * kMicrosPerDay;
    if (type.kind == TypeKind::number) {
      if (from == 0) distance = by;
      const double value = up ? from + distance : from - distance;
      const double infinity = std::numeric_limits<double>::infinity();
      return value != from ? value : std::nextafter(from, up ? infinity : -infinity);
    }
    const double unit = is_micros(type.kind) ? static_cast<double>(step_micros(type)) : 1;
    const double moved = unit * whole((up ? from + distance : from - distance) / unit);
    return up ? std::max(moved, unit * (std::floor(from / unit) + 1))
              : std::min(moved, unit * (std::ceil(from / unit) - 1));
  }

  static double whole(double value) { return std::floor(value + 0.5); }

  bool put(double value, std::size_t row, Column& out) const {
    switch (value_.type.kind) {
      case TypeKind::number:
        out.data<double>()[row] = std::isfinite(value) ? value : 0;
        return std::isfinite(value);
      case TypeKind::date: {
        const bool fits = value >= kFirstDay && value <= kLastDay;
        out.data<std::int32_t>()[row] = fits ? static_cast<std::int32_t>(value) : 0;
        return fits;
      }
      case TypeKind::decimal:
      case TypeKind::integer: {
        const double most = value_.type.kind == TypeKind::decimal ? 1e18 : 9.2e18;
        const bool fits = value > -most && value < most;
        out.data<std::int64_t>()[row] = fits ? static_cast<std::int64_t>(value) : 0;
        return fits;
      }
      default: {
        const bool fits = value >= kFirstDay * kMicrosPerDay && value < (kLastDay + 1) * kMicrosPerDay;
        out.data<std::int64_t>()[row] = fits ? static_cast<std::int64_t>(value) : 0;
        return fits;
      }
    }
  }

  const ViolatingValue value_;
  double scale_ = 1;  // units of the type in 1
};

MadeSource made(Type type, std::unique_ptr<const Source> source, std::vector<ColumnIndex> inputs) {
  MadeSource result;
  result.type = type;
  result.source = std::move(source);
  result.inputs = std::move(inputs);
  return result;
}

}  // namespace

MadeSource make_violation_rate(std::shared_ptr<const Program> program) {
  std::vector<ColumnIndex> inputs = program->inputs();
  return made(kNumber, std::make_unique<RateSource>(std::move(program)), std::move(inputs));
}

MadeSource make_violation_hits(ViolationHits hits) {
  std::vector<ColumnIndex> inputs = hits.hits;
  if (hits.own.column.has_value()) inputs.push_back(*hits.own.column);
  for (const ViolationShare& taken : hits.taken) {
    if (taken.column.has_value()) inputs.push_back(*taken.column);
  }
  return made(kBoolean, std::make_unique<HitsSource>(std::move(hits)), std::move(inputs));
}

MadeSource make_exact_hits(std::shared_ptr<const Permutation> places, std::int64_t first, std::int64_t end) {
  MadeSource result = made(kBoolean, std::make_unique<ExactHitsSource>(std::move(places), first, end), {});
  result.own_rows_only = true;
  return result;
}

MadeSource make_violating_value(ViolatingValue value) {
  assert(is_numeric(value.type.kind) || value.type.kind == TypeKind::date || is_moment(value.type.kind));
  std::vector<ColumnIndex> inputs = {value.side};
  if (value.by.has_value()) inputs.push_back(*value.by);
  return made(value.type, std::make_unique<ViolatingSource>(value), std::move(inputs));
}

}  // namespace synthgen
