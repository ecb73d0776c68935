// Every value, name and decoded byte knows where it stands in the file.
#include <map>
#include <random>
#include <string>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"

using namespace synthgen;
using json::Kind;

namespace {

json::Document parse(std::string text) {
  auto result = json::parse_document("t.json", std::move(text));
  REQUIRE(result.ok());
  return std::move(result).value();
}

std::string at(const json::Document& document, const Place& place) {
  return std::string(document.source->text().substr(place.offset, place.length));
}

/// offset and length by pointer, for values ("v") and names ("n").
using Places = std::map<std::string, std::pair<std::size_t, std::size_t>>;

void collect(const json::Value& value, Places& places) {
  places["v" + value.place.pointer] = {value.place.offset, value.place.length};
  for (const auto& item : value.items) collect(item, places);
  for (const auto& member : value.members) {
    places["n" + member.name_place.pointer] = {member.name_place.offset, member.name_place.length};
    collect(member.value, places);
  }
}

/// Writes a random document with random white space and comments, and notes where it puts each token: a second
/// account of the places, made without reading.
class Author {
 public:
  explicit Author(std::uint64_t seed) : random_(seed) {}

  std::string write() {
    if (below(4) == 0) text_ = "\xEF\xBB\xBF";
    value("", 0);
    space();
    return text_;
  }
  const Places& places() const { return places_; }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  void space() {
    static constexpr const char* kSpaces[] = {
        "", "", "", " ", "\n", "\r\n", "\t", "/* , : [ { \" */", "// \"x\": [\n", "/*é*/"};
    for (std::uint64_t i = below(3); i > 0; --i) text_ += kSpaces[below(10)];
  }

  std::string token(const std::string& spelling, const std::string& key) {
    space();
    places_[key] = {text_.size(), spelling.size()};
    text_ += spelling;
    return spelling;
  }

  std::string spelling_of_string() {
    static constexpr const char* kPieces[] = {"a",   "Z", "é", "😀", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00",
                                              "\\/", "{", ",", ":", "//",  "/*",   "'"};
    std::string out = "\"";
    for (std::uint64_t i = below(6); i > 0; --i) out += kPieces[below(16)];
    return out + "\"";
  }

  void value(const std::string& pointer, int depth) {
    static constexpr const char* kScalars[] = {
        "null", "true", "false", "0", "-0", "-12", "3.25", "1e9", "2E-3", "1.5e+10", "18446744073709551615"};
    const std::uint64_t kind = below(depth < 5 ? 6 : 2);
    if (kind == 0) {
      token(kScalars[below(11)], "v" + pointer);
    } else if (kind == 1) {
      token(spelling_of_string(), "v" + pointer);
    } else if (kind < 4) {
      token("[", "v" + pointer);
      const std::uint64_t count = below(4);
      for (std::uint64_t i = 0; i < count; ++i) {
        if (i > 0) comma();
        value(pointer + "/" + std::to_string(i), depth + 1);
      }
      space();
      text_ += "]";
    } else {
      token("{", "v" + pointer);
      const std::uint64_t count = below(4);
      for (std::uint64_t i = 0; i < count; ++i) {
        if (i > 0) comma();
        // A name, the step it makes in a pointer, and one way to write it.
        static constexpr const char* kNames[][2] = {
            {"\"a/b\"", "a~1b"}, {"\"m~n\"", "m~0n"}, {"\"\\u0061\"", "a"}, {"\"\"", ""}};
        const char* const* name = kNames[i];
        const std::string inner = pointer + "/" + name[1];
        token(name[0], "n" + inner);
        space();
        text_ += ":";
        value(inner, depth + 1);
      }
      space();
      text_ += "}";
    }
  }

  void comma() {
    space();
    text_ += ",";
  }

  std::mt19937_64 random_;
  std::string text_;
  Places places_;
};

}  // namespace

TEST_CASE("the place of each value spans what is written there, of a list or object its opening bracket") {
  const auto document = parse("{ \"a\" : \"t\\n\", \"b\":[ -1.5e3 ,true,null ], \"c\": {\"d\":false} }");
  const auto& root = document.root;
  CHECK(at(document, root.place) == "{");
  CHECK(root.place.offset == 0);
  CHECK(root.place.pointer.empty());
  CHECK(at(document, root.find("a")->name_place) == "\"a\"");
  CHECK(at(document, root.get("a")->place) == "\"t\\n\"");
  CHECK(at(document, root.get("b")->place) == "[");
  CHECK(root.get("b")->place.offset == 19);
  CHECK(at(document, root.get("b")->items[0].place) == "-1.5e3");
  CHECK(at(document, root.get("b")->items[1].place) == "true");
  CHECK(at(document, root.get("b")->items[2].place) == "null");
  CHECK(root.get("b")->items[2].place.pointer == "/b/2");
  CHECK(at(document, root.get("c")->get("d")->place) == "false");
  CHECK(root.get("c")->get("d")->place.pointer == "/c/d");
}

TEST_CASE("pointers escape the tilde and the slash as RFC 6901 says") {
  const auto document = parse(R"({"a/b": {"m~n": [0]}, "~1": 1, "": {"": 2}, "é \"": 3})");
  CHECK(document.root.get("a/b")->get("m~n")->items[0].place.pointer == "/a~1b/m~0n/0");
  CHECK(document.root.get("~1")->place.pointer == "/~01");
  CHECK(document.root.get("")->get("")->place.pointer == "//");
  CHECK(document.root.get("é \"")->place.pointer == "/é \"");
  CHECK(document.root.find("~1")->name_place.pointer == "/~01");
}

TEST_CASE("places are exact in 5000 random documents with white space, comments and escapes") {
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    Author author(seed);
    const std::string text = author.write();
    auto result = json::parse_document("t", text);
    INFO("seed " << seed << ": " << text);
    REQUIRE(result.ok());
    Places found;
    collect(result->root, found);
    REQUIRE(found == author.places());
  }
}

TEST_CASE("bytes of a text without escapes stand in the file as they are") {
  const auto document = parse("  \"añb\"");
  const auto& value = document.root;
  CHECK(value.offsets.empty());
  const TextOrigin origin = value.origin();
  for (std::size_t i = 0; i <= value.text.size(); ++i) CHECK(origin.place(i, 1).offset == 3 + i);
  CHECK(origin.pointer().empty());
}

TEST_CASE("each decoded byte of a text with escapes knows the place of its escape") {
  // file:  0"  1a  2\n  4é(2 bytes)  6\u00e9(2 bytes decoded)  12\ud83d\ude00(4)  24z  25"
  const auto document = parse("\"a\\né\\u00e9\\ud83d\\ude00z\"");
  const auto& value = document.root;
  CHECK(value.text == "a\néé😀z");
  CHECK(value.offsets == std::vector<std::size_t>{1, 2, 4, 5, 6, 6, 12, 12, 12, 12, 24, 25});
  const TextOrigin origin = value.origin();
  CHECK(origin.place(1, 1).offset == 2);
  CHECK(origin.place(1, 1).length == 2);
  CHECK(origin.place(6, 4).offset == 12);
  CHECK(origin.place(6, 4).length == 12);
}

TEST_CASE("every kind of escape is decoded and counted") {
  const auto document =
      parse(R"(["\"\\\/\b\f\n\r\t", "\u0000", "\u007f", "\u07FF", "\u0800", "\uffff", "\uDBFF\uDFFF"])");
  const auto& items = document.root.items;
  CHECK(items[0].text == "\"\\/\b\f\n\r\t");
  CHECK(items[1].text == std::string(1, '\0'));
  CHECK(items[2].text == "\x7F");
  CHECK(items[3].text == "\xDF\xBF");
  CHECK(items[4].text == "\xE0\xA0\x80");
  CHECK(items[5].text == "\xEF\xBF\xBF");
  CHECK(items[6].text == "\xF4\x8F\xBF\xBF");
  for (const auto& item : items) {
    REQUIRE(item.offsets.size() == item.text.size() + 1);
    CHECK(item.offsets.front() == item.place.offset + 1);
    CHECK(item.offsets.back() == item.place.offset + item.place.length - 1);
  }
}

TEST_CASE("offsets stay those of the file after a byte order mark") {
  const auto document = parse("\xEF\xBB\xBF[\"x\"]");
  CHECK(document.root.place.offset == 3);
  CHECK(document.root.items[0].place.offset == 4);
  CHECK(document.root.items[0].origin().place(0, 1).offset == 5);
}
