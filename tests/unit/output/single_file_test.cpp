// One file, or a device or pipe, as destination.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Status run_into_file(const std::string& path, const std::string& text, bool force = false) {
  Result<std::unique_ptr<Destination>> destination = open_single_file(path, {.force = force});
  if (!destination) return destination.diagnostics();
  Result<OutputFile*> file = (*destination)->create_file("table.csv");
  if (!file) return file.diagnostics();
  Status written = (*file)->write(text);
  if (!written) return written;
  return (*destination)->publish(manifest_of({(*destination)->manifest_path("table.csv")}));
}

}  // namespace

TEST_CASE("a single file is published with its manifest beside it", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into_file(top.path("new/x.csv"), "id\n"));
  REQUIRE(tree(top.path()) == Names{"new/", "new/x.csv", "new/x.csv.manifest.json"});
  REQUIRE(read_file(top.path("new/x.csv")) == "id\n");
  REQUIRE(read_file(top.path("new/x.csv.manifest.json")) == manifest_of({"x.csv"}));
}

TEST_CASE("a single file of ours is replaced among files of others", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("thesis.doc"), "years of work");
  REQUIRE(run_into_file(top.path("x.csv"), "old"));
  REQUIRE(run_into_file(top.path("x.csv"), "new"));
  REQUIRE(tree(top.path()) == Names{"thesis.doc", "x.csv", "x.csv.manifest.json"});
  REQUIRE(read_file(top.path("x.csv")) == "new");
}

TEST_CASE("a file that is not ours is replaced only by force", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("x.csv"), "precious");
  SECTION("no manifest") {}
  SECTION("a manifest that lists another file") { write_file(top.path("x.csv.manifest.json"), manifest_of({"y.csv"})); }
  REQUIRE(code_of(run_into_file(top.path("x.csv"), "new")) == "SG5003");
  REQUIRE(read_file(top.path("x.csv")) == "precious");
  REQUIRE(run_into_file(top.path("x.csv"), "new", true));
  REQUIRE(read_file(top.path("x.csv")) == "new");
  REQUIRE(tree(top.path()) == Names{"x.csv", "x.csv.manifest.json"});
}

TEST_CASE("a single file that ends early leaves the earlier one as it was, and no litter", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into_file(top.path("x.csv"), "old"));
  {
    Result<std::unique_ptr<Destination>> destination = open_single_file(top.path("x.csv"), {});
    REQUIRE(destination);
    REQUIRE((*(*destination)->create_file(""))->write("half"));
  }
  REQUIRE(tree(top.path()) == Names{"x.csv", "x.csv.manifest.json"});
  REQUIRE(read_file(top.path("x.csv")) == "old");
}

TEST_CASE("a single file sweeps its own litter and leaves that of a run into another file", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> other = open_single_file(top.path("y.csv"), {});
  REQUIRE(other);
  REQUIRE((*other)->create_file(""));
  Names others = tree(top.path());
  REQUIRE(others.size() == 2);  // a lock and a temporary

  std::string own;
  {
    Result<std::unique_ptr<Destination>> first = open_single_file(top.path("x.csv"), {});
    REQUIRE(first);
    REQUIRE((*first)->create_file(""));
    for (const std::string& name : tree(top.path())) {
      if (std::find(others.begin(), others.end(), name) == others.end() && name.ends_with(".tmp")) own = name;
    }
  }
  REQUIRE_FALSE(own.empty());
  write_file(top.path(own), "litter");
  REQUIRE(run_into_file(top.path("x.csv"), "new"));
  others.push_back("x.csv");
  others.push_back("x.csv.manifest.json");
  REQUIRE(tree(top.path()) == others);
}

TEST_CASE("two runs into one file do not mix", "[output]") {
  const TemporaryFolder top;
  const Result<std::unique_ptr<Destination>> first = open_single_file(top.path("x.csv"), {});
  REQUIRE(first);
  REQUIRE(code_of(open_single_file(top.path("x.csv"), {})) == "SG5004");
}

TEST_CASE("a single file takes one table", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> file = open_single_file(top.path("x.csv"), {});
  REQUIRE((*file)->create_file("a.csv"));
  REQUIRE(code_of((*file)->create_file("b.csv")) == "SG5005");
}

TEST_CASE("a link to a file of ours stays a link, and its file is replaced", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into_file(top.path("data/x.csv"), "old"));
  std::filesystem::create_symlink(top.path("data/x.csv"), top.path("link.csv"));
  REQUIRE(run_into_file(top.path("link.csv"), "new"));
  REQUIRE(std::filesystem::is_symlink(top.path("link.csv")));
  REQUIRE(read_file(top.path("data/x.csv")) == "new");
}

TEST_CASE("folders and names that cannot be files are refused", "[output]") {
  const TemporaryFolder top;
  std::filesystem::create_directories(top.path("x.csv"));
  REQUIRE(code_of(open_single_file(top.path("x.csv"), {})) == "SG5001");
  REQUIRE(code_of(open_single_file(top.path(".."), {})) == "SG5005");
  REQUIRE(code_of(open_single_file(top.path("nul.csv"), {})) == "SG5005");
  REQUIRE(code_of(open_single_file(top.path(std::string(250, 'a')), {})) == "SG5005");
  REQUIRE(tree(top.path()) == Names{"x.csv/"});
}

TEST_CASE("the null device takes everything, without manifest or fault", "[output]") {
  Result<std::unique_ptr<Destination>> destination = open_single_file("/dev/null", {});
  REQUIRE(destination);
  REQUIRE_FALSE((*destination)->has_manifest());
  OutputFile* file = *(*destination)->create_file("x");
  REQUIRE(file->write("abc"));
  REQUIRE((*destination)->publish(""));
  REQUIRE(file->bytes() == 3);
  REQUIRE(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("a full device is told with errno's words and the path", "[output]") {
  Result<std::unique_ptr<Destination>> destination = open_single_file("/dev/full", {});
  REQUIRE(destination);
  const Status written = (*(*destination)->create_file("x"))->write("abc");
  REQUIRE(code_of(written) == "SG5002");
  REQUIRE(written.diagnostics()[0].message == "cannot write to \"/dev/full\": No space left on device");
}

TEST_CASE("a named pipe is written directly", "[output]") {
  const TemporaryFolder top;
  const std::string pipe = top.path("pipe.csv");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::string received;
  std::thread reader([&] { received = read_file(pipe); });
  // More than a pipe holds, so that writes are partial.
  const std::string text(300'000, 'x');
  {
    Result<std::unique_ptr<Destination>> destination = open_single_file(pipe, {});
    REQUIRE(destination);
    REQUIRE((*(*destination)->create_file("x"))->write(text));
    REQUIRE((*destination)->publish(""));
  }
  reader.join();
  REQUIRE(received == text);
  REQUIRE(tree(top.path()) == Names{"pipe.csv"});
}

TEST_CASE("a reader that goes away is a code of its own", "[output]") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  OutputFile file(ends[1], {.shown_name = "standard output", .regular = false});
  REQUIRE(code_of(file.write("abc")) == "SG5007");
  std::signal(SIGPIPE, before);
}

TEST_CASE("standard output gets the bytes of one table and no manifest", "[output]") {
  const TemporaryFolder top;
  std::fflush(stdout);
  const int saved = ::dup(STDOUT_FILENO);
  const int file = ::open(top.path("caught").c_str(), O_WRONLY | O_CREAT, 0600);
  ::dup2(file, STDOUT_FILENO);
  const std::unique_ptr<Destination> destination = open_standard_output({});
  const Result<OutputFile*> created = destination->create_file("a.csv");
  const bool written = created.ok() && (*created)->write("id\n1\n").ok();
  const bool second = destination->create_file("b.csv").ok();
  const bool published = destination->publish("").ok();
  ::dup2(saved, STDOUT_FILENO);
  ::close(saved);
  ::close(file);
  REQUIRE(written);
  REQUIRE_FALSE(second);
  REQUIRE(published);
  REQUIRE_FALSE(destination->has_manifest());
  REQUIRE(read_file(top.path("caught")) == "id\n1\n");
}
