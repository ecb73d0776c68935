#include "child_totals.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

using Wide = __int128;

constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;
/// A NaN that no arithmetic gives, as bits.
constexpr std::uint64_t kNoChild = 0x7ff8'0000'6368'6c64;

/// Cells of a large table are seldom in the cache: all of a batch are asked for before the first is used.
template <class Cell>
void prefetch(const std::vector<Cell>& at, std::span<const std::int64_t> cells) {
  constexpr std::size_t kCached = std::size_t{1} << 14;
  if (at.size() <= kCached) return;
  for (const std::int64_t cell : cells) __builtin_prefetch(&at[static_cast<std::size_t>(cell)], 1);
}

class CountTotals final : public ChildTotals {
 public:
  void reset(std::size_t cells) override {
    cells_ = cells;
    counts_.assign(cells + 1, 0);
  }

  void add(std::span<const std::int64_t> cells, const Column* /*values*/) override {
    prefetch(counts_, cells);
    for (const std::int64_t cell : cells) ++counts_[static_cast<std::size_t>(cell)];
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset({TypeKind::integer, 0}, cells.size());
    auto* to = out.data<std::int64_t>();
    for (std::size_t i = 0; i < cells.size(); ++i) to[i] = counts_[static_cast<std::size_t>(cells[i])];
    return 0;
  }

  std::size_t cell_bytes() const override { return sizeof(std::int64_t); }

 private:
  std::vector<std::int64_t> counts_;
};

/// Sums of integers and decimals, exact. What is beyond 64 bits is kept apart, so that a cell is as small as can be.
class ExactTotal {
 public:
  void reset(std::size_t cells) {
    none_ = cells;
    beyond_.clear();
  }

  /// Stands for the sum of no child, and for no other.
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();

  void add(std::int64_t& sum, std::int64_t value, std::size_t cell) {
    const std::int64_t before = sum == kNone ? 0 : sum;
    std::int64_t next = 0;
    if (!__builtin_add_overflow(before, value, &next) && next != kNone) [[likely]] {
      sum = next;
      return;
    }
    if (cell != none_) beyond_[cell] += static_cast<Wide>(before) + value;
    sum = 0;
  }

  Wide sum(std::int64_t kept, std::size_t cell) const {
    if (beyond_.empty()) return kept;
    const auto found = beyond_.find(cell);
    return found != beyond_.end() ? found->second + kept : kept;
  }

 private:
  std::size_t none_ = 0;  ///< the cell of children that do not count
  std::map<std::size_t, Wide> beyond_;
};

class ExactSums final : public ChildTotals {
 public:
  explicit ExactSums(Type type) : type_(type) {}

  void reset(std::size_t cells) override {
    cells_ = cells;
    total_.reset(cells);
    sums_.assign(cells + 1, ExactTotal::kNone);
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    prefetch(sums_, cells);
    const auto* value = values->data<std::int64_t>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto cell = static_cast<std::size_t>(cells[i]);
      total_.add(sums_[cell], value[i], cell);
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset(type_, cells.size());
    auto* to = out.data<std::int64_t>();
    const bool decimal = type_.kind == TypeKind::decimal;
    const Wide most = decimal ? kMostDecimal : std::numeric_limits<std::int64_t>::max();
    const Wide least = decimal ? -kMostDecimal : std::numeric_limits<std::int64_t>::min();
    std::size_t beyond = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto cell = static_cast<std::size_t>(cells[i]);
      const bool any = sums_[cell] != ExactTotal::kNone;
      const Wide sum = any ? total_.sum(sums_[cell], cell) : 0;
      const bool fits = sum >= least && sum <= most;
      to[i] = fits ? static_cast<std::int64_t>(sum) : 0;
      if (!any || !fits) out.set_null(i);
      beyond += fits ? 0 : 1;
    }
    return beyond;
  }

  std::size_t cell_bytes() const override { return sizeof(std::int64_t); }

 private:
  const Type type_;
  ExactTotal total_;
  std::vector<std::int64_t> sums_;
};

class ExactMeans final : public ChildTotals {
 public:
  explicit ExactMeans(Type type) : scale_(static_cast<double>(kPowersOfTen[static_cast<std::size_t>(type.decimals)])) {}

  void reset(std::size_t cells) override {
    cells_ = cells;
    total_.reset(cells);
    means_.assign(cells + 1, {});
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    prefetch(means_, cells);
    const auto* value = values->data<std::int64_t>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto place = static_cast<std::size_t>(cells[i]);
      Cell& cell = means_[place];
      total_.add(cell.sum, value[i], place);
      ++cell.count;
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset({TypeKind::number, 0}, cells.size());
    auto* to = out.data<double>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto place = static_cast<std::size_t>(cells[i]);
      const Cell& cell = means_[place];
      const auto sum = static_cast<double>(total_.sum(cell.sum, place));
      to[i] = cell.count > 0 ? sum / (static_cast<double>(cell.count) * scale_) : 0;
      if (cell.count == 0) out.set_null(i);
    }
    return 0;
  }

  std::size_t cell_bytes() const override { return sizeof(Cell); }

 private:
  struct Cell {
    std::int64_t sum = 0;
    std::int64_t count = 0;
  };

  const double scale_;
  ExactTotal total_;
  std::vector<Cell> means_;
};

/// Sums of doubles, in the order in which they come.
class NumberSums final : public ChildTotals {
 public:
  void reset(std::size_t cells) override {
    cells_ = cells;
    sums_.assign(cells + 1, std::bit_cast<double>(kNoChild));
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    prefetch(sums_, cells);
    const auto* value = values->data<double>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      double& sum = sums_[static_cast<std::size_t>(cells[i])];
      sum = has_child(sum) ? sum + value[i] : value[i];
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset({TypeKind::number, 0}, cells.size());
    auto* to = out.data<double>();
    std::size_t beyond = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double sum = sums_[static_cast<std::size_t>(cells[i])];
      const bool fits = std::isfinite(sum);
      to[i] = fits ? sum : 0;
      if (!fits) out.set_null(i);
      beyond += !fits && has_child(sum) ? 1 : 0;
    }
    return beyond;
  }

  std::size_t cell_bytes() const override { return sizeof(double); }

 private:
  static bool has_child(double sum) { return std::bit_cast<std::uint64_t>(sum) != kNoChild; }

  std::vector<double> sums_;
};

class NumberMeans final : public ChildTotals {
 public:
  void reset(std::size_t cells) override {
    cells_ = cells;
    means_.assign(cells + 1, {});
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    prefetch(means_, cells);
    const auto* value = values->data<double>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      Cell& cell = means_[static_cast<std::size_t>(cells[i])];
      cell.sum += value[i];
      ++cell.count;
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset({TypeKind::number, 0}, cells.size());
    auto* to = out.data<double>();
    std::size_t beyond = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Cell& cell = means_[static_cast<std::size_t>(cells[i])];
      const bool fits = cell.count > 0 && std::isfinite(cell.sum);
      to[i] = fits ? cell.sum / static_cast<double>(cell.count) : 0;
      if (!fits) out.set_null(i);
      beyond += !fits && cell.count > 0 ? 1 : 0;
    }
    return beyond;
  }

  std::size_t cell_bytes() const override { return sizeof(Cell); }

 private:
  struct Cell {
    double sum = 0;
    std::int64_t count = 0;
  };

  std::vector<Cell> means_;
};

/// A value that stands for none: of doubles a NaN that no arithmetic gives, else the least one, which no date or time
/// has; of integers that is told apart.
template <class T>
T no_value() {
  return std::numeric_limits<T>::min();
}
template <>
double no_value<double>() {
  return std::bit_cast<double>(kNoChild);
}

template <class T>
class Extremes final : public ChildTotals {
 public:
  Extremes(Type type, bool greatest) : type_(type), greatest_(greatest) {}

  void reset(std::size_t cells) override {
    cells_ = cells;
    extremes_.assign(cells + 1, no_value<T>());
    least_.clear();
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    prefetch(extremes_, cells);
    const T* value = values->data<T>();
    if (greatest_) {
      take(cells, value, [](T x, T y) { return y < x; });
    } else {
      take(cells, value, [](T x, T y) { return x < y; });
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset(type_, cells.size());
    T* to = out.data<T>();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto cell = static_cast<std::size_t>(cells[i]);
      const bool least = !least_.empty() && least_.contains(cell);
      to[i] = least && !greatest_ ? no_value<T>() : extremes_[cell];
      if (is_none(to[i]) && !least) {
        to[i] = 0;
        out.set_null(i);
      }
    }
    return 0;
  }

  std::size_t cell_bytes() const override { return sizeof(T); }

 private:
  static bool is_none(T value) {
    if constexpr (std::is_same_v<T, double>) {
      return std::bit_cast<std::uint64_t>(value) == kNoChild;
    } else {
      return value == no_value<T>();
    }
  }

  template <class Before>
  void take(std::span<const std::int64_t> cells, const T* value, Before before) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto cell = static_cast<std::size_t>(cells[i]);
      T& extreme = extremes_[cell];
      if (is_none(value[i])) [[unlikely]] {
        if (cell != cells_) least_.insert(cell);
      } else {
        extreme = is_none(extreme) || before(value[i], extreme) ? value[i] : extreme;
      }
    }
  }

  const Type type_;
  const bool greatest_;
  std::vector<T> extremes_;
  std::set<std::size_t> least_;  ///< cells among whose children is the value that stands for none
};

/// By their bytes, as texts are compared everywhere.
class TextExtremes final : public ChildTotals {
 public:
  explicit TextExtremes(bool greatest) : greatest_(greatest) {}

  void reset(std::size_t cells) override {
    cells_ = cells;
    extremes_.assign(cells + 1, {});
  }

  void add(std::span<const std::int64_t> cells, const Column* values) override {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i] == static_cast<std::int64_t>(cells_)) continue;
      Cell& cell = extremes_[static_cast<std::size_t>(cells[i])];
      const std::string_view text = values->text(i);
      if (cell.any && (greatest_ ? text <= cell.text : text >= cell.text)) continue;
      cell.text.assign(text);
      cell.any = true;
    }
  }

  std::size_t write(std::span<const std::int64_t> cells, Column& out) const override {
    out.reset({TypeKind::string, 0}, cells.size());
    out.begin_texts();
    for (const std::int64_t index : cells) {
      const Cell& cell = extremes_[static_cast<std::size_t>(index)];
      cell.any ? out.append_text(cell.text) : out.append_null();
    }
    return 0;
  }

  std::size_t cell_bytes() const override { return sizeof(Cell); }

 private:
  struct Cell {
    std::string text;
    bool any = false;
  };

  const bool greatest_;
  std::vector<Cell> extremes_;
};

std::unique_ptr<ChildTotals> make_extremes(Type type, bool greatest) {
  if (type.kind == TypeKind::string) return std::make_unique<TextExtremes>(greatest);
  if (type.kind == TypeKind::number) return std::make_unique<Extremes<double>>(type, greatest);
  if (type.kind == TypeKind::date) return std::make_unique<Extremes<std::int32_t>>(type, greatest);
  return std::make_unique<Extremes<std::int64_t>>(type, greatest);
}

}  // namespace

std::unique_ptr<ChildTotals> make_child_totals(ChildFunction function, Type values) {
  const bool number = values.kind == TypeKind::number;
  switch (function) {
    case ChildFunction::count:
      return std::make_unique<CountTotals>();
    case ChildFunction::sum:
      if (number) return std::make_unique<NumberSums>();
      return std::make_unique<ExactSums>(values);
    case ChildFunction::avg:
      if (number) return std::make_unique<NumberMeans>();
      return std::make_unique<ExactMeans>(values);
    case ChildFunction::min:
    case ChildFunction::max:
      return make_extremes(values, function == ChildFunction::max);
  }
  return nullptr;
}

}  // namespace synthgen
