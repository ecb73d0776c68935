#include "synthgen/base/terminal_text.hpp"

#include "support/catch.hpp"
#include "synthgen/base/diagnostic_text.hpp"

using namespace synthgen;

TEST_CASE("terminal text: columns count wide, combining and broken characters as a terminal does", "[terminal]") {
  CHECK(columns_of("") == 0);
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("é") == 1);
  CHECK(columns_of("e\xCC\x81") == 1);  // e and a combining accent
  CHECK(columns_of("顧客") == 4);
  CHECK(columns_of("\xF0\x9F\x98\x80") == 2);  // an emoji
  CHECK(columns_of("a\xFF"
                   "b") == 3);
}

TEST_CASE("terminal text: nothing visible can break a line or speak to the terminal", "[terminal]") {
  std::string out;
  append_visible(out, "a\nb\x1b[2J\x7f\xFF é", "\\n");
  CHECK(out == "a\\nb\\u001b[2J\\u007f\xEF\xBF\xBD é");
}

TEST_CASE("terminal text: a coloured diagnostic is the plain one between its sequences", "[terminal]") {
  const SourceText source("x.json", "{\"sgima\": 1}\n");
  const Diagnostic error = make_error("SG2104", "unknown", Place{1, 7, "/sgima"}, "did you mean \"sigma\"?");
  std::string text = render_text(error, &source, Paint::coloured);
  CHECK(text.starts_with("\033[1;31merror[SG2104]\033[0m"));
  CHECK(text.find("\033[1;31m ^^^^^^^\033[0m") != std::string::npos);
  for (std::size_t at = text.find('\033'); at != std::string::npos; at = text.find('\033')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  CHECK(text == render_text(error, &source));
  CHECK(render_text(make_warning("SG2113", "w"), nullptr, Paint::coloured).starts_with("\033[1;33mwarning[SG2113]"));
}
