// Where files may lie, and that each is opened once.
#include <filesystem>

#include "file_reading.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string opened(TableFiles& files, const std::string& path) {
  const auto table = files.open(path);
  return table.ok() ? (*table == nullptr ? "told before" : "") : said(table.diagnostics());
}

}  // namespace

TEST_CASE("a path counts from the schema's folder, and does not leave it") {
  FileFolder folder;
  folder.write("schema/in.csv", "a\n");
  folder.write("schema/deep/in.csv", "a\n");
  folder.write("out.csv", "a\n");
  folder.write("schema-2/out.csv", "a\n");
  std::filesystem::create_symlink("../out.csv", folder.path("schema/link.csv"));
  std::filesystem::create_symlink("deep/in.csv", folder.path("schema/inner.csv"));
  TableFiles files(folder.path("schema"));
  for (const char* path : {"in.csv", "deep/in.csv", "./deep/../in.csv", "inner.csv"}) CHECK(opened(files, path) == "");
  CHECK(opened(files, folder.path("schema/in.csv")) == "");
  for (const std::string path : {"../out.csv", "link.csv", "../schema-2/out.csv", "/etc/passwd", "../gone.csv"}) {
    INFO(path);
    CHECK(opened(files, path) == "SG2130: the file \"" + path + "\" lies outside the schema's folder");
  }
  TableFiles allowed(folder.path("schema"), {folder.path("schema-2"), "/nonexistent"});
  CHECK(opened(allowed, "../schema-2/out.csv") == "");
  CHECK(opened(allowed, folder.path("schema-2/out.csv")) == "");
  CHECK(opened(allowed, "../out.csv").find("SG2130") == 0);
}

TEST_CASE("what cannot be read is told once") {
  FileFolder folder;
  folder.write("folder/in.csv", "a\n");
  folder.write("false.parquet", "a\n");
  TableFiles files(folder.path());
  CHECK(opened(files, "gone.csv") == "SG5014: cannot read the file \"gone.csv\": No such file or directory");
  CHECK(opened(files, "gone.csv") == "told before");
  CHECK(opened(files, "folder") == "SG5014: cannot read the file \"folder\": it is a folder");
  CHECK(opened(files, "") == "SG5014: cannot read the file \"\": its name is empty");
  CHECK(opened(files, "false.parquet") == "SG5016: \"false.parquet\" is no Parquet file");
}

TEST_CASE("a file is opened once for all that read it, and apart for another delimiter") {
  FileFolder folder;
  folder.write("t.csv", "a;b\n1;2\n");
  folder.write("t.tsv", "a\tb\n1\t2\n");
  TableFiles files(folder.path());
  const auto comma = *files.open("t.csv");
  CHECK(*files.open("./t.csv") == comma);
  const auto semicolon = *files.open("t.csv", ';');
  CHECK(semicolon != comma);
  CHECK(comma->columns().size() == 1);
  CHECK(semicolon->columns().size() == 2);
  CHECK((*files.open("t.tsv"))->columns().size() == 2);
}
