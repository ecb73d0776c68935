// Rows of files drawn by weight, and the shares that come of it.
#include <cstring>
#include <map>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/file_folder.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// A schema of one table over the files of a folder.
class FileSchema {
 public:
  MadePlan plan(const std::string& columns, const std::string& rows = "1000") const {
    const std::string text =
        R"({"synthgen": 1, "tables": {"t": {"rows": )" + rows + R"(, "columns": {)" + columns + "}}}}";
    return made(text);
  }
  MadePlan made(const std::string& text) const {
    Result<json::Document> parsed = json::parse_document("test.json", text);
    ReadOptions options;
    options.folder = folder.path();
    return make_plan(read_schema(std::make_shared<const json::Document>(std::move(*parsed)), options), {});
  }
  Cells cells(const std::string& columns, const std::string& column, std::int64_t rows) const {
    return PlanReader(plan(columns, std::to_string(rows)).plan).cells(column, rows);
  }

  FileFolder folder;
};

std::map<std::string, std::int64_t> counts(const Cells& cells) {
  std::map<std::string, std::int64_t> found;
  for (const auto& cell : cells) ++found[cell.value_or("(null)")];
  return found;
}

}  // namespace

TEST_CASE("rows are drawn in proportion to their weights, in every form that numbers have") {
  FileSchema schema;
  schema.folder.write("w.csv", "name,whole,part,tiny\na,1,0.1,1e-300\nb,0,0,0\nc,3,0.3,3e-300\nd,,,\ne,6,0.6,6e-300\n");
  constexpr std::int64_t kRows = 100'000;
  for (const std::string weight : {"whole", "part", "tiny"}) {
    INFO(weight);
    auto found =
        counts(schema.cells(R"("name": {"sample": {"file": "w.csv", "weight": ")" + weight + R"("}})", "name", kRows));
    CHECK(found.size() == 3);
    // Within five standard deviations of the share.
    CHECK(std::abs(found["a"] - kRows / 10) < 5 * 95);
    CHECK(std::abs(found["c"] - kRows * 3 / 10) < 5 * 145);
    CHECK(std::abs(found["e"] - kRows * 6 / 10) < 5 * 155);
  }
}

TEST_CASE("one row of all the weight is always drawn, and the largest sums do not overflow") {
  FileSchema schema;
  schema.folder.write("w.csv",
                      "name,only,large\na,0,4611686018427387904\nb,5,4611686018427387904\nc,0,9223372036854775807\n");
  CHECK(counts(schema.cells(R"("name": {"sample": {"file": "w.csv", "weight": "only"}})", "name", 3000)).size() == 1);
  const auto found =
      counts(schema.cells(R"("name": {"sample": {"file": "w.csv", "weight": "large"}})", "name", 40'000));
  CHECK(found.size() == 3);
  CHECK(std::abs(found.at("c") - 20'000) < 5 * 100);
}

TEST_CASE("columns with one \"as\" read one row, others rows of their own; where and weights go together") {
  FileSchema schema;
  std::string text = "id,twice,group\n";
  for (int i = 0; i < 3000; ++i) {
    text += std::to_string(i) + "," + std::to_string(2 * i) + "," + std::to_string(i % 3) + "\n";
  }
  schema.folder.write("f.csv", text);
  const std::string columns = R"("id": {"sample": {"file": "f.csv", "as": "row"}, "type": "integer"},
    "twice": {"sample": {"file": "f.csv", "as": "row"}, "type": "integer"},
    "apart": {"sample": {"file": "f.csv", "column": "id"}, "type": "integer"},
    "same": {"expression": "twice = 2 * id"}, "chance": {"expression": "apart = id"},
    "group": {"sample": {"file": "f.csv", "where": "group = 1 and id >= 1500", "weight": "twice", "as": "other"}},
    "late": {"sample": {"file": "f.csv", "column": "id", "where": "group = 1 and id >= 1500", "weight": "twice",
             "as": "other"}, "type": "integer"},
    "high": {"expression": "late >= 1500"})";
  const std::string yes(1, '\1');
  CHECK(counts(schema.cells(columns, "same", 5000)) == std::map<std::string, std::int64_t>{{yes, 5000}});
  CHECK(counts(schema.cells(columns, "chance", 5000))[yes] < 20);
  CHECK(counts(schema.cells(columns, "group", 5000)) == std::map<std::string, std::int64_t>{{"1", 5000}});
  CHECK(counts(schema.cells(columns, "high", 5000)) == std::map<std::string, std::int64_t>{{yes, 5000}});
}

TEST_CASE("texts that repeat are coded, and what a sample holds in memory is told") {
  FileSchema schema;
  std::string text = "few,many,weight\n";
  for (int i = 0; i < 10'000; ++i) text += "w" + std::to_string(i % 5) + ",text " + std::to_string(i) + ",1\n";
  schema.folder.write("f.csv", text);
  const MadePlan made = schema.plan(R"("few": {"sample": {"file": "f.csv", "weight": "weight"}},
                                       "many": {"sample": {"file": "f.csv"}})");
  REQUIRE(made.plan != nullptr);
  const std::vector<PlannedColumn>& columns = made.plan->tables[0].columns;
  CHECK(columns[0].made.dictionary != nullptr);
  CHECK(columns[1].made.dictionary == nullptr);
  CHECK(columns[0].made.memory_bytes >= 40'000);
  CHECK(columns[1].made.memory_bytes >= 128'890);  // four bytes a row and the texts
  std::uint64_t sums = 0;
  for (const PlannedColumn& column : columns) sums = std::max(sums, column.internal ? column.made.memory_bytes : 0);
  CHECK(sums >= 80'000);  // eight bytes a row, and the guide
  CHECK(sums <= 240'000);
}

TEST_CASE("a table without rows draws from a file without rows") {
  FileSchema schema;
  schema.folder.write("e.csv", "name\n");
  CHECK(schema.plan(R"("name": {"sample": {"file": "e.csv"}})", "0").plan != nullptr);
  CHECK(codes_of(schema.plan(R"("name": {"sample": {"file": "e.csv"}})", "1")) == std::vector<std::string>{"SG2132"});
}

TEST_CASE("data has the types of its values, a domain, and keys where all differ") {
  FileSchema schema;
  const MadePlan made = schema.made(R"({"synthgen": 1, "tables": {"t": {"data": {
    "columns": ["id", "half", "ok", "name", "none", {"name": "day", "type": "date"},
                {"name": "price", "decimals": 2}, {"name": "at", "type": "timestamp"}],
    "rows": [[1, 0.5, true, "a", null, "2024-02-29", 1.5, "2024-02-29T10:00:00.5Z"],
             [2, 1, null, "b", null, null, 2, "2024-02-29"],
             [3, null, false, "a", null, "2024-03-01", "0.25", null]]}}}})");
  REQUIRE(made.plan != nullptr);
  const PlannedTable& table = made.plan->tables[0];
  CHECK(table.rows == 3);
  const auto type = [&](std::size_t c) { return type_text(table.columns[c].made.type); };
  CHECK((type(0) == "integer" && type(1) == "number" && type(2) == "boolean" && type(3) == "string"));
  CHECK((type(4) == "string" && type(5) == "date" && type(6) == "decimal(2)" && type(7) == "timestamp(3)"));
  CHECK((table.columns[0].made.unique && !table.columns[1].made.unique && !table.columns[3].made.unique));
  CHECK(table.columns[3].made.domain->rows() == 2);
  CHECK(table.columns[4].made.domain->rows() == 0);
  CHECK(table.columns[0].source_name == "data");
  CHECK(PlanReader(made.plan).cells("name", 3) == Cells{"a", "b", "a"});
}

TEST_CASE("data is a key where its values differ, and none where they repeat") {
  FileSchema schema;
  schema.folder.write("n.csv", "code,group\nES,1\nFR,1\n");
  const auto codes = [&](const std::string& key) {
    return codes_of(schema.made(R"({"synthgen": 1, "tables": {"n": {"primary_key": ")" + key +
                                R"(", "data": {"file": "n.csv"}}, "t": {"rows": 9, "columns":
                                {"n": {"references": "n"}}}}})"));
  };
  CHECK(codes("code").empty());
  CHECK(codes("group") == std::vector<std::string>{"SG2207"});
}

TEST_CASE("repeated columns that share a row have one condition, and the index is part of it") {
  FileSchema schema;
  schema.folder.write("f.csv", "k,city\n1,A\n2,B\n3,C\n");
  const auto columns = [](const std::string& where, const std::string& as) {
    return R"("x{i}": {"repeat": 3, "sample": {"file": "f.csv", "column": "city", "where": ")" + where + "\"" + as +
           "}}";
  };
  const std::string shared = R"(, "as": "p")";
  CHECK(codes_of(schema.plan(columns("k = i", shared))) == std::vector<std::string>{"SG2133", "SG2133"});
  CHECK(codes_of(schema.plan(columns("k > 1", shared))).empty());
  CHECK(counts(schema.cells(columns("k = i", ""), "x2", 10)) == std::map<std::string, std::int64_t>{{"B", 10}});
}
