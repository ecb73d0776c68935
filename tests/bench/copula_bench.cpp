// What a copula costs: eight columns drawn by themselves and eight drawn together, without a writer.
//
// usage: copula_bench [rows in millions]
//
// The two are run in turn, several times; the best of each counts. Prints nanoseconds per row.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "synthgen/engine/evaluator.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/plan/plan.hpp"
#include "synthgen/schema/schema.hpp"

namespace {

using namespace synthgen;

constexpr const char* kNormals[] = {
    R"j({"distribution": "normal", "mean": 170, "sd": 10})j", R"j({"distribution": "normal", "mean": 70, "sd": 15})j",
    R"j({"distribution": "normal", "mean": 0, "sd": 1})j",    R"j({"distribution": "normal", "mean": 5, "sd": 2})j",
    R"j({"distribution": "normal", "mean": 20, "sd": 3})j",   R"j({"distribution": "normal", "mean": 1, "sd": 0.1})j",
    R"j({"distribution": "normal", "mean": -3, "sd": 4})j",   R"j({"distribution": "normal", "mean": 9, "sd": 9})j"};
constexpr const char* kMixed[] = {R"j({"distribution": "normal", "mean": 170, "sd": 10})j",
                                  R"j({"distribution": "lognormal", "median": 30000, "sigma": 0.5})j",
                                  R"j({"distribution": "exponential", "mean": 95})j",
                                  R"j({"distribution": "uniform", "min": 0, "max": 1})j",
                                  R"j({"distribution": "integer", "min": 18, "max": 90})j",
                                  R"j({"choice": {"none": 5, "school": 3, "college": 2, "university": 1}})j",
                                  R"j({"distribution": "poisson", "mean": 0.7})j",
                                  R"j({"distribution": "bernoulli", "p": 0.1})j"};

std::shared_ptr<const Plan> plan_of(const char* const (&columns)[8], bool correlated) {
  std::string text = R"({"synthgen": 1, "tables": {"t": {"rows": 1000000, "columns": {)";
  for (int i = 0; i < 8; ++i) {
    text += std::string(i == 0 ? "" : ",") + "\"c" + std::to_string(i) + "\":" + columns[i];
  }
  text += "}";
  if (correlated) {
    text +=
        R"(,"correlations": [{"measure": "latent", "columns": ["c0","c1","c2","c3","c4","c5","c6","c7"], "matrix": [)";
    for (int i = 0; i < 8; ++i) {
      text += i == 0 ? "[" : ",[";
      for (int j = 0; j < 8; ++j) text += std::string(j == 0 ? "" : ",") + (i == j ? "1" : "0.3");
      text += "]";
    }
    text += "]}]";
  }
  text += "}}}";
  Result<json::Document> document = json::parse_document("bench.json", text);
  const ReadSchema schema = read_schema(std::make_shared<const json::Document>(std::move(*document)));
  const MadePlan made = make_plan(schema, {.evaluate_rows = &evaluate_rows});
  if (made.plan == nullptr) {
    std::fprintf(stderr, "the schema of this program is faulty\n");
    std::exit(1);
  }
  return made.plan;
}

double nanoseconds_per_row(const Plan& plan, std::int64_t rows) {
  KeptColumns kept(plan);
  Evaluator evaluator(plan, kept);
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t first = 0; first < rows; first += static_cast<std::int64_t>(kBatchRows)) {
    evaluator.fill(0, plan.tables[0].generation, RowSet::range(first, kBatchRows));
  }
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
  return spent.count() / static_cast<double>(rows);
}

void compare(const char* name, const char* const (&columns)[8], std::int64_t rows) {
  const auto alone = plan_of(columns, false);
  const auto together = plan_of(columns, true);
  double best_alone = 1e300;
  double best_together = 1e300;
  for (int round = 0; round < 7; ++round) {
    best_alone = std::min(best_alone, nanoseconds_per_row(*alone, rows));
    best_together = std::min(best_together, nanoseconds_per_row(*together, rows));
  }
  std::printf("%-14s alone %6.1f  together %6.1f  extra %5.1f ns per row\n", name, best_alone, best_together,
              best_together - best_alone);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t rows = (argc > 1 ? std::atoll(argv[1]) : 2) * 1'000'000;
  compare("eight normals", kNormals, rows);
  compare("mixed margins", kMixed, rows);
  return 0;
}
