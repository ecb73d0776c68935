// Samplers that draw by scores against quantiles at the scores' shares.
#include "scored_values.hpp"

#include <bit>
#include <cmath>
#include <vector>

#include "support/catch.hpp"
#include "support/distributions.hpp"
#include "support/scored_rows.hpp"
#include "synthgen/base/normal.hpp"

using namespace synthgen;

namespace {

using Parameters = std::vector<std::pair<std::string, RowNumber>>;

DrawnCells draw_by_scores(const std::string& name, const Parameters& parameters, const std::vector<double>& scores,
                          Type type = {TypeKind::number, 0}, std::optional<double> min = std::nullopt) {
  SamplerSpec spec;
  spec.kind = &distribution_kind(name);
  spec.parameterisation = parameterisation_of(*spec.kind, parameters);
  spec.type = type;
  spec.has_min = min.has_value();
  for (const Parameter& parameter : spec.kind->parameterisations[spec.parameterisation]) {
    spec.fixed.push_back(parameter.fallback);
    for (const auto& [given, number] : parameters) {
      if (given == parameter.name) spec.fixed.back() = number.fixed;
    }
  }
  DrawKeys keys;
  keys.score = 0;
  const std::unique_ptr<const Sampler> sampler = Sampler::make(spec, keys);
  const std::vector<const Column*> columns(spec.fixed.size(), nullptr);
  ScoredRows rows(scores);
  Column bound;
  if (min.has_value()) fill_column(*min, rows.rows(), bound);
  Column out;
  sampler->draw(rows, columns, min.has_value() ? &bound : nullptr, nullptr, out);
  DrawnCells cells;
  append_cells(out, cells);
  return cells;
}

std::vector<double> scores_from_end_to_end() {
  std::vector<double> scores;
  for (double z = -8.25; z < 8.25; z += 0.00317) scores.push_back(z);
  return scores;
}

double share_below(double z) { return normal_share_below(std::clamp(z, -kGreatestScore, kGreatestScore)); }
double share_above(double z) { return normal_share_above(std::clamp(z, -kGreatestScore, kGreatestScore)); }

}  // namespace

TEST_CASE("continuous values by scores are the quantiles of the scores' shares") {
  const std::vector<double> scores = scores_from_end_to_end();
  const std::vector<std::pair<std::string, Parameters>> all = {
      {"exponential", {{"mean", 95.0}}},
      {"gamma", {{"shape", 2.5}, {"scale", 3.0}}},
      {"gamma", {{"shape", 0.05}, {"scale", 3.0}}},  // too steep for a curve
      {"weibull", {{"shape", 1.8}, {"scale", 1200.0}}},
      {"student_t", {{"df", 4.0}}},
      {"triangular", {{"low", 0.0}, {"mode", 2.0}, {"high", 10.0}}},  // a kink within a segment
      {"logistic", {{"location", 10.0}, {"scale", 2.0}}},
      {"laplace", {{"location", 3.0}, {"scale", 1.0}}},  // a kink at a segment's end
      {"pareto", {{"alpha", 3.0}, {"scale", 1.0}}},
      {"beta", {{"alpha", 2.0}, {"beta", 5.0}}}};
  for (const auto& [name, parameters] : all) {
    const TestDistribution law(name, parameters);
    const DrawnCells cells = draw_by_scores(name, parameters, scores);
    CHECK(cells.nulls() == 0);
    double worst = 0;
    bool rising = true;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      // The way by shares is off by as much as a score moved by 5e-9; so both ways stay between two quantiles.
      const double moved = std::abs(scores[i]) < 4 ? 6e-9 : 2e-7;
      const double low = law.quantile(share_below(scores[i] - moved), share_above(scores[i] - moved));
      const double high = law.quantile(share_below(scores[i] + moved), share_above(scores[i] + moved));
      const double slack = (std::abs(scores[i]) < 4 ? 4e-9 : 2e-7) * std::abs(high);
      worst = std::max({worst, (low - slack) - cells.numbers[i], cells.numbers[i] - (high + slack)});
      rising = rising && (i == 0 || cells.numbers[i] >= cells.numbers[i - 1]);
    }
    INFO(name << ": beyond by " << worst);
    CHECK(worst <= 0);
    CHECK(rising);
  }
}

TEST_CASE("counts by scores are the quantiles of the scores' shares, but next to a step") {
  const std::vector<double> scores = scores_from_end_to_end();
  const std::vector<std::pair<std::string, Parameters>> all = {
      {"poisson", {{"mean", 0.7}}},
      {"poisson", {{"mean", 250.0}}},
      {"poisson", {{"mean", 0.0}}},
      {"poisson", {{"mean", 1e6}}},
      {"binomial", {{"n", 20.0}, {"p", 0.3}}},
      {"geometric", {{"p", 0.1}}},
      {"geometric", {{"p", 0.001}}},
      {"hypergeometric", {{"population", 1000.0}, {"successes", 300.0}, {"draws", 100.0}}},
      {"zipf", {{"n", 1000.0}, {"exponent", 1.1}}}};
  for (const auto& [name, parameters] : all) {
    const TestDistribution law(name, parameters);
    const DrawnCells numbers = draw_by_scores(name, parameters, scores);
    const DrawnCells integers = draw_by_scores(name, parameters, scores, {TypeKind::integer, 0});
    const DrawnCells decimals = draw_by_scores(name, parameters, scores, Type::decimal(2));
    std::size_t different = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double low = law.quantile(share_below(scores[i] - 1e-8), share_above(scores[i] - 1e-8));
      const double high = law.quantile(share_below(scores[i] + 1e-8), share_above(scores[i] + 1e-8));
      different += numbers.numbers[i] < low || numbers.numbers[i] > high ? 1 : 0;
      different += static_cast<double>(integers.integers[i]) != numbers.numbers[i] ? 1 : 0;
      different += decimals.integers[i] != 100 * integers.integers[i] ? 1 : 0;
    }
    INFO(name);
    CHECK(different == 0);
    CHECK(numbers.nulls() + integers.nulls() + decimals.nulls() == 0);
  }
}

TEST_CASE("decimals by scores are the number, rounded; a bound that cuts nothing off changes little") {
  const std::vector<double> scores = scores_from_end_to_end();
  const Parameters parameters = {{"mean", 95.0}};
  const DrawnCells numbers = draw_by_scores("exponential", parameters, scores);
  const DrawnCells decimals = draw_by_scores("exponential", parameters, scores, Type::decimal(2));
  const DrawnCells bounded = draw_by_scores("exponential", parameters, scores, {TypeKind::number, 0}, 0.0);
  double worst = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    CHECK(std::abs(static_cast<double>(decimals.integers[i]) - numbers.numbers[i] * 100) <= 0.5 + 1e-9);
    // Farther out the bounded way has few digits of the share above.
    if (std::abs(scores[i]) < 5) worst = std::max(worst, std::abs(bounded.numbers[i] / numbers.numbers[i] - 1));
  }
  CHECK(worst > 0);  // two ways
  CHECK(worst < 1e-7);
}

TEST_CASE("which distributions have curves and steps") {
  const auto has_curve = [](const std::string& name, const std::vector<double>& canonical) {
    const std::unique_ptr<Distribution> law =
        distribution_kind(name).make(std::vector<std::optional<double>>(canonical.begin(), canonical.end()));
    std::vector<std::vector<double>> rows;
    for (const double parameter : canonical) rows.emplace_back(256, parameter);
    std::vector<const double*> pointers;
    for (const std::vector<double>& row : rows) pointers.push_back(row.data());
    return distribution_kind(name).outcome == Outcome::discrete ? ScoredCounts::make(*law, pointers).has_value()
                                                                : score_curve_of(*law, pointers).has_value();
  };
  CHECK(has_curve("exponential", {95}));
  CHECK(has_curve("gamma", {2.5, 3}));
  CHECK_FALSE(has_curve("gamma", {0.05, 3}));
  CHECK(has_curve("poisson", {0.7}));
  CHECK_FALSE(has_curve("poisson", {1e6}));
}
