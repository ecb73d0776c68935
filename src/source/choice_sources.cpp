#include "choice_sources.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "exact_shares.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/score_steps.hpp"

namespace synthgen {
namespace {

/// Turns places in the list into values.
class ListedSource : public Source {
 public:
  explicit ListedSource(Values values) : values_(std::move(values)) {}

  void fill(Evaluate& evaluate, Column& out) const final {
    const RowSet rows = evaluate.rows();
    if (values_.dictionary != nullptr) {
      out.reset(*values_.dictionary, rows.count);
      find_places(evaluate, out.data<std::int32_t>(), out);
      for (const std::int32_t code : values_.null_codes) {
        for (std::size_t i = 0; i < rows.count; ++i) {
          if (out.data<std::int32_t>()[i] == code) out.set_null(i);
        }
      }
      return;
    }
    const ColumnPool::Lease codes = evaluate.pool().take();
    codes->reset({TypeKind::date, 0}, rows.count);  // any type of 32-bit values does for places
    find_places(evaluate, codes->data<std::int32_t>(), *codes);
    std::int64_t places[kBatchRows];
    for (std::size_t i = 0; i < rows.count; ++i) places[i] = codes->data<std::int32_t>()[i];
    out.gather(values_.column, {places, rows.count});
    out.intersect_validity(*codes);
  }

 protected:
  /// One place for each row; a row may be set null in `out`, and then has place 0.
  virtual void find_places(Evaluate& evaluate, std::int32_t* places, Column& out) const = 0;

 private:
  const Values values_;
};

/// Places drawn by 32 bits a row.
class ChoiceSource : public ListedSource {
 public:
  ChoiceSource(Values values, const DrawKeys& keys) : ListedSource(std::move(values)), draws_(keys) {}

 protected:
  virtual void pick(Evaluate& evaluate, const std::uint32_t* bits, std::int32_t* places, Column& out) const = 0;

 private:
  void find_places(Evaluate& evaluate, std::int32_t* places, Column& out) const final {
    std::uint32_t bits[kBatchRows];
    draws_.bits32(evaluate, 0, evaluate.rows().count, bits);
    pick(evaluate, bits, places, out);
  }

  const CellDraws draws_;
};

class PlainChoice final : public ChoiceSource {
 public:
  PlainChoice(Values values, std::size_t count, const DrawKeys& keys)
      : ChoiceSource(std::move(values), keys), count_(count) {}

 private:
  void pick(Evaluate& evaluate, const std::uint32_t* bits, std::int32_t* places, Column&) const override {
    const std::size_t n = evaluate.rows().count;
    for (std::size_t i = 0; i < n; ++i) places[i] = static_cast<std::int32_t>((bits[i] * count_) >> 32);
  }

  const std::uint64_t count_;
};

class WeightedChoice final : public ChoiceSource {
 public:
  WeightedChoice(Values values, const std::vector<double>& weights, const DrawKeys& keys)
      : ChoiceSource(std::move(values), keys) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double sum = 0;
    std::size_t last_possible = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (weights[i] > 0) last_possible = i;
    }
    // ends_[i]: the first draw beyond value i. From the last value of positive weight on, none is beyond.
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i];
      ends_.push_back(i >= last_possible ? std::uint64_t{1} << 32
                                         : static_cast<std::uint64_t>(std::floor(sum / total * 0x1p32 + 0.5)));
    }
    std::int32_t place = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      const std::uint64_t low = static_cast<std::uint64_t>(bucket) << kShift;
      while (ends_[static_cast<std::size_t>(place)] <= low) ++place;
      guide_[bucket] = place;
    }
  }

 private:
  void pick(Evaluate& evaluate, const std::uint32_t* bits, std::int32_t* places, Column&) const override {
    const std::size_t n = evaluate.rows().count;
    const std::uint64_t* ends = ends_.data();
    for (std::size_t i = 0; i < n; ++i) {
      std::int32_t place = guide_[bits[i] >> kShift];
      while (bits[i] >= ends[place]) ++place;
      places[i] = place;
    }
  }

  static constexpr int kShift = 20;
  static constexpr std::size_t kBuckets = std::size_t{1} << (32 - kShift);
  std::vector<std::uint64_t> ends_;
  std::int32_t guide_[kBuckets];
};

/// Fixed weights by a score: the scores at which one value ends and the next begins.
class ScoredChoice final : public ListedSource {
 public:
  ScoredChoice(Values values, const std::vector<double>& weights, ColumnIndex score)
      : ListedSource(std::move(values)), score_(score), steps_(ends_of(weights)) {}

 private:
  static std::vector<double> ends_of(const std::vector<double>& weights) {
    constexpr double kEnd = std::numeric_limits<double>::infinity();
    // What is left of each value on, summed from the far end, so that neither tail loses digits.
    std::vector<double> rests(weights.size() + 1, 0.0);
    for (std::size_t i = weights.size(); i-- > 0;) rests[i] = rests[i + 1] + weights[i];
    std::vector<double> ends;
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i];
      const double rest = rests[i + 1];
      const double total = sum + rest;
      ends.push_back(rest <= 0 ? kEnd : sum <= 0 ? -kEnd : normal_score(sum / total, rest / total));
    }
    return ends;
  }

  void find_places(Evaluate& evaluate, std::int32_t* places, Column&) const override {
    steps_.places(evaluate.rows().count, evaluate.column(score_).data<double>(), places);
  }

  const ColumnIndex score_;
  const ScoreSteps steps_;
};

class RowWeightedChoice final : public ChoiceSource {
 public:
  RowWeightedChoice(Values values, std::vector<Operand> weights, const DrawKeys& keys)
      : ChoiceSource(std::move(values), keys), weights_(std::move(weights)) {}

 private:
  void pick(Evaluate& evaluate, const std::uint32_t* bits, std::int32_t* places, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    std::vector<ColumnPool::Lease> scratch;
    std::vector<const double*> weights;
    double total[kBatchRows] = {};
    bool bad[kBatchRows] = {};
    bool null[kBatchRows] = {};
    for (const Operand& weight : weights_) {
      scratch.push_back(evaluate.pool().take());
      const Column& column = weight.values(evaluate, *scratch.back());
      weights.push_back(column.data<double>());
      for (std::size_t i = 0; i < n; ++i) {
        const double w = weights.back()[i];
        null[i] = null[i] || column.is_null(i);
        bad[i] = bad[i] || !(w >= 0);
        total[i] += w;
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      places[i] = 0;
      if (null[i] || bad[i] || !(total[i] > 0) || std::isinf(total[i])) {
        out.set_null(i);
        // A null weight was counted where it arose, or is meant.
        if (!null[i]) evaluate.warn(CellWarning::invalid_parameter);
        continue;
      }
      const double target = (static_cast<double>(bits[i]) + 0.5) * 0x1p-32 * total[i];
      double sum = 0;
      for (std::size_t w = 0; w < weights.size(); ++w) {
        if (!(weights[w][i] > 0)) continue;
        sum += weights[w][i];
        places[i] = static_cast<std::int32_t>(w);
        if (target < sum) break;
      }
    }
  }

  const std::vector<Operand> weights_;
};

class ExactChoice final : public ListedSource {
 public:
  ExactChoice(Values values, std::shared_ptr<const ExactShares> shares)
      : ListedSource(std::move(values)), shares_(std::move(shares)) {}

 private:
  void find_places(Evaluate& evaluate, std::int32_t* places, Column&) const override {
    const auto* exact = evaluate.column(shares_->place).data<std::int64_t>();
    values_of_places(shares_->ends, exact, evaluate.rows().count, places);
  }

  const std::shared_ptr<const ExactShares> shares_;
};

class UniqueChoice final : public ListedSource {
 public:
  UniqueChoice(Values values, Permutation order) : ListedSource(std::move(values)), order_(std::move(order)) {}

 private:
  void find_places(Evaluate& evaluate, std::int32_t* places, Column&) const override {
    std::int64_t mapped[kBatchRows];
    order_.map(evaluate.rows(), mapped);
    for (std::size_t i = 0; i < evaluate.rows().count; ++i) places[i] = static_cast<std::int32_t>(mapped[i]);
  }

  const Permutation order_;
};

}  // namespace

std::unique_ptr<const Source> make_plain_choice(Values values, std::size_t count, const DrawKeys& keys) {
  if (keys.score.has_value()) {
    return std::make_unique<ScoredChoice>(std::move(values), std::vector<double>(count, 1.0), *keys.score);
  }
  return std::make_unique<PlainChoice>(std::move(values), count, keys);
}

std::unique_ptr<const Source> make_weighted_choice(Values values, const std::vector<double>& weights,
                                                   const DrawKeys& keys) {
  if (keys.score.has_value()) return std::make_unique<ScoredChoice>(std::move(values), weights, *keys.score);
  return std::make_unique<WeightedChoice>(std::move(values), weights, keys);
}

std::unique_ptr<const Source> make_row_weighted_choice(Values values, std::vector<Operand> weights,
                                                       const DrawKeys& keys) {
  return std::make_unique<RowWeightedChoice>(std::move(values), std::move(weights), keys);
}

std::unique_ptr<const Source> make_exact_choice(Values values, std::shared_ptr<const ExactShares> shares) {
  return std::make_unique<ExactChoice>(std::move(values), std::move(shares));
}

std::unique_ptr<const Source> make_unique_choice(Values values, Permutation order) {
  return std::make_unique<UniqueChoice>(std::move(values), std::move(order));
}

}  // namespace synthgen
