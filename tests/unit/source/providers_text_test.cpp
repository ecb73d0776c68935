// text.* and file.*: sentences by their grammar, and what the columns of a file agree on.
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/provider/locale.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 5'000;

std::string schema(const std::string& locale, const std::string& columns) {
  return R"j({"synthgen": 1, "locale": ")j" + locale + R"j(", "tables": {"t": {"rows": 5000, "columns": {)j" + columns +
         "}}}}";
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool begins_with_vowel(const std::string& word) { return std::string("aeiou").find(word[0]) != std::string::npos; }

}  // namespace

TEST_CASE("English has an before a vowel that is heard, and a elsewhere") {
  for (const char* locale : {"en_US", "en_GB"}) {
    PlanReader reader(schema(locale, R"j("s": {"provider": "text.sentence"})j"));
    std::map<std::string, std::set<std::string>> behind;
    for (const auto& cell : reader.cells("s", kRows)) {
      const std::vector<std::string> words = words_of(*cell);
      for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "a" || words[i] == "A") behind["a"].insert(words[i + 1]);
        if (words[i] == "an" || words[i] == "An") behind["an"].insert(words[i + 1]);
      }
    }
    CHECK(behind["a"].size() > 50);
    CHECK(behind["an"].size() > 12);
    for (const std::string& word : behind["an"]) {
      INFO(word);
      CHECK((begins_with_vowel(word) || word.starts_with("hour") || word.starts_with("honest")));
      CHECK_FALSE((word.starts_with("use") || word.starts_with("usu") || word.starts_with("uni")));
    }
    for (const std::string& word : behind["a"]) {
      INFO(word);
      const bool heard = !(word.starts_with("use") || word.starts_with("usu") || word.starts_with("uni") ||
                           word.starts_with("eu") || word.starts_with("one"));
      CHECK_FALSE((begins_with_vowel(word) && heard));
      CHECK_FALSE((word.starts_with("hour") || word.starts_with("honest")));
    }
    CHECK(behind["an"].count("useful") == 0);
    CHECK(behind["a"].count("useful") == 1);
  }
}

TEST_CASE("sentences begin with a capital, end with one mark, and hold no name of a class") {
  for (const Locale& locale : locales()) {
    INFO(locale.name);
    PlanReader reader(schema(std::string(locale.name), R"j("s": {"provider": "text.sentence"},
        "p": {"provider": "text.paragraph", "sentences": 7}, "title": {"provider": "text.title"})j"));
    std::set<std::string> firsts;
    for (const auto& cell : reader.cells("s", kRows)) {
      INFO(*cell);
      const std::vector<std::string> words = words_of(*cell);
      REQUIRE(words.size() >= 3);
      REQUIRE(words.size() <= 24);
      firsts.insert(words.front());
      REQUIRE((words.front()[0] < 'a' || words.front()[0] > 'z'));
      REQUIRE(std::string(".?").find(cell->back()) != std::string::npos);
      for (const std::string& word : words) {
        bool capitals = word.size() > 2;
        for (const char c : word) capitals = capitals && ((c >= 'A' && c <= 'Z') || c == '_');
        REQUIRE_FALSE(capitals);
      }
    }
    CHECK(firsts.size() > 20);
    for (const auto& cell : reader.cells("p", 500)) {
      std::size_t marks = 0;
      for (const char c : *cell) marks += c == '.' || c == '?' ? 1 : 0;
      REQUIRE(marks == 7);
    }
    for (const auto& cell : reader.cells("title", kRows)) {
      INFO(*cell);
      std::set<std::string> different;
      std::size_t longer = 0;
      for (const std::string& word : words_of(*cell)) {
        if (word.size() < 4) continue;
        ++longer;
        different.insert(word);
      }
      REQUIRE(different.size() == longer);
    }
  }
}

TEST_CASE("words are as many as asked for, and a sentence is the same in any batch") {
  PlanReader reader(schema("de_DE", R"j("one": {"provider": "text.words", "count": 1},
      "many": {"provider": "text.words", "count": 100}, "s": {"provider": "text.paragraph", "sentences": 20})j"));
  for (const auto& cell : reader.cells("one", 100)) CHECK(words_of(*cell).size() == 1);
  for (const auto& cell : reader.cells("many", 300)) CHECK(words_of(*cell).size() == 100);
  for (const char* name : {"many", "s"}) {
    const ColumnIndex column = reader.column(0, name);
    const Cells cells = reader.cells(name, 1'500);
    CHECK(reader.cells(0, column, RowSet::range(0, 1'500), 13) == cells);
    const std::vector<std::int64_t> rows = {1'400, 3, 3, 700};
    const Cells listed = reader.cells(0, column, RowSet::of(rows));
    for (std::size_t i = 0; i < rows.size(); ++i) CHECK(listed[i] == cells[static_cast<std::size_t>(rows[i])]);
    CHECK(std::set<std::optional<std::string>>(cells.begin(), cells.end()).size() == 1'500);
  }
}

TEST_CASE("name, path, extension and media type of a file agree") {
  PlanReader reader(schema("es_ES", R"j("name": {"provider": "file.name"}, "path": {"provider": "file.path"},
      "windows": {"provider": "file.path", "system": "windows"}, "extension": {"provider": "file.extension"},
      "mime": {"provider": "file.mime"}, "size": {"provider": "file.size"},
      "other": {"provider": "file.name", "entity": "attachment"})j"));
  const Cells names = reader.cells("name", kRows);
  const Cells paths = reader.cells("path", kRows);
  const Cells windows = reader.cells("windows", kRows);
  const Cells extensions = reader.cells("extension", kRows);
  const Cells mimes = reader.cells("mime", kRows);
  const Cells others = reader.cells("other", kRows);
  const std::vector<std::int64_t> sizes = reader.values<std::int64_t>(0, reader.column(0, "size"), kRows);
  std::map<std::string, std::string> mime_of;
  std::size_t same = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    INFO(*names[i] << " " << *paths[i] << " " << *windows[i]);
    REQUIRE(names[i]->ends_with("." + *extensions[i]));
    REQUIRE(paths[i]->ends_with("/" + *names[i]));
    REQUIRE(windows[i]->ends_with("\\" + *names[i]));
    REQUIRE(windows[i]->find('/') == std::string::npos);
    REQUIRE(mime_of.emplace(*extensions[i], *mimes[i]).first->second == *mimes[i]);
    REQUIRE(sizes[i] > 0);
    same += *others[i] == *names[i] ? 1 : 0;
  }
  CHECK(mime_of.size() > 40);
  CHECK(mime_of["pdf"] == "application/pdf");
  CHECK(mime_of["jpg"] == "image/jpeg");
  // Another entity has another file: two are equal by chance, about one in a hundred.
  CHECK(same < kRows / 20);
}
