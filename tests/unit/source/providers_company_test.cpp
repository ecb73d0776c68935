// Companies: what their providers agree on, and what follows a bound name or domain.
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 3000;

std::string companies(const std::string& locale, const std::string& entities, const std::string& columns) {
  return R"j({"synthgen": 1, "locale": ")j" + locale + R"j(", "tables": {"t": {"rows": 3000, "entities": {)j" +
         entities + R"j(}, "columns": {)j" + columns + "}}}}";
}

/// A schema of a bound name in German, and the cells of one of its columns.
std::optional<std::string> follows(const std::string& name, const std::string& provider) {
  PlanReader reader(
      companies("de_DE", R"j("company": {"name": "=firm"})j",
                R"j("firm": {"constant": ")j" + name + R"j("}, "x": {"provider": "company.)j" + provider + R"j("})j"));
  return reader.cells("x", 1)[0];
}

}  // namespace

TEST_CASE("a company's name ends with its legal form, and its domain, address and mailbox follow from it") {
  for (const char* locale : {"en_US", "en_GB", "es_ES", "de_DE"}) {
    INFO(locale);
    PlanReader reader(companies(locale, "", R"j("name": {"provider": "company.name"},
      "form": {"provider": "company.legal_form"}, "domain": {"provider": "company.domain"},
      "url": {"provider": "company.url"}, "email": {"provider": "company.email"},
      "again": {"provider": "company.name", "entity": "company"},
      "other": {"provider": "company.name", "entity": "rival"})j"));
    const Cells name = reader.cells("name", kRows);
    const Cells form = reader.cells("form", kRows);
    const Cells domain = reader.cells("domain", kRows);
    const Cells url = reader.cells("url", kRows);
    const Cells email = reader.cells("email", kRows);
    CHECK(name == reader.cells("again", kRows));
    CHECK(name != reader.cells("other", kRows));
    for (std::size_t i = 0; i < kRows; ++i) {
      INFO(*name[i]);
      REQUIRE(name[i]->ends_with(" " + *form[i]));
      REQUIRE(domain[i]->ends_with(".example"));
      REQUIRE(domain[i]->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos);
      REQUIRE(*url[i] == "https://www." + *domain[i]);
      REQUIRE(email[i]->ends_with("@" + *domain[i]));
    }
    CHECK(std::set<std::optional<std::string>>(name.begin(), name.end()).size() > 1000);
  }
}

TEST_CASE("the Spanish y becomes e before a word that sounds like it, and no name has a word twice") {
  PlanReader reader(companies("es_ES", "", R"j("name": {"provider": "company.name"})j"));
  std::size_t ands = 0;
  for (const auto& cell : reader.cells("name", kRows)) {
    ands += cell->find(" y ") != std::string::npos ? 1 : 0;
    CHECK(cell->find(" y I") == std::string::npos);
    const std::size_t e = cell->find(" e ");
    CHECK((e == std::string::npos || cell->compare(e + 3, 1, "I") == 0 || cell->compare(e + 3, 5, "Hijos") == 0));
  }
  CHECK(ands > 100);
}

TEST_CASE("form and domain follow a bound name, the longest form first") {
  CHECK(follows("Müller Bau GmbH", "domain") == "mueller-bau.example");
  CHECK(follows("Müller Bau GmbH", "legal_form") == "GmbH");
  CHECK(follows("Ärzte & Söhne GmbH & Co. KG", "legal_form") == "GmbH & Co. KG");
  CHECK(follows("Ärzte & Söhne GmbH & Co. KG", "domain") == "aerzte-soehne.example");
  CHECK(follows("MüllerGmbH", "legal_form") == std::nullopt);
  CHECK(follows("GmbH", "domain") == "gmbh.example");
  CHECK(follows("日本", "domain") == std::nullopt);
  const std::string words = "Ein Name der nicht aufhören will und darum in keinem Teil einer Adresse ganz zu lesen ist";
  CHECK(follows(words, "domain") == "ein-name-der-nicht-aufhoeren-will-und-darum-in-keinem-teil-eine.example");
  // The sixty-third byte is a hyphen, which may not stand at the end of a label.
  const std::string hyphen = std::string(62, 'a') + " b";
  CHECK(follows(hyphen, "domain") == std::string(62, 'a') + ".example");
}

TEST_CASE("a bound domain decides addresses and mailboxes, and a null leaves them null") {
  PlanReader reader(companies("en_US", R"j("company": {"domain": "=site"})j",
                              R"j("site": {"choice": ["acme.test", "ajax.test"], "missing": 0.2},
      "email": {"provider": "company.email"}, "url": {"provider": "company.url"})j"));
  const Cells site = reader.cells("site", kRows);
  const Cells email = reader.cells("email", kRows);
  const Cells url = reader.cells("url", kRows);
  std::size_t nulls = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(email[i].has_value() == site[i].has_value());
    REQUIRE(url[i].has_value() == site[i].has_value());
    if (!site[i].has_value()) {
      ++nulls;
      continue;
    }
    REQUIRE(email[i]->ends_with("@" + *site[i]));
    REQUIRE(*url[i] == "https://www." + *site[i]);
  }
  CHECK(nulls > 400);
}

TEST_CASE("realistic names stand below the domain of the country") {
  for (const auto& [locale, end] :
       {std::pair("en_US", ".com"), {"en_GB", ".co.uk"}, {"es_ES", ".es"}, {"de_DE", ".de"}}) {
    PlanReader reader(companies(locale, "", R"j("d": {"provider": "company.domain", "realistic": true})j"));
    for (const auto& cell : reader.cells("d", 100)) CHECK(cell->ends_with(end));
  }
}

TEST_CASE("the tax numbers of a company are one number, and differ from those of other rows where asked to") {
  PlanReader reader(companies("es_ES", "", R"j("id": {"provider": "company.tax_id", "unique": true},
    "cif": {"provider": "company.cif", "unique": true}, "vat": {"provider": "company.vat_id", "unique": true},
    "form": {"provider": "company.legal_form"})j"));
  const Cells id = reader.cells("id", kRows);
  const Cells vat = reader.cells("vat", kRows);
  const Cells form = reader.cells("form", kRows);
  CHECK(id == reader.cells("cif", kRows));
  CHECK(std::set<std::optional<std::string>>(id.begin(), id.end()).size() == kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(*vat[i] == "ES" + *id[i]);
    if (*form[i] == "S.L.") REQUIRE((*id[i])[0] == 'B');
    if (*form[i] == "S.A.") REQUIRE((*id[i])[0] == 'A');
    if (*form[i] == "S. Coop.") REQUIRE((*id[i])[0] == 'F');
  }
}

TEST_CASE("a job title has the form of the person's gender") {
  PlanReader reader(companies("es_ES", R"j("person": {"gender": "=sex"})j",
                              R"j("sex": {"choice": ["F", "M"]}, "job": {"provider": "company.job_title"})j"));
  const Cells sex = reader.cells("sex", kRows);
  const Cells job = reader.cells("job", kRows);
  std::set<std::string> women;
  std::set<std::string> men;
  for (std::size_t i = 0; i < kRows; ++i) (*sex[i] == "F" ? women : men).insert(*job[i]);
  CHECK(women.contains("Dependienta"));
  CHECK(men.contains("Dependiente"));
  CHECK_FALSE(women.contains("Dependiente"));
  CHECK_FALSE(men.contains("Dependienta"));
}

TEST_CASE("a bound domain that is none is null where it is not known before") {
  PlanReader reader(companies("es_ES", R"j("company": {"domain": "=site || ''"})j",
                              R"j("site": {"choice": ["acme.example", "acme example"]},
    "url": {"provider": "company.url"})j"));
  const Cells site = reader.cells("site", kRows);
  const Cells url = reader.cells("url", kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(url[i].has_value() == (site[i] == "acme.example"));
    if (url[i].has_value()) REQUIRE(*url[i] == "https://www.acme.example");
  }
}
