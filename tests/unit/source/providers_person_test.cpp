// Providers of people through plans: what they agree on, what they follow, what they refuse.
#include <map>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 3000;

std::string people(const std::string& columns, const std::string& entities = "", const std::string& locale = "es_ES") {
  return R"j({"synthgen": 1, "locale": ")j" + locale + R"j(", "reference_time": "2024-02-29T00:00:00Z",
    "tables": {"t": {"rows": 3000, "entities": {)j" +
         entities + R"j(}, "columns": {)j" + columns + "}}}}";
}

const std::string kNames = R"j("first": {"provider": "person.first_name"}, "last": {"provider": "person.last_name"})j";

}  // namespace

TEST_CASE("a full name has both family names in Spain and one elsewhere") {
  PlanReader spanish(people(kNames + R"j(, "second": {"provider": "person.second_last_name"},
    "name": {"provider": "person.full_name"})j"));
  const Cells first = spanish.cells("first", kRows);
  const Cells last = spanish.cells("last", kRows);
  const Cells second = spanish.cells("second", kRows);
  const Cells name = spanish.cells("name", kRows);
  for (std::size_t i = 0; i < kRows; ++i) REQUIRE(*name[i] == *first[i] + " " + *last[i] + " " + *second[i]);
  CHECK(last != second);

  PlanReader german(people(kNames + R"j(, "name": {"provider": "person.full_name"})j", "", "de_DE"));
  const Cells german_first = german.cells("first", kRows);
  const Cells german_last = german.cells("last", kRows);
  const Cells german_name = german.cells("name", kRows);
  for (std::size_t i = 0; i < kRows; ++i) REQUIRE(*german_name[i] == *german_first[i] + " " + *german_last[i]);
}

TEST_CASE("with a locale by row only the rows of Spain have a second family name, and those of none no name") {
  PlanReader reader(people(kNames + R"j(, "lang": {"choice": ["es_ES", "de_DE"], "missing": 0.1},
    "name": {"provider": "person.full_name"}, "letters": {"provider": "person.initials"},
    "user": {"provider": "person.username"}, "title": {"provider": "person.title"})j",
                           R"j("person": {"locale": "=lang"})j"));
  const Cells lang = reader.cells("lang", kRows);
  const Cells first = reader.cells("first", kRows);
  const Cells last = reader.cells("last", kRows);
  const Cells name = reader.cells("name", kRows);
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(name[i].has_value() == lang[i].has_value());
    if (!lang[i].has_value()) continue;
    const std::string two = *first[i] + " " + *last[i];
    REQUIRE(name[i]->starts_with(two));
    REQUIRE((*name[i] == two) == (*lang[i] == "de_DE"));
    ++seen[*lang[i]];
  }
  CHECK(seen.size() == 2);
  for (const char* column : {"letters", "user", "title"}) {
    const Cells cells = reader.cells(column, kRows);
    for (std::size_t i = 0; i < kRows; ++i) REQUIRE(cells[i].has_value() == lang[i].has_value());
  }
}

TEST_CASE("the e-mail address is the user name at a domain, of the row's own names") {
  PlanReader reader(people(kNames + R"j(, "user": {"provider": "person.username"},
    "mail": {"provider": "person.email"}, "work": {"provider": "person.email", "domain": "acme.example"},
    "other": {"provider": "person.email", "entity": "x"})j"));
  const Cells user = reader.cells("user", kRows);
  const Cells mail = reader.cells("mail", kRows);
  const Cells work = reader.cells("work", kRows);
  std::set<std::string> domains;
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(*work[i] == *user[i] + "@acme.example");
    REQUIRE(mail[i]->starts_with(*user[i] + "@"));
    domains.insert(mail[i]->substr(user[i]->size()));
  }
  CHECK(domains == std::set<std::string>{"@example.com", "@example.net", "@example.org"});
  CHECK(reader.cells("other", kRows) != mail);
}

TEST_CASE("an address follows bound names, whatever texts they hold") {
  PlanReader reader(people(R"j("f": {"choice": ["李", "", "Jürgen"]}, "l": {"expression": "if(f = '', '', '李 Groß')"},
    "mail": {"provider": "person.email", "domain": "a.example"}, "name": {"provider": "person.full_name"},
    "letters": {"provider": "person.initials"})j",
                           R"j("person": {"first_name": "=f", "last_name": "=l"})j", "de_DE"));
  const Cells f = reader.cells("f", kRows);
  const Cells mail = reader.cells("mail", kRows);
  const Cells name = reader.cells("name", kRows);
  const Cells letters = reader.cells("letters", kRows);
  std::set<std::string> nobody;
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::string local = mail[i]->substr(0, mail[i]->find('@'));
    if (*f[i] == "李") {  // only the last name has letters of ASCII
      REQUIRE(local.size() == 7);
      REQUIRE(local.starts_with("gross"));
      REQUIRE(*name[i] == "李 李 Groß");
      REQUIRE(*letters[i] == "李李");
    } else if (f[i]->empty()) {
      REQUIRE(local.size() == 6);
      REQUIRE(local.starts_with("user"));
      REQUIRE_FALSE(name[i].has_value());  // and counted as a value that cannot be computed
      REQUIRE_FALSE(letters[i].has_value());
    } else {
      REQUIRE((local.find("juergen") != std::string::npos || local.find("gross") != std::string::npos));
      REQUIRE((local[0] == 'j' || local == "gross.juergen"));
      REQUIRE(*letters[i] == "J李");
    }
  }
}

TEST_CASE("ages are counted from the birth date, on the 29th of February too") {
  PlanReader reader(people(R"j("born": {"provider": "person.birth_date", "min_age": 18, "max_age": 19},
    "age": {"provider": "person.age", "min_age": 18, "max_age": 19})j"));
  const auto born = reader.values<std::int32_t>("born", kRows);
  const auto age = reader.values<std::int64_t>("age", kRows);
  // 2024-02-29 is day 19782; whoever is 18 was born from 2005-03-01 (12843) to 2006-02-28 (13207).
  std::set<std::int32_t> days;
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE((born[i] >= 12843 - 365 && born[i] <= 13207));
    REQUIRE(age[i] == (born[i] >= 12843 ? 18 : 19));
    days.insert(born[i]);
  }
  CHECK(days.size() > 700);  // of 730, each four times on average
}

TEST_CASE("a person who is bound to be born later has no age yet") {
  PlanReader reader(people(R"j("born": {"choice": ["2024-02-29", "2024-03-01", "2004-02-29"], "type": "date"},
    "age": {"provider": "person.age"})j",
                           R"j("person": {"birth_date": "=born"})j"));
  const auto born = reader.values<std::int32_t>("born", kRows);
  const auto age = reader.values<std::int64_t>("age", kRows);
  const Cells cells = reader.cells("age", kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(cells[i].has_value() == (born[i] != 19783));
    if (born[i] == 19782) REQUIRE(age[i] == 0);
    if (born[i] < 19782) REQUIRE(age[i] == 20);
  }
}

TEST_CASE("telephone numbers are of the country of the address, even where the person's locale is another") {
  PlanReader reader(people(R"j("lang": {"choice": ["es_ES", "en_US"]}, "country": {"choice": ["DE", "GB"]},
    "name": {"provider": "person.full_name"}, "phone": {"provider": "person.phone", "form": "e164"},
    "mobile": {"provider": "person.mobile_phone", "form": "e164"})j",
                           R"j("person": {"locale": "=lang"}, "address": {"country": "=country"})j"));
  const Cells country = reader.cells("country", kRows);
  for (const char* column : {"phone", "mobile"}) {
    const Cells phone = reader.cells(column, kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      REQUIRE(phone[i]->starts_with(*country[i] == "DE" ? "+49" : "+44"));
    }
  }
}

TEST_CASE("unique numbers are as many as there are, and one more row is refused with both counts") {
  const auto schema = [](std::size_t rows) {
    return R"j({"synthgen": 1, "locale": "en_GB", "tables": {"t": {"rows": )j" + std::to_string(rows) +
           R"j(, "columns": {"n": {"provider": "person.nhs_number", "unique": true}}}}})j";
  };
  CHECK(try_plan(schema(900'000)).plan != nullptr);
  const MadePlan made = try_plan(schema(900'001));
  REQUIRE(codes_of(made) == std::vector<std::string>{"SG2143"});
  CHECK((*made.diagnostics.begin()).message == "900001 rows cannot all differ: there are 900000 values");
  PlanReader reader(schema(900'000));
  const Cells cells = reader.cells("n", 50'000);
  CHECK(std::set<std::optional<std::string>>(cells.begin(), cells.end()).size() == 50'000);
}

TEST_CASE("options that contradict each other or have no effect are refused") {
  const auto codes = [](const std::string& columns, const std::string& entities = "") {
    return codes_of(try_plan(people(columns, entities)));
  };
  using Codes = std::vector<std::string>;
  CHECK(codes(R"j("a": {"provider": "person.age"}, "b": {"provider": "person.birth_date", "min_age": 18})j").empty());
  CHECK(codes(R"j("a": {"provider": "person.age"}, "b": {"provider": "person.birth_date", "min_age": 19})j") ==
        Codes{"SG2760"});
  CHECK(codes(R"j("d": {"constant": "2000-01-01", "type": "date"}, "a": {"provider": "person.age", "min_age": 18})j",
              R"j("person": {"birth_date": "=d"})j") == Codes{"SG2761"});
  CHECK(codes(R"j("a": {"provider": "person.age", "min_age": 91})j") == Codes{"SG2116"});
  CHECK(codes(R"j("m": {"provider": "person.email", "domain": "a.b", "realistic": true})j") == Codes{"SG2762"});
  for (const char* domain : {"@a.example", "a..example", ".a", "a.", "-a.b", "a-.b", "a b.c", "a_b.c", "ä.example"}) {
    CHECK(codes(R"j("m": {"provider": "person.email", "domain": ")j" + std::string(domain) + R"j("})j") ==
          Codes{"SG2763"});
  }
  for (const char* domain : {"a.example", "localhost", "xn--mnchen-3ya.example", "EXAMPLE.com", "1.2-3.example"}) {
    CHECK(codes(R"j("m": {"provider": "person.email", "domain": ")j" + std::string(domain) + R"j("})j").empty());
  }
}
