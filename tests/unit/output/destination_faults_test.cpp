// Faults of the disk at every step, and file systems that refuse what others take.
#include <sys/wait.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

// The number of the call that fails, counted over all kinds of calls in the table.
int countdown = 0;

bool fails_now(int error) {
  if (--countdown != 0) return false;
  errno = error;
  return true;
}

void fail_call(int number) {
  countdown = number;
  output::SystemCalls& calls = output::system_calls();
  calls.write = [](int descriptor, const void* bytes, std::size_t count) -> ssize_t {
    return fails_now(ENOSPC) ? -1 : output::real_system_calls().write(descriptor, bytes, count);
  };
  calls.fsync = [](int descriptor) { return fails_now(EIO) ? -1 : output::real_system_calls().fsync(descriptor); };
  calls.ftruncate = [](int descriptor, off_t size) {
    return fails_now(EIO) ? -1 : output::real_system_calls().ftruncate(descriptor, size);
  };
  calls.rename_no_replace = [](int from_folder, const char* from, int to_folder, const char* to) {
    return fails_now(EIO) ? -1 : output::real_system_calls().rename_no_replace(from_folder, from, to_folder, to);
  };
}

}  // namespace

TEST_CASE("whichever call fails, the earlier output is back and nothing new stands under a final name", "[output]") {
  int failed = 0;
  for (int number = 1;; ++number) {
    const TemporaryFolder top;
    const FailingCalls restore;
    const std::string long_text(5'000'000, 'x');  // past the page cache, with a padded end
    REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}, {"b.csv", "old"}}));
    fail_call(number);
    const Status status = run_into(top.path("out"), {{"a.csv", long_text}, {"c/c.csv", "new"}});
    const bool reached = countdown <= 0;
    INFO("call " << number);
    if (!reached) {
      REQUIRE(status);
      break;
    }
    REQUIRE_FALSE(status);
    ++failed;
    const std::string& message = status.diagnostics()[0].message;
    CHECK((message.find("No space left on device") != std::string::npos ||
           message.find("Input/output error") != std::string::npos));
    CHECK(tree(top.path("out")) == Names{"a.csv", "b.csv", "manifest.json"});
    CHECK(read_file(top.path("out/a.csv")) == "old");
    CHECK(read_file(top.path("out/manifest.json")) == manifest_of({"a.csv", "b.csv"}));
  }
  // At least: the lock's two, a write, a truncation and two syncs of data, the journal's two, and the moves.
  REQUIRE(failed >= 15);
}

TEST_CASE("whichever call fails in a fresh folder, the folder is gone again", "[output]") {
  int failed = 0;
  for (int number = 1;; ++number) {
    const TemporaryFolder top;
    const FailingCalls restore;
    fail_call(number);
    const Status status = run_into(top.path("out"), {{"a.csv", "new"}, {"c/c.csv", "new"}});
    if (countdown > 0) {
      REQUIRE(status);
      break;
    }
    INFO("call " << number);
    REQUIRE_FALSE(status);
    ++failed;
    CHECK(tree(top.path()).empty());
  }
  REQUIRE(failed >= 10);
}

TEST_CASE("without renameat2 files are moved by links, and without links by plain renames", "[output]") {
  const TemporaryFolder top;
  FailingCalls failing;
  failing.calls.rename_no_replace = [](int, const char*, int, const char*) {
    errno = EINVAL;
    return -1;
  };
  SECTION("links") {}
  SECTION("renames") {
    failing.calls.link = [](int, const char*, int, const char*) {
      errno = EPERM;
      return -1;
    };
  }
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}, {"b.csv", "old"}}));
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}));
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "manifest.json"});
  REQUIRE(read_file(top.path("out/a.csv")) == "new");

  // A stranger's file is kept by these ways too.
  {
    Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
    REQUIRE(folder);
    REQUIRE((*folder)->create_file("z.csv"));
    write_file(top.path("out/z.csv"), "a stranger's");
    REQUIRE(code_of((*folder)->publish(manifest_of({"z.csv"}))) == "SG5003");
  }
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "manifest.json", "z.csv"});
  REQUIRE(read_file(top.path("out/z.csv")) == "a stranger's");
}

TEST_CASE("a file system that knows no fsync of folders is no fault", "[output]") {
  const TemporaryFolder top;
  FailingCalls failing;
  failing.calls.fsync = [](int) {
    errno = EINVAL;
    return -1;
  };
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}));
}

TEST_CASE("without locks the lock file itself keeps a second run out", "[output]") {
  const TemporaryFolder top;
  FailingCalls failing;
  failing.calls.lock = [](int) {
    errno = ENOLCK;
    return -1;
  };
  {
    const Result<std::unique_ptr<Destination>> first = open_folder(top.path("out"), {});
    REQUIRE(first);
    const Result<std::unique_ptr<Destination>> second = open_folder(top.path("out"), {});
    REQUIRE(code_of(second) == "SG5004");
    REQUIRE(second.diagnostics()[0].message.find(std::to_string(::getpid())) != std::string::npos);
  }
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}));

  char host[256] = {};
  REQUIRE(::gethostname(host, sizeof host - 1) == 0);
  SECTION("the lock of a dead process of this machine is taken over") {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    write_file(top.path("out/.synthgen.lock"), std::to_string(child) + " " + host + "\n");
    REQUIRE(run_into(top.path("out"), {{"a.csv", "newer"}}));
    REQUIRE(tree(top.path("out")) == Names{"a.csv", "manifest.json"});
  }
  SECTION("that of a process elsewhere is not") {
    write_file(top.path("out/.synthgen.lock"), "4711 another-machine\n");
    const Status status = run_into(top.path("out"), {{"a.csv", "newer"}});
    REQUIRE(code_of(status) == "SG5004");
    REQUIRE(status.diagnostics()[0].message.find("process 4711 on another-machine") != std::string::npos);
  }
  SECTION("nor one that tells no owner") {
    write_file(top.path("out/.synthgen.lock"), "");
    REQUIRE(code_of(run_into(top.path("out"), {{"a.csv", "newer"}})) == "SG5004");
  }
}

TEST_CASE("a process killed at any moment leaves an output that is complete or claims nothing", "[output]") {
  // The child publishes again and again; whenever it dies, what a manifest lists must be there, whole and of one run.
  const TemporaryFolder top;
  const std::string folder = top.path("out");
  for (int kill = 0; kill < 25; ++kill) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int run = 0;; ++run) {
        const std::string text(1000, static_cast<char>('a' + run % 26));
        if (!run_into(folder, {{"a.csv", text}, {"p/b.csv", text}})) ::_exit(1);
      }
    }
    ::usleep(static_cast<useconds_t>(2000 + 1731 * kill));
    ::kill(child, SIGKILL);
    int result = 0;
    REQUIRE(::waitpid(child, &result, 0) == child);
    // It was killed, and did not end by itself: no killed predecessor may keep the folder from being ours.
    REQUIRE(WIFSIGNALED(result));
    for (const char* name : {"/a.csv", "/p/b.csv"}) {
      if (!std::filesystem::exists(folder + name)) continue;
      const std::string text = read_file(folder + name);
      REQUIRE(text == std::string(1000, text[0]));
    }
    if (std::filesystem::exists(folder + "/manifest.json")) {
      REQUIRE(read_file(folder + "/manifest.json") == manifest_of({"a.csv", "p/b.csv"}));
      REQUIRE(read_file(folder + "/a.csv").size() == 1000);
      REQUIRE(read_file(folder + "/a.csv") == read_file(folder + "/p/b.csv"));
    }
  }
  REQUIRE(run_into(folder, {{"a.csv", "end"}}));
  REQUIRE(tree(folder) == Names{"a.csv", "manifest.json"});
}
