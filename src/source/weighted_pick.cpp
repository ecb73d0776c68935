// Picks by a weight of the parent: inversion of the running sums of all weights, found through a guide table
// (Chen and Asau, "On generating random variates from an empirical distribution", AIIE Transactions 6(2), 1974).
#include <algorithm>

#include "pick_sources.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {
namespace {

/// Running sums in row order, and for every part of the total the first row whose sum is beyond its beginning.
class WeightTable {
 public:
  void add(const Column& weights) {
    const auto* values = weights.data<double>();
    for (std::size_t i = 0; i < weights.rows(); ++i) {
      if (weights.is_valid(i)) {
        faulty_ = faulty_ || !(values[i] >= 0);
        sum_ += values[i];
      }
      ends_.push_back(sum_);
    }
  }

  void reserve(std::size_t rows) { ends_.reserve(rows); }

  void finish() {
    faulty_ = faulty_ || !(sum_ > 0) || sum_ - sum_ != 0;
    if (faulty_) {
      ends_ = {};
      return;
    }
    bits_ = guide_bits(ends_.size());
    const std::size_t parts = std::size_t{1} << bits_;
    guide_.reserve(parts + 1);
    std::size_t row = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      const double begin = static_cast<double>(part) / static_cast<double>(parts) * sum_;
      while (!(ends_[row] > begin)) ++row;
      guide_.push_back(static_cast<std::uint32_t>(row));
    }
    // The last row that can be picked: its sum is the total, and no draw reaches the total.
    while (ends_[row] < sum_) ++row;
    guide_.push_back(static_cast<std::uint32_t>(row));
  }

  bool faulty() const { return faulty_; }

  /// n ≤ kBatchRows picks. In three passes, so that what is not in the cache is asked for ahead of its use.
  void pick(const std::uint64_t* bits, std::size_t n, std::int64_t* picks) const {
    std::uint32_t lows[kBatchRows];
    for (std::size_t i = 0; i < n; ++i) __builtin_prefetch(&guide_[bits[i] >> (64 - bits_)]);
    for (std::size_t i = 0; i < n; ++i) {
      lows[i] = guide_[bits[i] >> (64 - bits_)];
      __builtin_prefetch(&ends_[lows[i]]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      // Rounding keeps order, so a target beyond a part's beginning is beyond it here as well.
      const double target = uniform_from_bits(bits[i]) * sum_;
      std::uint32_t low = lows[i];
      std::uint32_t high = guide_[(bits[i] >> (64 - bits_)) + 1];
      while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (ends_[middle] > target) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      picks[i] = low;
    }
  }

  /// The first row from `cursor` on that has a weight, and the cursor behind it; −1 where there is none.
  std::int64_t next_row(std::int64_t& cursor) const {
    for (auto row = static_cast<std::size_t>(cursor); row < ends_.size(); ++row) {
      if (!(ends_[row] > (row == 0 ? 0 : ends_[row - 1]))) continue;
      cursor = static_cast<std::int64_t>(row) + 1;
      return static_cast<std::int64_t>(row);
    }
    return -1;
  }

  static unsigned guide_bits(std::size_t rows) {
    unsigned bits = 1;
    while (bits < kMostGuideBits && (std::size_t{1} << bits) < rows) ++bits;
    return bits;
  }

 private:
  static constexpr unsigned kMostGuideBits = 24;

  std::vector<double> ends_;
  std::vector<std::uint32_t> guide_;
  double sum_ = 0;
  unsigned bits_ = 1;
  bool faulty_ = false;
};

class WeightedPick final : public PickSource {
 public:
  WeightedPick(StreamKey key, TableIndex table, ColumnIndex weight, std::int64_t parent_rows)
      : key_(key), parent_table_(table), weight_(weight), parent_rows_(parent_rows) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const WeightTable& weights = table(evaluate);
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    if (weights.faulty()) {
      for (std::size_t i = 0; i < rows.count; ++i) {
        picks[i] = 0;
        out.set_null(i);
      }
      evaluate.warn(CellWarning::invalid_parameter, rows.count);
      return;
    }
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    weights.pick(bits, rows.count, picks);
  }

  std::int64_t next_choice(Evaluate& evaluate, std::int64_t& cursor) const override {
    return table(evaluate).next_row(cursor);
  }

 private:
  const WeightTable& table(Evaluate& evaluate) const {
    return run_lookup<WeightTable>(evaluate, *this, [&](Evaluate& run) { return read(run); });
  }

  std::unique_ptr<WeightTable> read(Evaluate& evaluate) const {
    auto table = std::make_unique<WeightTable>();
    table->reserve(static_cast<std::size_t>(parent_rows_));
    Column numbers;
    evaluate.scan(parent_table_, weight_, [&](const Column& cells) {
      convert(cells, {TypeKind::number, 0}, numbers);
      table->add(numbers);
    });
    table->finish();
    return table;
  }

  const StreamKey key_;
  const TableIndex parent_table_;
  const ColumnIndex weight_;
  const std::int64_t parent_rows_;
};

}  // namespace

std::unique_ptr<const PickSource> make_weighted_pick(StreamKey key, TableIndex table, ColumnIndex weight,
                                                     std::int64_t parent_rows) {
  return std::make_unique<WeightedPick>(key, table, weight, parent_rows);
}

std::uint64_t weighted_pick_bytes(std::int64_t parent_rows) {
  const auto rows = static_cast<std::size_t>(parent_rows);
  return rows * sizeof(double) + (std::size_t{1} << WeightTable::guide_bits(rows)) * sizeof(std::uint32_t);
}

}  // namespace synthgen
