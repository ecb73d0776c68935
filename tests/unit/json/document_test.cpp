// The tree that parse_document gives: kinds, values, order, numbers, and the limits of a document.
#include "synthgen/json/document.hpp"

#include <cmath>
#include <string>

#include "support/catch.hpp"

using namespace synthgen;
using json::Kind;

namespace {

json::Document parse(std::string text) {
  auto result = json::parse_document("t.json", std::move(text));
  INFO(render_text(result.diagnostics(), nullptr));
  REQUIRE(result.ok());
  return std::move(result).value();
}

Diagnostics refuse(std::string text) {
  auto result = json::parse_document("t.json", std::move(text));
  REQUIRE_FALSE(result.ok());
  return result.diagnostics();
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("each kind of value is read as what it is") {
  const auto document =
      parse(R"({"n": null, "t": true, "f": false, "i": -12, "x": 2.5e-3, "s": "é", "l": [], "o": {}})");
  const json::Value& root = document.root;
  REQUIRE(root.is(Kind::object));
  CHECK(root.members.size() == 8);
  CHECK(root.get("n")->is(Kind::null));
  CHECK(root.get("t")->is(Kind::boolean));
  CHECK(root.get("t")->boolean);
  CHECK_FALSE(root.get("f")->boolean);
  CHECK(root.get("i")->number == -12);
  CHECK(root.get("i")->text == "-12");
  CHECK(root.get("x")->number == 2.5e-3);
  CHECK(root.get("x")->text == "2.5e-3");
  CHECK(root.get("s")->text == "é");
  CHECK(root.get("l")->is(Kind::array));
  CHECK(root.get("l")->items.empty());
  CHECK(root.get("o")->members.empty());
  CHECK(root.get("absent") == nullptr);
  CHECK(root.find("i")->name == "i");
  CHECK(document.source->name() == "t.json");
}

TEST_CASE("members and items keep their order") {
  const auto document = parse(R"({"z": 1, "a": [3, 1, 2], "m": {"y": 0, "b": 0}})");
  std::string names;
  for (const auto& member : document.root.members) names += member.name;
  CHECK(names == "zam");
  CHECK(document.root.get("a")->items[0].number == 3);
  CHECK(document.root.get("a")->items[2].number == 2);
  CHECK(document.root.get("m")->members[0].name == "y");
}

TEST_CASE("comments may stand wherever white space may, and a byte order mark at the head is skipped") {
  const auto document = parse("\xEF\xBB\xBF// head\r/**/{/*a*/\"k\"/***/:// b\n1/* , */,//\r\n\"l\":[/* [ */2]}// end");
  CHECK(document.root.get("k")->number == 1);
  CHECK(document.root.get("l")->items[0].number == 2);
  CHECK(document.root.place.offset == 15);
}

TEST_CASE("a number gives an integer only where it is written as one and fits") {
  const auto document = parse(
      "[0, -0, 9223372036854775807, -9223372036854775808, 9223372036854775808, 18446744073709551615, "
      "18446744073709551616, 1.0, 1e3, -1, 123456789012345678901234567890]");
  const auto& items = document.root.items;
  CHECK(items[0].as_int64() == 0);
  CHECK(items[1].as_int64() == 0);
  CHECK(items[1].as_uint64() == 0);
  CHECK(std::signbit(items[1].number));
  CHECK(items[2].as_int64() == INT64_MAX);
  CHECK(items[3].as_int64() == INT64_MIN);
  CHECK_FALSE(items[4].as_int64());
  CHECK(items[4].as_uint64() == (std::uint64_t{1} << 63));
  CHECK(items[5].as_uint64() == UINT64_MAX);
  CHECK_FALSE(items[6].as_uint64());
  CHECK(items[6].number == 0x1p64);
  CHECK_FALSE(items[7].as_int64());
  CHECK_FALSE(items[8].as_int64());
  CHECK_FALSE(items[9].as_uint64());
  CHECK(items[9].as_int64() == -1);
  CHECK(items[10].number == 123456789012345678901234567890.0);
  CHECK_FALSE(parse("\"12\"").root.as_int64());
}

TEST_CASE("numbers are the nearest doubles, to the ends of the range") {
  const auto document =
      parse("[0.1, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 9007199254740993, 0e999]");
  const auto& items = document.root.items;
  CHECK(items[0].number == 0.1);
  CHECK(items[1].number == 1.7976931348623157e308);
  CHECK(items[2].number == 5e-324);
  CHECK(items[3].number == 2.2250738585072014e-308);
  CHECK(items[4].number == 9007199254740992.0);
  CHECK(items[4].as_int64() == 9007199254740993);
  CHECK(items[5].number == 0);
}

TEST_CASE("a number beyond a double's range is refused at its place, whether too large or too small") {
  for (const std::string number : {"1e400", "-1e400", "1.8e308", "1e-400", "-4e-325"}) {
    const auto found = refuse("{\"x\": [1, " + number + "]}");
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SG1005");
    CHECK(found[0].message == "the number " + number + " is out of range");
    CHECK(found[0].place->offset == 10);
    CHECK(found[0].place->length == number.size());
    CHECK(found[0].place->pointer == "/x/1");
  }
  // Digits without an exponent can be too many as well.
  const auto found = refuse(std::string(400, '9'));
  CHECK(found[0].code == "SG1005");
  CHECK(found[0].place->length == 400);
}

TEST_CASE("every name given twice is reported, with the line of the first") {
  const auto found = refuse("{\"a\": 1,\n \"b\": {\"x\": 1, \"x\": 2},\n \"a\": 2,\n \"\\u0061\": 3}");
  REQUIRE(found.size() == 3);
  CHECK(found[0].code == "SG1002");
  CHECK(found[0].message == "the name \"x\" is given twice");
  CHECK(found[0].place->pointer == "/b/x");
  CHECK(found[1].hint == "the first is at line 1, column 2");
  CHECK(found[1].place->offset == 34);
  CHECK(found[1].place->length == 3);
  CHECK(found[2].place->offset == 43);
  CHECK(found[2].place->length == 8);  // the escaped form is the same name
  CHECK(found[2].hint == "the first is at line 1, column 2");
}

TEST_CASE("names given twice are reported beside the syntax error that ends the reading") {
  const auto found = refuse("{\"a\": 1, \"a\": 2, \"b\": [1 2]}");
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "SG1002");
  CHECK(found[1].code == "SG1001");
}

TEST_CASE("an object of very many equal names is reported up to a limit and in little time") {
  std::string text = "{\"k\":0";
  for (int i = 0; i < 100'000; ++i) text += ",\"k\":0";
  CHECK(refuse(text + "}").size() == json::kMostDuplicates);
}

TEST_CASE("200 levels are read and the 201st is refused at its bracket") {
  for (const auto& [open, close] : {std::pair{"[", "]"}, std::pair{"{\"a\":", "}"}}) {
    const std::string head = repeat(open, json::kDeepestNesting);
    const std::string tail = repeat(close, json::kDeepestNesting);
    CHECK(json::parse_document("t", head + "0" + tail).ok());
    const auto found = refuse(head + open + "0" + close + tail);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SG1004");
    CHECK(found[0].place->offset == head.size());
  }
}

TEST_CASE("a million brackets neither crash nor take long") {
  CHECK(refuse(std::string(1'000'000, '['))[0].code == "SG1004");
  CHECK(refuse(repeat("{\"a\":", 200'000))[0].code == "SG1004");
}

TEST_CASE("a text of 64 MiB is read and one byte more is refused") {
  std::string text = "[]";
  text.resize(json::kLargestTextBytes, ' ');
  CHECK(json::parse_document("t", text).ok());
  text.push_back(' ');
  const auto found = refuse(text);
  CHECK(found[0].code == "SG1006");
  CHECK_FALSE(found[0].place);
  // The caller's own text is held to the same limit.
  CHECK_FALSE(json::parse_document(std::make_shared<const SourceText>("t", text)).ok());
}

TEST_CASE("a text whose pointers alone would fill the memory is refused") {
  // 2,000 values under a name of 1 MB: the text is small, the pointers would take 2 GB.
  const auto found = refuse("{\"" + std::string(1'000'000, 'k') + "\":[" + repeat("0,", 2'000) + "0]}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "SG1006");
}

TEST_CASE("a document without a value is called empty") {
  for (const char* text : {"", " \t\r\n", "// only a comment", "/* so */ ", "\xEF\xBB\xBF", "\xEF\xBB\xBF  "}) {
    const auto found = refuse(text);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SG1007");
  }
}

TEST_CASE("kinds have names that fit into a sentence") {
  CHECK(json::kind_name(Kind::null) == "null");
  CHECK(json::kind_name(Kind::boolean) == "a boolean");
  CHECK(json::kind_name(Kind::number) == "a number");
  CHECK(json::kind_name(Kind::string) == "a text");
  CHECK(json::kind_name(Kind::array) == "a list");
  CHECK(json::kind_name(Kind::object) == "an object");
}
