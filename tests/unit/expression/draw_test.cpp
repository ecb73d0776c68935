// Draws inside expressions.
#include <algorithm>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/distribution/sampler.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::vector<std::string> drawn(const std::string& text, const Table& table, RowSet rows,
                               const CompileOptions& options = {}) {
  const auto program = compiled(text, table, options);
  TableEvaluate evaluate(table, rows);
  Column out;
  program->run(evaluate, out);
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < out.rows(); ++i) cells.push_back(cell_text(out, i));
  return cells;
}

}  // namespace

TEST_CASE("a draw is a pure function of the row: ranges and lists of rows give equal cells") {
  Table table;
  table.add("x", kInteger, {"1", "2", "3", "4", "5"});
  for (const std::string text : {"normal(0, 50)", "exponential(mean: x)", "poisson(x * 3)", "bernoulli(0.3)",
                                 "integer(1, 100)", "uniform(0, x)", "if(x > 3, normal(x, 1), uniform(0, 1))"}) {
    INFO(text);
    const auto all = drawn(text, table, RowSet::range(0, 300));
    const std::vector<std::int64_t> list = {299, 0, 17, 17, 128, 63};
    const auto some = drawn(text, table, RowSet::of(list));
    for (std::size_t i = 0; i < list.size(); ++i) CHECK(some[i] == all[static_cast<std::size_t>(list[i])]);
    const auto part = drawn(text, table, RowSet::range(100, 50));
    for (std::size_t i = 0; i < 50; ++i) CHECK(part[i] == all[100 + i]);
  }
}

TEST_CASE("each call site has a stream of its own, counted in text order, and the role tells expressions apart") {
  const Table table;
  const auto rows = RowSet::range(0, 64);
  // The second site of this text is the first of the other.
  CHECK(drawn("0 * normal(0, 1) + uniform(0, 1)", table, rows) !=
        drawn("uniform(0, 1) + 0 * normal(0, 1)", table, rows));
  const auto difference = drawn("uniform(0, 1) - uniform(0, 1)", table, rows);
  CHECK(std::count(difference.begin(), difference.end(), "0.0") == 0);
  CompileOptions mean;
  mean.role = "mean ";
  CHECK(drawn("uniform(0, 1)", table, rows, mean) != drawn("uniform(0, 1)", table, rows));
}

TEST_CASE("purposes of call sites are those of the architecture") {
  const Table table;
  std::vector<std::string> purposes;
  CompileOptions options;
  options.role = "sd ";
  const auto program = compile(
      *Expression::parse("normal(uniform(0, 1), 1)", TextOrigin()), table,
      [&](std::string_view purpose) {
        purposes.emplace_back(purpose);
        return key_of(purpose);
      },
      options);
  REQUIRE(program.ok());
  std::sort(purposes.begin(), purposes.end());
  CHECK(purposes == std::vector<std::string>{"sd call 1 tie/64", "sd call 1/32", "sd call 1/64", "sd call 2 tie/64",
                                             "sd call 2/32", "sd call 2/64"});
}

TEST_CASE("an expression draw equals the distribution's own sampler with the same keys") {
  const Table table;
  SamplerSpec spec;
  spec.kind = find_distribution("normal");
  spec.type = kNumber;
  spec.fixed = {10.0, 2.0};
  const auto sampler = Sampler::make(spec, {key_of("call 1/64"), key_of("call 1/32"), key_of("call 1 tie/64")});
  TableEvaluate evaluate(table, RowSet::range(0, 100));
  Column expected;
  const Column* none[] = {nullptr, nullptr};
  sampler->draw(evaluate, none, nullptr, nullptr, expected);
  const auto cells = drawn("normal(10, 2)", table, RowSet::range(0, 100));
  for (std::size_t i = 0; i < 100; ++i) CHECK(cells[i] == cell_text(expected, i));
}

TEST_CASE("a bad parameter warns only in rows that take the branch, and a null parameter gives null") {
  Table table;
  table.add("x", kNumber, {"1", "-1", "null", "2"});
  const auto warned = [&](const std::string& text) {
    const auto program = compiled(text, table);
    TableEvaluate evaluate(table, RowSet::range(0, 4));
    Column out;
    program->run(evaluate, out);
    CHECK(out.is_null(2));
    return evaluate.warned(CellWarning::invalid_parameter);
  };
  CHECK(warned("exponential(mean: x)") == 1);
  CHECK(warned("if(x > 0, exponential(mean: x), null)") == 0);
}

TEST_CASE("every distribution can be called by name, by each of its sets of parameters") {
  const std::map<std::string_view, std::string> values = {
      {"min", "0"},  {"max", "3"}, {"low", "0"},         {"mode", "1"},      {"high", "2"},
      {"p", "0.25"}, {"n", "10"},  {"population", "20"}, {"successes", "8"}, {"draws", "5"}};
  const Table table;
  std::size_t calls = 0;
  for (const DistributionKind* kind : distribution_kinds()) {
    if (kind->takes_lists()) continue;
    for (const Parameterisation& way : kind->parameterisations) {
      // Backwards, for names have no order.
      std::string arguments;
      for (std::size_t p = way.size(); p > 0; --p) {
        const std::string_view name = way[p - 1].name;
        const auto known = values.find(name);
        arguments += (arguments.empty() ? "" : ", ") + std::string(name) + ": ";
        arguments += known != values.end() ? known->second : "1.5";
      }
      const std::string call = std::string(kind->record.name) + "(" + arguments + ")";
      CAPTURE(call);
      const auto program = compiled(call, table);
      CHECK(program->constant() == nullptr);
      TableEvaluate evaluate(table, RowSet::range(0, 1));
      Column out;
      program->run(evaluate, out);
      CHECK(out.all_valid());
      ++calls;
    }
  }
  CHECK(calls >= 10);
}
