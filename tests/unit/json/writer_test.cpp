// JSON text as the Writer lays it out, and that reading gives back what was written.
#include "synthgen/json/writer.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"

using synthgen::json::Kind;
using synthgen::json::Layout;
using synthgen::json::parse_document;
using synthgen::json::Value;
using synthgen::json::Writer;

namespace {

void write(Writer& writer, const Value& value) {
  switch (value.kind) {
    case Kind::null:
      writer.null();
      return;
    case Kind::boolean:
      writer.boolean(value.boolean);
      return;
    case Kind::number:
      writer.raw(value.text);
      return;
    case Kind::string:
      writer.string(value.text);
      return;
    case Kind::array:
      writer.begin_array(value.items.size() > 2 ? Layout::block : Layout::line);
      for (const Value& item : value.items) write(writer, item);
      writer.end_array();
      return;
    case Kind::object:
      writer.begin_object();
      for (const auto& member : value.members) {
        writer.key(member.name);
        write(writer, member.value);
      }
      writer.end_object();
      return;
  }
}

bool equal(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.text != b.text || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!equal(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].name != b.members[i].name || !equal(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

std::string written(double value) {
  Writer writer;
  writer.number(value);
  return writer.take();
}

std::string written(std::string_view text) {
  Writer writer;
  writer.string(text);
  return writer.take();
}

}  // namespace

TEST_CASE("blocks are indented by two spaces and lines stay on one line with all that is in them") {
  Writer writer;
  writer.begin_object();
  writer.key("name");
  writer.string("shop");
  writer.key("empty");
  writer.begin_object();
  writer.end_object();
  writer.key("files");
  writer.begin_array();
  writer.begin_object(Layout::line);
  writer.key("path");
  writer.string("a.csv");
  writer.key("top");
  writer.begin_array();
  writer.integer(-1);
  writer.unsigned_integer(18446744073709551615U);
  writer.end_array();
  writer.end_object();
  writer.begin_array(Layout::line);
  writer.end_array();
  writer.end_array();
  writer.key("ok");
  writer.boolean(true);
  writer.end_object();
  CHECK(writer.take() ==
        "{\n"
        "  \"name\": \"shop\",\n"
        "  \"empty\": {},\n"
        "  \"files\": [\n"
        "    {\"path\": \"a.csv\", \"top\": [-1, 18446744073709551615]},\n"
        "    []\n"
        "  ],\n"
        "  \"ok\": true\n"
        "}\n");
}

TEST_CASE("a writer can be used again after its text was taken") {
  Writer writer;
  writer.null();
  CHECK(writer.take() == "null\n");
  writer.begin_array();
  writer.null();
  writer.end_array();
  CHECK(writer.take() == "[\n  null\n]\n");
}

TEST_CASE("strings are escaped where JSON wants it and nowhere else") {
  CHECK(written("a\"b\\c/d") == "\"a\\\"b\\\\c/d\"\n");
  CHECK(written(std::string_view("\b\f\n\r\t\0\x1f\x7f", 8)) == "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"\n");
  CHECK(written("é😀") == "\"é😀\"\n");
}

TEST_CASE("each byte that is not UTF-8 becomes a replacement character") {
  CHECK(written("a\xFFz") == "\"a\uFFFDz\"\n");
  CHECK(written("\xC0\x80") == "\"\uFFFD\uFFFD\"\n");                      // overlong
  CHECK(written("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"\n");            // a surrogate
  CHECK(written("\xF4\x90\x80\x80") == "\"\uFFFD\uFFFD\uFFFD\uFFFD\"\n");  // beyond U+10FFFF
  CHECK(written("é\xC3") == "\"é\uFFFD\"\n");                              // cut off
}

TEST_CASE("doubles are written in the shortest form and as null where they are not finite") {
  CHECK(written(0.1) == "0.1\n");
  CHECK(written(std::nan("")) == "null\n");
  CHECK(written(std::numeric_limits<double>::infinity()) == "null\n");
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const auto bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    auto read = parse_document("t", written(value));
    REQUIRE(read.ok());
    REQUIRE(read->root.number == value);
  }
}

TEST_CASE("any string of bytes is written as JSON that reads back, unchanged where it was UTF-8") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (std::size_t n = random() % 12; n > 0; --n) {
      // Half of them ASCII, so that whole texts often are valid.
      bytes.push_back(static_cast<char>(random() % (i % 2 == 0 ? 128 : 256)));
    }
    auto read = parse_document("t", written(bytes));
    REQUIRE(read.ok());
    if (i % 2 == 0) REQUIRE(read->root.text == bytes);
  }
}

TEST_CASE("a document that is written and read again is the same, and writing it again gives the same bytes") {
  const char* text = R"({"synthgen": 1, "a/b": [1, -2.50, 1e-7, null, true, [], {}], "s": "q\"\\\u0000\ud83d\ude00é\n",
    "tables": {"t": {"rows": 10, "columns": {"x": {"choice": ["a", "b"]}, "y": {"expression": "x || 'z'"}}}}})";
  auto first = parse_document("t", text);
  REQUIRE(first.ok());
  Writer writer;
  write(writer, first->root);
  const std::string once = writer.take();
  auto second = parse_document("t", once);
  REQUIRE(second.ok());
  CHECK(equal(first->root, second->root));
  write(writer, second->root);
  CHECK(writer.take() == once);
}
