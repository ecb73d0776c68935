// Shards: their texts, where they cut, and how they share a folder.
#include "synthgen/output/shard.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "folder_lock.hpp"
#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

const std::string kPlan(64, 'a');
const std::string kOtherPlan(64, 'b');

std::string shard_manifest(const std::vector<std::string>& paths, const std::string& plan) {
  Manifest manifest;
  manifest.synthgen = "0.1.0";
  manifest.seed = "1";
  manifest.plan = plan;
  manifest.tables.emplace_back();
  manifest.tables.back().name = "t";
  for (const std::string& path : paths) {
    manifest.tables.back().files.emplace_back();
    manifest.tables.back().files.back().path = path;
  }
  return manifest_text(manifest);
}

std::string part_path(const Shard& shard) { return "t/" + shard.name() + ".part-00001.csv"; }

Result<std::unique_ptr<Destination>> open_shard(const std::string& folder, const Shard& shard,
                                                const std::string& plan = kPlan, bool force = false) {
  return open_folder(folder, {.force = force, .shard = ShardOfPlan{shard, plan}});
}

Status write_part(Destination& destination, const Shard& shard, const std::string& text) {
  Result<OutputFile*> file = destination.create_file(part_path(shard));
  if (!file) return file.diagnostics();
  return (*file)->write(text);
}

Status finish(Destination& destination, const Shard& shard, const std::string& plan = kPlan) {
  return destination.publish(shard_manifest({part_path(shard)}, plan));
}

Status run_shard(const std::string& folder, const Shard& shard, const std::string& text,
                 const std::string& plan = kPlan, bool force = false) {
  Result<std::unique_ptr<Destination>> destination = open_shard(folder, shard, plan, force);
  if (!destination) return destination.diagnostics();
  if (Status written = write_part(**destination, shard, text); !written) return written;
  return finish(**destination, shard, plan);
}

const std::string kPart1 = part_path({1, 3});
const std::string kPart2 = part_path({2, 3});
const std::string kManifest1 = "manifest.shard-0001-of-0003.json";
const std::string kManifest2 = "manifest.shard-0002-of-0003.json";

}  // namespace

TEST_CASE("a shard is written as I/N and nothing else", "[output]") {
  REQUIRE(parse_shard("1/3") == Shard{1, 3});
  REQUIRE(parse_shard("9999/9999") == Shard{9999, 9999});
  for (const char* text : {"", "/", "1", "3", "0/3", "4/3", "1/0", "1/10000", "10000/10000", "a/b", "1/", "/3", "-1/3",
                           "+1/3", "1/3/5", " 1/3", "1/3 ", "1.0/3", "1e0/3"}) {
    INFO(text);
    CHECK_FALSE(parse_shard(text));
  }
  REQUIRE(Shard{2, 14}.text() == "2/14");
  REQUIRE(Shard{2, 14}.name() == "shard-0002-of-0014");
  REQUIRE(parse_shard_name("shard-0002-of-0014") == Shard{2, 14});
  for (const char* name : {"shard-0002-of-14", "shard-0015-of-0014", "shard-0000-of-0014", "shard-00a2-of-0014",
                           "shard_0002-of-0014", "shard-0002-of-0014x", ""}) {
    INFO(name);
    CHECK_FALSE(parse_shard_name(name));
  }
}

TEST_CASE("shards cut a table at multiples of 1,024 rows, into parts that differ by one unit", "[output]") {
  for (const std::int64_t rows :
       {0LL, 1LL, 1023LL, 1024LL, 1025LL, 3000LL, 10'240LL, 1'000'000LL, 1'000'000'000'000'000LL}) {
    for (const unsigned count : {1U, 2U, 3U, 7U, 100U, 9999U}) {
      INFO(rows << " rows in " << count << " shards");
      std::int64_t next = 0;
      std::int64_t fewest = rows;
      std::int64_t most = 0;
      for (unsigned number = 1; number <= count; ++number) {
        const RowRange range = shard_rows({number, count}, rows);
        REQUIRE(range.first == next);
        REQUIRE(range.end >= range.first);
        REQUIRE((range.end == rows || range.end % kShardUnitRows == 0));
        next = range.end;
        fewest = std::min(fewest, range.rows());
        most = std::max(most, range.rows());
      }
      REQUIRE(next == rows);
      // The last unit may be short by up to 1,023 rows.
      REQUIRE(most - fewest < 2 * kShardUnitRows);
    }
  }
  REQUIRE(shard_rows({1, 5}, 3000).rows() == 1024);
  REQUIRE(shard_rows({1, 9999}, 1).rows() == 1);
}

TEST_CASE("shards of one plan fill one folder in any order", "[output]") {
  const TemporaryFolder top;
  for (const unsigned number : {3U, 1U, 2U}) REQUIRE(run_shard(top.path("out"), {number, 3}, std::to_string(number)));
  REQUIRE(tree(top.path("out")) ==
          Names{kManifest1, kManifest2, "manifest.shard-0003-of-0003.json", "t/", kPart1, kPart2, part_path({3, 3})});
  REQUIRE(read_file(top.path("out/" + kPart2)) == "2");
}

TEST_CASE("a shard that runs again replaces its own files and leaves the others", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "two"));
  REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
  REQUIRE(read_file(top.path("out/" + kPart1)) == "1");
  REQUIRE(read_file(top.path("out/" + kPart2)) == "two");
}

TEST_CASE("shards that are open at the same time do not touch each other", "[output]") {
  const TemporaryFolder top;
  {
    const Result<std::unique_ptr<Destination>> first = open_shard(top.path("out"), {1, 3});
    const Result<std::unique_ptr<Destination>> second = open_shard(top.path("out"), {2, 3});
    REQUIRE(first);
    REQUIRE(second);
    REQUIRE(write_part(**first, {1, 3}, "1"));
    REQUIRE(write_part(**second, {2, 3}, "2"));
    {
      const Result<std::unique_ptr<Destination>> third = open_shard(top.path("out"), {3, 3});
      REQUIRE(third);
      REQUIRE(write_part(**third, {3, 3}, "3"));  // and it fails
    }
    REQUIRE(finish(**second, {2, 3}));
    REQUIRE(finish(**first, {1, 3}));
  }
  REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
}

TEST_CASE("a shard that is being written keeps out what would mix with it", "[output]") {
  const TemporaryFolder top;
  const Result<std::unique_ptr<Destination>> first = open_shard(top.path("out"), {1, 3});
  REQUIRE(first);
  REQUIRE(write_part(**first, {1, 3}, "1"));
  const auto refused = [&](const Result<std::unique_ptr<Destination>>& other, const std::string& words) {
    REQUIRE(code_of(other) == "SG5004");
    INFO(other.diagnostics()[0].message);
    CHECK(other.diagnostics()[0].message.find(words) != std::string::npos);
    CHECK(other.diagnostics()[0].message.find("process " + std::to_string(::getpid())) != std::string::npos);
  };
  SECTION("the same shard") { refused(open_shard(top.path("out"), {1, 3}), "writing shard 1/3"); }
  SECTION("a shard of another plan, by force too") {
    refused(open_shard(top.path("out"), {2, 3}, kOtherPlan), "another plan");
    refused(open_shard(top.path("out"), {2, 3}, kOtherPlan, true), "another plan");
  }
  SECTION("a shard of another number of shards") { refused(open_shard(top.path("out"), {2, 4}), "another plan"); }
  SECTION("a whole run") { refused(open_folder(top.path("out"), {.force = true}), "writing shard 1/3"); }
  REQUIRE(finish(**first, {1, 3}));
  REQUIRE(tree(top.path("out")) == Names{kManifest1, "t/", kPart1});
}

TEST_CASE("a whole run keeps shards out", "[output]") {
  const TemporaryFolder top;
  const Result<std::unique_ptr<Destination>> whole = open_folder(top.path("out"), {});
  REQUIRE(whole);
  REQUIRE(code_of(open_shard(top.path("out"), {1, 3})) == "SG5004");
}

TEST_CASE("a shard waits while another one publishes", "[output]") {
  const TemporaryFolder top;
  std::filesystem::create_directories(top.path("out"));
  const output::Descriptor folder(::open(top.path("out").c_str(), O_RDONLY | O_DIRECTORY));
  Result<output::FolderLock> lock =
      output::FolderLock::acquire(folder.get(), {.name = ".synthgen.lock", .shown = "out", .note = output::kMoment});
  REQUIRE(lock);
  std::thread releasing([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    lock->release();
  });
  const Status status = run_shard(top.path("out"), {1, 3}, "1");
  releasing.join();
  REQUIRE(status);
}

TEST_CASE("shards of another plan are refused, and replaced by force", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
  const Names before = tree(top.path("out"));
  SECTION("another schema or seed") {
    REQUIRE(code_of(run_shard(top.path("out"), {2, 3}, "two", kOtherPlan)) == "SG5003");
    REQUIRE(tree(top.path("out")) == before);
    REQUIRE(read_file(top.path("out/" + kPart2)) == "2");
    REQUIRE(run_shard(top.path("out"), {2, 3}, "two", kOtherPlan, true));
    REQUIRE(tree(top.path("out")) == Names{kManifest2, "t/", kPart2});
    REQUIRE(read_file(top.path("out/" + kPart2)) == "two");
    REQUIRE(run_shard(top.path("out"), {1, 3}, "one", kOtherPlan));
  }
  SECTION("another number of shards") {
    REQUIRE(code_of(run_shard(top.path("out"), {1, 2}, "x")) == "SG5003");
    REQUIRE(tree(top.path("out")) == before);
    REQUIRE(run_shard(top.path("out"), {1, 2}, "x", kPlan, true));
    REQUIRE(tree(top.path("out")) == Names{"manifest.shard-0001-of-0002.json", "t/", part_path({1, 2})});
  }
}

TEST_CASE("a whole run replaces shards, and shards replace a whole run", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
  REQUIRE(run_into(top.path("out"), {{"t.csv", "whole"}}));
  REQUIRE(tree(top.path("out")) == Names{"manifest.json", "t.csv"});
  {
    // Both were begun while the whole output stood; the first that ends replaces it.
    const Result<std::unique_ptr<Destination>> first = open_shard(top.path("out"), {1, 3});
    const Result<std::unique_ptr<Destination>> second = open_shard(top.path("out"), {2, 3});
    REQUIRE(write_part(**first, {1, 3}, "1"));
    REQUIRE(write_part(**second, {2, 3}, "2"));
    REQUIRE(tree(top.path("out")).front() == ".synthgen.shard-0001-of-0003.lock");
    REQUIRE(std::filesystem::exists(top.path("out/manifest.json")));
    REQUIRE(finish(**first, {1, 3}));
    REQUIRE_FALSE(std::filesystem::exists(top.path("out/manifest.json")));
    REQUIRE(finish(**second, {2, 3}));
  }
  REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
}

TEST_CASE("a shard that runs again under a joined manifest leaves the other shards", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
  write_file(top.path("out/manifest.json"), manifest_of({kPart1, kPart2}));
  REQUIRE(run_shard(top.path("out"), {2, 3}, "two"));
  REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
  REQUIRE(read_file(top.path("out/" + kPart1)) == "1");
}

TEST_CASE("files among shards that no manifest lists are refused", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  SECTION("a file") { write_file(top.path("out/thesis.doc"), "years of work"); }
  SECTION("under a name that a shard would use") { write_file(top.path("out/" + kPart2), "years of work"); }
  SECTION("a shard's manifest of another program") { write_file(top.path("out/" + kManifest2), "{\"tables\": {}}"); }
  const Names before = tree(top.path("out"));
  REQUIRE(code_of(run_shard(top.path("out"), {2, 3}, "2")) == "SG5003");
  REQUIRE(code_of(run_into(top.path("out"), {{"t.csv", "whole"}})) == "SG5003");
  REQUIRE(tree(top.path("out")) == before);
}

TEST_CASE("litter of a killed shard is swept by its next run, by others and by a whole run", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
  write_file(top.path("out/.synthgen.shard-0002-of-0003.lock"), "999999999 elsewhere " + kOtherPlan + "\n");
  write_file(top.path("out/t/.synthgen.shard-0002-of-0003-999999999-0.tmp"), "half");
  SECTION("its next run") {
    REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
    REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
  }
  SECTION("another shard") {
    REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
    REQUIRE(tree(top.path("out")) == Names{kManifest1, "t/", kPart1});
  }
  SECTION("a whole run") {
    REQUIRE(run_into(top.path("out"), {{"t.csv", "whole"}}));
    REQUIRE(tree(top.path("out")) == Names{"manifest.json", "t.csv"});
  }
}

TEST_CASE("a shard killed at any moment leaves itself and its fellows complete or claimed by nobody", "[output]") {
  const TemporaryFolder top;
  // The child is killed at its n-th system call of the table; the parent looks, and then runs the shard again.
  static int left = 0;
  static const auto die = [] {
    if (--left <= 0) ::raise(SIGKILL);
  };
  bool survived = false;
  for (int calls = 1; !survived; ++calls) {
    REQUIRE(calls < 200);
    std::filesystem::remove_all(top.path("out"));
    const bool over_whole = calls % 2 == 0;
    if (over_whole) {
      // A joined output, whose names are those of the shards.
      REQUIRE(run_into(top.path("out"), {{kPart1, "1"}, {kPart2, "2"}}));
    } else {
      REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
      REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
    }
    const pid_t child = ::fork();
    if (child == 0) {
      left = calls;
      output::SystemCalls& table = output::system_calls();
      table.fsync = [](int descriptor) { return die(), output::real_system_calls().fsync(descriptor); };
      table.rename_no_replace = [](int a, const char* b, int c, const char* d) {
        return die(), output::real_system_calls().rename_no_replace(a, b, c, d);
      };
      table.write = [](int descriptor, const void* bytes, std::size_t count) {
        return die(), output::real_system_calls().write(descriptor, bytes, count);
      };
      ::_exit(run_shard(top.path("out"), {2, 3}, "2") ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    survived = WIFEXITED(status) && !over_whole;
    if (WIFEXITED(status)) REQUIRE(WEXITSTATUS(status) == 0);
    INFO("killed at call " << calls);
    if (std::filesystem::exists(top.path("out/" + kManifest2))) {
      REQUIRE(read_file(top.path("out/" + kPart2)) == "2");
    }
    if (std::filesystem::exists(top.path("out/manifest.json"))) {
      REQUIRE(read_file(top.path("out/" + kPart1)) == "1");
      REQUIRE(read_file(top.path("out/" + kPart2)) == "2");
    }
    if (!over_whole) REQUIRE(read_file(top.path("out/" + kPart1)) == "1");
    REQUIRE(run_shard(top.path("out"), {1, 3}, "1"));
    REQUIRE(run_shard(top.path("out"), {2, 3}, "2"));
    REQUIRE(tree(top.path("out")) == Names{kManifest1, kManifest2, "t/", kPart1, kPart2});
    REQUIRE(read_file(top.path("out/" + kPart1)) == "1");
    REQUIRE(read_file(top.path("out/" + kPart2)) == "2");
  }
}
