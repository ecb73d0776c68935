// One step of a compiled expression: fills a column for the rows of a batch.
//
// Branches of a condition are computed for whole batches and blended, so a step knows
// which rows are asked for (`Run::active`): a division by zero in a row that takes the
// other branch gives no warning, and a branch that no row takes is not computed.
//
// Threads: steps are immutable; a Run belongs to one thread.
#pragma once

#include <array>
#include <bit>
#include <functional>
#include <memory>
#include <optional>

#include "synthgen/base/integer_rows.hpp"
#include "synthgen/column/evaluate.hpp"
#include "synthgen/column/row_bits.hpp"

namespace synthgen::expression {

inline constexpr std::size_t kMaskWords = kBatchRows / 64;
/// One bit per row of a batch; bits beyond the last row may have any value.
using Mask = std::array<std::uint64_t, kMaskWords>;

/// A value computed once and used in several places, such as x in `x between 1 and 2`.
struct Binding {
  const void* owner = nullptr;
  const Column* column = nullptr;
  const Binding* next = nullptr;
};

/// The rows in which a part of the expression could not be computed, by reason. Whether that cost the cell its value is
/// known at the end only: in `coalesce(a / b, 0)` it did not.
class LostRows {
 public:
  void add(CellWarning reason, std::size_t row) { add_word(reason, row / 64, std::uint64_t{1} << (row % 64)); }
  /// The rows of word `w` whose bits are set.
  void add_word(CellWarning reason, std::size_t w, std::uint64_t rows) {
    rows_[static_cast<std::size_t>(reason)][w] |= rows;
    any_ |= rows;
  }
  /// Counts the cells of `value`, that of the whole expression, that are null for it: each once a reason.
  void tell(Evaluate& evaluate, const Column& value) const;

 private:
  std::array<Mask, kCellWarnings> rows_{};
  std::uint64_t any_ = 0;
};

struct Run {
  Evaluate& evaluate;
  LostRows& lost;
  std::size_t rows = 0;
  const std::uint64_t* active = nullptr;  ///< the rows whose value is asked for; null means all
  const Binding* bindings = nullptr;

  bool is_active(std::size_t row) const { return active == nullptr || ((active[row / 64] >> (row % 64)) & 1) != 0; }
  std::size_t words() const { return row_words(rows); }
  /// The bits of word `w` that stand for rows.
  std::uint64_t row_bits(std::size_t w) const { return row_word(rows, w); }
  std::uint64_t active_word(std::size_t w) const {
    return (active != nullptr ? active[w] : ~std::uint64_t{0}) & row_bits(w);
  }
};

class Step {
 public:
  explicit Step(Type type) : type_(type) {}
  virtual ~Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  Type type() const { return type_; }
  /// Fills `out` for the rows of the run. Rows that are not active get any value of the type, or null.
  virtual void fill(Run& run, Column& out) const = 0;
  /// The column itself where it exists already; null otherwise.
  virtual const Column* borrow(Run&) const { return nullptr; }
  /// A column of one row where the value is the same in all rows; null otherwise.
  virtual const Column* constant() const { return nullptr; }
  /// Notes the rows that are lost to a constant without a value.
  virtual void warn_constant(Run&) const {}
  /// The dictionary in which the result is always coded; null where there is none.
  virtual const Dictionary* dictionary() const { return nullptr; }

 private:
  Type type_;
};
using StepPtr = std::shared_ptr<const Step>;

/// The value of a step in one run: a constant (one row for all), a column that exists, or a leased one.
class Operand {
 public:
  Operand(const Step& step, Run& run) : column_(step.constant()) {
    if (column_ != nullptr) {
      scalar_ = true;
      step.warn_constant(run);
      return;
    }
    column_ = step.borrow(run);
    if (column_ != nullptr) return;
    lease_.emplace(run.evaluate.pool().take());
    step.fill(run, **lease_);
    column_ = &**lease_;
  }

  bool scalar() const { return scalar_; }
  const Column& column() const { return *column_; }
  template <class T>
  const T* data() const {
    return column_->data<T>();
  }
  /// Index of a row's value in data().
  std::size_t at(std::size_t row) const { return scalar_ ? 0 : row; }
  bool all_valid() const { return column_->all_valid(); }
  bool is_null(std::size_t row) const { return column_->is_null(at(row)); }
  /// 64 validity bits.
  std::uint64_t valid_word(std::size_t w) const {
    if (column_->all_valid()) return ~std::uint64_t{0};
    if (scalar_) return column_->is_valid(0) ? ~std::uint64_t{0} : 0;
    return column_->validity()[w];
  }

 private:
  const Column* column_;
  bool scalar_ = false;
  std::optional<ColumnPool::Lease> lease_;
};

/// out[i] = f(a[i], b[i]): three plain loops that the compiler vectorises.
template <class A, class B, class Out, class F>
void map_rows(std::size_t n, const Operand& a, const Operand& b, Out* __restrict out, F f) {
  const A* __restrict x = a.data<A>();
  const B* __restrict y = b.data<B>();
  if (a.scalar()) {
    const A first = *x;
    if (b.scalar()) {
      const Out value = f(first, *y);
      for (std::size_t i = 0; i < n; ++i) out[i] = value;
    } else {
      for (std::size_t i = 0; i < n; ++i) out[i] = f(first, y[i]);
    }
  } else if (b.scalar()) {
    const B second = *y;
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], second);
  } else {
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], y[i]);
  }
}

template <class A, class Out, class F>
void map_rows(std::size_t n, const Operand& a, Out* __restrict out, F f) {
  const A* __restrict x = a.data<A>();
  if (a.scalar()) {
    const Out value = f(*x);
    for (std::size_t i = 0; i < n; ++i) out[i] = value;
  } else {
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i]);
  }
}

inline IntegerRows integer_rows(const Operand& operand, std::int64_t factor = 1) {
  return {operand.data<std::int64_t>(), operand.scalar(), factor};
}

/// Binary digits that are enough for the size of each value of an operand: 0 … 64.
inline int digits_of(std::size_t n, const Operand& operand) {
  // One more than those of −x − 1 are enough for −x.
  return 1 + static_cast<int>(std::bit_width(bits_of_sizes(operand.scalar() ? 1 : n, operand.data<std::int64_t>())));
}

/// Makes `out` null where the operand is.
inline void take_nulls(const Run& run, const Operand& from, Column& out) {
  if (from.all_valid()) return;
  if (!from.scalar()) {
    out.intersect_validity(from.column());
  } else if (from.column().is_null(0)) {
    std::uint64_t* words = out.need_validity();
    for (std::size_t w = 0; w < run.words(); ++w) words[w] = 0;
  }
}

/// Makes null the valid rows for which `bad(row)` holds, and notes that they are lost. Called where there is one at
/// all.
template <class Bad>
void null_where(Run& run, Column& out, CellWarning warning, Bad bad) {
  for (std::size_t i = 0; i < run.rows; ++i) {
    if (!bad(i) || out.is_null(i)) continue;
    out.set_null(i);
    if (run.is_active(i)) run.lost.add(warning, i);
  }
}

/// Makes null and counts, as overflow, what is not a finite number.
void null_not_finite(Run& run, Column& out);

/// A decimal has at most 18 digits, so that it fits a decimal(18) of a file.
inline constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;
/// Makes null and counts, as overflow, what has more digits than a decimal may have.
void null_beyond_decimal(Run& run, Column& out);

/// The rows, active or not, in which the operand is true.
std::uint64_t true_word(const Operand& condition, std::size_t w);

/// A step that stands for one value.
StepPtr make_constant(Type type, const Column& value);
StepPtr make_integer(Type type, std::int64_t value);  ///< integer, decimal, boolean, date, timestamp
StepPtr make_number(double value);
StepPtr make_text(std::string_view text);
StepPtr make_uuid(const std::uint8_t* bytes);
StepPtr make_null(Type type);
/// A step over a column of the row's table.
StepPtr make_column(Type type, ColumnIndex index, const Dictionary* dictionary);
/// The step itself, or the constant that it is when `varies` is false: run once, now.
StepPtr fold(StepPtr step, bool varies);
/// A step in which `value` is computed once and used in several places: `body` makes it from a step that gives the
/// value.
StepPtr share_value(const StepPtr& value, const std::function<StepPtr(const StepPtr&)>& body);
/// The same value as another type: numbers among themselves, date to timestamp or datetime, times to another precision.
/// The step itself where equal.
StepPtr make_conversion(StepPtr step, Type to);

/// Fills `out` with a copy of a step's value, whatever its form.
void fill_copy(const Step& step, Run& run, Column& out);
/// Repeats the only row of `value` over the rows of the run.
void repeat(const Column& value, std::size_t rows, Column& out);

}  // namespace synthgen::expression
