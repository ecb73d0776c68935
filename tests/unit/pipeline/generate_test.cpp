// The whole path from a plan to files: the same bytes for any threads and blocks.
#include "synthgen/pipeline/generate.hpp"

#include <algorithm>
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

/// Cells that become null, of every kind of column that needs its own care: coded, typed, unique; and a table without
/// noise beside.
constexpr const char* kNoisy = R"j({"synthgen": 1, "name": "noisy", "tables": {
  "t": {"rows": 5000, "columns": {
      "id": {"sequence": 1},
      "status": {"choice": ["new", "open, waiting", "closed"]},
      "amount": {"distribution": "normal", "mean": 100, "sd": 15, "decimals": 2},
      "note": {"template": "note {id}"}},
    "noise": [
      {"operator": "missing", "columns": ["status", "amount"], "rate": 0.1},
      {"operator": "missing", "name": "late", "columns": ["note"], "rate": 0.3, "if": "status = 'closed'"}]},
  "u": {"rows": 3, "columns": {"id": {"sequence": 1}}}}})j";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(text.substr(at, text.find('\n', at) - at));
  }
  return lines;
}

/// Rows of a CSV text without line breaks in fields, as written: quotes included, so that null and "" differ.
std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : lines_of(text)) {
    std::vector<std::string>& cells = rows.emplace_back(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
  }
  return rows;
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
  for (const char* name : {"/examples/credit/schema.json", "/examples/clinic/schema.json",
                           "/tests/golden/flat_shop/schema.json", "/tests/golden/everything/schema.json"}) {
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
  const Example made = example("/tests/golden/flat_shop/schema.json", 20'000);
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
  const Example made = example("/tests/golden/flat_shop/schema.json", 20'000);
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

TEST_CASE("a table without noise equals its clean twin, and its log has no lines") {
  const Example made = example("/tests/golden/flat_shop/schema.json", 5000);
  GenerateOptions options;
  options.plan = made.options;
  const Files plain = generate_files(*made.plan, options);
  options.clean = true;
  options.changes = true;
  options.block_rows = 1000;
  options.threads = 2;
  const Files files = generate_files(*made.plan, options);
  CHECK(files.size() == 3 * made.plan->tables.size() + 1);
  for (const PlannedTable& table : made.plan->tables) {
    const std::string& data = files.at(table.name + ".csv");
    CHECK(data == plain.at(table.name + ".csv"));
    CHECK(files.at("clean/" + table.name + ".csv") == data);
    CHECK(files.at("changes/" + table.name + ".csv") == "row,source_row,column,operator,before,after\n");
  }
  const std::string& manifest = files.at("manifest.json");
  CHECK(manifest.find(R"("path": "clean/orders.csv")") != std::string::npos);
  CHECK(manifest.find(R"("path": "changes/orders.csv")") != std::string::npos);
  CHECK(manifest.find("\"clean_rows\"") == std::string::npos);
  CHECK(plain.at("manifest.json").find("clean") == std::string::npos);
}

TEST_CASE("data, clean twin and log are the same bytes for any blocks and threads, and joined over shards") {
  const std::shared_ptr<const Plan> plan = plan_of(kNoisy);
  GenerateOptions options;
  options.clean = true;
  options.changes = true;
  options.statistics = StatisticsScope::full;
  const Files expected = generate_files(*plan, options);
  CHECK(expected.at("t.csv") != expected.at("clean/t.csv"));
  CHECK(lines_of(expected.at("changes/t.csv")).size() > 1000);
  CHECK(lines_of(expected.at("changes/u.csv")).size() == 1);
  for (const std::int64_t block_rows : {1, 7, 1000, 4096}) {
    for (const unsigned threads : {1U, 2U, 7U}) {
      if (block_rows == 1 && threads == 2) continue;
      INFO("blocks of " << block_rows << ", " << threads << " threads");
      options.block_rows = block_rows;
      options.threads = threads;
      CHECK((generate_files(*plan, options) == expected));
    }
  }
  for (const char* tree : {"", "clean/", "changes/"}) {
    std::string joined;
    for (unsigned number = 1; number <= 3; ++number) {
      options.shard = Shard{number, 3};
      const Files files = generate_files(*plan, options);
      CHECK(files.size() == 7);
      joined += files.at(tree + ("t/" + options.shard->name()) + ".part-00001.csv");
    }
    INFO(tree);
    CHECK((joined == expected.at(tree + std::string("t.csv"))));
  }
  // Neither tree changes the data.
  GenerateOptions plain;
  CHECK(generate_files(*plan, plain).at("t.csv") == expected.at("t.csv"));
}

TEST_CASE("the log applied backwards to the data gives the clean twin") {
  GenerateOptions options;
  options.clean = true;
  options.changes = true;
  const Files files = generate_files(*plan_of(kNoisy), options);
  std::vector<std::vector<std::string>> cells = cells_of(files.at("t.csv"));
  std::vector<std::vector<std::string>> log = cells_of(files.at("changes/t.csv"));
  REQUIRE(cells.size() == 5001);
  REQUIRE(log.size() > 1000);
  const std::vector<std::string>& names = cells.front();
  for (auto line = log.rbegin(); line + 1 != log.rend(); ++line) {
    REQUIRE(line->size() == 6);
    CHECK((*line)[0] == (*line)[1]);
    const auto column = static_cast<std::size_t>(std::find(names.begin(), names.end(), (*line)[2]) - names.begin());
    REQUIRE(column < names.size());
    std::string& cell = cells[static_cast<std::size_t>(std::stol((*line)[0])) + 1][column];
    CHECK(cell == (*line)[5]);
    cell = (*line)[4];
  }
  CHECK((cells == cells_of(files.at("clean/t.csv"))));
}

TEST_CASE("a later run without the trees takes those of the run before away") {
  const std::shared_ptr<const Plan> plan = plan_of(kNoisy);
  const TemporaryFolder folder;
  GenerateOptions options;
  options.output = folder.path("out");
  options.clean = true;
  options.changes = true;
  REQUIRE(generate(*plan, options, ignore).ok());
  REQUIRE(tree(options.output) == Names{"changes/", "changes/t.csv", "changes/u.csv", "clean/", "clean/t.csv",
                                        "clean/u.csv", "manifest.json", "t.csv", "u.csv"});
  options.clean = false;
  REQUIRE(generate(*plan, options, ignore).ok());
  REQUIRE(tree(options.output) ==
          Names{"changes/", "changes/t.csv", "changes/u.csv", "manifest.json", "t.csv", "u.csv"});
  // What is no longer listed there is nobody's, and stays.
  write_file(folder.path("out/changes/mine.txt"), "mine");
  options.changes = false;
  REQUIRE(code_of(generate(*plan, options, ignore)) == "SG5003");
  std::filesystem::remove(folder.path("out/changes/mine.txt"));
  REQUIRE(generate(*plan, options, ignore).ok());
  REQUIRE(tree(options.output) == Names{"manifest.json", "t.csv", "u.csv"});
}

TEST_CASE("the schema asks for a clean twin and a log as the flags do, and both need a folder") {
  const std::shared_ptr<const Plan> plan = plan_of(R"({"synthgen": 1, "name": "one", "tables": {
    "a": {"rows": 1, "columns": {"x": {"sequence": 1}}}},
    "output": {"clean": true, "changes": false}})");
  const Files files = generate_files(*plan, {});
  CHECK(files.contains("clean/a.csv"));
  CHECK_FALSE(files.contains("changes/a.csv"));
  const TemporaryFolder folder;
  GenerateOptions options;
  options.changes = true;
  for (const std::string& output : {folder.path("x.csv"), std::string("-"), std::string("/dev/null")}) {
    options.output = output;
    const Result<GenerateReport> report = generate(*plan, options, ignore);
    REQUIRE_FALSE(report.ok());
    REQUIRE(report.diagnostics().size() == 2);
    CHECK(report.diagnostics()[0].code == "SG6023");
    CHECK(report.diagnostics()[0].message.starts_with("\"clean\" under \"output\" writes a second tree"));
    CHECK(report.diagnostics()[0].place.has_value());
    CHECK(report.diagnostics()[1].message.starts_with("--changes writes a second tree"));
  }
  CHECK(tree(folder.path()).empty());
}

TEST_CASE("a run that is stopped leaves nothing under a final name") {
  const Example made = example("/tests/golden/flat_shop/schema.json", 200'000);
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
