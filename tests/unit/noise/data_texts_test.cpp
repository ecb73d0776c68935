// The data files of noise operators: what each must be, so that an entry added by hand cannot be wrong in silence.
#include "data_texts.hpp"

#include <set>
#include <string>

#include "letter_forms.hpp"
#include "support/catch.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen {
namespace {

std::string lower(std::string_view text) {
  std::string out;
  append_lower(text, out);
  return out;
}

TEST_CASE("Every data file names its source first, is UTF-8 and has entries") {
  REQUIRE(data_texts().size() >= 12);
  std::set<std::string_view> names;
  for (const DataText& data : data_texts()) {
    INFO(data.name);
    CHECK(names.insert(data.name).second);
    CHECK(data_text(data.name) == data.text);
    CHECK(data.text.starts_with("# SOURCE: "));
    CHECK(data.text.ends_with('\n'));
    CHECK(json::find_invalid_utf8(data.text) == data.text.size());
    CHECK(data.text.find_first_of("\t\r") == std::string_view::npos);
    DataLines lines(data.text);
    std::vector<std::string_view> fields;
    CHECK(lines.next(fields));
  }
}

TEST_CASE("Misspelled words are in order, in lower case, each once and never their own misspelling") {
  const std::pair<const char*, std::size_t> lists[] = {
      {"misspelling_en", 400}, {"misspelling_es", 120}, {"misspelling_de", 120}};
  for (const auto& [name, least] : lists) {
    INFO(name);
    DataLines lines(data_text(name));
    std::vector<std::string_view> fields;
    std::string_view before;
    std::size_t count = 0;
    while (lines.next(fields)) {
      INFO(fields[0]);
      CHECK(fields.size() >= 2);
      CHECK(before < fields[0]);
      before = fields[0];
      const std::set<std::string_view> different(fields.begin(), fields.end());
      CHECK(different.size() == fields.size());
      for (const std::string_view field : fields) {
        CHECK(lower(field) == field);
        for (std::string_view rest = field; !rest.empty(); rest.remove_prefix(first_character(rest).bytes)) {
          CHECK(is_in_word(first_character(rest).code));
        }
      }
      ++count;
    }
    CHECK(count >= least);
  }
}

TEST_CASE("Rules have a weight, differ on their sides and stand once") {
  for (const char* name : {"ocr", "phonetic_en", "phonetic_es", "phonetic_de"}) {
    INFO(name);
    DataLines lines(data_text(name));
    std::vector<std::string_view> fields;
    std::set<std::pair<std::string, std::string>> seen;
    while (lines.next(fields)) {
      REQUIRE(fields.size() == 3);
      INFO(fields[0] << " " << fields[1]);
      CHECK(seen.emplace(fields[0], fields[1]).second);
      std::string_view left = fields[0];
      if (left.size() > 1 && (left.starts_with('^') || left.starts_with('*'))) left.remove_prefix(1);
      if (left.size() > 1 && (left.ends_with('$') || left.ends_with('*'))) left.remove_suffix(1);
      CHECK_FALSE(left.empty());
      // A weight of 0 keeps letters from shorter rules, and changes nothing.
      CHECK((left == fields[1]) == (fields[2] == "0"));
      CHECK((fields[2] == "0" || fields[2] == "1" || fields[2] == "2" || fields[2] == "4" || fields[2] == "8"));
      if (std::string_view(name) == "ocr") {
        CHECK(fields[2] != "0");
      } else {
        CHECK(lower(left) == left);
        CHECK(lower(fields[1]) == fields[1]);
      }
    }
    CHECK(seen.size() >= 90);
  }
}

}  // namespace
}  // namespace synthgen
