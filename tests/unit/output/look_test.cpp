// What a dry run learns of its destination: the same as a run, without a trace.
#include <sys/stat.h>

#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("looking at a folder that is missing makes none and knows the free space", "[output]") {
  const TemporaryFolder top;
  const Result<Outlook> outlook = look_at_folder(top.path("a/b"), {});
  REQUIRE(outlook);
  CHECK_FALSE(outlook->replaces);
  CHECK(outlook->free_bytes.value_or(0) > 0);
  CHECK(tree(top.path()).empty());
}

TEST_CASE("looking at an output of ours says that it would be replaced, and leaves it", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}}));
  const Names before = tree(top.path());
  const Result<Outlook> outlook = look_at_folder(top.path("out"), {});
  REQUIRE(outlook);
  CHECK(outlook->replaces);
  CHECK(tree(top.path()) == before);
  CHECK(read_file(top.path("out/a.csv")) == "old");
}

TEST_CASE("looking refuses what opening refuses", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("mine/thesis.doc"), "years of work");
  write_file(top.path("x.csv"), "mine");
  const Names before = tree(top.path());
  CHECK(code_of(look_at_folder(top.path("mine"), {})) == "SG5003");
  CHECK(code_of(look_at_folder(top.path("x.csv"), {})) == "SG5001");
  CHECK(code_of(look_at_folder(top.path("x.csv/below"), {})) == "SG5001");
  CHECK(code_of(look_at_single_file(top.path("x.csv"), {})) == "SG5003");
  CHECK(code_of(look_at_single_file(top.path("mine"), {})) == "SG5001");
  DestinationOptions force;
  force.force = true;
  CHECK(look_at_folder(top.path("mine"), force));
  CHECK(look_at_single_file(top.path("x.csv"), force));
  CHECK(look_at_single_file("/dev/null", {}));
  CHECK(tree(top.path()) == before);
}
