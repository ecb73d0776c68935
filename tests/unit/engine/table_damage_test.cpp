// Which cells noise hits, and that neither batches nor other operators move a hit.
#include "synthgen/engine/table_damage.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr const char* kColumns =
    R"("id": {"sequence": 0},
       "age": {"distribution": "integer", "min": 0, "max": 99},
       "city": {"choice": ["Lima", "Oslo", "Bonn"], "missing": 0.1},
       "phone": {"template": "555-{id}"},
       "amount": {"distribution": "normal", "mean": 50, "sd": 9, "decimals": 2})";

std::string schema(std::int64_t rows, const std::string& noise, const std::string& more = "") {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {)" + kColumns + "}" +
         more + R"(, "noise": [)" + noise + "]}}}";
}

/// row, column, operator, before, after; a null is "<null>".
using Line = std::tuple<std::int64_t, std::string, std::string, std::string, std::string>;

struct Damage {
  std::vector<Line> log;
  std::map<std::string, Cells> cells;  ///< as written, by column
  std::vector<NoiseCounts> counts;

  std::set<std::int64_t> rows(const std::string& column, const std::string& label) const {
    std::set<std::int64_t> rows;
    for (const auto& [row, in, by, before, after] : log) {
      if (in == column && by == label) rows.insert(row);
    }
    return rows;
  }
};

std::string log_cell(const Column& column, std::size_t row) {
  return column.is_null(row) ? "<null>" : std::string(column.text(row));
}

Damage damage(const std::shared_ptr<const Plan>& plan, std::size_t batch_rows = kBatchRows) {
  const PlannedTable& table = plan->tables[0];
  KeptColumns kept(*plan);
  Evaluator evaluator(*plan, kept);
  TableDamage noise(*plan, kept, 0, *find_writer("csv"));
  Damage result;
  std::vector<std::int64_t> shuffled;
  for (std::int64_t first = 0; first < table.rows; first += static_cast<std::int64_t>(batch_rows)) {
    const auto count = std::min(batch_rows, static_cast<std::size_t>(table.rows - first));
    const RowSet rows = table.rows_at(first, count, shuffled);
    evaluator.fill(0, table.generation, rows);
    std::vector<const Column*> columns;
    for (const ColumnIndex column : table.output) columns.push_back(&evaluator.column(0, column));
    noise.apply(evaluator, rows, columns);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const PlannedColumn& column = table.columns[table.output[c]];
      CHECK(columns[c]->type() == column.written_type());
      append_cells(*columns[c], result.cells[column.name]);
    }
    const std::span<const Column* const> log = noise.log(first);
    for (std::size_t i = 0; !log.empty() && i < log[0]->rows(); ++i) {
      CHECK(log[0]->data<std::int64_t>()[i] == log[1]->data<std::int64_t>()[i]);
      result.log.emplace_back(log[0]->data<std::int64_t>()[i], log[2]->text(i), log[3]->text(i), log_cell(*log[4], i),
                              log_cell(*log[5], i));
    }
  }
  result.counts = noise.counts();
  return result;
}

Damage damage(std::int64_t rows, const std::string& noise, std::size_t batch_rows = kBatchRows,
              const std::string& more = "") {
  return damage(plan_of(schema(rows, noise, more)), batch_rows);
}

constexpr const char* kPhone = R"({"operator": "missing", "columns": ["phone"], "rate": 0.1, "token": "N/A"})";

}  // namespace

TEST_CASE("Every size of batch damages the same cells in the same way") {
  const std::string noise = std::string(kPhone) + R"j(,
      {"operator": "missing", "columns": ["city", "amount"], "rate": "=if(age > 50, 0.3, 0.02)"},
      {"operator": "missing", "columns": ["phone", "age"], "rate": 0.2, "exact": true, "token": ["?", null]},
      {"operator": "missing", "columns": ["city"], "if": "amount < 40", "token": ["unknown"]})j";
  const Damage whole = damage(5000, noise);
  REQUIRE(whole.log.size() > 2000);
  for (const std::size_t batch : {1, 7, 500}) {
    const Damage parts = damage(5000, noise, batch);
    CHECK(parts.log == whole.log);
    CHECK(parts.cells == whole.cells);
    for (std::size_t n = 0; n < 4; ++n) {
      CHECK(parts.counts[n].planned == whole.counts[n].planned);
      CHECK(parts.counts[n].changed == whole.counts[n].changed);
    }
  }
}

TEST_CASE("A table in pseudorandom order has the damage of its rows, wherever they stand") {
  const std::shared_ptr<const Plan> plan = plan_of(schema(3000, kPhone, R"(, "shuffle": true)"));
  const Damage ordered = damage(3000, kPhone);
  const Damage shuffled = damage(plan);
  std::vector<std::int64_t> rows(3000);
  plan->tables[0].shuffle->map(RowSet::range(0, 3000), rows.data());
  std::set<std::int64_t> moved;
  for (const std::int64_t place : shuffled.rows("phone", "missing"))
    moved.insert(rows[static_cast<std::size_t>(place)]);
  CHECK(moved == ordered.rows("phone", "missing"));
  CHECK(shuffled.rows("phone", "missing") != moved);
}

TEST_CASE("An operator more leaves the hits of the others where they were") {
  const std::set<std::int64_t> alone = damage(5000, kPhone).rows("phone", "missing");
  REQUIRE(alone.size() > 300);
  // Another kind would do as well; here the same kind on other columns, before and behind.
  const std::string other = R"({"operator": "missing", "name": "other", "columns": ["city", "amount"], "rate": 0.5})";
  CHECK(damage(5000, other + "," + kPhone).rows("phone", "missing") == alone);
  CHECK(damage(5000, std::string(kPhone) + "," + other).rows("phone", "missing") == alone);
  // More columns of the operator itself, in any order.
  const std::string wider = R"({"operator": "missing", "columns": ["city", "phone"], "rate": 0.1, "token": "N/A"})";
  CHECK(damage(5000, wider).rows("phone", "missing") == alone);
  CHECK(damage(5000, wider).rows("city", "missing") != alone);
  // One with a name is no occurrence, so it may stand before on the same column.
  const std::string named =
      R"({"operator": "missing", "name": "desk", "columns": ["phone"], "rate": 0.5, "token": "x"})";
  const Damage both = damage(5000, named + "," + kPhone);
  std::set<std::int64_t> hits = both.rows("phone", "missing");
  CHECK(hits == alone);
  const std::set<std::int64_t> desk = both.rows("phone", "desk");
  CHECK(desk != alone);
  CHECK(damage(5000, std::string(kPhone) + "," + named).rows("phone", "desk") == desk);
}

TEST_CASE("Two operators of one kind on one column hit apart, and the log keeps their order") {
  const Damage both = damage(20'000, R"({"operator": "missing", "columns": ["phone"], "rate": 0.3, "token": "a"},
                                        {"operator": "missing", "columns": ["phone"], "rate": 0.3, "token": "b"})");
  std::map<std::int64_t, int> lines;
  std::int64_t before = -1;
  for (const auto& [row, column, by, was, is] : both.log) {
    CHECK(row >= before);
    before = row;
    if (++lines[row] == 2) CHECK(was == "a");
  }
  // Independent: 20,000 · 0.09 rows are hit by both; 4 standard errors are 162.
  const auto twice = std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.second == 2; });
  CHECK(std::abs(static_cast<double>(twice) - 1800) < 162);
}

TEST_CASE("An exact rate hits a count, of the rows that there are, and skips what is null") {
  for (const auto& [rows, rate, count] :
       {std::tuple{1000, "0.5", 500U}, std::tuple{5000, "0.0301", 151U}, std::tuple{3, "0.5", 2U},
        std::tuple{100, "0", 0U}, std::tuple{10, "1", 10U}}) {
    const Damage exact = damage(rows, std::string(R"({"operator": "missing", "columns": ["phone", "city"], "rate": )") +
                                          rate + R"(, "exact": true})");
    CHECK(exact.rows("phone", "missing").size() == count);
    CHECK(exact.counts[0].planned == 2 * count);
    CHECK(exact.counts[0].changed == exact.log.size());
    CHECK(exact.counts[0].changed <= exact.counts[0].planned);
  }
}

TEST_CASE("Rates follow other columns and the value itself, and a condition lets no other row in") {
  const std::shared_ptr<const Plan> plan = plan_of(schema(
      100'000, R"j({"operator": "missing", "name": "mar", "columns": ["phone"], "rate": "=if(age >= 50, 0.4, 0.05)"},
                         {"operator": "missing", "name": "mnar", "columns": ["amount"], "rate": "=if(amount > 50, 0.3, 0)"},
                         {"operator": "missing", "name": "if", "columns": ["city"], "rate": 0.5, "if": "age < 10"},
                         {"operator": "missing", "name": "all", "columns": ["id"], "if": "age = 77"},
                         {"operator": "missing", "name": "boolean", "columns": ["age"], "rate": "=city = 'Oslo'"})j"));
  CHECK_FALSE(plan->tables[0].noise[0].depends_on_itself);
  CHECK(plan->tables[0].noise[1].depends_on_itself);
  const Damage dirty = damage(plan);
  PlanReader reader(plan);
  const auto ages = reader.values<std::int64_t>("age", 100'000);
  const auto amounts = reader.values<std::int64_t>("amount", 100'000);
  const Cells cities = reader.cells("city", 100'000);
  const auto share = [&](const char* column, const char* label, auto where) {
    const std::set<std::int64_t> hits = dirty.rows(column, label);
    double rows = 0;
    double hit = 0;
    for (std::size_t row = 0; row < 100'000; ++row) {
      if (!where(row)) continue;
      ++rows;
      hit += hits.count(static_cast<std::int64_t>(row)) != 0 ? 1 : 0;
    }
    return std::pair(hit / rows, rows);
  };
  const auto within = [](std::pair<double, double> found, double rate) {
    return std::abs(found.first - rate) <= 4 * std::sqrt(rate * (1 - rate) / found.second);
  };
  CHECK(within(share("phone", "mar", [&](std::size_t r) { return ages[r] >= 50; }), 0.4));
  CHECK(within(share("phone", "mar", [&](std::size_t r) { return ages[r] < 50; }), 0.05));
  CHECK(within(share("amount", "mnar", [&](std::size_t r) { return amounts[r] > 5000; }), 0.3));
  CHECK(share("amount", "mnar", [&](std::size_t r) { return amounts[r] <= 5000; }).first == 0);
  CHECK(within(share("city", "if", [&](std::size_t r) { return ages[r] < 10 && cities[r].has_value(); }), 0.5));
  CHECK(share("city", "if", [&](std::size_t r) { return ages[r] >= 10; }).first == 0);
  CHECK(share("id", "all", [&](std::size_t r) { return ages[r] == 77; }).first == 1);
  CHECK(share("age", "boolean", [&](std::size_t r) { return cities[r] == "Oslo"; }).first == 1);
  CHECK(share("age", "boolean", [&](std::size_t r) { return cities[r] != "Oslo"; }).first == 0);
}

TEST_CASE("The log undone from its end gives the clean cells, and lists every cell that differs and no other") {
  const std::string noise =
      std::string(kPhone) +
      R"(, {"operator": "missing", "columns": ["phone", "city"], "rate": 0.4, "token": ["", "N/A", null]},
      {"operator": "missing", "columns": ["amount"], "rate": 0.2, "token": ["-", -1, null]},
      {"operator": "missing", "columns": ["city", "amount"], "rate": 0.3, "token": ["n.a.", null]})";
  const Damage dirty = damage(20'000, noise);
  const Damage clean = damage(20'000, "");
  for (const char* column : {"phone", "city"}) {
    Cells undone = dirty.cells.at(column);
    std::set<std::int64_t> listed;
    for (auto line = dirty.log.rbegin(); line != dirty.log.rend(); ++line) {
      const auto& [row, in, by, before, after] = *line;
      if (in != column) continue;
      std::optional<std::string>& cell = undone[static_cast<std::size_t>(row)];
      CHECK(cell.value_or("<null>") == after);
      cell = before == "<null>" ? std::nullopt : std::optional(before);
      listed.insert(row);
    }
    CHECK(undone == clean.cells.at(column));
    for (std::size_t row = 0; row < 20'000; ++row) {
      const bool differs = dirty.cells.at(column)[row] != clean.cells.at(column)[row];
      if (differs != (listed.count(static_cast<std::int64_t>(row)) != 0)) FAIL("row " << row << " of " << column);
    }
  }
}
