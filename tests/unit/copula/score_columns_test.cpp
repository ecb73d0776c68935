// Scores: Student's t against Boost.Math, the product of scores and factor on all targets, the law and the dependence
// of correlated scores.
#include "synthgen/copula/score_columns.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "score_kernels.hpp"
#include "student_scores.hpp"
#include "support/catch.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/simd.hpp"
#include "synthgen/copula/correlation_matrix.hpp"

using namespace synthgen;

namespace {

/// Φ⁻¹(T(t)) by Boost.
double reference(double t, double df) {
  const boost::math::students_t_distribution<long double> student(static_cast<long double>(df));
  const boost::math::normal_distribution<long double> normal;
  const long double above = boost::math::cdf(boost::math::complement(student, static_cast<long double>(std::fabs(t))));
  const auto score = static_cast<double>(boost::math::quantile(boost::math::complement(normal, above)));
  return t < 0 ? -score : score;
}

/// A rows in which columns are filled one after the other, each by its source.
class ScoreRows final : public Evaluate {
 public:
  explicit ScoreRows(std::int64_t first) {
    rows_ = RowSet::range(first, kBatchRows);
    pool_ = &own_;
  }
  ColumnIndex add(const MadeSource& made) {
    columns_.emplace_back();
    Column filled;
    made.source->fill(*this, filled);
    columns_.back() = std::move(filled);
    return static_cast<ColumnIndex>(columns_.size() - 1);
  }
  const Column& column(ColumnIndex index) override { return columns_[index]; }
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override {}
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {}

 private:
  ColumnPool own_;
  std::vector<Column> columns_;
};

}  // namespace

TEST_CASE("scores of Student's t err by at most 5e-9, for few and for many degrees of freedom") {
  for (const double df : {1.0, 2.5, 4.0, 30.0, 1000.0, 1e6}) {
    const StudentScores scores(df);
    double worst = 0;
    double at = 0;
    for (double t = -60; t <= 60; t += 0.0137) {
      if (std::fabs(StudentScores::exact(t, df)) >= kGreatestScore) continue;
      double got = 0;
      scores.read(1, &t, &got);
      const double error = std::fabs(got - reference(t, df));
      if (error > worst) {
        worst = error;
        at = t;
      }
    }
    INFO("df " << df << " at " << at);
    CHECK(worst < 5e-9);
  }
  // Far out the score stays where draws end.
  const double far[] = {1e300, -1e300, 1e18};
  double out[3];
  StudentScores(1).read(3, far, out);
  CHECK(out[0] == kGreatestScore);
  CHECK(out[1] == -kGreatestScore);
  CHECK(out[2] == kGreatestScore);
}

TEST_CASE("scores of Student's t rise with t") {
  for (const double df : {1.0, 4.0, 1e6}) {
    const StudentScores scores(df);
    double last = -kGreatestScore;
    for (double t = -40; t <= 40; t += 0.00113) {
      double got = 0;
      scores.read(1, &t, &got);
      // The ends of segments meet to rounding.
      CHECK(got >= last - 1e-14);
      last = got;
    }
  }
}

TEST_CASE("the product of scores and factor has the same bits on every target") {
  std::vector<std::vector<double>> scores(9, std::vector<double>(1021));
  std::vector<const double*> pointers;
  std::vector<double> weights;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    draw_uniform(make_stream_key(k, "t", "c", "value/64"), RowSet::range(5, 1021), 0, 0, scores[k].data());
    normal_score(1021, scores[k].data(), nullptr, scores[k].data());
    pointers.push_back(scores[k].data());
    weights.push_back(std::sqrt(0.1 + static_cast<double>(k)) - 1.7);
  }
  std::vector<double> plain(1021);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    double sum = weights[0] * scores[0][i];
    for (std::size_t k = 1; k < scores.size(); ++k) sum += weights[k] * scores[k][i];
    plain[i] = sum;
  }
  for (const std::string_view target : simd_targets()) {
    REQUIRE(limit_simd_targets(target));
    std::vector<double> out(1021);
    combine_scores(1021, weights.size(), weights.data(), pointers.data(), out.data());
    CHECK(out == plain);
  }
  limit_simd_targets("");
}

TEST_CASE("correlated scores are standard normal and have the correlations of the matrix") {
  SquareMatrix wanted = SquareMatrix::identity(3);
  wanted.at(0, 1) = wanted.at(1, 0) = 0.6;
  wanted.at(0, 2) = wanted.at(2, 0) = -0.4;
  wanted.at(1, 2) = wanted.at(2, 1) = 0.25;
  for (const double df : {0.0, 5.0}) {
    auto factor = std::make_shared<ScoreFactor>(df);
    factor->set(lower_factor(wanted));
    constexpr int kBatches = 400;
    constexpr double kRows = kBatches * static_cast<double>(kBatchRows);
    double sums[3] = {};
    double products[3][3] = {};
    for (int b = 0; b < kBatches; ++b) {
      ScoreRows rows(b * static_cast<std::int64_t>(kBatchRows));
      std::vector<ColumnIndex> independent;
      for (std::uint64_t k = 0; k < 3; ++k) {
        independent.push_back(rows.add(make_independent_scores(make_stream_key(k, "t", "c", "value/64"))));
      }
      std::optional<ColumnIndex> spread;
      if (df > 0) spread = rows.add(make_shared_spread(make_stream_key(9, "t", "c", "copula spread/64"), df));
      ColumnIndex scores[3];
      for (std::size_t k = 0; k < 3; ++k) {
        scores[k] = rows.add(make_correlated_scores(
            factor, k, {independent.begin(), independent.begin() + static_cast<std::ptrdiff_t>(k) + 1}, spread));
      }
      for (std::size_t i = 0; i < kBatchRows; ++i) {
        double z[3];
        for (int k = 0; k < 3; ++k) z[k] = rows.column(scores[k]).data<double>()[i];
        for (int k = 0; k < 3; ++k) {
          sums[k] += z[k];
          for (int l = 0; l < 3; ++l) products[k][l] += z[k] * z[l];
        }
      }
    }
    for (int k = 0; k < 3; ++k) {
      CHECK(std::fabs(sums[k] / kRows) < 5 / std::sqrt(kRows));
      CHECK(std::fabs(products[k][k] / kRows - 1) < 5 * std::sqrt(2 / kRows));
      for (int l = 0; l < k; ++l) {
        const double r = products[k][l] / kRows;
        const double rho = wanted.at(static_cast<std::size_t>(k), static_cast<std::size_t>(l));
        // Of Student's copula the normal scores correlate a little less than the t values, never more.
        if (df > 0) {
          CHECK(std::fabs(r) < std::fabs(rho) + 5 * 1.5 / std::sqrt(kRows));
          CHECK(std::fabs(r) > std::fabs(rho) * 0.9);
        } else {
          CHECK(std::fabs(r - rho) < 5 * (1 - rho * rho) / std::sqrt(kRows) + 1e-12);
        }
      }
    }
  }
}
