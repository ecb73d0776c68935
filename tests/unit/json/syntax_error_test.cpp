// What a broken text is told: the message, what is underlined, and the hint.
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"

using namespace synthgen;

namespace {

struct Case {
  std::string_view text;
  std::string_view message;
  std::string_view underlined;  ///< empty where the place is the end of the text
  std::string_view hint;
};

constexpr Case kCases[] = {
    // Commas and colons.
    {R"({"a": 1,})", R"(a comma stands before "}")", ",", "take the comma away"},
    {R"([1, ])", R"(a comma stands before "]")", ",", "take the comma away"},
    {R"([1, // x
])",
     R"(a comma stands before "]")", ",", "take the comma away"},
    {R"([1,,2])", R"(expected a value, but met a second ",")", ",", "take one of the commas away"},
    {R"([,1])", R"(expected a value or "]", but met ",")", ",", "take the comma away"},
    {R"({"a": 1 "b": 2})", R"(expected "," or "}", but met the text "b")", R"("b")",
     "put a comma after the value before it"},
    {R"([{} {}])", R"(expected "," or "]", but met "{")", "{", "put a comma after the value before it"},
    {R"([1 2])", R"(expected "," or "]", but met 2)", "2", "put a comma after the value before it"},
    {R"({"a": 1; "b": 2})", R"(expected "," or "}", but met ";")", ";", "values are separated by commas"},
    {R"({"a" 1})", R"(expected ":" after the name "a", but met 1)", "1",
     "a name and its value are separated by a colon"},
    {R"({"a" = 1})", R"(expected ":" after the name "a", but met "=")", "=",
     "a name and its value are separated by a colon"},
    {R"({"a":: 1})", R"(expected a value, but met ":")", ":", "one colon is enough"},
    {R"({"a": , "b": 1})", R"(the name "a" has no value)", ",",
     "write a value before the comma, or take the name away"},
    {R"({"a": })", R"(the name "a" has no value)", "}", R"(write a value before the "}", or take the name away)"},
    {R"(["a": 1])", R"(expected "," or "]", but met ":")", ":",
     "names with values stand between { and }, a list has values alone"},
    // Brackets.
    {R"({"a": [1, 2)", R"(the text ends where "," or "]" was expected)", "",
     R"(the "[" of line 1, column 7 is not closed)"},
    {"{\"a\":\n  {\"b\": 1\n}\n\n", R"(the text ends where "," or "}" was expected)", "\n",
     R"(the "{" of line 1, column 1 is not closed)"},
    {R"({"a": [1, 2})", R"(expected "," or "]", but met "}")", "}", R"(the "[" of line 1, column 7 is not closed)"},
    {R"([1, })", R"(expected a value, but met "}")", "}", R"(the "[" of line 1, column 1 is not closed)"},
    {R"({}})", R"("}" closes nothing)", "}", "take it away, or look for a bracket that closes too early before it"},
    {R"(])", R"("]" closes nothing)", "]", "take it away"},
    {R"({} {})", R"(expected the end of the text, but met "{")", "{",
     "a document is one value; it ended at line 1, column 2"},
    // Quotes and names.
    {R"({'a': 1})", "a name stands in single quotes", "'a'", R"(JSON wants double quotes: "a")"},
    {R"(['it is'])", "a text stands in single quotes", "'it is'", R"(JSON wants double quotes: "it is")"},
    {R"([`x`])", "a text stands in backquotes", "`x`", R"(JSON wants double quotes: "x")"},
    {R"(['x])", R"(expected a value or "]", but met "'")", "'", "texts and names stand in double quotes"},
    {R"([“x”])", R"(expected a value or "]", but met "“")", "“",
     R"(JSON wants the straight double quote, ", not typographic ones)"},
    {R"({rows: 1})", "the name rows is not in double quotes", "rows", R"(write "rows")"},
    {R"({"a": 1, größe: 1})", "the name größe is not in double quotes", "größe", R"(write "größe")"},
    {R"({"a": "b "c" d"})", R"(expected "," or "}", but met c)", "c",
     R"(look where the text before it should end; a double quote inside a text is written \")"},
    // Words that are no values.
    {"[NaN]", "NaN is not a JSON value", "NaN", "JSON has no NaN; write null"},
    {"[-Infinity]", "-Infinity is not a JSON value", "-Infinity",
     "JSON has no infinite numbers; leave a bound away that is not there"},
    {"[True]", "True is not a JSON value", "True", "write true"},
    {"[FALSE]", "FALSE is not a JSON value", "FALSE", "write false"},
    {"[None]", "None is not a JSON value", "None", "write null"},
    {"[undefined]", "undefined is not a JSON value", "undefined", "write null"},
    {"[tru]", "tru is not a JSON value", "tru", R"(a text is written in double quotes: "tru")"},
    {"[nulls]", "nulls is not a JSON value", "nulls", R"(a text is written in double quotes: "nulls")"},
    {"[customers]", "customers is not a JSON value", "customers", R"(a text is written in double quotes: "customers")"},
    {"[2024-01-31]", "2024-01-31 is not a JSON value", "2024-01-31", "dates are written as texts, in double quotes"},
    {"[=a + 1]", R"(expected a value or "]", but met "=")", "=",
     "an expression is written as a text, in double quotes: \"=…\""},
    // Numbers.
    {"[0x1F]", "0x1F is not a JSON value", "0x1F", "numbers are decimal: write 31"},
    {"[-0xff]", "-0xff is not a JSON value", "-0xff", "numbers are decimal: write -255"},
    {"[0b101]", "0b101 is not a JSON value", "0b101", "numbers are decimal: write 5"},
    {"[0o17]", "0o17 is not a JSON value", "0o17", "numbers are decimal: write 15"},
    {"[007]", "007 is not a JSON value", "007", "write 7"},
    {"[-.5]", "-.5 is not a JSON value", "-.5", "write -0.5"},
    {"[+1]", "+1 is not a JSON value", "+1", "write 1"},
    {"[1.]", "1. is not a JSON value", "1.", "write 1.0"},
    {"[1.e5]", "1.e5 is not a JSON value", "1.e5", "write 1.0e5"},
    {"[1_000]", "1_000 is not a JSON value", "1_000", "write 1000"},
    {"[1e]", "1e is not a JSON value", "1e", "digits are missing after the e"},
    {"[-]", "- is not a JSON value", "-", "digits are missing after the minus sign"},
    {"[12px]", "12px is not a JSON value", "12px", R"(a text is written in double quotes: "12px")"},
    // Inside texts.
    {"[\"ab\ncd\"]", "a text is not closed on its line", "\"ab",
     "close it with a double quote; a line break inside a text is written \\n"},
    {"[\"abc", "a text is not closed", "\"", "close it with a double quote"},
    {"[\"a\tb\"]", "a tab stands inside a text", "\t", "write \\t"},
    {"[\"a\x01z\"]", "the control character U+0001 stands inside a text", "\x01", "take it away, or write \\u0001"},
    {R"(["\d+"])", R"(\d is not an escape of JSON)", R"(\d)", R"(a backslash is written \\, so write \\d)"},
    {R"(["it\'s"])", R"(\' is not an escape of JSON)", R"(\')", "a single quote needs no backslash"},
    {R"(["\u12"])", R"(\u wants four hexadecimal digits)", R"(\u)", R"(for example \u00e9 for é)"},
    {R"(["x\udc00"])", R"(\udc00 is half of a surrogate pair)", R"(\udc00)",
     "write both halves, high before low, or the character itself"},
    // Comments and odd characters.
    {"# x\n{}", R"(expected a value, but met "#")", "#", "a comment begins with // or stands between /* and */"},
    {"{} /* x", "a comment is not closed", "/*", "close it with */"},
    {"[1 / 2]", R"(expected "," or "]", but met "/")", "/", "a comment begins with // or stands between /* and */"},
    {"[1,\u00A0"
     "2]",
     "expected a value, but met the invisible character U+00A0", "\u00A0", "take it away, or write a plain space"},
    {"[§]", R"(expected a value or "]", but met "§")", "§", "texts stand in double quotes"},
};

}  // namespace

TEST_CASE("each common slip is told what was met, where, and what to write in its stead") {
  for (const Case& input : kCases) {
    INFO(input.text);
    auto result = json::parse_document("t.json", std::string(input.text));
    REQUIRE_FALSE(result.ok());
    REQUIRE(result.diagnostics().size() == 1);
    const Diagnostic& found = result.diagnostics()[0];
    CHECK(found.code == "SG1001");
    CHECK(found.message == input.message);
    CHECK(found.hint == input.hint);
    REQUIRE(found.place);
    REQUIRE(found.place->offset <= input.text.size());
    CHECK(input.text.substr(found.place->offset, found.place->length) == input.underlined);
  }
}

TEST_CASE("the end of a text is shown behind what was written last, not on an empty line after it") {
  auto result = json::parse_document("t.json", "{\"a\": 1\n\n// so far\n");
  REQUIRE_FALSE(result.ok());
  CHECK(result.diagnostics()[0].place->offset == 7);
  result = json::parse_document("t.json", "[1,\n");
  REQUIRE_FALSE(result.ok());
  CHECK(result.diagnostics()[0].place->offset == 3);
}

TEST_CASE("a syntax error carries the pointer of the value at fault or of what holds it") {
  const auto pointer = [](std::string text) {
    auto result = json::parse_document("t.json", std::move(text));
    REQUIRE_FALSE(result.ok());
    return result.diagnostics()[0].place->pointer;
  };
  CHECK(pointer(R"({"a": {"b/c": NaN}})") == "/a/b~1c");
  CHECK(pointer(R"({"a": [0, 01]})") == "/a/1");
  CHECK(pointer(R"({"a": [0, 2024-01-01]})") == "/a/1");
  CHECK(pointer(R"({"a": {"b" 1}})") == "/a/b");
  CHECK(pointer(R"({"a": {"b": 1 "c": 2}})") == "/a");
  CHECK(pointer(R"({} x)").empty());
}

TEST_CASE("long words are cut in messages, at whole characters") {
  std::string word;
  for (int i = 0; i < 100; ++i) word += "é";
  auto result = json::parse_document("t.json", "{" + word + ": 1}");
  REQUIRE_FALSE(result.ok());
  std::string cut;
  for (int i = 0; i < 40; ++i) cut += "é";
  CHECK(result.diagnostics()[0].message == "the name " + cut + "… is not in double quotes");
  CHECK(result.diagnostics()[0].place->length == word.size());
}

TEST_CASE("a byte that is not UTF-8 is named, with its place and what it may have been") {
  auto result = json::parse_document("t.json", "[\"Jos\xE9\"]");
  REQUIRE_FALSE(result.ok());
  const Diagnostic& found = result.diagnostics()[0];
  CHECK(found.code == "SG1003");
  CHECK(found.message == "the byte 0xE9 is not UTF-8");
  CHECK(found.hint == "save the file as UTF-8; in Latin-1 this byte is é");
  CHECK(found.place->offset == 5);
}

TEST_CASE("a text that looks like UTF-16 is told so") {
  for (const std::string& text :
       {std::string("\xFF\xFE{\0}\0", 6), std::string("{\0}\0", 4), std::string("\0{\0}", 4)}) {
    auto result = json::parse_document("t.json", text);
    REQUIRE_FALSE(result.ok());
    CHECK(result.diagnostics()[0].hint == "the file seems to be UTF-16; save it as UTF-8");
  }
}
