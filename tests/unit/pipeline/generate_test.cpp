// The whole path from a plan to files: the same bytes for any threads and blocks.
#include "synthgen/pipeline/generate.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "unit/output/temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

using Files = std::map<std::string, std::string>;

Files files_of(const std::string& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = std::filesystem::relative(entry.path(), folder).string();
    if (!name.starts_with('.')) files[name] = read_file(entry.path().string());
  }
  return files;
}

void ignore(const Progress&) {}

Files generate_files(const Plan& plan, GenerateOptions options) {
  const TemporaryFolder folder;
  options.output = folder.path("out");
  const Result<GenerateReport> report = generate(plan, options, ignore);
  if (!report.ok()) FAIL(render_text(report.diagnostics(), nullptr));
  return files_of(options.output);
}

/// An example with fewer rows, so that blocks of one row take no minute.
struct Example {
  PlanOptions options;
  std::shared_ptr<const Plan> plan;
};

Example example(const std::string& name, std::int64_t rows) {
  const std::string text = text_of_file(SYNTHGEN_SOURCE_FOLDER + name);
  Example made;
  const std::shared_ptr<const Plan> whole = plan_of(text);
  for (const PlannedTable& table : whole->tables) made.options.rows[table.name] = rows;
  made.plan = plan_of(text, made.options);
  return made;
}

}  // namespace

TEST_CASE("files and manifest are the same bytes for any block size and any number of threads") {
  for (const char* name : {"/examples/credit/schema.json", "/examples/clinic/schema.json", "/examples/shop/schema.json",
                           "/tests/golden/everything/schema.json"}) {
    // 5,000 rows: several units of the statistics, the last one cut.
    const Example made = example(name, 5000);
    GenerateOptions options;
    options.plan = made.options;
    const Files expected = generate_files(*made.plan, options);
    REQUIRE(expected.count("manifest.json") == 1);
    REQUIRE(expected.size() == made.plan->tables.size() + 1);
    for (const std::int64_t block_rows : {1, 7, 1000, 1024, 4096}) {
      for (const unsigned threads : {1U, 2U, 7U}) {
        if (block_rows == 1 && threads == 2) continue;  // five thousand blocks a table, twice is enough
        INFO(name << ", blocks of " << block_rows << ", " << threads << " threads");
        options.block_rows = block_rows;
        options.threads = threads;
        const Files files = generate_files(*made.plan, options);
        for (const auto& [file, bytes] : expected) CHECK(files.at(file) == bytes);
        CHECK(files.size() == expected.size());
      }
    }
  }
}

TEST_CASE("warnings are counted alike for any blocks and threads, and named after the user's columns") {
  const std::shared_ptr<const Plan> plan = plan_of(R"j({"synthgen": 1, "name": "w", "tables": {
    "t": {"rows": 3001, "columns": {"k": {"sequence": 0}, "x": {"expression": "1 / (k % 3)"},
      "p": {"references": "p.id", "missing": "=if(k % 5 = 0, 1 / (k - k), 0)"},
      "u": {"distribution": "uniform", "min": 5, "max": "=k % 10"}}},
    "p": {"rows": 10, "columns": {"id": {"sequence": 1}}}}})j");
  Files first;
  for (const std::int64_t block_rows : {0, 1, 7, 1000}) {
    GenerateOptions options;
    options.block_rows = block_rows;
    options.threads = block_rows == 7 ? 7 : 2;
    const TemporaryFolder folder;
    options.output = folder.path("out");
    const Result<GenerateReport> report = generate(*plan, options, ignore);
    REQUIRE(report.ok());
    std::vector<std::string> messages;
    for (const Diagnostic& warning : report->warnings) messages.push_back(warning.code + " " + warning.message);
    CHECK(messages ==
          std::vector<std::string>{"SG3901 1001 cells of t.x are null because of a division by zero",
                                   "SG3905 1801 cells of t.u are null because of no value between \"min\" and \"max\"",
                                   "SG3906 601 conditions of t.p could not be computed, and count as not met"});
    const Files files = files_of(options.output);
    if (first.empty()) first = files;
    CHECK(files == first);
    CHECK(files.at("manifest.json").find("row of") == std::string::npos);
  }
}

TEST_CASE("a table without rows has its file, its header and its place in the manifest") {
  const std::shared_ptr<const Plan> plan = plan_of(R"({"synthgen": 1, "name": "none", "tables": {
    "empty": {"rows": 0, "columns": {"a": {"sequence": 1}, "p": {"references": "also_empty.id"}, "x": {"expression": "p.id + 1"}}},
    "also_empty": {"rows": 0, "columns": {"id": {"sequence": 1}}},
    "full": {"rows": 2, "columns": {"a": {"sequence": 1}}}}})");
  for (const unsigned threads : {1U, 7U}) {
    GenerateOptions options;
    options.threads = threads;
    const Files files = generate_files(*plan, options);
    CHECK(files.at("empty.csv") == "a,p,x\n");
    CHECK(files.at("also_empty.csv") == "id\n");
    CHECK(files.at("full.csv") == "a\n1\n2\n");
    CHECK(files.at("manifest.json").find("also_empty.csv") != std::string::npos);
  }
}

TEST_CASE("progress counts rows and bytes to the end, and the report says the same") {
  const Example made = example("/examples/shop/schema.json", 20'000);
  const TemporaryFolder folder;
  GenerateOptions options;
  options.output = folder.path("out");
  options.threads = 2;
  options.block_rows = 1024;
  Progress last;
  bool monotone = true;
  const Result<GenerateReport> report = generate(*made.plan, options, [&](const Progress& progress) {
    monotone = monotone && progress.rows >= last.rows && progress.bytes >= last.bytes;
    last = progress;
  });
  REQUIRE(report.ok());
  CHECK(monotone);
  CHECK(last.rows == 60'000);
  CHECK(last.total_rows == 60'000);
  CHECK(report->rows == 60'000);
  CHECK(report->files == 3);
  std::uint64_t bytes = 0;
  for (const auto& [name, text] : files_of(options.output)) bytes += name == "manifest.json" ? 0 : text.size();
  CHECK(report->bytes == bytes);
  CHECK(last.bytes <= bytes);
}

TEST_CASE("a shard counts, computes and writes its own rows alone") {
  const Example made = example("/examples/shop/schema.json", 20'000);
  std::int64_t rows = 0;
  for (unsigned number = 1; number <= 3; ++number) {
    const TemporaryFolder folder;
    GenerateOptions options;
    options.output = folder.path("out");
    options.shard = Shard{number, 3};
    options.block_rows = 1024;
    Progress last;
    const Result<GenerateReport> report =
        generate(*made.plan, options, [&](const Progress& progress) { last = progress; });
    REQUIRE(report.ok());
    // 20 units of 1,024 rows in three parts, in each of three tables.
    CHECK(last.total_rows == 3 * shard_rows(*options.shard, 20'000).rows());
    CHECK(last.rows == last.total_rows);
    CHECK(report->rows == last.rows);
    for (const TableReport& table : report->tables) CHECK(table.blocks == (table.rows + 1023) / 1024);
    const Files files = files_of(options.output);
    CHECK(files.size() == 4);
    CHECK(files.contains("manifest." + options.shard->name() + ".json"));
    CHECK(files.contains("orders/" + options.shard->name() + ".part-00001.csv"));
    rows += report->rows;
  }
  CHECK(rows == 60'000);
}

TEST_CASE("a run that is stopped leaves nothing under a final name") {
  const Example made = example("/examples/shop/schema.json", 200'000);
  for (const unsigned threads : {1U, 2U, 7U}) {
    const TemporaryFolder folder;
    std::atomic<bool> stop{false};
    GenerateOptions options;
    options.output = folder.path("out");
    options.threads = threads;
    options.block_rows = 512;
    options.stop = &stop;
    const Result<GenerateReport> report = generate(*made.plan, options, [&](const Progress& progress) {
      if (progress.rows > 250'000) stop = true;
    });
    REQUIRE_FALSE(report.ok());
    CHECK(report.diagnostics()[0].code == "SG5010");
    CHECK(files_of(folder.path()).empty());
  }
}

TEST_CASE("flags that contradict each other are refused before anything is written") {
  const std::shared_ptr<const Plan> plan = plan_of(R"({"synthgen": 1, "name": "two", "tables": {
    "a": {"rows": 1, "columns": {"x": {"sequence": 1}}}, "b": {"rows": 1, "columns": {"x": {"sequence": 1}}}}})");
  const TemporaryFolder folder;
  const auto code = [&](const std::string& output, std::optional<std::string> format) {
    GenerateOptions options;
    options.output = output;
    options.format = std::move(format);
    return code_of(generate(*plan, options, ignore));
  };
  CHECK(code("-", std::nullopt) == "SG6001");
  CHECK(code(folder.path("x.csv"), std::nullopt) == "SG6001");
  CHECK(code(folder.path("x.csv"), "parquet") == "SG6002");
  CHECK(code(folder.path("x"), "exel") == "SG6003");
  CHECK(tree(folder.path()).empty());
}

TEST_CASE("blocks are the power of two that makes at most two mebibytes") {
  CHECK(block_rows_for(0) == 65'536);
  CHECK(block_rows_for(32) == 65'536);
  CHECK(block_rows_for(32.1) == 32'768);
  CHECK(block_rows_for(100) == 16'384);
  CHECK(block_rows_for(1e9) == 1);
}
