// The law that everything stands on: a cell depends on plan and row only.
#include "synthgen/engine/evaluator.hpp"

#include <cstring>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Rows in any order, with repeats, the ends among them.
std::vector<std::int64_t> scattered(std::int64_t rows, std::size_t count) {
  std::vector<std::uint64_t> bits(count);
  draw_bits64({11, 12}, RowSet::range(0, count), 0, 0, bits.data());
  std::vector<std::int64_t> list = {rows - 1, 0, 0};
  for (const std::uint64_t x : bits)
    list.push_back(static_cast<std::int64_t>(bounded(x, static_cast<std::uint64_t>(rows))));
  return list;
}

const std::vector<std::string>& schema_files() {
  static const std::vector<std::string> kFiles = {
      "/examples/credit/schema.json", "/examples/clinic/schema.json", "/tests/golden/flat_shop/schema.json",
      "/tests/golden/everything/schema.json", "/tests/golden/rules/schema.json"};
  return kFiles;
}

/// Fewer rows than a kept column may have where `small`; else more, so that parents are computed again.
std::shared_ptr<const Plan> example(const std::string& file, bool small) {
  const std::string text = text_of_file(SYNTHGEN_SOURCE_FOLDER + file);
  const std::shared_ptr<const Plan> plan = plan_of(text);
  PlanOptions options;
  for (const PlannedTable& table : plan->tables) {
    // A row a month would leave the calendar.
    options.rows[table.name] = small ? 2500 : table.name == "moments" ? 90'000 : 20'000'000;
  }
  return plan_of(text, options);
}

/// A plan in which `x` of `parent` is read by a path, by one with a null key, and over two hops.
std::string family_schema(std::int64_t parent_rows) {
  return R"({"synthgen": 1, "tables": {
    "grand": {"rows": )" +
         std::to_string(parent_rows) + R"(, "columns": {
      "id": {"sequence": 100},
      "colour": {"choice": ["red", "green", "blue"], "missing": 0.2},
      "size": {"distribution": "normal", "mean": 10, "sd": 3, "missing": 0.1}}},
    "parent": {"rows": )" +
         std::to_string(parent_rows) + R"(, "columns": {
      "id": {"provider": "id.uuid4"},
      "grand": {"references": "grand.id", "missing": 0.25},
      "day": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2024-12-31"},
      "label": {"expression": "grand.colour || '-' || id"}}},
    "child": {"rows": 5000, "columns": {
      "parent": {"references": "parent.id", "missing": 0.1},
      "id_again": {"expression": "parent.id"},
      "day": {"expression": "parent.day"},
      "label": {"expression": "parent.label"},
      "colour": {"expression": "parent.grand.colour"},
      "size": {"expression": "parent.grand.size"}}}}})";
}

}  // namespace

TEST_CASE("every column of the examples has the same cells by ranges, by lists and cut anywhere") {
  for (const std::string& file : schema_files()) {
    for (const bool small : {true, false}) {
      PlanReader reader(example(file, small));
      for (std::size_t t = 0; t < reader.plan().tables.size(); ++t) {
        const PlannedTable& table = reader.plan().tables[t];
        const auto at = static_cast<TableIndex>(t);
        for (const ColumnIndex column : table.order) {
          INFO(file << ": " << table.name << "." << table.columns[column].name << " of " << table.rows << " rows");
          const RowSet range = RowSet::range(table.rows - 2500, 2500);
          const Cells by_range = reader.cells(at, column, range);
          CHECK(by_range == reader.cells(at, column, range, 7));
          CHECK(by_range == reader.cells(at, column, range, 1000));
          std::vector<std::int64_t> list = scattered(2500, 1500);
          Cells expected;
          for (std::int64_t& row : list) {
            expected.push_back(by_range[static_cast<std::size_t>(row)]);
            row += table.rows - 2500;
          }
          CHECK(expected == reader.cells(at, column, RowSet::of(list)));
          CHECK(expected == reader.cells(at, column, RowSet::of(list), 3));
        }
      }
    }
  }
}

TEST_CASE("columns have the type and the dictionary that the plan promises to writers") {
  for (const std::string& file : schema_files()) {
    PlanReader reader(example(file, true));
    for (std::size_t t = 0; t < reader.plan().tables.size(); ++t) {
      const PlannedTable& table = reader.plan().tables[t];
      for (const std::size_t rows : {std::size_t{1}, std::size_t{1000}}) {
        reader.evaluator().fill(static_cast<TableIndex>(t), table.order, RowSet::range(0, rows));
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
          const Column& column = reader.evaluator().column(static_cast<TableIndex>(t), static_cast<ColumnIndex>(c));
          INFO(file << ": " << table.name << "." << table.columns[c].name);
          CHECK(column.type() == table.columns[c].made.type);
          CHECK(column.rows() == rows);
          if (table.columns[c].made.dictionary != nullptr)
            CHECK(column.dictionary() == table.columns[c].made.dictionary);
        }
      }
    }
  }
}

TEST_CASE("a parent's cell is the parent's own cell at the picked row, kept in memory or computed again") {
  // 1,000 rows fit what is kept; of 20 million neither plain nor costly columns do.
  for (const std::int64_t parent_rows : {std::int64_t{1}, std::int64_t{1000}, std::int64_t{20'000'000}}) {
    PlanReader reader(family_schema(parent_rows));
    const TableIndex grand = reader.table("grand");
    const TableIndex parent = reader.table("parent");
    const TableIndex child = reader.table("child");
    const RowSet rows = RowSet::range(0, 5000);
    const auto picks_of = [&](TableIndex table, const std::string& key, RowSet at) {
      return reader.cells(table, reader.column(table, "row of " + key), at);
    };
    const auto row_number = [](const std::optional<std::string>& cell) {
      std::int64_t row = 0;
      std::memcpy(&row, cell->data(), sizeof row);
      return row;
    };
    const Cells picks = picks_of(child, "parent", rows);
    std::size_t nulls = 0;
    for (const auto& [name, source] : {std::pair{"id_again", "id"}, std::pair{"day", "day"},
                                       std::pair{"label", "label"}, std::pair{"parent", "id"}}) {
      INFO(name << " of " << parent_rows);
      const Cells cells = reader.cells(child, reader.column(child, name), rows);
      std::vector<std::int64_t> list;
      for (const auto& pick : picks) list.push_back(pick.has_value() ? row_number(pick) : 0);
      Cells expected = reader.cells(parent, reader.column(parent, source), RowSet::of(list));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!picks[i].has_value()) expected[i].reset();
        nulls += expected[i].has_value() ? 0 : 1;
      }
      CHECK(cells == expected);
    }
    CHECK(nulls > 0);
    // Over two hops, where either key may be null.
    for (const char* name : {"colour", "size"}) {
      INFO(name << " of " << parent_rows);
      const Cells cells = reader.cells(child, reader.column(child, name), rows);
      Cells expected(picks.size());
      for (std::size_t i = 0; i < picks.size(); ++i) {
        if (!picks[i].has_value()) continue;
        const Cells second = picks_of(parent, "grand", RowSet::range(row_number(picks[i]), 1));
        if (!second[0].has_value()) continue;
        expected[i] = reader.cells(grand, reader.column(grand, name), RowSet::range(row_number(second[0]), 1))[0];
      }
      CHECK(cells == expected);
    }
  }
}

TEST_CASE("hierarchies climb through rows of one table, to the root and not beyond") {
  for (const std::int64_t rows : {std::int64_t{5000}, std::int64_t{20'000'000}}) {
    PlanReader reader(table_schema(rows, R"("id": {"sequence": 0}, "boss": {"references": "t.id"},
      "bosses_boss": {"expression": "boss.boss"}, "third": {"expression": "boss.boss.boss"})"));
    const Cells boss = reader.cells("boss", 5000);
    CHECK_FALSE(boss[0].has_value());
    const auto climb = [&](const std::optional<std::string>& cell) {
      if (!cell.has_value()) return std::optional<std::string>();
      std::int64_t row = 0;
      std::memcpy(&row, cell->data(), sizeof row);
      return boss[static_cast<std::size_t>(row)];
    };
    Cells second;
    Cells third;
    for (const auto& cell : boss) second.push_back(climb(cell));
    for (const auto& cell : second) third.push_back(climb(cell));
    CHECK(reader.cells("bosses_boss", 5000) == second);
    CHECK(reader.cells("third", 5000) == third);
  }
}

TEST_CASE("paths whose names hold points are not mistaken for each other") {
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "t": {"rows": 50, "columns": {
      "a.b": {"references": "p.id"}, "a": {"references": "p.id"},
      "one": {"expression": "`a.b`.c"}, "other": {"expression": "a.`b.c`"}}},
    "p": {"rows": 10, "columns": {"id": {"sequence": 1}, "c": {"constant": "c"}, "b.c": {"constant": "b.c"}}}}})");
  CHECK(reader.cells("one", 50) == Cells(50, "c"));
  CHECK(reader.cells("other", 50) == Cells(50, "b.c"));
}

TEST_CASE("texts too long to keep are computed again, and are the same") {
  // 1,500 rows are guessed to be small, and take 90 MB.
  const std::string text = R"({"synthgen": 1, "tables": {
    "t": {"rows": 40, "columns": {"p": {"references": "p.id"}, "copy": {"expression": "p.long"}}},
    "p": {"rows": 1500, "columns": {"id": {"sequence": 1}, "long": {"expression": "')" +
                           std::string(60'000, 'x') + R"(' || id"}}}}})";
  PlanReader reader(text);
  const Cells keys = reader.cells("p", 40);
  const Cells copies = reader.cells("copy", 40);
  bool right = true;
  for (std::size_t i = 0; i < 40; ++i) {
    std::int64_t key = 0;
    std::memcpy(&key, keys[i]->data(), sizeof key);
    right = right && copies[i] == std::string(60'000, 'x') + std::to_string(key);
  }
  CHECK(right);
}

TEST_CASE("threads that ask for kept columns at the same time see the same cells") {
  const std::shared_ptr<const Plan> plan = plan_of(family_schema(3000));
  KeptColumns kept(*plan);
  const std::vector<ColumnIndex>& order = plan->tables[2].generation;
  std::vector<Cells> results(6);
  std::vector<std::thread> threads;
  for (Cells& result : results) {
    threads.emplace_back([&] {
      Evaluator evaluator(*plan, kept);
      evaluator.fill(2, order, RowSet::range(1000, 1000));
      for (const ColumnIndex column : plan->tables[2].output) append_cells(evaluator.column(2, column), result);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Cells& result : results) CHECK(result == results[0]);
  CHECK(results[0].size() == 6000);
}

TEST_CASE("cells that became null are counted at their own column, once, and not again where a child reads them") {
  PlanReader reader(R"j({"synthgen": 1, "tables": {
    "p": {"rows": 100, "columns": {"id": {"sequence": 0}, "bad": {"expression": "1 / (id % 4)"}}},
    "t": {"rows": 1000, "columns": {"p": {"references": "p.id"}, "copy": {"expression": "p.bad"},
                                    "own": {"expression": "p.bad + 1"}}}}})j");
  const auto division = static_cast<std::size_t>(CellWarning::division_by_zero);
  reader.evaluator().fill(0, reader.plan().tables[0].generation, RowSet::range(0, 100));
  CHECK(reader.evaluator().warnings(0)[reader.column(0, "bad")][division] == 25);
  reader.evaluator().fill(1, reader.plan().tables[1].generation, RowSet::range(0, 1000));
  for (const CellWarningCounts& counts : reader.evaluator().warnings(1)) {
    CHECK(counts == CellWarningCounts{});
  }
}

TEST_CASE("ten thousand columns that read each other in a chain are evaluated, in any order of declaration") {
  std::string forward = R"("c0": {"sequence": 5})";
  std::string backward = forward;
  for (int i = 1; i < 10'000; ++i) {
    const std::string column =
        "\"c" + std::to_string(i) + R"(": {"expression": "c)" + std::to_string(i - 1) + " + 1\"}";
    forward += ", " + column;
    backward = column + ", " + backward;
  }
  for (const std::string& columns : {forward, backward}) {
    PlanReader reader(table_schema(10, columns));
    CHECK(reader.values<std::int64_t>("c9999", 2) == std::vector<std::int64_t>{10'004, 10'005});
  }
}
