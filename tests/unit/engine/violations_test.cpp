// Rows that break a rule on purpose: which, how, and that nothing else moves.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/engine/table_damage.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string with_rules(const std::string& columns, const std::string& rules, std::int64_t rows = 20000,
                       const std::string& more = "") {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {)" + columns +
         R"(}, "rules": [)" + rules + "]" + more + "}}}";
}

/// A table before and after damage, by column of the output.
struct Written {
  std::map<std::string, Cells> clean;
  std::map<std::string, Cells> dirty;
  std::vector<NoiseCounts> counts;
  std::vector<std::set<std::size_t>> hits;  ///< by violation: rows that it was to hit
  std::vector<std::string> log;             ///< "row column operator before after"

  std::vector<std::size_t> changed(const std::string& column) const {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < clean.at(column).size(); ++i) {
      if (clean.at(column)[i] != dirty.at(column)[i]) rows.push_back(i);
    }
    return rows;
  }
};

template <class T>
T value(const std::optional<std::string>& cell) {
  T result{};
  REQUIRE(cell.has_value());
  REQUIRE(cell->size() == sizeof(T));
  std::memcpy(&result, cell->data(), sizeof(T));
  return result;
}

Written write(const std::string& schema, std::size_t batch_rows = kBatchRows) {
  const std::shared_ptr<const Plan> plan = plan_of(schema);
  const PlannedTable& table = plan->tables[0];
  KeptColumns kept(*plan);
  Evaluator evaluator(*plan, kept);
  TableDamage damage(*plan, kept, 0, *find_writer("csv"));
  Written result;
  result.hits.resize(table.violations.size());
  PlanReader::for_each_batch(RowSet::range(0, static_cast<std::size_t>(table.rows)), batch_rows, [&](RowSet rows) {
    evaluator.fill(0, table.generation, rows);
    std::vector<const Column*> columns;
    for (const ColumnIndex c : table.output) {
      columns.push_back(&evaluator.column(0, c));
      append_cells(*columns.back(), result.clean[table.columns[c].name]);
    }
    for (std::size_t v = 0; v < table.violations.size(); ++v) {
      const Column& hits = evaluator.column(0, table.violations[v].hits);
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (hits.data<std::uint8_t>()[i] != 0) result.hits[v].insert(static_cast<std::size_t>(rows[i]));
      }
    }
    damage.apply(evaluator, rows, columns);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      append_cells(*columns[c], result.dirty[table.columns[table.output[c]].name]);
    }
    const std::span<const Column* const> log = damage.log(rows[0]);
    for (std::size_t i = 0; !log.empty() && i < log[0]->rows(); ++i) {
      std::string line = std::to_string(log[0]->data<std::int64_t>()[i]);
      for (std::size_t c = 2; c < 6; ++c) line += " " + (log[c]->is_null(i) ? "-" : std::string(log[c]->text(i)));
      result.log.push_back(line);
    }
  });
  REQUIRE_FALSE(evaluator.failure().has_value());
  result.counts = damage.violation_counts();
  return result;
}

constexpr const char* kLoans = R"(
    "income": {"distribution": "lognormal", "median": 30000, "sigma": 0.5, "decimals": 2},
    "debt": {"distribution": "exponential", "mean": 20000, "decimals": 2},
    "kind": {"choice": {"a": 5, "b": 3, "c": 1}},
    "other": {"distribution": "normal", "mean": "=income / 1000", "sd": 1},
    "half": {"expression": "debt / 2", "decimals": 2})";

constexpr const char* kLoanRules = R"(
    {"name": "limit", "check": "debt <= 0.6 * income", "violate": 0.05},
    {"check": "debt >= 1"},
    {"if": "kind = 'c'", "then": "other > income / 1000", "violate": 0.1},
    {"name": "half", "check": "half <= 2 * income", "violate": 0.02, "by": 0.25})";

}  // namespace

TEST_CASE("rows that are hit break their rule by its last column, and keep all others") {
  const Written written = write(with_rules(kLoans, kLoanRules));
  for (const char* column : {"income", "kind"}) CHECK(written.changed(column).empty());
  const std::vector<std::size_t> debts = written.changed("debt");
  CHECK(debts == std::vector<std::size_t>(written.hits[0].begin(), written.hits[0].end()));
  for (const std::size_t i : debts) {
    CHECK(10 * value<std::int64_t>(written.dirty.at("debt")[i]) >
          6 * value<std::int64_t>(written.dirty.at("income")[i]));
    CHECK(10 * value<std::int64_t>(written.clean.at("debt")[i]) <=
          6 * value<std::int64_t>(written.clean.at("income")[i]));
  }
  const std::vector<std::size_t> others = written.changed("other");
  CHECK(others == std::vector<std::size_t>(written.hits[1].begin(), written.hits[1].end()));
  for (const std::size_t i : others) {
    CHECK(written.clean.at("kind")[i] == "c");
    CHECK(value<double>(written.dirty.at("other")[i]) <=
          static_cast<double>(value<std::int64_t>(written.clean.at("income")[i])) / 100 / 1000);
  }
}

TEST_CASE("a computed column goes beyond the other side by the share that is asked for") {
  const Written written = write(with_rules(kLoans, kLoanRules));
  const std::vector<std::size_t> halves = written.changed("half");
  CHECK(halves == std::vector<std::size_t>(written.hits[2].begin(), written.hits[2].end()));
  for (const std::size_t i : halves) {
    const double side = 2 * static_cast<double>(value<std::int64_t>(written.clean.at("income")[i]));
    const auto half = static_cast<double>(value<std::int64_t>(written.dirty.at("half")[i]));
    CHECK(half > side);
    CHECK(std::fabs(half - 1.25 * side) <= 1);  // to the cent
  }
}

TEST_CASE("no row is hit for two rules, and each share is met whatever the others take") {
  const std::string rules = R"j(
      {"check": "a <= 3", "violate": 0.4},
      {"check": "b <= 3", "violate": "=if(a > 2, 0.25, 0.35)"},
      {"check": "c <= 3", "violate": 0.1, "exact": true},
      {"check": "d <= 3", "violate": 0.1},
      {"check": "e <= 3", "violate": 0.05, "exact": true})j";
  std::string columns;
  for (const char name : {'a', 'b', 'c', 'd', 'e'}) {
    columns +=
        std::string(columns.empty() ? "" : ", ") + '"' + name + R"(": {"distribution": "normal", "mean": 0, "sd": 1})";
  }
  const std::int64_t rows = 40000;
  const Written written = write(with_rules(columns, rules, rows));
  std::vector<int> times(static_cast<std::size_t>(rows), 0);
  for (const std::set<std::size_t>& hits : written.hits) {
    for (const std::size_t row : hits) ++times[row];
  }
  CHECK(*std::max_element(times.begin(), times.end()) == 1);
  CHECK(written.hits[2].size() == 4000);
  CHECK(written.hits[4].size() == 2000);
  double by_row = 0;
  for (const auto& cell : written.clean.at("a")) by_row += value<double>(cell) > 2 ? 0.25 : 0.35;
  // Four standard errors of the independent draws that they are.
  for (const auto& [place, expected] : std::map<std::size_t, double>{{0, 16000}, {1, by_row}, {3, 4000}}) {
    const double share = expected / static_cast<double>(rows);
    const double error = std::sqrt(expected * (1 - share));
    CHECK(std::fabs(static_cast<double>(written.hits[place].size()) - expected) < 4 * error);
  }
  for (std::size_t v = 0; v < 5; ++v) {
    CHECK(written.counts[v].planned == written.hits[v].size());
    CHECK(written.counts[v].changed == written.hits[v].size());
  }
}

TEST_CASE("batches of any size have the same violations") {
  const std::string schema = with_rules(kLoans, kLoanRules, 3000);
  const Written whole = write(schema);
  REQUIRE(whole.log.size() > 300);
  for (const std::size_t batch : {1, 7, 500}) {
    const Written parts = write(schema, batch);
    CHECK(parts.clean == whole.clean);
    CHECK(parts.dirty == whole.dirty);
    CHECK(parts.log == whole.log);
  }
}

TEST_CASE("rows that leave no room are skipped and counted") {
  // A whole number from 1 to 6 does not exceed 6, and where the limit is 6 there is nothing above it.
  const std::string columns = R"("limit": {"choice": [3, 6]}, "eyes": {"expression": "limit - 1"},
      "thrown": {"distribution": "integer", "min": 1, "max": 6})";
  const Written written =
      write(with_rules(columns, R"({"check": "thrown <= limit + 0 * eyes", "violate": 0.2, "exact": true})"));
  REQUIRE(written.counts.size() == 1);
  CHECK(written.counts[0].planned == 4000);
  const auto half = static_cast<double>(written.counts[0].changed);
  CHECK(std::fabs(half - 2000) < 4 * std::sqrt(1000));
  CHECK(written.changed("thrown").size() == written.counts[0].changed);
  for (const std::size_t i : written.changed("thrown")) CHECK(value<std::int64_t>(written.clean.at("limit")[i]) == 3);
}

TEST_CASE("of a disjunction all parts fail, and null is a way to break a rule") {
  const std::string columns = R"("age": {"distribution": "integer", "min": 0, "max": 99},
      "member": {"distribution": "bernoulli", "p": 0.5, "missing": 0.2})";
  const Written written = write(with_rules(columns, R"(
      {"check": "member or age < 5", "violate": 0.1}, {"check": "member is not null", "violate": 0.1})"));
  CHECK(written.counts[0].changed == written.counts[0].planned);
  CHECK(written.counts[1].changed == written.counts[1].planned);
  for (const std::size_t i : written.hits[0]) {
    CHECK(value<std::int64_t>(written.dirty.at("age")[i]) >= 5);
    CHECK(value<std::uint8_t>(written.dirty.at("member")[i]) == 0);
  }
  for (const std::size_t i : written.hits[1]) CHECK_FALSE(written.dirty.at("member")[i].has_value());
}

TEST_CASE("a row in which another rule would fix the column gets another one to begin with") {
  const std::string columns = R"("age": {"distribution": "integer", "min": 0, "max": 99},
      "loan": {"distribution": "exponential", "mean": 100, "decimals": 2, "missing": 0.3})";
  const Written written = write(with_rules(columns, R"(
      {"if": "age < 50", "then": "loan is null"}, {"check": "loan is null or loan > 10", "violate": 0.1})"));
  CHECK(written.counts[0].changed == written.counts[0].planned);
  for (const std::size_t i : written.hits[0]) {
    CHECK(value<std::int64_t>(written.clean.at("age")[i]) >= 50);
    CHECK(value<std::int64_t>(written.dirty.at("loan")[i]) <= 1000);
  }
}

TEST_CASE("violations come before noise, which may hit the same cells") {
  const std::string noise = R"(, "noise": [{"operator": "sign", "columns": ["debt"], "rate": 0.5}])";
  const Written plain = write(with_rules(kLoans, kLoanRules, 5000));
  const Written noisy = write(with_rules(kLoans, kLoanRules, 5000, noise));
  CHECK(noisy.clean == plain.clean);
  std::vector<std::string> violations;
  std::copy_if(noisy.log.begin(), noisy.log.end(), std::back_inserter(violations),
               [](const std::string& line) { return line.find("violate:") != std::string::npos; });
  CHECK(violations == plain.log);
  std::size_t twice = 0;
  for (std::size_t i = 1; i < noisy.log.size(); ++i) {
    const auto cell = [](const std::string& line) { return line.substr(0, line.find(' ', line.find(' ') + 1)); };
    if (cell(noisy.log[i]) != cell(noisy.log[i - 1])) continue;
    CHECK(noisy.log[i - 1].find("violate:limit") != std::string::npos);
    CHECK(noisy.log[i].find(" sign ") != std::string::npos);
    ++twice;
  }
  CHECK(twice > 50);
}

TEST_CASE("the plan tells which rows break a rule, and by what") {
  const std::string text = explain(*plan_of(with_rules(kLoans, R"j(
      {"name": "limit", "check": "debt <= 0.6 * income", "violate": 0.05},
      {"check": "half >= 0.4 * debt", "violate": 0.00005, "exact": true},
      {"check": "other > 0", "violate": "=if(kind = 'a', 0.1, 0)"})j")));
  CHECK(text.find("about 1,000 rows break it on purpose, by debt\n") != std::string::npos);
  CHECK(text.find("exactly 1 row breaks it on purpose, by half\n") != std::string::npos);
  CHECK(text.find("rows break it on purpose by other, a share by row\n") != std::string::npos);
  CHECK(text.find("rows that violate") == std::string::npos);
}
