// Parameters of the sampler: nulls, ranges, patches; and that a row never depends on its neighbours.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

// Every allocation of this program is counted, for the test that a batch makes none. A sanitizer has operators of its
// own, which must not be mixed with these.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#ifndef __clang__
// GCC inlines the delete below and then takes the memory for the library's, which it is not.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes != 0 ? bytes : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace {

std::optional<double> troubled_sd(std::int64_t row) {
  switch (row % 5) {
    case 0:
      return std::nullopt;
    case 1:
      return -1.0;
    case 2:
      return std::nan("");
    case 3:
      return INFINITY;
    default:
      return 2.0;
  }
}

}  // namespace

TEST_CASE("null parameters give null uncounted, those out of range null and counted") {
  const DrawnCells cells = draw_cells({"normal", {{"mean", 0.0}, {"sd", RowNumber(troubled_sd)}}}, 5000);
  CHECK(cells.nulls() == 4000);
  CHECK(cells.warned(CellWarning::invalid_parameter) == 3000);
  CHECK(cells.warned(CellWarning::empty_interval) == 0);
  CHECK(cells.warned(CellWarning::overflow) == 0);
}

TEST_CASE("a null wins over an invalid parameter of the same row, and counts nothing") {
  const RowNumber null([](std::int64_t) { return std::optional<double>(); });
  const DrawnCells first = draw_cells({"normal", {{"mean", null}, {"sd", every_row(-1.0)}}}, 10);
  CHECK(first.nulls() == 10);
  CHECK(first.warned(CellWarning::invalid_parameter) == 0);
  const DrawnCells second = draw_cells({"normal", {{"mean", every_row(INFINITY)}, {"sd", null}}}, 10);
  CHECK(second.nulls() == 10);
  CHECK(second.warned(CellWarning::invalid_parameter) == 0);
}

TEST_CASE("rows that fail leave the values of the others alone") {
  for (const std::string name : {"normal", "lognormal"}) {
    const std::string location = name == "normal" ? "mean" : "mu";
    const std::string spread = name == "normal" ? "sd" : "sigma";
    const DrawnCells plain = draw_cells({name, {{location, 1.0}, {spread, 2.0}}}, 5000);
    const DrawnCells troubled = draw_cells({name, {{location, 1.0}, {spread, RowNumber(troubled_sd)}}}, 5000);
    bool equal = true;
    for (std::size_t i = 4; i < 5000; i += 5) {
      equal = equal && troubled.valid[i] != 0 && troubled.numbers[i] == plain.numbers[i];
    }
    CHECK(equal);
  }
  const RowNumber mean([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? -3.0 : 7.5); });
  const DrawnCells counts = draw_cells({"poisson", {{"mean", mean}}}, 2000);
  const DrawnCells plain_counts = draw_cells({"poisson", {{"mean", 7.5}}}, 2000);
  CHECK(counts.warned(CellWarning::invalid_parameter) == 1000);
  bool equal = true;
  for (std::size_t i = 1; i < 2000; i += 2) equal = equal && counts.numbers[i] == plain_counts.numbers[i];
  CHECK(equal);
}

TEST_CASE("parameters that vary give each row its own distribution") {
  const RowNumber mean([](std::int64_t row) { return std::optional<double>(static_cast<double>(row % 3) * 100); },
                       {TypeKind::integer, 0});
  const DrawnCells cells = draw_cells({"normal", {{"mean", mean}, {"sd", 1.0}}, {}, {}, Type::decimal(2)}, 30'000);
  for (std::size_t group = 0; group < 3; ++group) {
    double sum = 0;
    for (std::size_t i = group; i < cells.size(); i += 3) sum += cells.numbers[i];
    CHECK(sum / 10'000 == Approx(100.0 * static_cast<double>(group)).margin(0.06));  // six standard errors
  }
}

TEST_CASE("decimals are the number's draw, rounded half away from zero") {
  DrawRequest request{"normal", {{"mean", 0.0}, {"sd", 3.0}}};
  const DrawnCells numbers = draw_cells(request, 20'000);
  request.type = Type::decimal(1);
  const DrawnCells decimals = draw_cells(request, 20'000);
  request.type = {TypeKind::integer, 0};
  const DrawnCells integers = draw_cells(request, 20'000);
  bool equal = true;
  for (std::size_t i = 0; i < 20'000; ++i) {
    // No draw of these is so near to a tie that the product's rounding decides.
    equal = equal && decimals.integers[i] == std::llround(numbers.numbers[i] * 10) &&
            integers.integers[i] == std::llround(numbers.numbers[i]);
  }
  CHECK(equal);
}

TEST_CASE("rounded draws within bounds have the law of rounded draws that fell within them") {
  // Six integers between -3 and 2, against the shares of their cells; a tally over 6·10^5 draws.
  const TestDistribution law("normal", {{"mean", 0.3}, {"sd", 1.7}});
  const DrawnCells cells =
      draw_cells({"normal", {{"mean", 0.3}, {"sd", 1.7}}, -3.0, 2.0, {TypeKind::integer, 0}}, 600'000);
  std::vector<double> counts(6, 0.0);
  for (const std::int64_t k : cells.integers) counts.at(static_cast<std::size_t>(k + 3)) += 1;
  const double all = law.share(2.5).first - law.share(-3.5).first;
  double chi_square = 0;
  for (int k = -3; k <= 2; ++k) {
    const double expected = 600'000 * (law.share(k + 0.5).first - law.share(k - 0.5).first) / all;
    const double difference = counts[static_cast<std::size_t>(k + 3)] - expected;
    chi_square += difference * difference / expected;
  }
  CHECK(chi_square < 35.9);  // 1e-6 of the chi-square distribution with 5 degrees of freedom lies above
}

TEST_CASE("tables that are made once enough cells were asked for change no cell") {
  const std::vector<DrawRequest> requests = {{"beta", {{"alpha", 0.3}, {"beta", 7.0}}},
                                             {"beta", {{"alpha", 30.0}, {"beta", 7.0}}},
                                             {"pert", {{"low", 0.0}, {"mode", 1.0}, {"high", 7.0}}},
                                             {"gamma", {{"shape", 0.2}, {"scale", 3.0}}},
                                             {"gamma", {{"shape", 20.0}, {"scale", 3.0}}},
                                             {"student_t", {{"df", 1.3}, {"location", 0.0}, {"scale", 1.0}}},
                                             {"inverse_gaussian", {{"mean", 2.0}, {"shape", 0.4}}}};
  for (const DrawRequest& request : requests) {
    INFO(request.distribution);
    // Of so few rows none reads a table, of so many all but the first do.
    const DrawnCells few = draw_cells(request, 300);
    const DrawnCells many = draw_cells(request, 5000);
    REQUIRE(few.nulls() == 0);
    CHECK(std::equal(few.numbers.begin(), few.numbers.end(), many.numbers.begin()));
  }
}

TEST_CASE("a batch allocates nothing once its columns have their size") {
  for (const bool bounded : {false, true}) {
    for (const std::string name : {"normal", "poisson", "uniform", "bernoulli"}) {
      INFO(name << (bounded ? ", bounded" : ""));
      SamplerSpec spec;
      spec.kind = &distribution_kind(name);
      spec.type = {TypeKind::integer, 0};
      spec.fixed.resize(spec.kind->parameterisations[0].size());
      const std::unique_ptr<const Sampler> sampler = Sampler::make(spec, {{1, 2}, {3, 4}, {5, 6}});
      const RowSet rows = RowSet::range(0, kBatchRows);
      Column half;
      Column one;
      fill_column(every_row(0.5), rows, half);
      fill_column(every_row(1.0), rows, one);
      const Column* parameters[] = {&half, &one};
      const std::span<const Column* const> given{parameters, spec.fixed.size()};
      FixedEvaluate evaluate(rows);
      Column out;
      sampler->draw(evaluate, given, bounded ? &half : nullptr, bounded ? &one : nullptr, out);
      const std::uint64_t before = allocations;
      sampler->draw(evaluate, given, bounded ? &half : nullptr, bounded ? &one : nullptr, out);
      CHECK(allocations == before);
      CHECK(out.all_valid());
    }
  }
}
