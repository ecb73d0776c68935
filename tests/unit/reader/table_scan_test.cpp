// A file of known columns, batch by batch.
#include "synthgen/reader/table_scan.hpp"

#include "file_reading.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kText{TypeKind::string, 0};

Result<std::unique_ptr<TableScan>> open_text(FileFolder& folder, const std::string& text,
                                             std::vector<ScanColumn> columns, ScanHead head = ScanHead::present) {
  folder.write("t.csv", text);
  return TableScan::open_csv(folder.path() + "/t.csv", "t.csv", std::move(columns), head);
}

}  // namespace

TEST_CASE("a scan gives typed cells, nulls, and where rows stand") {
  FileFolder folder;
  const auto opened = open_text(folder, "id,name\n7,x\n,\"a\nb\"\n9,\n10,\"\"\n", {{"id", kInteger}, {"name", kText}});
  REQUIRE(opened.ok());
  TableScan& scan = **opened;
  REQUIRE(scan.next().value() == 4);
  CHECK(scan.column(0).data<std::int64_t>()[0] == 7);
  CHECK(scan.column(0).is_null(1));
  CHECK(texts_of(scan.column(1)) == Texts{"x", "a\nb", std::nullopt, ""});
  CHECK(scan.row_place(0) == "line 2");
  CHECK(scan.row_place(2) == "line 5");
  CHECK(scan.faults().empty());
  CHECK(scan.next().value() == 0);
}

TEST_CASE("a scan cuts a long file into batches and loses no row") {
  FileFolder folder;
  std::string text = "id\n";
  for (int row = 0; row < 3000; ++row) text += std::to_string(row) + "\n";
  const auto opened = open_text(folder, text, {{"id", kInteger}});
  REQUIRE(opened.ok());
  std::int64_t expected = 0;
  for (;;) {
    const std::size_t rows = (*opened)->next().value();
    if (rows == 0) break;
    CHECK(rows <= kBatchRows);
    for (std::size_t i = 0; i < rows; ++i) CHECK((*opened)->column(0).data<std::int64_t>()[i] == expected++);
  }
  CHECK(expected == 3000);
}

TEST_CASE("cells of another type are told and count as null") {
  FileFolder folder;
  const auto opened = open_text(folder, "a,b\n1,2\nx,2\n3,y\n", {{"a", kInteger}, {"b", kInteger}});
  REQUIRE(opened.ok());
  REQUIRE((*opened)->next().value() == 3);
  REQUIRE((*opened)->faults().size() == 2);
  CHECK((*opened)->faults()[0].text == "x");
  CHECK((*opened)->faults()[1].column == 1);
  CHECK((*opened)->faults()[1].row == 2);
  CHECK((*opened)->column(0).is_null(1));
}

TEST_CASE("a scan refuses other columns than those it is told of") {
  FileFolder folder;
  CHECK(said(open_text(folder, "a,c\n", {{"a", kInteger}, {"b", kInteger}}).diagnostics()) ==
        "SG5015: \"t.csv\": column 2 is \"c\", and should be \"b\"");
  CHECK(said(open_text(folder, "a\n", {{"a", kInteger}, {"b", kInteger}}).diagnostics()) ==
        "SG5015: \"t.csv\" has 1 column, and should have 2");
  CHECK(said(open_text(folder, "", {{"a", kInteger}}).diagnostics()) ==
        "SG5015: \"t.csv\" is empty, and lacks even the names of its columns");
  const auto ragged = open_text(folder, "a,b\n1,2\n3\n", {{"a", kInteger}, {"b", kInteger}});
  REQUIRE(ragged.ok());
  CHECK(said((*ragged)->next().diagnostics()) == "SG5015: \"t.csv\", line 3: 1 field, and the table has 2");
}

TEST_CASE("a file without a head begins with its first row, and columns that nobody wants are passed over") {
  FileFolder folder;
  const auto opened =
      open_text(folder, "1,not a number\n2,neither\n", {{"a", kInteger}, {"b", kInteger, false}}, ScanHead::absent);
  REQUIRE(opened.ok());
  REQUIRE((*opened)->next().value() == 2);
  CHECK((*opened)->column(0).data<std::int64_t>()[1] == 2);
  CHECK((*opened)->faults().empty());
  CHECK((*opened)->row_place(0) == "line 1");
}
