// Correlations of samples against SciPy's and against their definitions, ties and nulls included.
#include "synthgen/copula/sample_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

using Columns = std::vector<std::vector<double>>;

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();

SquareMatrix correlate(Columns columns, CorrelationMeasure measure) { return sample_correlations(columns, measure); }

/// The entries below the diagonal, row by row; above it they must be the same.
std::vector<double> pairs_of(const SquareMatrix& matrix) {
  std::vector<double> pairs;
  for (std::size_t i = 0; i < matrix.n; ++i) {
    CHECK(matrix.at(i, i) == 1);
    for (std::size_t j = 0; j < i; ++j) {
      pairs.push_back(matrix.at(i, j));
      CHECK((matrix.at(j, i) == matrix.at(i, j) || (std::isnan(matrix.at(j, i)) && std::isnan(matrix.at(i, j)))));
    }
  }
  return pairs;
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    INFO(i << ": found " << found[i] << ", expected " << expected[i]);
    // Sums of some thousand terms of one sign lose at most a few hundred units in the last place.
    CHECK(std::abs(found[i] - expected[i]) < 1e-13);
  }
}

std::vector<double> definition_of_pearson(const std::vector<double>& x, const std::vector<double>& y) {
  long double mean_x = 0;
  long double mean_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i];
    mean_y += y[i];
  }
  mean_x /= static_cast<long double>(x.size());
  mean_y /= static_cast<long double>(y.size());
  long double xx = 0;
  long double yy = 0;
  long double xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return {static_cast<double>(xy / std::sqrt(xx * yy))};
}

/// One more than the smaller values and half of the other equal ones.
std::vector<double> definition_of_ranks(const std::vector<double>& x) {
  std::vector<double> ranks;
  for (const double value : x) {
    const auto smaller = std::count_if(x.begin(), x.end(), [&](double other) { return other < value; });
    const auto equal = std::count(x.begin(), x.end(), value);
    ranks.push_back(static_cast<double>(smaller) + static_cast<double>(equal + 1) / 2);
  }
  return ranks;
}

double definition_of_tau_b(const std::vector<double>& x, const std::vector<double>& y) {
  std::int64_t balance = 0;
  std::int64_t differ_x = 0;
  std::int64_t differ_y = 0;
  const auto sign = [](double a, double b) { return a < b ? -1 : a > b ? 1 : 0; };
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      balance += sign(x[i], x[j]) * sign(y[i], y[j]);
      differ_x += x[i] != x[j] ? 1 : 0;
      differ_y += y[i] != y[j] ? 1 : 0;
    }
  }
  return static_cast<double>(balance) / std::sqrt(static_cast<double>(differ_x) * static_cast<double>(differ_y));
}

/// Continuous, tied, far from zero, two-valued, negative zeros among them; nulls in those that are asked for.
Columns drawn(std::size_t rows, bool nulls) {
  std::mt19937_64 engine(5);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
  Columns columns(5);
  for (std::size_t i = 0; i < rows; ++i) {
    const double common = uniform();
    columns[0].push_back(common + uniform());
    columns[1].push_back(std::floor(6 * (common + uniform())) - 3);
    columns[2].push_back(1e12 + common * 1000 + uniform());
    columns[3].push_back(uniform() < common ? 1 : 0);
    columns[4].push_back(uniform() < 0.5 ? -0.0 : uniform() < 0.5 ? 0.0 : -common);
    if (!nulls) continue;
    if (uniform() < 0.2) columns[0].back() = kNull;
    if (uniform() < common / 2) columns[1].back() = kNull;
    if (uniform() < 0.1) columns[4].back() = kNull;
  }
  return columns;
}

/// The rows of two columns in which neither is null.
std::pair<std::vector<double>, std::vector<double>> common_rows(const std::vector<double>& x,
                                                                const std::vector<double>& y) {
  std::pair<std::vector<double>, std::vector<double>> common;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    common.first.push_back(x[i]);
    common.second.push_back(y[i]);
  }
  return common;
}

}  // namespace

TEST_CASE("correlations of ten rows with ties and nulls are those of SciPy") {
  const Columns columns = {{1.5, 2.5, 2.5, kNull, -4, 7, 7, 7, 0, 3.25},
                           {2, 1, 2, 5, -1, kNull, 3, 8, 2, 2},
                           {1, 0, 0, 1, 0, 1, 1, 1, 0, 1},
                           {1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 3, 1e9 - 2, 1e9 + 9, 1e9 + 5, 1e9, 1e9 + 7, 1e9 + 6}};
  // scipy.stats 1.17: pearsonr, spearmanr and kendalltau of each pair without its nulls.
  check_close(pairs_of(correlate(columns, CorrelationMeasure::pearson)),
              {0.7927281346103044, 0.7002680109855081, 0.6201736729460422, 0.44460234313422226, 0.01113864798385278,
               0.1912730139190014});
  check_close(pairs_of(correlate(columns, CorrelationMeasure::spearman)),
              {0.776662951019184, 0.7077213895435063, 0.7236272269866326, 0.331990046995912, 0.13926212476455826,
               0.1421338109037403});
  check_close(pairs_of(correlate(columns, CorrelationMeasure::kendall)),
              {0.6689936080056726, 0.6324555320336758, 0.6531972647421808, 0.2946278254943948, 0.06085806194501845,
               0.12171612389003693});
}

TEST_CASE("correlations of some batches of rows follow their definitions") {
  for (const bool nulls : {false, true}) {
    // A whole batch, some, and an end of a few rows.
    for (const std::size_t rows : {std::size_t{3}, std::size_t{1024}, std::size_t{2500}}) {
      const Columns columns = drawn(rows, nulls);
      std::vector<double> pearson;
      std::vector<double> spearman;
      std::vector<double> kendall;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          const auto [x, y] = common_rows(columns[i], columns[j]);
          const auto varies = [](const std::vector<double>& values) {
            return std::any_of(values.begin(), values.end(), [&](double value) { return value != values.front(); });
          };
          const bool defined = varies(x) && varies(y);
          pearson.push_back(defined ? definition_of_pearson(x, y).front() : kNull);
          spearman.push_back(defined ? definition_of_pearson(definition_of_ranks(x), definition_of_ranks(y)).front()
                                     : kNull);
          kendall.push_back(defined ? definition_of_tau_b(x, y) : kNull);
        }
      }
      const auto check = [&](CorrelationMeasure measure, const std::vector<double>& expected) {
        const std::vector<double> found = pairs_of(correlate(columns, measure));
        REQUIRE(found.size() == expected.size());
        for (std::size_t p = 0; p < found.size(); ++p) {
          INFO(name_of(measure) << " of pair " << p << " in " << rows << " rows: " << found[p] << ", " << expected[p]);
          if (std::isnan(expected[p])) {
            CHECK(std::isnan(found[p]));
          } else {
            CHECK(std::abs(found[p] - expected[p]) < 1e-12);
          }
        }
      };
      check(CorrelationMeasure::pearson, pearson);
      check(CorrelationMeasure::latent, pearson);
      check(CorrelationMeasure::spearman, spearman);
      check(CorrelationMeasure::kendall, kendall);
    }
  }
}

TEST_CASE("a column is wholly correlated with itself and with its opposite") {
  Columns columns = {drawn(5000, false)[0]};
  columns.push_back(columns[0]);
  columns.emplace_back();
  for (const double value : columns[0]) columns[2].push_back(-value);
  for (const auto measure : {CorrelationMeasure::pearson, CorrelationMeasure::spearman, CorrelationMeasure::kendall}) {
    check_close(pairs_of(correlate(columns, measure)), {1, -1, -1});
  }
}

TEST_CASE("there is no correlation with a constant, with nulls alone, or of a single row") {
  // 0.1 is no binary fraction, so its mean over many rows is not 0.1 to the last digit.
  const Columns columns = {std::vector<double>(3000, 0.1), std::vector<double>(3000, kNull), drawn(3000, false)[0]};
  for (const auto measure : {CorrelationMeasure::pearson, CorrelationMeasure::spearman, CorrelationMeasure::kendall}) {
    for (const double entry : pairs_of(correlate(columns, measure))) CHECK(std::isnan(entry));
    for (const double entry : pairs_of(correlate({{1}, {2}}, measure))) CHECK(std::isnan(entry));
    for (const double entry : pairs_of(correlate({{}, {}}, measure))) CHECK(std::isnan(entry));
    // Constant in the rows that the two have in common.
    for (const double entry : pairs_of(correlate({{1, 1, 2}, {3, 4, kNull}}, measure))) CHECK(std::isnan(entry));
  }
}
