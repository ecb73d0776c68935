#include "family_functions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace synthgen {
namespace {

/// In a list of places: the row's own cell of the fallback.
constexpr std::int64_t kNoRow = -1;

/// Decimals have at most 18 digits.
constexpr std::int64_t kGreatestDecimal = 999'999'999'999'999'999;

template <class T>
void copy_values(const Column& from, const Column* fallback, std::span<const std::int64_t> places, Column& out) {
  const T* own = fallback != nullptr ? fallback->data<T>() : nullptr;
  T* to = out.data<T>();
  if (from.rows() == 0) {
    for (std::size_t i = 0; i < places.size(); ++i) to[i] = own != nullptr ? own[i] : T{};
    return;
  }
  // Families begin anywhere, so that a branch would be foreseen badly. Null rows may hold any value of the column.
  const T* values = from.data<T>();
  if (own == nullptr) {
    for (std::size_t i = 0; i < places.size(); ++i) to[i] = values[std::max<std::int64_t>(places[i], 0)];
    return;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const T* source = places[i] != kNoRow ? values + places[i] : own + i;
    to[i] = *source;
  }
}

/// out[i] = from[places[i]], or fallback[i] where there is no such row.
void take_cells(const FamilyCell& cell, const Column& from, const Column* fallback,
                std::span<const std::int64_t> places, Column& out) {
  const std::size_t n = places.size();
  const auto null = [&](std::size_t i) {
    if (places[i] != kNoRow) return from.is_null(static_cast<std::size_t>(places[i]));
    return fallback == nullptr || fallback->is_null(i);
  };
  if (cell.type.kind == TypeKind::string && cell.dictionary == nullptr) {
    out.reset(cell.type, n);
    for (std::size_t i = 0; i < n; ++i) {
      if (null(i)) {
        out.append_null();
      } else {
        out.append_text(places[i] != kNoRow ? from.text(static_cast<std::size_t>(places[i])) : fallback->text(i));
      }
    }
    return;
  }
  struct Sixteen {
    std::uint64_t words[2];
  };
  cell.dictionary != nullptr ? out.reset(*cell.dictionary, n) : out.reset(cell.type, n);
  switch (value_bytes(cell.type.kind)) {
    case 1:
      copy_values<std::uint8_t>(from, fallback, places, out);
      break;
    case 4:
      copy_values<std::int32_t>(from, fallback, places, out);
      break;
    case 8:
      copy_values<std::int64_t>(from, fallback, places, out);
      break;
    default:
      copy_values<Sixteen>(from, fallback, places, out);
      break;
  }
  if (from.all_valid() && fallback != nullptr && fallback->all_valid()) return;
  // By words and without branches: families begin anywhere.
  std::uint64_t* words = out.need_validity();
  const std::uint64_t* valid = from.validity();
  for (std::size_t begin = 0; begin < n; begin += 64) {
    const std::size_t end = std::min(n, begin + 64);
    std::uint64_t word = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const bool other = places[i] != kNoRow;
      const auto row = static_cast<std::uint64_t>(other ? places[i] : 0);
      std::uint64_t bit = valid == nullptr ? 1 : valid[row / 64] >> (row % 64) & 1;
      if (fallback != nullptr) {
        bit = other ? bit : fallback->is_valid(i) ? 1 : 0;
      } else {
        bit &= other ? 1 : 0;
      }
      word |= bit << (i - begin);
    }
    words[begin / 64] = word;
  }
}

/// Cells of rows that a place in the family decides.
template <class Base>
class CellSource : public Base {
 public:
  explicit CellSource(FamilyCell cell) : cell_(cell) {}

  void fill_families(FamilyRows& families, Column& out) const override {
    std::vector<std::int64_t> places(families.rows());
    for (std::size_t f = 0; f + 1 < families.begins().size(); ++f) {
      const std::size_t begin = families.begins()[f];
      const std::size_t end = families.begins()[f + 1];
      if (begin < end) find_rows(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), places.data());
    }
    // The first answer may move when the second column is filled.
    if (cell_.fallback.has_value()) families.column(*cell_.fallback);
    const Column* fallback = cell_.fallback.has_value() ? &families.column(*cell_.fallback) : nullptr;
    take_cells(cell_, families.column(cell_.input), fallback, places, out);
  }

 protected:
  /// The rows whose cells those of a family take, by its rows.
  virtual void find_rows(std::int64_t begin, std::int64_t end, std::int64_t* places) const = 0;

  const FamilyCell cell_;
};

class PreviousSource final : public CellSource<StepwiseSource> {
 public:
  using CellSource::CellSource;

  std::optional<ColumnIndex> reads_before() const override { return cell_.input; }

  void fill_step(FamilyStep& step, FamilyCarry& /*carry*/, Column& out) const override {
    std::int64_t places[kBatchRows];
    for (std::size_t i = 0; i < step.rows(); ++i) places[i] = step.first() ? kNoRow : static_cast<std::int64_t>(i);
    const bool own = step.first() && cell_.fallback.has_value();
    static const Column kNone;
    take_cells(cell_, step.first() ? kNone : step.before(cell_.input), own ? &step.column(*cell_.fallback) : nullptr,
               {places, step.rows()}, out);
  }

 private:
  void find_rows(std::int64_t begin, std::int64_t end, std::int64_t* places) const override {
    places[begin] = kNoRow;
    for (std::int64_t row = begin + 1; row < end; ++row) places[row] = row - 1;
  }
};

class NextSource final : public CellSource<FamilySource> {
 public:
  using CellSource::CellSource;

 private:
  void find_rows(std::int64_t begin, std::int64_t end, std::int64_t* places) const override {
    for (std::int64_t row = begin; row + 1 < end; ++row) places[row] = row + 1;
    places[end - 1] = kNoRow;
  }
};

class FirstSource final : public CellSource<FamilySource> {
 public:
  using CellSource::CellSource;

 private:
  void find_rows(std::int64_t begin, std::int64_t end, std::int64_t* places) const override {
    for (std::int64_t row = begin; row < end; ++row) places[row] = begin;
  }
};

class RunningSumSource final : public StepwiseSource {
 public:
  RunningSumSource(ColumnIndex input, Type type)
      : input_(input),
        type_(type),
        most_(type.kind == TypeKind::decimal ? kGreatestDecimal : std::numeric_limits<std::int64_t>::max()),
        least_(type.kind == TypeKind::decimal ? -kGreatestDecimal : std::numeric_limits<std::int64_t>::min()) {}

  void fill_families(FamilyRows& families, Column& out) const override {
    const Column& from = families.column(input_);
    out.reset(type_, families.rows());
    const auto warn = [&](std::size_t row) { families.warn(row, CellWarning::overflow); };
    for (std::size_t f = 0; f + 1 < families.begins().size(); ++f) {
      bool begun = false;
      const std::size_t end = families.begins()[f + 1];
      if (type_.kind == TypeKind::number) {
        double sum = 0;
        for (std::size_t i = families.begins()[f]; i < end; ++i) add(from, i, sum, begun, out, warn);
      } else {
        __int128 sum = 0;
        for (std::size_t i = families.begins()[f]; i < end; ++i) add(from, i, sum, begun, out, warn);
      }
    }
  }

  void fill_step(FamilyStep& step, FamilyCarry& carry, Column& out) const override {
    const Column& from = step.column(input_);
    out.reset(type_, step.rows());
    const auto warn = [&](std::size_t row) { step.warn(row, CellWarning::overflow); };
    if (step.first()) {
      carry.totals.assign(step.rows(), 0);
      carry.sums.assign(step.rows(), 0);
      carry.begun.assign(step.rows(), 0);
    }
    for (std::size_t i = 0; i < step.rows(); ++i) {
      bool begun = carry.begun[i] != 0;
      type_.kind == TypeKind::number ? add(from, i, carry.sums[i], begun, out, warn)
                                     : add(from, i, carry.totals[i], begun, out, warn);
      carry.begun[i] = begun ? 1 : 0;
    }
  }

 private:
  template <class Warn>
  void add(const Column& from, std::size_t row, double& sum, bool& begun, Column& out, const Warn& warn) const {
    if (from.is_valid(row)) {
      sum += from.data<double>()[row];
      begun = true;
    }
    out.data<double>()[row] = sum;
    if (begun && std::isfinite(sum)) return;
    out.set_null(row);
    if (begun) warn(row);
  }

  /// A family has fewer than 2³² rows, so the sum stays within 96 bits.
  template <class Warn>
  void add(const Column& from, std::size_t row, __int128& sum, bool& begun, Column& out, const Warn& warn) const {
    if (from.is_valid(row)) {
      sum += from.data<std::int64_t>()[row];
      begun = true;
    }
    out.data<std::int64_t>()[row] = static_cast<std::int64_t>(sum);
    if (begun && sum >= least_ && sum <= most_) return;
    out.set_null(row);
    if (begun) warn(row);
  }

  const ColumnIndex input_;
  const Type type_;
  const std::int64_t most_;
  const std::int64_t least_;
};

}  // namespace

std::unique_ptr<const StepwiseSource> make_previous(FamilyCell cell) { return std::make_unique<PreviousSource>(cell); }
std::unique_ptr<const FamilySource> make_next(FamilyCell cell) { return std::make_unique<NextSource>(cell); }
std::unique_ptr<const FamilySource> make_first(FamilyCell cell) { return std::make_unique<FirstSource>(cell); }

std::unique_ptr<const StepwiseSource> make_running_sum(ColumnIndex input, Type type) {
  return std::make_unique<RunningSumSource>(input, type);
}

}  // namespace synthgen
