// CSV as RFC 4180 has it, and what is no CSV.
#include <cstdint>

#include "file_reading.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// A small generator of our own, so that the texts are the same everywhere.
struct Dice {
  std::uint64_t state = 0x1234567;
  std::uint64_t roll(std::uint64_t sides) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33) % sides;
  }
};

std::string in_quotes(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

TEST_CASE("fields, quotes, doubled quotes, delimiters and line breaks within quotes are read") {
  CsvText csv("a,b\n1,x\n\"2\",\"y, \"\"z\"\"\"\n3,\"two\nlines\"\n4,\"\"\n5,\n");
  CHECK(csv.column("a") == Texts{"1", "2", "3", "4", "5"});
  CHECK(csv.column("b") == Texts{"x", "y, \"z\"", "two\nlines", "", std::nullopt});
}

TEST_CASE("a byte order mark, CR LF, and a last line without an end are no matter") {
  for (const std::string text : {"\xEF\xBB\xBF"
                                 "a,b\r\n1,2\r\n3,\"x\r\ny\"\r\n",
                                 "a,b\n1,2\n3,\"x\r\ny\""}) {
    CsvText csv(text);
    CHECK(csv.column("a") == Texts{"1", "3"});
    CHECK(csv.column("b") == Texts{"2", "x\r\ny"});
  }
}

TEST_CASE("another delimiter is given, a quoted header is a header, a quote inside a field is a character") {
  CsvText csv("\"a;x\";b\n1,5;2\n5\" pipe;\n", ';');
  CHECK(csv.column("a;x") == Texts{"1,5", "5\" pipe"});
  CHECK(csv.column("b") == Texts{"2", std::nullopt});
}

TEST_CASE("an empty line is a null of a single column, and nothing among several") {
  CHECK(CsvText("a\n1\n\n3\n").column("a") == Texts{"1", std::nullopt, "3"});
  CHECK(CsvText("a,b\n1,2\n\n3,4\n\n").column("a") == Texts{"1", "3"});
  CHECK(CsvText("a,b\n").column("a").empty());
}

TEST_CASE("a faulty file is told with its line") {
  CHECK(CsvText("").fault() == "SG5015: \"t.csv\" is empty");
  CHECK(CsvText("a,b\n1,2\n3\n").fault() == "SG5015: \"t.csv\", line 3: 1 field, and the header has 2");
  CHECK(CsvText("a,b\n\"x\ny\",2\n3,4,5\n").fault() == "SG5015: \"t.csv\", line 4: 3 fields, and the header has 2");
  CHECK(CsvText("a,b,a\n").fault() == "SG5015: \"t.csv\", line 1: columns 1 and 3 are both named \"a\"");
  CHECK(CsvText("a,b\n1,\"x\n2,y\n").fault() == "SG5015: \"t.csv\", line 2: a quote is opened here and never closed");
  CHECK(CsvText("a,b\n1,\"x\"y\n").fault() == "SG5015: \"t.csv\", line 2: text follows a closing quote");
  CHECK(CsvText("a,b\n1,2\r3,4\n").fault() == "SG5015: \"t.csv\", line 2: a carriage return without a line feed");
  CHECK(CsvText("a,b\n1,2\nM\xFCnchen,4\n").fault() == "SG5015: \"t.csv\", line 3: the byte FC is not UTF-8");
  CHECK(CsvText("a\nx\xE2\x82").fault() == "SG5015: \"t.csv\", line 2: the byte E2 is not UTF-8");
}

TEST_CASE("texts that repeat are coded, others are not, and both read the same") {
  std::string text = "few,many\n";
  Texts few;
  Texts many;
  for (int row = 0; row < 70'000; ++row) {
    few.emplace_back("word" + std::to_string(row % 7));
    many.emplace_back("row " + std::to_string(row));
    if (row % 11 == 0) few.back().reset();
    if (row % 13 == 0) many.back() = "";
    text += few.back().value_or("") + "," + (many.back()->empty() ? "\"\"" : *many.back()) + "\n";
  }
  CsvText csv(text);
  for (const std::size_t column : {0, 1}) csv.table().want(column);
  const auto coded = csv.table().read(0);
  const auto plain = csv.table().read(1);
  CHECK((*coded)->dictionary != nullptr);
  CHECK((*plain)->dictionary == nullptr);
  CHECK(texts_of((*coded)->cells) == few);
  CHECK(texts_of((*plain)->cells) == many);
  CHECK((*coded)->memory_bytes() < 70'000 * 5);
}

TEST_CASE("a column that begins with few words and goes on with many is read whole") {
  std::string text = "a\n";
  Texts wanted;
  for (int row = 0; row < 300'000; ++row) {
    wanted.emplace_back(row < 50'000 ? "same" : "value " + std::to_string(row));
    text += *wanted.back() + "\n";
  }
  CHECK(CsvText(text).column("a") == wanted);
}

TEST_CASE("records that lie across the window's end are read whole") {
  // The window holds 1 MiB; fields of every length pass its end.
  std::string text = "a,b\n";
  Texts a;
  Texts b;
  Dice dice;
  for (int row = 0; row < 2'000; ++row) {
    std::string field(dice.roll(4'000), 'x');
    if (!field.empty()) field[field.size() / 2] = row % 3 == 0 ? '\n' : row % 3 == 1 ? '"' : ',';
    a.emplace_back(field);
    b.emplace_back("\xC3\xA9" + std::to_string(row));
    text += in_quotes(field) + "," + *b.back() + (row % 2 == 0 ? "\r\n" : "\n");
  }
  const std::string longest(3 << 20, 'y');
  text += in_quotes(longest) + ",end\n";
  a.emplace_back(longest);
  b.emplace_back("end");
  CsvText csv(text);
  CHECK((csv.column("a") == a));
  CHECK((csv.column("b") == b));
}

TEST_CASE("whatever bytes a file has, it is read or refused, and never anything else") {
  Dice dice;
  const std::string letters = "a,\"\n\r \xC3\xA9;x";
  std::size_t read = 0;
  for (int file = 0; file < 3'000; ++file) {
    std::string text;
    for (std::uint64_t i = dice.roll(40); i > 0; --i) text += letters[dice.roll(letters.size())];
    CsvText csv(text);
    const std::string fault = csv.fault();
    read += fault.empty() ? 1 : 0;
    CHECK((fault.empty() || fault.rfind("SG5015: \"t.csv\"", 0) == 0));
  }
  CHECK(read > 100);
  CHECK(read < 2'900);
}

TEST_CASE("what is announced is read in one pass, and let go after its last reader") {
  CsvText csv("a,b\n1,x\n2,y\n");
  csv.table().want(0);
  csv.table().want(1);
  csv.table().want(1);
  const std::weak_ptr<const LoadedColumn> first = *csv.table().read(1);
  CHECK_FALSE(first.expired());
  const std::weak_ptr<const LoadedColumn> second = *csv.table().read(1);
  CHECK(second.expired());
  CHECK(csv.column("b") == Texts{"x", "y"});
  csv.table().release(0);
  CHECK(csv.column("a") == Texts{"1", "2"});
  CHECK(*csv.table().rows() == 2);
}

TEST_CASE("the line of a row is found, past line breaks within quotes and empty lines") {
  CsvText csv("a,b\n1,\"x\ny\"\n\n2,z\n");
  CHECK(csv.table().row_place(0) == "line 2");
  CHECK(csv.table().row_place(1) == "line 5");
}
