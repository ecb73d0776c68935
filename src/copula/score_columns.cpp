#include "synthgen/copula/score_columns.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "score_kernels.hpp"
#include "student_scores.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr Type kScore{TypeKind::number, 0};

class IndependentScores final : public Source {
 public:
  explicit IndependentScores(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(kScore, rows.count);
    double* scores = out.data<double>();
    draw_uniform(key_, rows, evaluate.attempt(), 0, scores);
    normal_score(rows.count, scores, nullptr, scores);
  }

 private:
  const StreamKey key_;
};

class SharedSpread final : public Source {
 public:
  SharedSpread(StreamKey key, double df) : key_(key), df_(df) {
    const std::array<std::optional<double>, 2> fixed = {0.5 * df, 2.0};
    chi_square_ = find_distribution("gamma")->make(fixed);
    shape_.fill(0.5 * df);
    scale_.fill(2.0);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(kScore, rows.count);
    double below[kBatchRows];
    double above[kBatchRows];
    draw_uniform(key_, rows, evaluate.attempt(), 0, below);
    for (std::size_t i = 0; i < rows.count; ++i) above[i] = 1 - below[i];
    double* spread = out.data<double>();
    const double* parameters[] = {shape_.data(), scale_.data()};
    chi_square_->quantile({rows.count, below, above, nullptr}, parameters, spread);
    for (std::size_t i = 0; i < rows.count; ++i) spread[i] = std::sqrt(df_ / spread[i]);
  }

 private:
  const StreamKey key_;
  const double df_;
  std::unique_ptr<Distribution> chi_square_;
  std::array<double, kBatchRows> shape_;
  std::array<double, kBatchRows> scale_;
};

class CorrelatedScores final : public Source {
 public:
  CorrelatedScores(std::shared_ptr<const ScoreFactor> factor, std::size_t member, std::vector<ColumnIndex> independent,
                   std::optional<ColumnIndex> spread)
      : factor_(std::move(factor)), member_(member), independent_(std::move(independent)), spread_(spread) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    out.reset(kScore, n);
    const double* row = &factor_->lower().entries[member_ * factor_->lower().n];
    std::array<double, kMostTerms> weights;
    std::array<const double*, kMostTerms> scores;
    std::size_t terms = 0;
    // A weight of 0 leaves its member out, as members of no correlation with this one often are.
    for (std::size_t k = 0; k < independent_.size(); ++k) {
      if (row[k] == 0 && k < member_) continue;
      weights[terms] = row[k];
      scores[terms] = evaluate.column(independent_[k]).data<double>();
      ++terms;
    }
    double* z = out.data<double>();
    combine_scores(n, terms, weights.data(), scores.data(), z);
    if (!spread_.has_value()) return;
    const double* spread = evaluate.column(*spread_).data<double>();
    for (std::size_t i = 0; i < n; ++i) z[i] = z[i] * spread[i];
    factor_->student()->read(n, z, z);
  }

  static constexpr std::size_t kMostTerms = 1000;

 private:
  const std::shared_ptr<const ScoreFactor> factor_;
  const std::size_t member_;
  const std::vector<ColumnIndex> independent_;
  const std::optional<ColumnIndex> spread_;
};

MadeSource made_scores(std::unique_ptr<const Source> source, std::vector<ColumnIndex> inputs) {
  MadeSource made;
  made.type = kScore;
  made.source = std::move(source);
  made.inputs = std::move(inputs);
  return made;
}

}  // namespace

ScoreFactor::ScoreFactor(double df) {
  if (df > 0) student_ = std::make_unique<const StudentScores>(df);
}
ScoreFactor::~ScoreFactor() = default;

MadeSource make_independent_scores(StreamKey bits64) {
  return made_scores(std::make_unique<IndependentScores>(bits64), {});
}

MadeSource make_shared_spread(StreamKey bits64, double df) {
  return made_scores(std::make_unique<SharedSpread>(bits64, df), {});
}

MadeSource make_correlated_scores(std::shared_ptr<const ScoreFactor> factor, std::size_t member,
                                  std::vector<ColumnIndex> independent, std::optional<ColumnIndex> spread) {
  assert(independent.size() == member + 1 && independent.size() <= CorrelatedScores::kMostTerms);
  std::vector<ColumnIndex> inputs = independent;
  if (spread.has_value()) inputs.push_back(*spread);
  return made_scores(std::make_unique<CorrelatedScores>(std::move(factor), member, std::move(independent), spread),
                     std::move(inputs));
}

}  // namespace synthgen
