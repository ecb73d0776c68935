#include "file_pick.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace synthgen {
namespace {

constexpr std::int64_t kLargestSum = std::int64_t{1} << 62;

/// The place of a draw among running sums.
class GuideTable {
 public:
  explicit GuideTable(std::vector<std::int64_t> sums) : sums_(std::move(sums)) {
    const auto total = static_cast<std::uint64_t>(sums_.back());
    const int wanted_bits = static_cast<int>(std::bit_width(sums_.size()));
    shift_ = std::max(0, static_cast<int>(std::bit_width(total - 1)) - wanted_bits);
    const std::size_t parts = static_cast<std::size_t>((total - 1) >> shift_) + 1;
    first_.reserve(parts + 1);
    std::uint32_t place = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      while (static_cast<std::uint64_t>(sums_[place]) <= static_cast<std::uint64_t>(part) << shift_) ++place;
      first_.push_back(place);
    }
    first_.push_back(static_cast<std::uint32_t>(sums_.size() - 1));
  }

  /// Places of many draws, in three strides, so that the waits for memory overlap.
  void find(std::size_t count, const std::uint64_t* bits, std::int64_t* places) const {
    const auto total = static_cast<std::uint64_t>(sums_.back());
    std::uint64_t targets[kBatchRows];
    std::uint32_t low[kBatchRows];
    std::uint32_t high[kBatchRows];
    for (std::size_t i = 0; i < count; ++i) {
      targets[i] = bounded(bits[i], total);
      __builtin_prefetch(&first_[targets[i] >> shift_]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t part = targets[i] >> shift_;
      low[i] = first_[part];
      high[i] = first_[part + 1];
      __builtin_prefetch(&sums_[low[i]]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::uint32_t a = low[i];
      std::uint32_t b = high[i];
      // Seldom more than a step or two; halving serves parts of many small weights.
      while (b - a > kFewSteps) {
        const std::uint32_t middle = a + (b - a) / 2;
        if (static_cast<std::uint64_t>(sums_[middle]) > targets[i]) {
          b = middle;
        } else {
          a = middle + 1;
        }
      }
      while (static_cast<std::uint64_t>(sums_[a]) <= targets[i]) ++a;
      places[i] = a;
    }
  }

  std::uint64_t memory_bytes() const {
    return sums_.size() * sizeof(std::int64_t) + first_.size() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::uint32_t kFewSteps = 8;

  const std::vector<std::int64_t> sums_;
  std::vector<std::uint32_t> first_;  // for each part of the total, the first place whose sum is beyond its beginning
  int shift_ = 0;
};

class FilePick final : public Source {
 public:
  FilePick(StreamKey key, FileRows rows) : key_(key), rows_(std::move(rows)) {
    if (!rows_.sums.empty()) guide_.emplace(std::move(rows_.sums));
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    const std::uint64_t count = rows_.count();
    if (count == 0) {
      for (std::size_t i = 0; i < rows.count; ++i) {
        picks[i] = 0;
        out.set_null(i);
      }
      return;
    }
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    if (guide_.has_value()) {
      guide_->find(rows.count, bits, picks);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) picks[i] = static_cast<std::int64_t>(bounded(bits[i], count));
    }
    if (!rows_.rows.has_value()) return;
    for (std::size_t i = 0; i < rows.count; ++i) picks[i] = (*rows_.rows)[static_cast<std::size_t>(picks[i])];
  }

  std::uint64_t memory_bytes() const {
    return (rows_.rows.has_value() ? rows_.rows->size() * sizeof(std::uint32_t) : 0) +
           (guide_.has_value() ? guide_->memory_bytes() : 0);
  }

 private:
  const StreamKey key_;
  FileRows rows_;
  std::optional<GuideTable> guide_;
};

}  // namespace

std::optional<FileRows> weighted_rows(const Column& weights, const std::optional<std::vector<std::uint32_t>>& rows) {
  const std::size_t candidates = rows.has_value() ? rows->size() : weights.rows();
  const auto row_of = [&](std::size_t i) { return rows.has_value() ? (*rows)[i] : static_cast<std::uint32_t>(i); };
  const bool whole = weights.type().kind != TypeKind::number;
  bool exact = whole;
  std::int64_t whole_sum = 0;
  double sum = 0;
  for (std::size_t i = 0; i < candidates; ++i) {
    const std::uint32_t row = row_of(i);
    if (weights.is_null(row)) continue;
    if (whole) {
      const std::int64_t weight = weights.data<std::int64_t>()[row];
      exact = exact && weight <= kLargestSum - whole_sum;
      if (exact) whole_sum += weight;
      sum += static_cast<double>(weight);
    } else {
      sum += weights.data<double>()[row];
    }
  }
  if (!(sum > 0) || std::isinf(sum)) return std::nullopt;
  FileRows result;
  result.file_rows = static_cast<std::int64_t>(weights.rows());
  result.rows = rows;
  result.sums.reserve(candidates);
  std::int64_t running = 0;
  for (std::size_t i = 0; i < candidates; ++i) {
    const std::uint32_t row = row_of(i);
    if (weights.is_null(row)) {
      // Nothing is added: a row without weight is passed over by every draw.
    } else if (exact) {
      running += weights.data<std::int64_t>()[row];
    } else {
      const double weight =
          whole ? static_cast<double>(weights.data<std::int64_t>()[row]) : weights.data<double>()[row];
      const double share = std::floor(weight / sum * static_cast<double>(kLargestSum) + 0.5);
      if (weight > 0) running += std::max<std::int64_t>(1, static_cast<std::int64_t>(share));
    }
    result.sums.push_back(running);
  }
  return result;
}

MadeSource make_file_pick(StreamKey key, FileRows rows) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  auto source = std::make_unique<FilePick>(key, std::move(rows));
  made.memory_bytes = source->memory_bytes();
  made.source = std::move(source);
  return made;
}

}  // namespace synthgen
