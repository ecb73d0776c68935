// Columns for tests of correlations, and problems of two of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/copula/normal_to_anything.hpp"

namespace synthgen::test {

using Measure = CorrelationMeasure;

class Margin : public ScoredColumn {
 public:
  explicit Margin(std::function<double(double)> value) : value_(std::move(value)) {}
  void values(std::size_t, std::span<const double> scores, double* values) const override {
    for (std::size_t i = 0; i < scores.size(); ++i) values[i] = value_(scores[i]);
  }

 private:
  std::function<double(double)> value_;
};

// 0, 1, 2 …, the value exceeding k with probability above[k].
inline Margin steps(const std::vector<double>& above) {
  std::vector<double> thresholds;
  for (const double p : above) thresholds.push_back(-normal_score(p, 1 - p));
  return Margin([thresholds](double z) {
    return static_cast<double>(std::lower_bound(thresholds.begin(), thresholds.end(), z) - thresholds.begin());
  });
}

inline Margin poisson(double mean) {
  std::vector<double> above;
  const int most = static_cast<int>(mean + 12 * std::sqrt(mean) + 40);
  double tail = 0;
  for (int k = most; k >= 0; --k) {
    if (tail > 1e-17) above.insert(above.begin(), tail);
    tail += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
  }
  return steps(above);
}

inline Margin lognormal(double sigma) {
  return Margin([sigma](double z) { return std::exp(sigma * z); });
}

// 0 with probability 0.3, otherwise 5 plus a lognormal value: a jump with a smooth part behind it.
inline Margin zero_inflated() {
  const double start = normal_score(0.3, 0.7);
  return Margin([start](double z) {
    if (z <= start) return 0.0;
    const double above = std::min(1 - 1e-16, normal_share_above(z) / 0.7);
    const double below = std::max(1e-16, (normal_share_below(z) - 0.3) / 0.7);
    return 5 + std::exp(0.5 * normal_score(below, above));
  });
}

inline const Margin kNormal([](double z) { return 170 + 10 * z; });
inline const Margin kUniform([](double z) { return normal_share_below(z); });
inline const Margin kExponential([](double z) { return -std::log(normal_share_above(z)); });
// Beta(½, ½).
inline const Margin kArcSine([](double z) { return std::pow(std::sin(M_PI_2 * normal_share_below(z)), 2); });
inline const Margin kRare = steps({0.002});
inline const Margin kTenth = steps({0.1});
inline const Margin kHalf = steps({0.5});
inline const Margin kNineTenths = steps({0.9});
inline const Margin kThree = steps({0.3});
inline const Margin kThreeOne = steps({0.31});
inline const Margin kChoice = steps({0.6, 0.3, 0.1});
inline const Margin kFewEvents = poisson(0.7);
inline const Margin kTwenty = poisson(20);
inline const Margin kThirty = poisson(30);
inline const Margin kInflated = zero_inflated();

inline CorrelationProblem pair_problem(const ScoredColumn& a, const ScoredColumn& b, Measure measure, double df = 0) {
  CorrelationProblem problem;
  problem.columns = {&a, &b};
  problem.measure = measure;
  problem.family = df > 0 ? CopulaFamily::student_t : CopulaFamily::gaussian;
  problem.df = df;
  return problem;
}

inline SquareMatrix two(double rho) {
  SquareMatrix matrix = SquareMatrix::identity(2);
  matrix.at(0, 1) = matrix.at(1, 0) = rho;
  return matrix;
}

/// Every pair the same.
inline SquareMatrix all_equal(std::size_t n, double rho) {
  SquareMatrix matrix(n);
  for (double& entry : matrix.entries) entry = rho;
  for (std::size_t i = 0; i < n; ++i) matrix.at(i, i) = 1;
  return matrix;
}

inline double expected(const ScoredColumn& a, const ScoredColumn& b, double rho, Measure measure = Measure::pearson,
                       double df = 0) {
  return CorrelationSolver(pair_problem(a, b, measure, df)).expected(two(rho)).at(0, 1);
}

inline CorrelationSolution solve(const ScoredColumn& a, const ScoredColumn& b, double declared,
                                 Measure measure = Measure::pearson, double df = 0) {
  return CorrelationSolver(pair_problem(a, b, measure, df)).solve(two(declared));
}

inline double latent(const ScoredColumn& a, const ScoredColumn& b, double declared, Measure measure = Measure::pearson,
                     double df = 0) {
  const CorrelationSolution solution = solve(a, b, declared, measure, df);
  REQUIRE(solution.infeasible.empty());
  return solution.latent.at(0, 1);
}

inline InfeasiblePair infeasible(const ScoredColumn& a, const ScoredColumn& b, double declared,
                                 Measure measure = Measure::pearson, double df = 0) {
  const CorrelationSolution solution = solve(a, b, declared, measure, df);
  REQUIRE(solution.infeasible.size() == 1);
  CHECK(solution.latent.at(0, 1) == 0);
  return solution.infeasible[0];
}

// Both ways: the latent value gives the correlation, and the correlation has that latent value's correlation again.
inline void check_both_ways(const ScoredColumn& a, const ScoredColumn& b, double rho, double correlation,
                            double tolerance, Measure measure = Measure::pearson, double df = 0) {
  INFO("latent " << rho << ", correlation " << correlation << ", df " << df);
  CHECK(std::fabs(expected(a, b, rho, measure, df) - correlation) < tolerance);
  CHECK(std::fabs(expected(b, a, rho, measure, df) - correlation) < tolerance);
  CHECK(std::fabs(expected(a, b, latent(a, b, correlation, measure, df), measure, df) - correlation) < 1e-6);
}

inline constexpr double kRhos[] = {-0.99, -0.6, -0.2, 0.05, 0.3, 0.8, 0.97, 0.9999};

}  // namespace synthgen::test
