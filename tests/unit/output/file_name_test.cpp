// Names that an output file may have.
#include "synthgen/output/file_name.hpp"

#include "support/catch.hpp"

using namespace synthgen;
using namespace std::string_literals;

TEST_CASE("ordinary names and nested ones are taken", "[output]") {
  for (const std::string& name :
       {"orders.csv"s, "a/b/c.parquet"s, "orders/country=ES/part-00001.csv"s, "Größe.csv"s, "x..y"s, "a b.csv"s,
        "console.csv"s, "com10.csv"s, "sub/manifest.json"s, "manifest"s, std::string(255, 'a')}) {
    INFO(name);
    CHECK(check_file_name(name).ok());
  }
}

TEST_CASE("names that leave the folder, mean devices or are ours are refused with a reason", "[output]") {
  for (const std::string& name : {""s,
                                  "/etc/passwd"s,
                                  ".."s,
                                  "."s,
                                  "../x"s,
                                  "a/../x"s,
                                  "a/./x"s,
                                  "a//x"s,
                                  "a/"s,
                                  "a\0b"s,
                                  "a\nb"s,
                                  "a\\b"s,
                                  std::string(256, 'a'),
                                  "x/" + std::string(300, 'a'),
                                  "manifest.json"s,
                                  "manifest.shard-0001-of-0003.json"s,
                                  "x.csv.manifest.json"s,
                                  ".synthgen.lock"s,
                                  "a/.synthgen-1-2.tmp"s,
                                  "CON"s,
                                  "nul.csv"s,
                                  "com1.csv"s,
                                  "Lpt9"s,
                                  "a./x"s,
                                  "x "s}) {
    INFO(name);
    const Status status = check_file_name(name);
    REQUIRE_FALSE(status.ok());
    CHECK(status.diagnostics()[0].code == "SG5005");
    // Control bytes in a name must not reach the terminal.
    CHECK(status.diagnostics()[0].message.find_first_of("\n\0"s) == std::string::npos);
  }
}
