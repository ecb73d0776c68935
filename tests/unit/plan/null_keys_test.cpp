// Keys that may be null, as far as the schema says so.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Of a table whose primary key is a login of a person of the locale `locale`; `lang` and `m` are as given.
std::vector<std::string> codes(const std::string& locale, const std::string& lang, const std::string& more = "") {
  const MadePlan made = try_plan(
      R"j({"synthgen": 1, "tables": {"t": {"rows": 20, "primary_key": "e", "entities": {"person": {"locale": ")j" +
      locale + R"j("}}, "columns": {"id": {"sequence": 1}, "lang": )j" + lang + more +
      R"j(, "e": {"provider": "person.username", "unique": "suffix"}}}}})j");
  std::vector<std::string> errors;
  for (const Diagnostic& diagnostic : made.diagnostics) {
    if (diagnostic.severity == Severity::error) errors.push_back(diagnostic.code);
  }
  return errors;
}

const std::vector<std::string> kRefused = {"SG2725"};
const std::string kMissing = R"j({"choice": ["de_DE", "es_ES"], "missing": 0.3})j";

}  // namespace

TEST_CASE("a key is refused where cases that decide it may give null") {
  const std::string first = R"j({"cases": [{"if": "id % 2 = 0", "constant": "de_DE"}, )j";
  CHECK(codes("=lang", first + R"j({"if": "id % 3 = 0", "constant": "es_ES"}]})j") == kRefused);
  CHECK(codes("=lang", first + R"j({"constant": null}]})j") == kRefused);
  CHECK(codes("=lang", first + R"j({"constant": "es_ES", "missing": 0.1}]})j") == kRefused);
  CHECK(codes("=lang", first + R"j({"constant": "es_ES"}]})j").empty());
  const std::string by_value = R"j({"cases": {"a": "de_DE", "b": "es_ES"}, "of": "k")j";
  CHECK(codes("=lang", by_value + "}", R"j(, "k": {"choice": ["a", "b"]})j").empty());
  CHECK(codes("=lang", by_value + "}", R"j(, "k": {"choice": ["a", "b"], "missing": 0.1})j") == kRefused);
  CHECK(codes("=lang", by_value + R"j(, "else": "en_US"})j", R"j(, "k": {"choice": ["a", "b"], "missing": 0.1})j")
            .empty());
  CHECK(codes("=lang", by_value + R"j(, "else": null})j", R"j(, "k": {"choice": ["a", "b"]})j") == kRefused);
}

TEST_CASE("a key is refused where an expression that decides it has null as a branch, or a case without else") {
  CHECK(codes("=lang", R"j({"expression": "if(id % 2 = 0, 'de_DE', null)"})j") == kRefused);
  CHECK(codes("=lang", R"j({"expression": "trim(if(id % 2 = 0, 'de_DE', null))"})j") == kRefused);
  CHECK(codes("=lang", R"j({"expression": "case when id % 2 = 0 then 'de_DE' end"})j") == kRefused);
  CHECK(codes("=lang", R"j({"expression": "case when id % 2 = 0 then 'de_DE' else 'es_ES' end"})j").empty());
  CHECK(codes("=if(id % 2 = 0, lang, null)", R"j({"choice": ["de_DE", "es_ES"]})j") == kRefused);
  CHECK(codes("=coalesce(if(id % 2 = 0, lang, null), 'en_US')", R"j({"choice": ["de_DE", "es_ES"]})j").empty());
  // A null that only a condition sees is none of the value.
  CHECK(codes("=if(nullif(lang, null) is null, 'de_DE', 'es_ES')", R"j({"choice": ["de_DE", "es_ES"]})j").empty());
}

TEST_CASE("functions pass the null of an argument on, but for those that take nulls") {
  CHECK(codes("=trim(lang)", kMissing) == kRefused);
  CHECK(codes("=replace(trim(lang), '-', '_')", kMissing) == kRefused);
  CHECK(codes("=left(lang, 2) || '_' || right(lang, 2)", kMissing) == kRefused);
  CHECK(codes("=m", kMissing, R"j(, "m": {"expression": "trim(lang)"})j") == kRefused);
  CHECK(codes("=m", kMissing, R"j(, "m": {"template": "{lang}"})j") == kRefused);
  CHECK(codes("=trim(coalesce(lang, 'en_US'))", kMissing).empty());
  CHECK(codes("=concat('de_', lang, 'DE')", kMissing).empty());
  CHECK(codes("=if(lang is null, 'en_US', lang)", kMissing).empty());
}

TEST_CASE("a null of weight 0 is no null, and a constant null is one") {
  const auto weighted = [](const std::string& weight) {
    return R"j({"choice": [{"value": "de_DE", "weight": 1}, {"value": null, "weight": )j" + weight + "}]}";
  };
  CHECK(codes("=lang", weighted("0")).empty());
  CHECK(codes("=lang", weighted("0.01")) == kRefused);
  CHECK(codes("=lang", R"j({"constant": null, "type": "string"})j") == kRefused);
}

TEST_CASE("a key whose own source may give null is refused") {
  const auto own = [](const std::string& key) {
    return codes_of(try_plan(R"j({"synthgen": 1, "tables": {"t": {"rows": 20, "primary_key": "k", "columns": {
      "id": {"sequence": 1}, "k": )j" +
                             key + "}}}}"));
  };
  CHECK(own(R"j({"expression": "if(id % 2 = 0, 'a', null)", "unique": "suffix"})j") == kRefused);
  CHECK(own(R"j({"choice": ["a", null], "unique": "suffix"})j") == kRefused);
  CHECK(own(R"j({"expression": "if(id % 2 = 0, 'a', 'b')", "unique": "suffix"})j").empty());
}
