// Correlations of written values against closed forms, and against numbers computed in
// Python by other methods.
#include "synthgen/copula/normal_to_anything.hpp"

#include <cmath>
#include <ctime>
#include <limits>
#include <utility>

#include "margins.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("normal columns have the correlation of their scores") {
  for (const double rho : kRhos) {
    CHECK(std::fabs(latent(kNormal, kNormal, rho) - rho) < 1e-9);
    CHECK(std::fabs(expected(kNormal, kNormal, rho) - rho) < 1e-9);
  }
}

TEST_CASE("lognormal columns follow their closed forms") {
  for (const double rho : kRhos) {
    for (const auto& [s, t] : {std::pair(1.0, 1.0), std::pair(0.5, 1.5), std::pair(0.1, 2.0)}) {
      const double want = std::expm1(rho * s * t) / std::sqrt(std::expm1(s * s) * std::expm1(t * t));
      // Scores end at 8.5 (at 8.2 in the tables that are written), which takes 3e-6 off the variance where σ is 2.
      check_both_ways(lognormal(s), lognormal(t), rho, want, t < 2 ? 1e-8 : 1e-6);
      if (want > -0.99) CHECK(std::fabs(latent(lognormal(s), lognormal(t), want) - rho) < 1e-5);
    }
    check_both_ways(kNormal, lognormal(1), rho, rho / std::sqrt(std::expm1(1.0)), 1e-8);
  }
}

TEST_CASE("uniform columns have 6/π asin(ρ/2), and so have the ranks of all continuous ones") {
  for (const double rho : kRhos) {
    const double want = 6 / M_PI * std::asin(rho / 2);
    check_both_ways(kUniform, kUniform, rho, want, 1e-9);
    check_both_ways(lognormal(1), kExponential, rho, want, 1e-9, Measure::spearman);
  }
}

TEST_CASE("booleans have the correlations of the bivariate normal distribution") {
  // (P(both) − pq)/√(p(1 − p)q(1 − q)), P by SciPy's multivariate_normal.cdf at the first of each, and by
  // Gauss-Legendre quadrature of φ(x)·Φ((ρx − c)/√(1 − ρ²)) in Python at the others.
  check_both_ways(kTenth, kRare, 0.7, 0.119123583935, 1e-8);
  check_both_ways(kTenth, kRare, -0.5, -0.014844043760, 1e-8);
  check_both_ways(kTenth, kTenth, 0.95, 0.754671602932, 1e-8);
  check_both_ways(kTenth, kTenth, 0.98, 0.844582191095, 1e-8);
  check_both_ways(kTenth, kTenth, 0.9999, 0.988998466584, 1e-8);
  check_both_ways(kTenth, kNineTenths, -0.5, -0.248905813537, 1e-8);
  check_both_ways(kTenth, kNineTenths, -0.999, -0.965211773666, 1e-8);
  check_both_ways(kThree, kThreeOne, 0.95, 0.790293574070, 1e-8);
  check_both_ways(kThree, kThreeOne, 0.99, 0.905088424097, 1e-8);
  check_both_ways(kThree, kThreeOne, 0.9999, 0.976498098658, 1e-8);
  for (const double rho : kRhos) check_both_ways(kHalf, kHalf, rho, 2 / M_PI * std::asin(rho), 1e-8);
}

TEST_CASE("counts, choices and continuous columns have what quadrature gives") {
  // Computed in Python by Gauss-Legendre quadrature over one score, with the other's part in closed form for steps and
  // by a second quadrature otherwise, split at all jumps.
  check_both_ways(kFewEvents, kChoice, -0.9, -0.659731139516, 1e-8);
  check_both_ways(kFewEvents, kChoice, 0.2, 0.162671555587, 1e-8);
  check_both_ways(kFewEvents, kChoice, 0.99, 0.879800667994, 1e-8);
  check_both_ways(kFewEvents, kChoice, -0.98, -0.708672677197, 1e-8);
  check_both_ways(kFewEvents, kExponential, 0.7, 0.627473302843, 1e-8);
  check_both_ways(kFewEvents, kExponential, 0.999, 0.939235475969, 1e-8);
  check_both_ways(kArcSine, kExponential, -0.5, -0.425489896996, 1e-8);
  check_both_ways(kArcSine, kExponential, 0.95, 0.794150499083, 1e-8);
  check_both_ways(kArcSine, kTenth, 0.2, 0.110619158393, 1e-8);
  check_both_ways(kArcSine, kTenth, 0.9999, 0.463674300593, 1e-8);
  check_both_ways(kTwenty, kTwenty, 0.95, 0.945906858113, 1e-8);
  check_both_ways(kTwenty, kTwenty, 0.999, 0.996024562292, 1e-8);
  check_both_ways(kTwenty, kThirty, 0.98, 0.976503005552, 1e-8);
  check_both_ways(kTwenty, kThirty, 0.999, 0.995479028167, 1e-8);
  check_both_ways(kFewEvents, kChoice, 0.7, 0.590517412255, 1e-8, Measure::spearman);
  check_both_ways(kFewEvents, kChoice, -0.98, -0.827005604200, 1e-8, Measure::spearman);
}

TEST_CASE("columns with a jump and a smooth part have what quadrature gives") {
  // As above. Close to 1 the smooth parts' rise is taken for linear in the angle, hence the last one's tolerance.
  check_both_ways(kInflated, kTenth, 0.7, 0.284419313675, 1e-6);
  check_both_ways(kInflated, kTenth, -0.98, -0.501135565539, 1e-6);
  check_both_ways(kInflated, kTwenty, 0.95, 0.796369800730, 1e-6);
  check_both_ways(kInflated, kTwenty, 0.999, 0.837901105596, 1e-6);
  check_both_ways(kInflated, kInflated, -0.5, -0.356235253991, 1e-6);
  check_both_ways(kInflated, kInflated, 0.95, 0.833309616612, 1e-6);
  check_both_ways(kInflated, kInflated, 0.99, 0.929023114658, 1e-6);
  check_both_ways(kInflated, kInflated, 0.9999, 0.993345869563, 1e-5);
}

TEST_CASE("the range of what is possible is told") {
  const InfeasiblePair logs = infeasible(lognormal(1), lognormal(1), -0.6);
  CHECK(logs.a == 0);
  CHECK(logs.b == 1);
  CHECK(logs.declared == -0.6);
  CHECK(std::fabs(logs.low - std::expm1(-1.0) / std::expm1(1.0)) < 1e-8);  // −0.3679
  CHECK(std::fabs(logs.high - 1) < 1e-12);
  const InfeasiblePair booleans = infeasible(kTenth, kNineTenths, 0.2);
  CHECK(std::fabs(booleans.low + 1) < 1e-12);
  CHECK(std::fabs(booleans.high - 1.0 / 9) < 1e-9);
  // √(p(1 − q)/(q(1 − p))) for p < q.
  const InfeasiblePair rare = infeasible(kRare, kTenth, 0.5);
  CHECK(std::fabs(rare.high - std::sqrt(0.002 * 0.9 / (0.1 * 0.998))) < 1e-9);
  CHECK(std::fabs(rare.low + std::sqrt(0.002 * 0.1 / (0.9 * 0.998))) < 1e-9);
  // The bounds are those of any copula.
  for (const double df : {1.0, 4.0}) {
    const InfeasiblePair student = infeasible(lognormal(1), lognormal(1), -0.6, Measure::pearson, df);
    CHECK(std::fabs(student.low - std::expm1(-1.0) / std::expm1(1.0)) < 1e-6);
    CHECK(std::fabs(student.high - 1) < 1e-6);
  }
  // Of a normal and a boolean column: φ(c)/√(p(1 − p)).
  const double c = normal_score(0.9, 0.1);
  const double bound = std::exp(-0.5 * c * c) / std::sqrt(2 * M_PI) / std::sqrt(0.09);
  CHECK(std::fabs(infeasible(kNormal, kTenth, 0.6).high - bound) < 1e-8);
  CHECK(std::fabs(infeasible(kNormal, kTenth, -0.6).low + bound) < 1e-8);
}

TEST_CASE("at the bounds scores are equal or opposite") {
  CHECK(latent(kInflated, kInflated, 1) == 1);
  CHECK(latent(lognormal(1), lognormal(1), 1, Measure::pearson, 4) == 1);
  CHECK(latent(kNormal, kUniform, 1, Measure::spearman) == 1);
  CHECK(latent(kTenth, kNineTenths, -1) == -1);
  CHECK(latent(kTenth, kNineTenths, 0.11111111) == 1);
  CHECK(latent(kNormal, kNormal, 1, Measure::kendall) == 1);
  CHECK(latent(kNormal, kNormal, -1, Measure::kendall) == -1);
  CHECK(latent(lognormal(1), lognormal(1), std::expm1(-1.0) / std::expm1(1.0)) == -1);
}

TEST_CASE("Kendall's measure and latent values need no margins") {
  for (const double df : {0.0, 4.0}) {
    CHECK(std::fabs(latent(lognormal(1), kExponential, 0.5, Measure::kendall, df) - std::sin(M_PI / 4)) < 1e-15);
    CHECK(std::fabs(expected(lognormal(1), kExponential, -0.3, Measure::kendall, df) - 2 / M_PI * std::asin(-0.3)) <
          1e-15);
    CHECK(latent(lognormal(1), kTenth, 0.77, Measure::latent, df) == 0.77);
    // What is expected of the values then is Pearson's.
    CHECK(expected(lognormal(1), kTenth, 0.77, Measure::latent, df) ==
          expected(lognormal(1), kTenth, 0.77, Measure::pearson, df));
  }
}

TEST_CASE("columns with ties are told for Kendall's measure, with the share of pairs that tie") {
  // Centimetres of a height with sd 10, whose pairs tie in about 1/(10·√(4π)), and hundredths of centimetres.
  const Margin whole([](double z) { return std::floor(170 + 10 * z + 0.5); });
  const Margin hundredths([](double z) { return std::floor(17000 + 1000 * z + 0.5) / 100; });
  double share = 0;
  for (int k = -90; k <= 90; ++k) {
    share += std::pow(normal_share_below((k + 0.5) / 10) - normal_share_below((k - 0.5) / 10), 2);
  }
  const CorrelationSolution solution = solve(hundredths, whole, 0.5, Measure::kendall);
  REQUIRE(solution.ties.size() == 1);
  CHECK(solution.ties[0].column == 1);
  CHECK(std::fabs(solution.ties[0].share - share) < 1e-9);
  CHECK(solve(hundredths, whole, 0.5, Measure::spearman).ties.empty());
  CHECK(std::fabs(solve(kTenth, kNormal, 0.5, Measure::kendall).ties.at(0).share - 0.82) < 1e-9);
}

TEST_CASE("values of few digits behave as those of many, but for their rounding") {
  // Rounding to d adds d²/12 to a variance of 1 and takes nothing from the covariance with a normal column.
  for (const double d : {0.001, 0.0027, 0.01, 0.05}) {
    const Margin rounded([d](double z) { return d * std::floor(z / d + 0.5); });
    const double share = 1 / std::sqrt(1 + d * d / 12);
    INFO(d);
    CHECK(std::fabs(expected(rounded, kNormal, 0.5) - 0.5 * share) < 1e-6);
    CHECK(std::fabs(expected(rounded, rounded, 0.5) - 0.5 * share * share) < 1e-6);
    CHECK(std::fabs(expected(rounded, rounded, 1) - 1) < 1e-12);
    CHECK(latent(rounded, rounded, 1) == 1);
  }
}

TEST_CASE("columns of one value are told and have no part in the rest") {
  const Margin constant([](double) { return 5.0; });
  const Margin nothing([](double) { return std::numeric_limits<double>::quiet_NaN(); });
  for (const Measure measure : {Measure::pearson, Measure::spearman, Measure::kendall, Measure::latent}) {
    CorrelationProblem problem;
    problem.columns = {&kNormal, &constant, &kNormal, &nothing};
    problem.measure = measure;
    const CorrelationSolver solver(problem);
    const CorrelationSolution solution = solver.solve(all_equal(4, 0.5));
    CHECK(solution.constant == std::vector<std::size_t>{1, 3});
    CHECK(solution.infeasible.empty());
    CHECK(solution.latent.at(0, 1) == 0);
    CHECK(solution.latent.at(3, 2) == 0);
    CHECK(solution.latent.at(0, 2) > 0.49);
    CHECK(solution.latent.at(1, 1) == 1);
    if (measure == Measure::pearson) CHECK(solver.expected(solution.latent).at(1, 0) == 0);
  }
}

TEST_CASE("values beyond all doubles at the ends are left out") {
  const Margin overflowing([](double z) { return z > 7 ? std::numeric_limits<double>::infinity() : z; });
  CHECK(std::fabs(expected(overflowing, kNormal, 0.5) - 0.5) < 1e-9);
  const Margin great([](double z) { return 1e300 * z; });
  CHECK(std::fabs(expected(great, kNormal, 0.5) - 0.5) < 1e-9);
  const Margin small([](double z) { return 1e-300 * z; });
  CHECK(std::fabs(expected(small, kTenth, 0.5) - expected(kNormal, kTenth, 0.5)) < 1e-9);
}

TEST_CASE("with parameters of rows the mean over the places is met") {
  class Places : public ScoredColumn {
   public:
    explicit Places(std::vector<double> sigmas) : sigmas_(std::move(sigmas)) {}
    std::size_t places() const override { return sigmas_.size(); }
    void values(std::size_t place, std::span<const double> scores, double* values) const override {
      for (std::size_t i = 0; i < scores.size(); ++i) {
        // NaN at a NaN; one value at 0.
        values[i] = std::exp(sigmas_[place] * scores[i]);
      }
    }

   private:
    std::vector<double> sigmas_;
  };
  const auto closed = [](double s, double t, double rho) {
    return std::expm1(rho * s * t) / std::sqrt(std::expm1(s * s) * std::expm1(t * t));
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Places a({0.5, 1, 1.5, 1, nan});
  const Places b({1, 0.2, 1, 0, 1});
  for (const double rho : {-0.5, 0.4, 0.99}) {
    const double want = (closed(0.5, 1, rho) + closed(1, 0.2, rho) + closed(1.5, 1, rho)) / 3;
    check_both_ways(a, b, rho, want, 1e-7);
    const double with_one = (closed(0.5, 1, rho) + closed(1, 1, rho) + closed(1.5, 1, rho) + closed(1, 1, rho)) / 4;
    check_both_ways(a, lognormal(1), rho, with_one, 1e-7);
    check_both_ways(a, b, rho, 6 / M_PI * std::asin(rho / 2), 1e-7, Measure::spearman);
  }
  // No place at which both have values.
  const Places first({1, 0});
  const Places second({0, 1});
  CHECK(solve(first, second, 0).infeasible.empty());
  const InfeasiblePair pair = infeasible(first, second, 0.1);
  CHECK(pair.low == 0);
  CHECK(pair.high == 0);
}

TEST_CASE("200 columns of all sorts are solved in seconds, twice to the same bits") {
  const Margin* kinds[] = {&kNormal, &kTenth, &kExponential, &kTwenty, &kInflated, &kChoice, &kArcSine, &kFewEvents};
  for (const double df : {0.0, 4.0}) {
    CorrelationProblem problem;
    for (std::size_t i = 0; i < 200; ++i) problem.columns.push_back(kinds[i % 8]);
    problem.family = df > 0 ? CopulaFamily::student_t : CopulaFamily::gaussian;
    problem.df = df;
    const std::clock_t start = std::clock();
    const CorrelationSolver solver(problem);
    const CorrelationSolution solution = solver.solve(all_equal(200, 0.3));
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    INFO(seconds);
    CHECK(solution.infeasible.empty());
    // Takes 1 s; sanitizers take ten times as long.
    CHECK(seconds < 20);
    const SquareMatrix values = solver.expected(solution.latent);
    double worst = 0;
    for (std::size_t i = 0; i < 200; ++i) {
      for (std::size_t j = 0; j < i; ++j) worst = std::max(worst, std::fabs(values.at(i, j) - 0.3));
    }
    CHECK(worst < 1e-9);
    CHECK(CorrelationSolver(problem).solve(all_equal(200, 0.3)).latent.entries == solution.latent.entries);
  }
}
