// What the providers of a row agree on, and the columns that they follow.
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string people(const std::string& entities, const std::string& columns, std::size_t rows = 2000) {
  return R"j({"synthgen": 1, "locale": "es_ES", "tables": {"t": {"rows": )j" + std::to_string(rows) +
         R"j(, "entities": {)j" + entities + R"j(}, "columns": {)j" + columns + "}}}}";
}

}  // namespace

TEST_CASE("providers of an entity agree, those of another one draw by themselves") {
  PlanReader reader(
      table_schema(2000, R"j("a": {"provider": "person.first_name"}, "b": {"provider": "person.first_name"},
    "c": {"provider": "person.first_name", "entity": "person"}, "d": {"provider": "person.first_name", "entity": "x"},
    "e": {"provider": "person.first_name", "entity": "y"})j"));
  const Cells a = reader.cells("a", 2000);
  CHECK(a == reader.cells("b", 2000));
  CHECK(a == reader.cells("c", 2000));
  CHECK(a != reader.cells("d", 2000));
  CHECK(reader.cells("e", 2000) != reader.cells("d", 2000));
}

TEST_CASE("a bound gender decides the first name, and a bound null leaves it null") {
  PlanReader reader(people(R"j("person": {"gender": "=sex"})j", R"j("sex": {"choice": ["F", "M"], "missing": 0.1},
    "name": {"provider": "person.first_name"}, "g": {"provider": "person.gender"})j"));
  const Cells sex = reader.cells("sex", 2000);
  const Cells name = reader.cells("name", 2000);
  CHECK(sex == reader.cells("g", 2000));
  std::set<std::string> women;
  std::set<std::string> men;
  for (std::size_t i = 0; i < 2000; ++i) {
    REQUIRE(name[i].has_value() == sex[i].has_value());
    if (sex[i].has_value()) (*sex[i] == "F" ? women : men).insert(*name[i]);
  }
  CHECK(women.contains("María del Carmen") != men.contains("María del Carmen"));
  CHECK(men.contains("Antonio"));
  CHECK_FALSE(women.contains("Antonio"));
}

TEST_CASE("a locale by row takes names of that locale, by a column, an expression or a country") {
  const std::string columns = R"j("lang": {"choice": ["es_ES", "de_DE"]}, "name": {"provider": "person.first_name"})j";
  PlanReader by_column(people(R"j("person": {"locale": "=lang"})j", columns));
  PlanReader by_expression(people(R"j("person": {"locale": "=if(lang = 'es_ES', 'es_ES', 'de_DE')"})j", columns));
  PlanReader by_country(people(R"j("address": {"country": "=if(lang = 'es_ES', 'España', 'DEU')"})j", columns));
  PlanReader of_column(people("", R"j("lang": {"choice": ["es_ES", "de_DE"]},
    "name": {"provider": "person.first_name", "locale": "=lang"})j"));
  PlanReader spanish(people("", R"j("name": {"provider": "person.first_name"})j"));
  const Cells names = by_column.cells("name", 2000);
  CHECK(names == by_expression.cells("name", 2000));
  CHECK(names == by_country.cells("name", 2000));
  CHECK(names == of_column.cells("name", 2000));
  const Cells lang = by_column.cells("lang", 2000);
  const Cells all_spanish = spanish.cells("name", 2000);
  std::size_t differ = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    if (*lang[i] == "es_ES") REQUIRE(names[i] == all_spanish[i]);
    differ += names[i] != all_spanish[i] ? 1 : 0;
  }
  CHECK(differ > 800);
}

TEST_CASE("a locale that is none is null and counted where it is not known before") {
  PlanReader reader(people(R"j("person": {"locale": "=substr('de_DExx_XX', if(row_number() % 2 = 0, 1, 6), 5)"})j",
                           R"j("name": {"provider": "person.first_name"})j", 100));
  const Cells names = reader.cells("name", 100);
  std::size_t nulls = 0;
  for (const auto& name : names) nulls += name.has_value() ? 0 : 1;
  CHECK(nulls == 50);
}

TEST_CASE("a first name that is bound to a column is that column, also where the column draws one") {
  PlanReader reader(people(R"j("buyer": {"first_name": "=upper(own)"})j", R"j("own": {"provider": "person.first_name"},
    "name": {"provider": "person.first_name", "entity": "buyer"})j"));
  const Cells own = reader.cells("own", 2000);
  const Cells name = reader.cells("name", 2000);
  for (std::size_t i = 0; i < 2000; ++i) REQUIRE(own[i]->front() == name[i]->front());
  CHECK(own != name);
  CHECK(codes_of(try_plan(
            people(R"j("person": {"first_name": "=name"})j", R"j("name": {"provider": "person.first_name"})j"))) ==
        std::vector<std::string>{"SG2206"});
}

TEST_CASE("adding a provider leaves the others as they are") {
  PlanReader few(people("", R"j("a": {"provider": "person.first_name"})j"));
  PlanReader more(
      people("", R"j("g": {"provider": "person.gender"}, "d": {"provider": "company.department", "locale": "de_DE"},
    "b": {"provider": "person.first_name", "entity": "b"}, "a": {"provider": "person.first_name"})j"));
  CHECK(few.cells("a", 2000) == more.cells("a", 2000));
}
