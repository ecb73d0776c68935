// Every member of the kind: documentation, canonical parameters, and the cases that all must bear.
#include <cmath>
#include <set>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

/// Valid parameters for every parameterisation of every member; a new member fails the test below until it is here.
DrawRequest histogram_request() {
  DrawRequest request{"histogram"};
  request.lists = {{-5, 0, 1, 10, 40}, {3, 0, 2, 1}};
  return request;
}

DrawRequest quantiles_request() {
  DrawRequest request{"quantiles"};
  request.lists = {{0, 0.25, 0.5, 0.5, 1}, {-5, -5, 1, 10, 40}};
  return request;
}

DrawRequest calendar_request() {
  DrawRequest request{"calendar", {{"min", 19'000.0}, {"max", 20'000.0}}, {}, {}, {TypeKind::date, 0}};
  request.lists = {{}, {}, {}, {5, 5, 5, 5, 6, 2, 0}, {}, {19'500}};
  return request;
}

std::vector<DrawRequest> ordinary_requests() {
  return {
      {"uniform", {{"min", -2.0}, {"max", 7.0}}},
      {"normal", {{"mean", 3.0}, {"sd", 2.0}}},
      {"lognormal", {{"median", 20.0}, {"sigma", 0.4}}},
      {"lognormal", {{"mu", 1.0}, {"sigma", 0.75}}},
      {"lognormal", {{"mean", 50.0}, {"sd", 20.0}}},
      {"exponential", {{"rate", 0.25}}},
      {"exponential", {{"mean", 95.0}}},
      {"integer", {{"min", 18.0}, {"max", 79.0}}},
      {"bernoulli", {{"p", 0.3}}},
      {"gamma", {{"shape", 2.5}, {"scale", 3.0}}},
      {"gamma", {{"shape", 0.5}, {"rate", 3.0}}},
      {"gamma", {{"mean", 40.0}, {"sd", 15.0}}},
      {"beta", {{"alpha", 2.0}, {"beta", 5.0}, {"low", -1.0}, {"high", 3.0}}},
      {"beta", {{"alpha", 0.5}, {"beta", 0.25}}},
      {"triangular", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}},
      {"weibull", {{"shape", 1.75}, {"scale", 3.0}}},
      {"weibull", {{"shape", 0.5}, {"scale", 3.0}}},
      {"pareto", {{"alpha", 1.5}, {"scale", 2.0}}},
      {"student_t", {{"df", 4.0}}},
      {"student_t", {{"df", 0.75}, {"location", 5.0}, {"scale", 2.0}}},
      {"student_t", {{"df", 0.25}, {"location", 5.0}, {"scale", 2.0}}},
      {"student_t", {{"df", 2e6}, {"location", 5.0}, {"scale", 2.0}}},
      {"logistic", {{"location", -3.0}, {"scale", 2.0}}},
      {"laplace", {{"location", -3.0}, {"scale", 2.0}}},
      {"gumbel", {{"location", -3.0}, {"scale", 2.0}}},
      {"inverse_gaussian", {{"mean", 8.0}, {"shape", 20.0}}},
      {"inverse_gaussian", {{"mean", 8.0}, {"shape", 0.25}}},
      {"pert", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}},
      histogram_request(),
      quantiles_request(),
      calendar_request(),
      {"poisson", {{"mean", 4.5}}},
      {"binomial", {{"n", 20.0}, {"p", 0.25}}},
      {"binomial", {{"n", 20.0}, {"p", 0.75}}},
      {"binomial", {{"n", 1000.0}, {"p", 0.5}}},
      {"geometric", {{"p", 0.25}}},
      {"negative_binomial", {{"r", 2.5}, {"p", 0.25}}},
      {"negative_binomial", {{"mean", 3.0}, {"r", 1.5}}},
      {"negative_binomial", {{"mean", 900.0}, {"r", 1.5}}},
      {"hypergeometric", {{"population", 500.0}, {"successes", 30.0}, {"draws", 50.0}}},
      {"hypergeometric", {{"population", 5000.0}, {"successes", 2500.0}, {"draws", 2500.0}}},
      {"zipf", {{"exponent", 1.25}, {"n", 50.0}}},
      {"zipf", {{"exponent", 0.75}, {"n", 1e7}}},
      {"zipf", {{"exponent", 0.0}, {"n", 1e10}}},
  };
}

}  // namespace

TEST_CASE("every distribution is documented, with units, a source and an example that names it") {
  std::set<std::string> names;
  for (const DistributionKind* kind : distribution_kinds()) {
    const std::string name(kind->record.name);
    INFO(name);
    CHECK(names.insert(name).second);
    CHECK(find_distribution(name) == kind);
    CHECK(kind->record.summary.size() > 20);
    CHECK(kind->record.summary.back() == '.');
    CHECK(kind->record.source.size() > 20);
    CHECK(kind->record.example.find("\"distribution\": \"" + name + "\"") != std::string::npos);
    REQUIRE(!kind->parameterisations.empty());
    for (const Parameterisation parameters : kind->parameterisations) {
      for (const Parameter& parameter : parameters) {
        INFO(parameter.name);
        CHECK(!parameter.name.empty());
        // "unit of the column", "no unit", "probability", or the unit that is meant.
        const std::string meaning(parameter.meaning);
        CHECK((meaning.find("unit") != std::string::npos || meaning.find("probability") != std::string::npos));
      }
    }
    // The example gives one whole parameterisation.
    CHECK(std::any_of(kind->parameterisations.begin(), kind->parameterisations.end(), [&](Parameterisation list) {
      return std::all_of(list.begin(), list.end(), [&](const Parameter& p) {
        return p.fallback.has_value() ||
               kind->record.example.find("\"" + std::string(p.name) + "\": ") != std::string::npos;
      });
    }));
    CHECK(kind->canonical != nullptr);
    // Numbers or lists, never both.
    CHECK((kind->make != nullptr) != kind->takes_lists());
    CHECK((kind->make_of_lists != nullptr || kind->make_sampler != nullptr) == kind->takes_lists());
    CHECK((kind->any_between != nullptr) == (kind->outcome == Outcome::time));
    if (kind->make_sampler != nullptr) continue;
    for (const Parameterisation parameters : kind->parameterisations) {
      for (const Parameter& parameter : parameters) {
        CHECK((parameter.form == ParameterForm::list) == kind->takes_lists());
      }
    }
  }
  CHECK(find_distribution("normall") == nullptr);
}

TEST_CASE("every parameterisation of every distribution is drawn by the tests of this folder") {
  std::set<std::pair<std::string, std::size_t>> seen;
  for (const DrawRequest& request : ordinary_requests()) {
    seen.insert(
        {request.distribution, parameterisation_of(distribution_kind(request.distribution), request.parameters)});
  }
  for (const DistributionKind* kind : distribution_kinds()) {
    for (std::size_t which = 0; which < kind->parameterisations.size(); ++which) {
      INFO(kind->record.name << ", parameterisation " << which);
      CHECK(seen.count({std::string(kind->record.name), which}) == 1);
    }
  }
}

TEST_CASE("a literal parameter and the same number in every row give the same bits") {
  for (const DrawRequest& literal : ordinary_requests()) {
    INFO(literal.distribution);
    const DrawnCells expected = draw_cells(literal, 5000);
    CHECK(expected.nulls() == 0);
    // Every subset of the parameters per row, from columns of doubles and, where they hold it, of decimals.
    for (unsigned mask = 1; mask < 1u << literal.parameters.size(); ++mask) {
      DrawRequest by_row = literal;
      DrawRequest by_decimal = literal;
      for (std::size_t p = 0; p < literal.parameters.size(); ++p) {
        if ((mask >> p & 1) == 0) continue;
        by_row.parameters[p].second = every_row(*literal.parameters[p].second.fixed);
        by_decimal.parameters[p].second = every_row(*literal.parameters[p].second.fixed, Type::decimal(2));
      }
      CHECK(draw_cells(by_row, 5000) == expected);
      CHECK(draw_cells(by_decimal, 5000) == expected);
    }
  }
}

TEST_CASE("a list of rows, in any order, gives the cells of the range") {
  for (const DrawRequest& request : ordinary_requests()) {
    INFO(request.distribution);
    const DrawnCells all = draw_cells(request, 3000);
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < 3000; ++i) rows.push_back(i * 1789 % 3000);  // 1789 and 3000 have no common factor
    rows.push_back(5);
    rows.push_back(5);
    const DrawnCells some = draw_cells(request, RowSet::of(rows));
    bool equal = some.size() == rows.size();
    for (std::size_t i = 0; equal && i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      equal = some.integers[i] == all.integers[row] && some.numbers[i] == all.numbers[row];
    }
    CHECK(equal);
  }
}

TEST_CASE("batches cut anywhere give the same cells, no rows give none") {
  for (DrawRequest request : ordinary_requests()) {
    INFO(request.distribution);
    const DrawnCells all = draw_cells(request, RowSet::range(0, 2500));
    for (const std::size_t batch :
         {std::size_t{1}, std::size_t{7}, std::size_t{255}, std::size_t{1000}, std::size_t{2500}}) {
      CHECK(draw_cells(request, RowSet::range(0, 2500), batch) == all);
    }
    CHECK(draw_cells(request, RowSet::range(0, 0)).size() == 0);
    // Large row numbers and later attempts are other cells.
    CHECK(!(draw_cells(request, RowSet::range(std::int64_t{1} << 40, 2500)) == all));
    CHECK(!(draw_cells(request, RowSet::range(0, 2500), kBatchRows, 1) == all));
  }
}

TEST_CASE("the parameterisations of one distribution agree where they describe the same") {
  const DrawnCells by_rate = draw_cells({"exponential", {{"rate", 0.25}}}, 1000);
  CHECK(draw_cells({"exponential", {{"mean", 4.0}}}, 1000) == by_rate);

  const double mu = std::log(50.0) - std::log1p(0.16) / 2;
  const double sigma = std::sqrt(std::log1p(0.16));
  const DrawnCells by_moments = draw_cells({"lognormal", {{"mean", 50.0}, {"sd", 20.0}}}, 1000);
  const DrawnCells by_logs = draw_cells({"lognormal", {{"mu", mu}, {"sigma", sigma}}}, 1000);
  const DrawnCells by_median = draw_cells({"lognormal", {{"median", std::exp(mu)}, {"sigma", sigma}}}, 1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    // The parameters differ by roundings of 1e-16, magnified by at most 5 standard scores.
    REQUIRE(by_logs.numbers[i] == Approx(by_moments.numbers[i]).epsilon(1e-13));
    REQUIRE(by_median.numbers[i] == Approx(by_moments.numbers[i]).epsilon(1e-13));
  }
}

TEST_CASE("quantiles do not fall as the probability rises") {
  for (const DrawRequest& request : ordinary_requests()) {
    INFO(request.distribution);
    // Drawn by a sampler only: calendar_test.cpp orders its draws by their uniforms.
    if (distribution_kind(request.distribution).make_sampler != nullptr) continue;
    const TestDistribution distribution(request.distribution, request.parameters, request.lists);
    double before = -INFINITY;
    bool rising = true;
    for (int i = 1; i < 200'000; ++i) {
      const double below = i * 0x1p-53 * 0x1p35 * 1.3107;  // 0.49999e-5 apart
      if (below >= 1) break;
      const double value = distribution.quantile(below, 1 - below);
      rising = rising && value >= before;
      before = value;
    }
    CHECK(rising);
  }
}
