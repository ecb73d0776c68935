// Folders as destinations: whose files may be replaced, and what is left when.
#include <sys/stat.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("a missing folder is made with its parents and shows nothing before it is published", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> folder = open_folder(top.path("a/b"), {});
  REQUIRE(folder);
  Result<OutputFile*> file = (*folder)->create_file("orders.csv");
  REQUIRE(file);
  REQUIRE((*file)->write("id\n1\n"));
  REQUIRE_FALSE(std::filesystem::exists(top.path("a/b/orders.csv")));
  REQUIRE_FALSE(std::filesystem::exists(top.path("a/b/manifest.json")));
  const std::string manifest = manifest_of({"orders.csv"});
  REQUIRE((*folder)->publish(manifest));
  REQUIRE(tree(top.path()) == Names{"a/", "a/b/", "a/b/manifest.json", "a/b/orders.csv"});
  REQUIRE(read_file(top.path("a/b/orders.csv")) == "id\n1\n");
  REQUIRE(read_file(top.path("a/b/manifest.json")) == manifest);
}

TEST_CASE("a folder of ours is replaced without asking, and files that are no longer written go", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}, {"b.csv", "old"}, {"parts/p-1.csv", "old"}}));
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}, {"c.csv", "new"}}));
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "c.csv", "manifest.json"});
  REQUIRE(read_file(top.path("out/a.csv")) == "new");
  REQUIRE(read_file(top.path("out/manifest.json")) == manifest_of({"a.csv", "c.csv"}));
}

TEST_CASE("a folder with a file that no manifest lists is refused and stays untouched", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}}));
  SECTION("a file") { write_file(top.path("out/thesis.doc"), "years of work"); }
  SECTION("a file in a folder") { write_file(top.path("out/x/thesis.doc"), "years of work"); }
  SECTION("a symbolic link under a listed name") {
    std::filesystem::rename(top.path("out/a.csv"), top.path("moved"));
    std::filesystem::create_symlink(top.path("moved"), top.path("out/a.csv"));
  }
  const Names before = tree(top.path());
  const Status second = run_into(top.path("out"), {{"a.csv", "new"}});
  REQUIRE(code_of(second) == "SG5003");
  REQUIRE(tree(top.path()) == before);
  REQUIRE(read_file(top.path("out/a.csv")) == "old");
}

TEST_CASE("an empty folder and one of empty folders are taken", "[output]") {
  const TemporaryFolder top;
  std::filesystem::create_directories(top.path("out/empty"));
  REQUIRE(run_into(top.path("out"), {{"a.csv", "1"}}));
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "empty/", "manifest.json"});
}

TEST_CASE("files without a manifest, or with a broken one, are not ours", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("out/a.csv"), "precious");
  SECTION("none") {}
  SECTION("broken") { write_file(top.path("out/manifest.json"), "{\"tables\": "); }
  SECTION("of another program") { write_file(top.path("out/manifest.json"), "{\"name\": \"web app\"}"); }
  REQUIRE(code_of(run_into(top.path("out"), {{"a.csv", "new"}})) == "SG5003");
  REQUIRE(read_file(top.path("out/a.csv")) == "precious");
}

TEST_CASE("a lone manifest of another program is not ours", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("out/manifest.json"), "{\"name\": \"web app\"}");
  REQUIRE(code_of(run_into(top.path("out"), {{"a.csv", "new"}})) == "SG5003");
  REQUIRE(read_file(top.path("out/manifest.json")) == "{\"name\": \"web app\"}");
}

TEST_CASE("force overwrites what the run writes and deletes nothing of others", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("out/a.csv"), "precious");
  write_file(top.path("out/thesis.doc"), "years of work");
  write_file(top.path("out/x/notes.txt"), "more");
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}, true));
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "manifest.json", "thesis.doc", "x/", "x/notes.txt"});
  REQUIRE(read_file(top.path("out/a.csv")) == "new");
  REQUIRE(read_file(top.path("out/thesis.doc")) == "years of work");
}

TEST_CASE("force replaces a symbolic link, not the file that it points to", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("outside.csv"), "precious");
  std::filesystem::create_directories(top.path("out"));
  std::filesystem::create_symlink(top.path("outside.csv"), top.path("out/a.csv"));
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}, true));
  REQUIRE(read_file(top.path("outside.csv")) == "precious");
  REQUIRE(std::filesystem::is_regular_file(std::filesystem::symlink_status(top.path("out/a.csv"))));
}

TEST_CASE("a symbolic link to a folder outside is refused, with force too", "[output]") {
  const TemporaryFolder top;
  std::filesystem::create_directories(top.path("elsewhere"));
  std::filesystem::create_directories(top.path("out"));
  std::filesystem::create_directory_symlink(top.path("elsewhere"), top.path("out/orders"));
  REQUIRE(code_of(run_into(top.path("out"), {{"orders/part-1.csv", "x"}})) == "SG5003");
  REQUIRE(code_of(run_into(top.path("out"), {{"orders/part-1.csv", "x"}}, true)) == "SG5005");
  REQUIRE(tree(top.path("elsewhere")).empty());
}

TEST_CASE("a manifest edited to list files elsewhere deletes nothing there", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("victim.txt"), "precious");
  write_file(top.path("elsewhere/victim.txt"), "precious");
  std::filesystem::create_directories(top.path("out"));
  std::filesystem::create_directory_symlink(top.path("elsewhere"), top.path("out/link"));
  write_file(top.path("out/manifest.json"), manifest_of({"../victim.txt", top.path("victim.txt"), "link/victim.txt"}));
  REQUIRE(run_into(top.path("out"), {{"a.csv", "new"}}, true));
  REQUIRE(read_file(top.path("victim.txt")) == "precious");
  REQUIRE(read_file(top.path("elsewhere/victim.txt")) == "precious");
}

TEST_CASE("a run that ends early leaves an earlier complete folder as it was", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}, {"b.csv", "old"}}));
  {
    Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
    REQUIRE(folder);
    REQUIRE((*(*folder)->create_file("a.csv"))->write("half"));
    REQUIRE((*(*folder)->create_file("new/c.csv"))->write("half"));
  }
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "b.csv", "manifest.json"});
  REQUIRE(read_file(top.path("out/a.csv")) == "old");
  REQUIRE(read_file(top.path("out/manifest.json")) == manifest_of({"a.csv", "b.csv"}));
}

TEST_CASE("a run that ends early takes the folders away that it made, and no others", "[output]") {
  const TemporaryFolder top;
  std::filesystem::create_directories(top.path("kept"));
  {
    Result<std::unique_ptr<Destination>> folder = open_folder(top.path("kept/a/b"), {});
    REQUIRE(folder);
    REQUIRE((*folder)->create_file("orders/part-1.csv"));
  }
  REQUIRE(tree(top.path()) == Names{"kept/"});
}

TEST_CASE("temporaries of interrupted runs are swept, in subfolders too", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"orders/part-1.csv", "old"}}));
  write_file(top.path("out/.synthgen-4711-0.tmp"), "litter");
  write_file(top.path("out/orders/.synthgen-4711-1.tmp"), "litter");
  write_file(top.path("out/.synthgen.lock"), "4711 nowhere\n");
  write_file(top.path("out/.synthgen.next.json"), "{");
  {
    const Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
    REQUIRE(folder);
    REQUIRE(tree(top.path("out")) == Names{".synthgen.lock", "manifest.json", "orders/", "orders/part-1.csv"});
  }
  REQUIRE(tree(top.path("out")) == Names{"manifest.json", "orders/", "orders/part-1.csv"});
}

TEST_CASE("force sweeps where the run writes and does not look into folders of others", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("out/thesis.doc"), "years of work");
  write_file(top.path("out/.synthgen-4711-0.tmp"), "litter");
  write_file(top.path("out/orders/.synthgen-4711-1.tmp"), "litter");
  write_file(top.path("out/theirs/.synthgen-4711-2.tmp"), "perhaps of a run into that folder");
  REQUIRE(run_into(top.path("out"), {{"orders/part-1.csv", "new"}, {"orders/part-2.csv", "new"}}, true));
  REQUIRE(tree(top.path("out")) == Names{"manifest.json", "orders/", "orders/part-1.csv", "orders/part-2.csv",
                                         "theirs/", "theirs/.synthgen-4711-2.tmp", "thesis.doc"});
}

TEST_CASE("a folder inside ours into which another run writes is not ours", "[output]") {
  const TemporaryFolder top;
  const Result<std::unique_ptr<Destination>> inner = open_folder(top.path("out/inner"), {});
  REQUIRE(inner);
  REQUIRE((*inner)->create_file("a.csv"));
  const Names before = tree(top.path());
  REQUIRE(code_of(open_folder(top.path("out"), {})) == "SG5003");
  REQUIRE(tree(top.path()) == before);
}

TEST_CASE("a folder that is refused keeps even its temporaries", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("out/thesis.doc"), "years of work");
  write_file(top.path("out/.synthgen-4711-0.tmp"), "perhaps theirs");
  REQUIRE(code_of(open_folder(top.path("out"), {})) == "SG5003");
  REQUIRE(tree(top.path("out")) == Names{".synthgen-4711-0.tmp", "thesis.doc"});
}

TEST_CASE("a folder whose run was killed while it was published is still ours", "[output]") {
  // Some files old, some new, no manifest: the journals list both kinds.
  const TemporaryFolder top;
  write_file(top.path("out/a.csv"), "new");
  write_file(top.path("out/b.csv"), "old");
  write_file(top.path("out/.synthgen.next.json"), manifest_of({"a.csv", "c.csv"}));
  write_file(top.path("out/.synthgen.old.json"), manifest_of({"a.csv", "b.csv"}));
  write_file(top.path("out/.synthgen-4711-2.tmp"), "c");
  {
    // An aborted run in between does not lose the journals.
    REQUIRE(open_folder(top.path("out"), {}));
  }
  REQUIRE(run_into(top.path("out"), {{"d.csv", "newest"}}));
  REQUIRE(tree(top.path("out")) == Names{"d.csv", "manifest.json"});
}

TEST_CASE("the second run into a folder is told who is there", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> first = open_folder(top.path("out"), {});
  REQUIRE(first);
  REQUIRE((*first)->create_file("a.csv"));
  const Result<std::unique_ptr<Destination>> second = open_folder(top.path("out"), {.force = true});
  REQUIRE(code_of(second) == "SG5004");
  REQUIRE(second.diagnostics()[0].message.find("process " + std::to_string(::getpid())) != std::string::npos);
  REQUIRE((*first)->publish(manifest_of({"a.csv"})));
  REQUIRE(open_folder(top.path("out"), {}));
}

TEST_CASE("a file that is made while the run goes on is not overwritten, and all moves are taken back", "[output]") {
  const TemporaryFolder top;
  REQUIRE(run_into(top.path("out"), {{"a.csv", "old"}}));
  {
    Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
    REQUIRE(folder);
    REQUIRE((*folder)->create_file("a.csv"));
    REQUIRE((*folder)->create_file("b.csv"));
    write_file(top.path("out/b.csv"), "a stranger's");
    REQUIRE(code_of((*folder)->publish(manifest_of({"a.csv", "b.csv"}))) == "SG5003");
  }
  REQUIRE(tree(top.path("out")) == Names{"a.csv", "b.csv", "manifest.json"});
  REQUIRE(read_file(top.path("out/a.csv")) == "old");
  REQUIRE(read_file(top.path("out/b.csv")) == "a stranger's");
  REQUIRE(read_file(top.path("out/manifest.json")) == manifest_of({"a.csv"}));
}

TEST_CASE("two tables cannot write to one file, and names cannot leave the folder", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
  REQUIRE(folder);
  REQUIRE((*folder)->create_file("a.csv"));
  REQUIRE(code_of((*folder)->create_file("a.csv")) == "SG5005");
  REQUIRE(code_of((*folder)->create_file("../a.csv")) == "SG5005");
  REQUIRE(code_of((*folder)->create_file("manifest.json")) == "SG5005");
}

TEST_CASE("a path that is a file is refused as a folder", "[output]") {
  const TemporaryFolder top;
  write_file(top.path("file"), "x");
  REQUIRE(code_of(open_folder(top.path("file"), {})) == "SG5001");
  REQUIRE(code_of(open_folder(top.path("file/inner"), {})) == "SG5001");
}

TEST_CASE("new files take the mode that was asked for", "[output]") {
  const TemporaryFolder top;
  Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {.mode = 0600});
  REQUIRE(folder);
  REQUIRE((*folder)->create_file("a.csv"));
  REQUIRE((*folder)->publish(manifest_of({"a.csv"})));
  for (const char* name : {"out/a.csv", "out/manifest.json"}) {
    struct stat status;
    REQUIRE(::stat(top.path(name).c_str(), &status) == 0);
    REQUIRE((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE("a folder knows how much room its disk has", "[output]") {
  const TemporaryFolder top;
  const Result<std::unique_ptr<Destination>> folder = open_folder(top.path("out"), {});
  REQUIRE(folder);
  const std::filesystem::space_info space = std::filesystem::space(top.path());
  // Other programs write meanwhile: within a gigabyte is the same disk.
  const double difference = static_cast<double>(*(*folder)->free_bytes()) - static_cast<double>(space.available);
  REQUIRE(std::abs(difference) < 1e9);
}
