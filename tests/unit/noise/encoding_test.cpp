// The operator `encoding`. The tables are compared with Python's codecs in tests/roundtrip.
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("UTF-8 read as windows-1252 is the mojibake that everybody knows") {
  CHECK(once(R"({"operator": "encoding"})", "Muñoz é ’") == "MuÃ±oz Ã© â€™");
  // Bytes without a character of their own become C1 controls: Í is C3 8D.
  CHECK(once(R"({"operator": "encoding"})", "Í") == "Ã\u008D");
  CHECK(once(R"({"operator": "encoding"})", "😀") == "ðŸ˜€");
}

TEST_CASE("Read as another encoding it is another one") {
  CHECK(once(R"({"operator": "encoding", "to": "iso-8859-1"})", "ñ") == "Ã±");
  CHECK(once(R"({"operator": "encoding", "to": "iso-8859-15"})", "ä") == "Ã€");
  CHECK(once(R"({"operator": "encoding", "to": "ibm850"})", "é") == "├®");
  CHECK(once(R"({"operator": "encoding", "to": "mac-roman"})", "é") == "√©");
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "ibm850"})", "Muñoz é") == "Mu±oz Ú");
  CHECK(once(R"({"operator": "encoding", "from": "ibm850", "to": "windows-1252"})", "ñ") == "¤");
  CHECK(once(R"({"operator": "encoding", "from": "iso-8859-15", "to": "iso-8859-1"})", "5 €") == "5 ¤");
}

TEST_CASE("What is no UTF-8 becomes replacement characters, one for each longest part that might have been some") {
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})", "Muñoz é") == "Mu\uFFFDoz \uFFFD");
  // à€ is E0 80, where E0 wants A0 or more; â‚ is E2 82, which wants one byte more.
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})", "à€x") == "\uFFFD\uFFFDx");
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})", "â‚x") == "\uFFFDx");
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})", "â‚") == "\uFFFD");
  // What happens to be UTF-8 is read as it: a mojibake is undone.
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})", "Ã© ðŸ˜€") == "é 😀");
}

TEST_CASE("A character that the first encoding lacks was written as a question mark") {
  CHECK(once(R"({"operator": "encoding", "from": "windows-1252", "to": "mac-roman"})", "Łódź") == "?Ûd?");
}

TEST_CASE("encoding leaves texts that read the same") {
  CHECK(once(R"({"operator": "encoding"})", "Munoz") == "(unchanged)");
  CHECK(once(R"({"operator": "encoding"})", "") == "(unchanged)");
  CHECK(once(R"({"operator": "encoding"})", "x") == "(unchanged)");
  CHECK(once(R"({"operator": "encoding", "from": "iso-8859-1"})", "ñ é") == "(unchanged)");
}

TEST_CASE("Whatever an encoding reads is UTF-8") {
  std::string all;
  for (char32_t code = 0x80; code < 0x3000; ++code) json::append_utf8(all, code);
  for (const char* json :
       {R"({"operator": "encoding"})", R"({"operator": "encoding", "from": "ibm850", "to": "utf-8"})",
        R"({"operator": "encoding", "from": "windows-1252", "to": "utf-8"})",
        R"({"operator": "encoding", "from": "utf-8", "to": "mac-roman"})"}) {
    const std::string made = once(json, all.c_str());
    CHECK(json::find_invalid_utf8(made) == made.size());
  }
}

TEST_CASE("encoding takes two encodings that differ") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"({"operator": "encoding", "from": "latin1"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "encoding", "to": "utf-8"})") == Codes{"SG2415"});
  CHECK(faults_of(R"({"operator": "encoding", "from": "windows-1252"})") == Codes{"SG2415"});
}

}  // namespace
}  // namespace synthgen
