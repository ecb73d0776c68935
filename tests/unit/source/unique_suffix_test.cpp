// "unique": "suffix": where the number goes, and that all values differ.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// The text without the only run of digits of that length, which every other character surrounds as `form` says: # is
/// the number.
bool has_form(const std::string& text, const std::string& form, std::size_t digits) {
  const std::size_t at = form.find('#');
  if (text.size() != form.size() - 1 + digits) return false;
  const std::string number = text.substr(at, digits);
  return text.substr(0, at) == form.substr(0, at) && text.substr(at + digits) == form.substr(at + 1) &&
         number.find_first_not_of("0123456789") == std::string::npos && number[0] != '0';
}

std::set<std::string> different(const Cells& cells) {
  std::set<std::string> texts;
  for (const auto& cell : cells) {
    if (cell.has_value()) texts.insert(*cell);
  }
  return texts;
}

}  // namespace

TEST_CASE("the number goes before the last @ that does not begin the text, else to the end, there as words do") {
  const std::pair<std::string, std::string> kForms[] = {
      {"ana.garcia@example.com", "ana.garcia#@example.com"},
      {"a@b@c", "a@b#@c"},
      {"Ana García", "Ana García #"},
      {"ana garcia", "ana garcia #"},
      {"Ana", "Ana #"},
      {"Ángel", "Ángel #"},
      {"ángel", "ángel#"},
      {"ana", "ana#"},
      {"@ana", "@ana#"},
      {"@Ana Garc", "@Ana Garc #"},
      {"", "#"},
      {"7", "7#"},
      {"12345678", "12345678#"},
      {"1234567@", "1234567#@"},
      {"https://example.com/a", "https://example.com/a#"},
      {"a text that is longer than thirty-two bytes, by far", "a text that is longer than thirty-two bytes, by far #"},
      {"a.name.that.is.longer.than.thirty.two.bytes@a.domain.that.is.longer.than.them.too.example",
       "a.name.that.is.longer.than.thirty.two.bytes#@a.domain.that.is.longer.than.them.too.example"}};
  std::string columns;
  for (std::size_t k = 0; k < std::size(kForms); ++k) {
    const std::string& text = kForms[k].first;
    const std::string number = std::to_string(k);
    columns += (k > 0 ? ", \"c" : "\"c") + number + R"j(": {"constant": ")j" + text + R"j(", "unique": "suffix"})j";
    // The same where texts have no dictionary.
    columns += ", \"e" + number + R"j(": {"expression": "')j" + text +
               R"j(' || left(to_text(row_number()), 0)", "unique": "suffix"})j";
  }
  PlanReader reader(table_schema(200, columns));
  for (std::size_t k = 0; k < std::size(kForms); ++k) {
    for (const char* prefix : {"c", "e"}) {
      INFO(prefix << " " << kForms[k].second);
      const Cells cells = reader.cells(prefix + std::to_string(k), 200);
      CHECK(different(cells).size() == 200);
      // 200 rows: 900 numbers of three digits.
      for (const auto& cell : cells) {
        INFO(*cell);
        REQUIRE(has_form(*cell, kForms[k].second, 3));
      }
    }
  }
}

TEST_CASE("all values differ at every size of the table, whatever the source repeats") {
  for (const std::int64_t rows : {1, 2, 89, 90, 91, 900, 901, 4096, 9'000, 9'001, 100'000}) {
    INFO(rows);
    PlanReader reader(table_schema(rows, R"j(
      "fixed": {"constant": "x", "unique": "suffix"},
      "digits": {"choice": ["1", "11", "111", "a@b", "1@b", "@1", "A", "A 1"], "unique": "suffix"},
      "cases": {"cases": [{"if": "row_number() % 3 = 0", "choice": ["a", "b"]}, {"constant": "12"}],
                "unique": "suffix"},
      "name": {"provider": "person.first_name", "unique": "suffix"},
      "text": {"expression": "name || mod(row_number(), 7)", "unique": "suffix"},
      "some": {"choice": ["a", null, "B"], "unique": "suffix", "missing": 0.1})j"));
    const auto n = static_cast<std::size_t>(rows);
    for (const char* name : {"fixed", "digits", "cases", "name", "text"}) {
      INFO(name);
      CHECK(different(reader.cells(name, n)).size() == n);
    }
    const Cells some = reader.cells("some", n);
    const auto filled = static_cast<std::size_t>(
        std::count_if(some.begin(), some.end(), [](const auto& cell) { return cell.has_value(); }));
    CHECK(different(some).size() == filled);
    if (n > 89) CHECK((filled > n / 3 && filled < n));
  }
}

TEST_CASE("a row has the same value in any batch, and in a longer table whose numbers are as long") {
  const std::string columns = R"j("c": {"choice": ["ana@example.com", "Ana", null], "unique": "suffix"})j";
  PlanReader reader(table_schema(5'000, columns));
  const Cells cells = reader.cells("c", 5'000);
  const ColumnIndex column = reader.column(0, "c");
  CHECK(reader.cells(0, column, RowSet::range(0, 5'000), 7) == cells);
  std::vector<std::int64_t> rows = {4'999, 0, 17, 17, 1'023, 1'024, 3};
  const Cells listed = reader.cells(0, column, RowSet::of(rows));
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(listed[i] == cells[static_cast<std::size_t>(rows[i])]);
  CHECK(PlanReader(table_schema(9'000, columns)).cells("c", 5'000) == cells);
  // One row more takes numbers of one digit more.
  const Cells longer = PlanReader(table_schema(9'001, columns)).cells("c", 5'000);
  for (std::size_t i = 0; i < 5'000; ++i) {
    REQUIRE(longer[i].has_value() == cells[i].has_value());
    if (cells[i].has_value()) REQUIRE(longer[i]->size() == cells[i]->size() + 1);
  }
}

TEST_CASE("what has a suffix may be a key and a target of references, and takes what a key takes") {
  const std::string mail = R"j("mail": {"template": "{n}@example.com", "unique": "suffix")j";
  const auto codes = [&](const std::string& more, const std::string& table) {
    return codes_of(try_plan(R"j({"synthgen": 1, "tables": {"t": {"rows": 20, )j" + table + R"j("columns": {
        "n": {"choice": ["a", "b"]}, )j" +
                             mail + more + R"j(}}},
      "u": {"rows": 5, "columns": {"m": {"references": "t.mail"}}}}})j"));
  };
  CHECK(codes("", "").empty());
  CHECK(codes("", R"j("primary_key": "mail", )j").empty());
  CHECK(codes("", R"j("primary_key": ["n", "mail"], )j").empty());
  CHECK(codes(R"j(, "missing": 0.1)j", R"j("primary_key": "mail", )j") == std::vector<std::string>{"SG2207"});
  CHECK(codes(R"j(, "missing": 0.1)j", "") == std::vector<std::string>{"SG2203"});
  CHECK(codes(R"j(, "ordered": true)j", "") == std::vector<std::string>{"SG2692"});
}

TEST_CASE("rules draw the text again and leave the row its number") {
  const std::string columns = R"j("n": {"choice": ["a", "b", "c", "d"]},
    "mail": {"choice": ["a@example.com", "b@example.com", "c@example.com"], "unique": "suffix"})j";
  const auto schema = [&](const std::string& rules) {
    return R"j({"synthgen": 1, "tables": {"t": {"rows": 2000, "columns": {)j" + columns + "}" + rules + "}}}";
  };
  const Cells plain = PlanReader(schema("")).cells("mail", 2'000);
  PlanReader reader(schema(R"j(, "rules": [{"check": "not starts_with(mail, 'b')"}])j"));
  const Cells ruled = reader.cells("mail", 2'000);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < 2'000; ++i) {
    CHECK(ruled[i]->substr(1) == plain[i]->substr(1));
    CHECK(ruled[i]->front() != 'b');
    if (plain[i]->front() == 'b') {
      ++changed;
    } else {
      CHECK(*ruled[i] == *plain[i]);
    }
  }
  CHECK(changed > 500);  // a third of them
  CHECK(different(ruled).size() == 2'000);
}

TEST_CASE("a computed text with a suffix is not what its expression gives") {
  PlanReader reader(table_schema(50, R"j("a": {"choice": ["x", "y"]},
    "b": {"expression": "a || ''", "unique": "suffix"}, "same": {"expression": "a = b"})j"));
  const Cells same = reader.cells("same", 50);
  for (const auto& cell : same) CHECK((*cell)[0] == 0);
}

TEST_CASE("files and domains take the number where they stay what they are") {
  constexpr std::size_t kRows = 2000;
  PlanReader reader(table_schema(kRows, R"j(
    "name": {"provider": "file.name"}, "file": {"provider": "file.name", "unique": "suffix"},
    "path": {"provider": "file.path"}, "numbered_path": {"provider": "file.path", "unique": "suffix"},
    "site": {"provider": "company.domain", "realistic": true, "locale": "en_GB"},
    "numbered_site": {"provider": "company.domain", "realistic": true, "locale": "en_GB", "unique": "suffix"},
    "url": {"provider": "company.url", "locale": "en_GB"},
    "numbered_url": {"provider": "company.url", "locale": "en_GB", "unique": "suffix"},
    "login": {"provider": "person.username"}, "numbered_login": {"provider": "person.username", "unique": "suffix"},
    "mail": {"provider": "person.email", "domain": "example.com"},
    "numbered_mail": {"provider": "person.email", "domain": "example.com", "unique": "suffix"},
    "full": {"provider": "person.full_name"},
    "numbered_full": {"provider": "person.full_name", "unique": "suffix"})j"));
  // Of the plain text, where the number goes: behind `at` bytes.
  const auto last_dot = [](const std::string& text) { return text.rfind('.'); };
  const auto end = [](const std::string& text) { return text.size(); };
  const auto check = [&](const char* plain, const char* numbered, const std::string& before, auto place) {
    INFO(numbered);
    const Cells texts = reader.cells(plain, kRows);
    const Cells cells = reader.cells(numbered, kRows);
    CHECK(different(cells).size() == kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      INFO(*texts[i] << " " << *cells[i]);
      const std::size_t at = place(*texts[i]);
      REQUIRE(has_form(*cells[i], texts[i]->substr(0, at) + before + "#" + texts[i]->substr(at), 4));
    }
  };
  check("name", "file", "_", last_dot);
  check("path", "numbered_path", "_", last_dot);
  check("site", "numbered_site", "", [](const std::string& text) { return text.find('.'); });
  check("url", "numbered_url", "", [](const std::string& text) { return text.find('.', 12); });
  check("login", "numbered_login", "", end);
  check("mail", "numbered_mail", "", [](const std::string& text) { return text.find('@'); });
  check("full", "numbered_full", " ", end);
}

TEST_CASE("a label that the number would make too long gives its last letters for it") {
  const std::string longest(63, 'a');
  PlanReader reader(R"j({"synthgen": 1, "tables": {"t": {"rows": 200,
    "entities": {"company": {"name": "=firm"}}, "columns": {
      "firm": {"choice": [")j" +
                    longest + R"j(", ")j" + longest.substr(0, 61) + R"j(", "b"]},
      "site": {"provider": "company.url", "unique": "suffix"}}}}})j");
  const Cells sites = reader.cells("site", 200);
  CHECK(different(sites).size() == 200);
  std::size_t full = 0;
  for (const auto& site : sites) {
    INFO(*site);
    const std::size_t label = site->find('.', 12) - 12;
    REQUIRE((label == 63 || label == 4));
    REQUIRE(site->ends_with(".example"));
    full += label == 63 ? 1 : 0;
  }
  CHECK((full > 100 && full < 170));
}

TEST_CASE("cases take a number where each of them does, and at the same place") {
  const auto codes = [](const std::string& first, const std::string& second) {
    return codes_of(try_plan(table_schema(20, R"j("x": {"cases": [{"if": "row_number() > 3", )j" + first + "}, {" +
                                                  second + R"j(}], "unique": "suffix"})j")));
  };
  const std::string file = R"j("provider": "file.name")j";
  const std::string mail = R"j("provider": "person.email")j";
  CHECK(codes(file, file).empty());
  CHECK(codes(mail, R"j("constant": "Ana")j").empty());
  CHECK(codes(file, mail) == std::vector<std::string>{"SG2750"});
  CHECK(codes(mail, R"j("provider": "finance.credit_card")j") == std::vector<std::string>{"SG2750"});
  PlanReader reader(table_schema(20, R"j("x": {"cases": [{"if": "row_number() > 3", "provider": "file.name"},
      {"provider": "file.name", "entity": "other"}], "unique": "suffix"})j"));
  for (const auto& cell : reader.cells("x", 20)) {
    INFO(*cell);
    const std::size_t dot = cell->rfind('.');
    CHECK(cell->substr(dot - 3, 3).find_first_not_of("_0123456789") == std::string::npos);
  }
}
