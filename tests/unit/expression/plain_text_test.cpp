// ascii() and slug() for those who make texts without an expression.
#include "synthgen/expression/plain_text.hpp"

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("texts are appended in ASCII letters and as slugs, as the locale writes them") {
  std::string text = "x";
  append_ascii("Müller ñ", "de_DE", text);
  CHECK(text == "xMueller n");
  append_ascii("ü", "es_ES", text);
  CHECK(text == "xMueller nu");
  text = "x";
  append_slug("  Ärzte & Söhne, Köln ", "de_DE", text);
  CHECK(text == "xaerzte-soehne-koeln");
  text.clear();
  append_slug("日本 & —", "en_US", text);
  CHECK(text.empty());
}
