#include "synthgen/base/diagnostic.hpp"

#include "support/catch.hpp"
#include "synthgen/base/result.hpp"

using namespace synthgen;

namespace {

// The place of `part` in the text.
Place place_of(const SourceText& source, std::string_view part, std::string pointer = "") {
  const std::size_t at = source.text().find(part);
  REQUIRE(at != std::string_view::npos);
  return {at, part.size(), std::move(pointer)};
}

std::string rendered(const SourceText& source, std::string_view part) {
  return render_text(make_error("SG2001", "wrong", place_of(source, part)), &source);
}

}  // namespace

TEST_CASE("diagnostic: code, place, line, carets and hint as in ARCHITECTURE.md") {
  const SourceText source("shop.json",
                          "{\n"
                          "  \"price\": {\"distribution\": \"lognormal\", \"median\": 20, \"sgima\": 0.4}\n"
                          "}\n");
  const Diagnostic diagnostic = make_error("SG2104", "unknown parameter \"sgima\" of distribution \"lognormal\"",
                                           place_of(source, "\"sgima\"", "/tables/orders/columns/price/sgima"),
                                           "did you mean \"sigma\"? accepted: median + sigma, mu + sigma, mean + sd");
  CHECK(render_text(diagnostic, &source) ==
        "error[SG2104]: unknown parameter \"sgima\" of distribution \"lognormal\"\n"
        "  --> shop.json:2:56  /tables/orders/columns/price/sgima\n"
        "   |   \"price\": {\"distribution\": \"lognormal\", \"median\": 20, \"sgima\": 0.4}\n"
        "   |                                                        ^^^^^^^\n"
        "  hint: did you mean \"sigma\"? accepted: median + sigma, mu + sigma, mean + sd\n");
}

TEST_CASE("diagnostic: without source, place or hint the lines that they fill are left out") {
  CHECK(render_text(make_warning("SG4001", "odd"), nullptr) == "warning[SG4001]: odd\n");
  CHECK(render_text(make_error("SG2001", "wrong", Place{3, 2, "/tables"}), nullptr) ==
        "error[SG2001]: wrong\n  --> /tables\n");
  CHECK(render_text(make_error("SG2001", "wrong", Place{3, 2, ""}, "do"), nullptr) ==
        "error[SG2001]: wrong\n  hint: do\n");
}

TEST_CASE("diagnostic: carets stand under their characters whatever bytes come before") {
  // Two bytes each, one column each.
  CHECK(rendered(SourceText("a", "\"Größe\": tru"), "tru") ==
        "error[SG2001]: wrong\n  --> a:1:10\n   | \"Größe\": tru\n   |          ^^^\n");
  // Three bytes each, two columns each on a terminal, but one column each in the position.
  CHECK(rendered(SourceText("a", "\"名前\": tru"), "tru") ==
        "error[SG2001]: wrong\n  --> a:1:7\n   | \"名前\": tru\n   |         ^^^\n");
  // The underlined text counts by characters, too.
  CHECK(rendered(SourceText("a", "x = Größe + 1"), "Größe") ==
        "error[SG2001]: wrong\n  --> a:1:5\n   | x = Größe + 1\n   |     ^^^^^\n");
  // An accent that joins the letter before it takes no column.
  CHECK(rendered(SourceText("a", "\"e\xCC\x81\": tru"), "tru") ==
        "error[SG2001]: wrong\n  --> a:1:7\n   | \"e\xCC\x81\": tru\n   |      ^^^\n");
}

TEST_CASE("diagnostic: tabs before the caret stay tabs") {
  CHECK(rendered(SourceText("a", "{\n\t\"a\":\tnul\n}"), "nul") ==
        "error[SG2001]: wrong\n  --> a:2:7\n   | \t\"a\":\tnul\n   | \t    \t^^^\n");
}

TEST_CASE("diagnostic: the last line may lack its line feed, and the end of the text has a place") {
  const SourceText source("a", "{\n  \"a\": 1");
  CHECK(rendered(source, "1") == "error[SG2001]: wrong\n  --> a:2:8\n   |   \"a\": 1\n   |        ^\n");
  CHECK(render_text(make_error("SG1001", "the text ends here", Place{source.text().size(), 1, ""}), &source) ==
        "error[SG1001]: the text ends here\n  --> a:2:9\n   |   \"a\": 1\n   |         ^\n");
  CHECK(render_text(make_error("SG1001", "far beyond", Place{9999, 9999, ""}), &source) ==
        "error[SG1001]: far beyond\n  --> a:2:9\n   |   \"a\": 1\n   |         ^\n");
  const SourceText closed("a", "{\n");
  CHECK(render_text(make_error("SG1001", "the text ends here", Place{2, 1, ""}), &closed) ==
        "error[SG1001]: the text ends here\n  --> a:2:1\n   | \n   | ^\n");
  const SourceText empty("a", "");
  CHECK(render_text(make_error("SG1001", "the text is empty", Place{0, 1, ""}), &empty) ==
        "error[SG1001]: the text is empty\n  --> a:1:1\n   | \n   | ^\n");
}

TEST_CASE("diagnostic: a place that runs over the end of its line is underlined to the end") {
  const SourceText source("a", "\"a\": {\r\n  1\r\n}");
  CHECK(render_text(make_error("SG2001", "wrong", Place{5, 9, ""}), &source) ==
        "error[SG2001]: wrong\n  --> a:1:6\n   | \"a\": {\n   |      ^\n");
}

TEST_CASE("diagnostic: a byte order mark is neither shown nor counted") {
  CHECK(rendered(SourceText("a", "\xEF\xBB\xBF{x}"), "x") == "error[SG2001]: wrong\n  --> a:1:2\n   | {x}\n   |  ^\n");
}

TEST_CASE("diagnostic: long lines are cut around the caret, with an ellipsis on the cut sides") {
  const std::string left(500, 'l');
  const std::string right(500, 'r');
  const SourceText source("a", left + "HERE" + right);
  CHECK(rendered(source, "HERE") ==
        "error[SG2001]: wrong\n  --> a:1:501\n"
        "   | …" +
            std::string(40, 'l') + "HERE" + std::string(76, 'r') + "…\n" + "   |  " + std::string(40, ' ') + "^^^^\n");
  const SourceText early("a", "HERE" + right);
  CHECK(rendered(early, "HERE") ==
        "error[SG2001]: wrong\n  --> a:1:1\n   | HERE" + std::string(116, 'r') + "…\n   | ^^^^\n");
  const SourceText late("a", left + "HERE");
  CHECK(rendered(late, "HERE") == "error[SG2001]: wrong\n  --> a:1:501\n   | …" + std::string(116, 'l') +
                                      "HERE\n   |  " + std::string(116, ' ') + "^^^^\n");
  const SourceText fits("a", std::string(116, 'l') + "HERE");
  CHECK(rendered(fits, "HERE") == "error[SG2001]: wrong\n  --> a:1:117\n   | " + std::string(116, 'l') + "HERE\n   | " +
                                      std::string(116, ' ') + "^^^^\n");
}

TEST_CASE("diagnostic: an underline longer than the window ends with it") {
  const SourceText source("a", std::string(1000, 'x'));
  CHECK(render_text(make_error("SG2001", "wrong", Place{0, 1000, ""}), &source) ==
        "error[SG2001]: wrong\n  --> a:1:1\n   | " + std::string(120, 'x') + "…\n   | " + std::string(120, '^') + "\n");
}

TEST_CASE("diagnostic: nothing in a schema can write to the terminal") {
  const SourceText source("a\x1B[31m.json", "\"\x1B[31mred\xFF\": tru");
  CHECK(render_text(make_error("SG2001", "no \"\x1B[2J\x7F\nline\"", place_of(source, "tru", "/\xC2\x9B")), &source) ==
        "error[SG2001]: no \"\\u001b[2J\\u007f\\nline\"\n"
        "  --> a\\u001b[31m.json:1:14  /\\u009b\n"
        "   | \"\xEF\xBF\xBD[31mred\xEF\xBF\xBD\": tru\n"
        "   |              ^^^\n");
}

TEST_CASE("diagnostic: several are rendered one after the other, sorted by place and each once") {
  const SourceText source("a", "{\n  \"x\": 1,\n  \"y\": 2\n}\n");
  Diagnostics all;
  all.add(make_error("SG5001", "no place"));
  all.add(make_warning("SG2002", "second", place_of(source, "2")));
  all.add(make_error("SG2001", "first", place_of(source, "1")));
  all.add(make_error("SG2003", "also first", place_of(source, "1")));
  all.add(make_error("SG2001", "first", place_of(source, "1")));
  CHECK(all.size() == 5);
  CHECK(all.error_count() == 4);
  all.sort();
  CHECK(all.size() == 4);
  CHECK(render_text(all, &source) ==
        "error[SG2001]: first\n  --> a:2:8\n   |   \"x\": 1,\n   |        ^\n"
        "error[SG2003]: also first\n  --> a:2:8\n   |   \"x\": 1,\n   |        ^\n"
        "warning[SG2002]: second\n  --> a:3:8\n   |   \"y\": 2\n   |        ^\n"
        "error[SG5001]: no place\n");
}

TEST_CASE("diagnostic: warnings alone are no errors") {
  Diagnostics all(make_warning("SG2002", "odd"));
  CHECK_FALSE(all.has_errors());
  CHECK_FALSE(all.empty());
  all.add(Diagnostics(make_error("SG2001", "wrong")));
  CHECK(all.has_errors());
}

TEST_CASE("diagnostic: a fault inside a decoded string is placed under its own character") {
  // The file holds "=a\u00e9 + b" from offset 10 on; decoded, \u00e9 is two bytes that share one offset.
  const TextOrigin origin("/x", {11, 12, 13, 13, 19, 20, 21, 22, 23});
  CHECK(origin.place(0, 1).offset == 11);
  CHECK(origin.place(2, 2).offset == 13);
  CHECK(origin.place(2, 2).length == 6);
  CHECK(origin.place(7, 1).offset == 22);
  CHECK(origin.place(7, 1).pointer == "/x");
  // Beyond the end stands the closing quote.
  CHECK(origin.place(8, 1).offset == 23);
  CHECK(origin.place(80, 5).offset == 23);
  CHECK(origin.place(80, 5).length == 1);
  const TextOrigin expression = origin.without_prefix(1);
  CHECK(expression.place(0, 1).offset == 12);
  CHECK(expression.place(80, 1).offset == 23);
  CHECK(TextOrigin().place(4, 2).offset == 4);
  CHECK(TextOrigin().place(4, 0).length == 1);
}

TEST_CASE("result: holds a value or the reasons why there is none") {
  const Result<int> good = 5;
  REQUIRE(good.ok());
  CHECK(*good == 5);
  CHECK(good.diagnostics().empty());
  const Result<int> bad = make_error("SG2001", "wrong");
  CHECK_FALSE(bad);
  REQUIRE(bad.diagnostics().size() == 1);
  CHECK(bad.diagnostics()[0].code == "SG2001");
}
