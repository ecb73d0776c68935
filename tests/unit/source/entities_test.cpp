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

TEST_CASE("a key that is null where what decides it may be missing is refused, and nothing else is") {
  const auto codes = [](const std::string& country, const std::string& bound, const std::string& table,
                        const std::string& others = "") {
    return codes_of(try_plan(
        R"j({"synthgen": 1, "locale": "es_ES", "tables": {"t": {"rows": 20, "entities": {"address": {"country": ")j" +
        bound + R"j("}}, )j" + table + R"j("columns": {"country": )j" + country +
        R"j(, "iban": {"provider": "finance.iban", "unique": true}}})j" + others + "}}"));
  };
  const std::string key = R"j("primary_key": "iban", )j";
  const std::string some = R"j({"choice": ["ES", "DE"], "missing": 0.1})j";
  const std::string all = R"j({"choice": ["ES", "DE"], "missing": 0})j";
  const std::vector<std::string> refused = {"SG2725"};
  CHECK(codes(some, "=country", key) == refused);
  CHECK(codes(R"j({"choice": ["ES", null]})j", "=country", key) == refused);
  CHECK(codes(some, "=country", R"j("primary_key": ["iban", "country"], )j") != std::vector<std::string>());
  CHECK(codes(some, "=country", "", R"j(, "u": {"rows": 3, "columns": {"i": {"references": "t.iban"}}})j") == refused);
  CHECK(codes(all, "=country", key).empty());
  CHECK(codes(some, "=coalesce(country, 'ES')", key).empty());
  CHECK(codes(some, "ES", key).empty());
  // Values that are unique may be null where they are no key.
  CHECK(codes(some, "=country", "").empty());
}

TEST_CASE("a key is refused where a parent's column decides it and may be missing, or a bound name") {
  CHECK(codes_of(try_plan(R"j({"synthgen": 1, "tables": {
    "p": {"rows": 5, "primary_key": "id", "columns": {"id": {"sequence": 1}, "c": {"choice": ["ES"], "missing": 0.5}}},
    "t": {"rows": 5, "primary_key": "i", "entities": {"address": {"country": "=p.c"}}, "columns": {
      "p": {"references": "p"}, "i": {"provider": "finance.iban", "unique": true}}}}})j")) ==
        std::vector<std::string>{"SG2725"});
  CHECK(codes_of(try_plan(R"j({"synthgen": 1, "tables": {
    "p": {"rows": 5, "primary_key": "id", "columns": {"id": {"sequence": 1}, "c": {"choice": ["ES"]}}},
    "t": {"rows": 5, "primary_key": "i", "entities": {"address": {"country": "=p.c"}}, "columns": {
      "p": {"references": "p", "missing": 0.1}, "i": {"provider": "finance.iban", "unique": true}}}}})j")) ==
        std::vector<std::string>{"SG2725"});
  CHECK(codes_of(try_plan(R"j({"synthgen": 1, "tables": {
    "t": {"rows": 5, "primary_key": "l", "entities": {"person": {"first_name": "=n"}}, "columns": {
      "n": {"choice": ["Ana", null]}, "l": {"provider": "person.username", "unique": "suffix"}}}}})j")) ==
        std::vector<std::string>{"SG2725"});
}

TEST_CASE("every value that a binding cannot have is told in one run, the first few by name") {
  const auto message = [](const std::string& entities, const std::string& values, const std::string& provider) {
    const MadePlan made = try_plan(
        people(entities, R"j("v": {"choice": [)j" + values + R"j(]}, "x": {"provider": ")j" + provider + R"j("})j"));
    std::string text;
    for (const Diagnostic& diagnostic : made.diagnostics) text += diagnostic.code + " " + diagnostic.message + "\n";
    return text;
  };
  CHECK(message(R"j("address": {"city": "=v"})j", R"("Madrid", "A1", "B2", "C3", "D4", "E5")", "address.street") ==
        "SG2765 no place of es_ES has city \"A1\", \"B2\", \"C3\" or 2 more\n");
  CHECK(message(R"j("address": {"country": "=v"})j", R"("ES", "FR", "IT")", "address.city") ==
        "SG2103 there are no addresses of country \"FR\" or \"IT\"\n");
  CHECK(message(R"j("company": {"industry": "=v"})j", R"("A1", "B2")", "company.name") ==
        "SG2103 there is no industry \"A1\" or \"B2\"\n");
  CHECK(message(R"j("company": {"domain": "=v"})j", R"("acme.example", "a b", "@c", "d.")", "company.url") ==
        "SG2763 \"a b\" is no domain name: it consists of letters, digits, hyphens and dots\n"
        "SG2763 \"@c\" is no domain name: it is what stands behind the @\n"
        "SG2763 \"d.\" is no domain name: between two dots, and at either end, stand letters or digits\n");
}

TEST_CASE("a locale is refused where it changes nothing, and does not decide there which rows are null") {
  const auto codes = [](const std::string& column) {
    return codes_of(try_plan(table_schema(5, R"j("x": )j" + column)));
  };
  const std::vector<std::string> refused = {"SG2726"};
  for (const char* name : {"commerce.ean13", "commerce.ean8", "internet.domain", "internet.hostname", "internet.url"}) {
    INFO(name);
    const std::string column = R"j({"provider": ")j" + std::string(name) + R"j(", "locale": "de_DE")j";
    CHECK(codes(column + "}") == refused);
    CHECK(codes(column + R"j(, "realistic": false})j") == refused);
    CHECK(codes(column + R"j(, "realistic": true})j").empty());
  }
  CHECK(codes(R"j({"provider": "finance.iban", "country": "FR", "locale": "de_DE"})j") == refused);
  CHECK(codes(R"j({"provider": "finance.iban", "locale": "en_US"})j") == std::vector<std::string>{"SG2723"});
  CHECK(codes(R"j({"provider": "finance.iban", "country": "FR"})j").empty());
  const std::string bound = R"j("address": {"country": "=c"})j";
  const std::string country = R"j("c": {"choice": ["ES"], "missing": 0.5}, )j";
  CHECK(codes_of(try_plan(people(bound, country + R"j("x": {"provider": "internet.url"})j"))) ==
        std::vector<std::string>{"SG2720"});
  PlanReader reader(
      people(bound, country + R"j("x": {"provider": "internet.url"}, "y": {"provider": "address.city"})j"));
  for (const auto& cell : reader.cells("x", 2000)) REQUIRE(cell.has_value());
}
