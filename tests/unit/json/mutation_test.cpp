// Schemas damaged at random: whatever bytes come, the parser answers with a tree or with diagnostics.
#include <random>
#include <string>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"

using namespace synthgen;

namespace {

constexpr std::string_view kSchemas[] = {
    R"({"synthgen": 1, "seed": 42, "tables": {"t": {"rows": 10, "columns": {"id": {"sequence": 1}}}}})",
    R"(// people
{
  "synthgen": 1, /* version */
  "tables": {
    "people": {"rows": 1e3, "columns": {
      "age": {"distribution": "integer", "min": 18, "max": 79},
      "name": {"choice": {"Jos\u00e9": 3, "Zoë": 1.5, "\ud83d\ude00": -0.25e-2}},
      "ok": {"constant": true}, "no": {"constant": null}, "f": {"expression": "age > 20 and name like 'J%'"}
    }}
  }
}
)",
    R"([[[{"a":[{}]}]],"\"\\\/\b\f\n\r\t",[],{},-0,0.1,false])",
};

constexpr std::string_view kPieces[] = {"{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "\"",
                                        "\\",
                                        "\\u",
                                        "\\ud800",
                                        "//",
                                        "/*",
                                        "*/",
                                        "\n",
                                        "\r",
                                        "\t",
                                        "'",
                                        "#",
                                        "-",
                                        "+",
                                        ".",
                                        "e",
                                        "0",
                                        "1e999",
                                        "NaN",
                                        "true",
                                        "null",
                                        "\"a\":",
                                        "\xEF\xBB\xBF",
                                        "\xC3",
                                        "\xE2\x80\x9C",
                                        "=",
                                        ";"};

std::string damage(std::string text, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (std::size_t edits = 1 + below(3); edits > 0; --edits) {
    const std::size_t at = below(text.size() + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.erase(at, 1 + below(4));
        break;
      case 3:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 4:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

/// Every place of the tree lies in the text, and every string has as many offsets as it needs.
bool sound(const json::Value& value, std::size_t size) {
  if (value.place.offset + value.place.length > size) return false;
  if (!value.offsets.empty() && value.offsets.size() != value.text.size() + 1) return false;
  for (const auto& item : value.items) {
    if (!sound(item, size)) return false;
  }
  for (const auto& member : value.members) {
    if (!sound(member.value, size)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("200,000 damaged schemas are read or refused, and none crashes or throws") {
  std::mt19937_64 random(20250630);
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = damage(std::string(kSchemas[i % 3]), random);
    auto source = std::make_shared<const SourceText>("t.json", text);
    auto result = json::parse_document(source);
    if (result.ok()) {
      ++accepted;
      if (!sound(result->root, text.size())) FAIL("a place outside the text in: " << text);
      continue;
    }
    ++refused;
    if (!result.diagnostics().has_errors()) FAIL("refused without a reason: " << text);
    for (const Diagnostic& found : result.diagnostics()) {
      const bool known = found.code.starts_with("SG100") && !found.message.empty();
      const bool one_line = found.message.find('\n') == std::string::npos && found.hint.find('\n') == std::string::npos;
      if (!known || !one_line || !found.place || found.place->offset > text.size())
        FAIL("a bad diagnostic for: " << text);
    }
    if (i % 8 == 0) CHECK_FALSE(render_text(result.diagnostics(), source.get()).empty());
  }
  // Damage inside names and texts leaves them valid, so both outcomes must be common.
  CHECK(accepted > 10'000);
  CHECK(refused > 100'000);
}
