// Every member of the kinds that fill columns is documented, and its example does what it says.
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/file_folder.hpp"
#include "support/plans.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/provider/provider.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::vector<const Record*> records() {
  std::vector<const Record*> all;
  for (const SourceKind* kind : source_kinds()) all.push_back(&kind->record);
  for (const ProviderKind* kind : provider_kinds()) all.push_back(&kind->record);
  for (const DistributionKind* kind : distribution_kinds()) all.push_back(&kind->record);
  return all;
}

/// A plan of a schema in a folder that holds the file which the example of `sample` names.
std::shared_ptr<const Plan> plan_beside_cities(const std::string& schema) {
  const FileFolder folder;
  folder.write("cities.csv", "city,population\nLugo,98000\nVigo,293000\nOurense,105000\n");
  ReadOptions read;
  read.folder = folder.path();
  return plan_of(schema, {}, read);
}

/// A table of the example's column and the key that it may read, beside the parent that references name.
std::string schema_of(const Record& record, std::size_t rows, const std::string& modifier) {
  std::string column(record.example);
  column.insert(column.rfind('}'), modifier);
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {"x": )" + column +
         R"(, "id": {"sequence": 1}}}, "customers": {"rows": 100, "columns": {"customer_id": {"sequence": 1}}}}})";
}

}  // namespace

TEST_CASE("every member has a name, a sentence, a source and an example") {
  std::set<std::string_view> source_names;
  for (const SourceKind* kind : source_kinds()) CHECK(source_names.insert(kind->record.name).second);
  for (const Record* record : records()) {
    INFO(record->name);
    CHECK_FALSE(record->name.empty());
    CHECK_FALSE(record->summary.empty());
    CHECK(record->summary.ends_with('.'));
    CHECK_FALSE(record->source.empty());
    CHECK_FALSE(record->example.empty());
  }
  for (const SourceKind* kind : source_kinds()) {
    INFO(kind->record.name);
    CHECK(kind->parse != nullptr);
    CHECK(find_source(kind->record.name) == kind);
    CHECK(kind->takes_bounds == kind->bounds_hint.empty());
  }
  for (const ProviderKind* kind : provider_kinds()) CHECK(find_provider(kind->record.name) == kind);
}

TEST_CASE(
    "every example fills a column: without rows, with one, and around the size of a batch; also with missing cells") {
  for (const Record* record : records()) {
    for (const std::string& modifier : {std::string(), std::string(R"(, "missing": 0.5)")}) {
      // What is missing would be missing in a sum: parts of a total refuse it.
      if (record->name == "share_of" && !modifier.empty()) continue;
      const Cells longest = PlanReader(plan_beside_cities(schema_of(*record, 2049, modifier))).cells("x", 2049);
      for (const std::size_t rows : {std::size_t{0}, std::size_t{1}, std::size_t{1023}, std::size_t{1025}}) {
        INFO(record->example << modifier << " of " << rows << " rows");
        PlanReader reader(plan_beside_cities(schema_of(*record, rows, modifier)));
        const Cells cells = reader.cells("x", rows);
        REQUIRE(cells.size() == rows);
        // Raising a row count leaves the first rows as they were.
        CHECK(std::equal(cells.begin(), cells.end(), longest.begin()));
        CHECK(cells == reader.cells(0, reader.column(0, "x"), RowSet::range(0, rows), 7));
        std::vector<std::int64_t> backwards;
        for (std::size_t i = rows; i > 0; --i) backwards.push_back(static_cast<std::int64_t>(i - 1));
        CHECK(Cells(cells.rbegin(), cells.rend()) == reader.cells(0, reader.column(0, "x"), RowSet::of(backwards)));
        std::size_t nulls = 0;
        for (const auto& cell : cells) nulls += cell.has_value() ? 0 : 1;
        if (modifier.empty()) CHECK(nulls == 0);
        if (!modifier.empty() && rows > 1000) CHECK((nulls > rows / 3 && nulls < rows * 2 / 3));
      }
    }
  }
}

TEST_CASE("every example's batches have the type and the dictionary that it promises, and keys do not repeat") {
  for (const Record* record : records()) {
    INFO(record->example);
    PlanReader reader(plan_beside_cities(schema_of(*record, 5000, "")));
    const MadeSource& made = reader.plan().tables[0].columns[0].made;
    for (const std::size_t rows : {std::size_t{1}, std::size_t{1000}, kBatchRows}) {
      reader.evaluator().fill(0, reader.plan().tables[0].generation, RowSet::range(0, rows));
      const Column& column = reader.evaluator().column(0, 0);
      CHECK(column.rows() == rows);
      CHECK(column.type() == made.type);
      if (made.dictionary != nullptr) CHECK(column.dictionary() == made.dictionary);
    }
    if (!made.unique) continue;
    const Cells cells = reader.cells("x", 5000);
    CHECK(std::set<std::optional<std::string>>(cells.begin(), cells.end()).size() == 5000);
  }
}

TEST_CASE("columns of another name or table draw other values, and the order of columns does not matter") {
  PlanReader one(R"({"synthgen": 1, "tables": {"t": {"rows": 100, "columns": {
    "a": {"distribution": "normal", "mean": 0, "sd": 1}, "b": {"distribution": "normal", "mean": 0, "sd": 1}}},
    "u": {"rows": 100, "columns": {"a": {"distribution": "normal", "mean": 0, "sd": 1}}}}})");
  PlanReader other(R"({"synthgen": 1, "tables": {
    "t": {"rows": 100, "columns": {"b": {"distribution": "normal", "mean": 0, "sd": 1}, "c": {"constant": 1},
      "a": {"distribution": "normal", "mean": 0, "sd": 1}}}}})");
  CHECK(one.cells("a", 100) != one.cells("b", 100));
  CHECK(one.cells("a", 100) != one.cells(1, 0, RowSet::range(0, 100)));
  CHECK(one.cells("a", 100) == other.cells("a", 100));
  CHECK(one.cells("b", 100) == other.cells("b", 100));
}
