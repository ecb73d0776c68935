// What a right "rules" is read as, and what is left of a faulty one; the texts of its diagnostics are tested under
// tests/errors.
#include <algorithm>
#include <string>

#include "support/catch.hpp"
#include "synthgen/schema/schema.hpp"

using namespace synthgen;

namespace {

ReadSchema read(const std::string& rules, const ReadOptions& options = {}) {
  const std::string text = R"({"synthgen": 1, "constants": {"share": 0.05, "many": 5}, "tables": {"t": {"rows": 1,
    "columns": {
      "age": {"distribution": "integer", "min": 0, "max": 99},
      "income": {"distribution": "normal", "mean": 0, "sd": 1},
      "debt": {"distribution": "normal", "mean": 0, "sd": 1}},
    "rules": )" + rules + "}}}";
  Result<json::Document> document = json::parse_document("t.json", text);
  REQUIRE(document.ok());
  return read_schema(std::make_shared<const json::Document>(std::move(*document)), options);
}

std::vector<std::string> codes(const ReadSchema& schema) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : schema.diagnostics) codes.push_back(diagnostic.code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::string hint_of(const ReadSchema& schema) {
  REQUIRE(schema.diagnostics.size() == 1);
  return schema.diagnostics[0].hint;
}

/// A check and further keys: `"violate": 0.1`.
ReadSchema read_with(const std::string& keys) { return read(R"([{"check": "age > 1", )" + keys + "}]"); }

const auto& rules_of(const ReadSchema& schema) { return schema.schema->tables[0]->rules; }

/// The text that a place underlines.
std::string text_at(const ReadSchema& schema, const Place& place) {
  return std::string(schema.schema->document->source->text().substr(place.offset, place.length));
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("every key of a rule with a check is read") {
  const ReadSchema schema = read(R"([{"name": "limit", "description": "by law", "check": "debt <= 0.6 * income",
      "enforce": "condition", "violate": 0.01, "exact": true, "by": 0.1}])");
  CHECK(codes(schema).empty());
  REQUIRE(rules_of(schema).size() == 1);
  const RuleDeclaration& rule = *rules_of(schema)[0];
  CHECK(rule.name == "limit");
  CHECK(rule.named);
  CHECK(rule.description == "by law");
  CHECK(rule.enforcement == Enforcement::condition);
  REQUIRE(rule.check.has_value());
  CHECK(rule.check->text() == "debt <= 0.6 * income");
  CHECK(text_at(schema, rule.check_place) == "\"debt <= 0.6 * income\"");
  CHECK(text_at(schema, rule.place) == "\"limit\"");
  CHECK_FALSE(rule.condition.has_value());
  CHECK_FALSE(rule.otherwise.has_value());
  REQUIRE(rule.violate.has_value());
  CHECK(rule.violate->json->number == 0.01);
  CHECK(text_at(schema, rule.violate_place) == "0.01");
  CHECK(rule.exact);
  CHECK(text_at(schema, rule.exact_place) == "true");
  CHECK(rule.by != nullptr);
  CHECK(rule.by_declaration.name == "by");
}

TEST_CASE("the branches of a rule with if are its conditions") {
  const ReadSchema schema = read(R"([{"if": "age < 18", "then": "debt is null", "else": "debt > 0"}])");
  CHECK(codes(schema).empty());
  REQUIRE(rules_of(schema).size() == 1);
  const RuleDeclaration& rule = *rules_of(schema)[0];
  REQUIRE(rule.condition.has_value());
  CHECK(rule.condition->text() == "age < 18");
  CHECK(text_at(schema, rule.condition_place) == "\"age < 18\"");
  REQUIRE(rule.check.has_value());
  CHECK(rule.check->text() == "debt is null");
  CHECK(text_at(schema, rule.check_place) == "\"debt is null\"");
  REQUIRE(rule.otherwise.has_value());
  CHECK(rule.otherwise->text() == "debt > 0");
  CHECK(text_at(schema, rule.otherwise_place) == "\"debt > 0\"");
  CHECK(text_at(schema, rule.place) == "\"age < 18\"");
}

TEST_CASE("what a rule leaves out has its default, and its name is its place in the list") {
  const ReadSchema schema =
      read(R"([{"check": "age > 1"}, {"name": "rule 1000", "check": "age > 2"}, {"check": "age > 3"}])");
  CHECK(codes(schema).empty());
  REQUIRE(rules_of(schema).size() == 3);
  const RuleDeclaration& rule = *rules_of(schema)[2];
  CHECK(rule.name == "rule 3");
  CHECK_FALSE(rule.named);
  CHECK(rules_of(schema)[1]->name == "rule 1000");
  CHECK(rules_of(schema)[1]->named);
  CHECK(rule.description.empty());
  CHECK(rule.enforcement == Enforcement::condition);
  CHECK_FALSE(rule.violate.has_value());
  CHECK_FALSE(rule.exact);
  CHECK(rule.by == nullptr);
}

TEST_CASE("the number of a rule counts faulty ones too, so that mending one renames no other") {
  const ReadSchema schema = read(R"([{"check": "age >"}, {"check": "age > 3"}])");
  CHECK(codes(schema) == Codes{"SG3001"});
  REQUIRE(rules_of(schema).size() == 1);
  CHECK(rules_of(schema)[0]->name == "rule 2");
}

TEST_CASE("the words of enforce are read") {
  const ReadSchema schema = read(R"([{"check": "age > 1", "enforce": "condition"},
      {"check": "age > 1", "enforce": "verify"}, {"check": "age > 1", "enforce": "report"}])");
  CHECK(codes(schema).empty());
  REQUIRE(rules_of(schema).size() == 3);
  CHECK(rules_of(schema)[0]->enforcement == Enforcement::condition);
  CHECK(rules_of(schema)[1]->enforcement == Enforcement::verify);
  CHECK(rules_of(schema)[2]->enforcement == Enforcement::report);
}

TEST_CASE("violate is a share or an expression") {
  const ReadSchema schema = read(R"j([{"check": "age > 1", "violate": 0}, {"check": "age > 1", "violate": 1},
      {"check": "age > 1", "violate": "=if(age > 70, 0.1, 0)"}, {"check": "age > 1", "violate": "=share / 2"}])j");
  CHECK(codes(schema).empty());
  REQUIRE(rules_of(schema).size() == 4);
  CHECK(rules_of(schema)[1]->violate->literal());
  CHECK_FALSE(rules_of(schema)[2]->violate->literal());
  CHECK(rules_of(schema)[2]->violate->expression->text() == "if(age > 70, 0.1, 0)");
  for (const char* wrong : {"1.01", "-0.5", "\"=many\"", "\"=2 * 3\""}) {
    INFO(wrong);
    CHECK(codes(read_with(R"("violate": )" + std::string(wrong))) == Codes{"SG2106"});
  }
  for (const char* wrong : {"true", "\"0.1\"", "\"age / 100\"", "[0.1]", "null"}) {
    INFO(wrong);
    CHECK(codes(read_with(R"("violate": )" + std::string(wrong))) == Codes{"SG2003"});
  }
}

TEST_CASE("a constant that --set has made too large is no share") {
  const std::string rules = R"([{"check": "age > 1", "violate": "=share"}])";
  CHECK(codes(read(rules)).empty());
  ReadOptions options;
  options.constants["share"] = "3";
  CHECK(codes(read(rules, options)) == Codes{"SG2106"});
}

TEST_CASE("an exact share is the same in all rows: a number, or computed from constants") {
  for (const char* share : {"0.1", "\"=share\"", "\"=share / 2\""}) {
    INFO(share);
    CHECK(codes(read_with(R"("violate": )" + std::string(share) + R"(, "exact": true)")).empty());
  }
  for (const char* share : {"\"=age / 100\"", "\"=uniform(0, 0.1)\"", "\"=if(age > share, 0, 1)\""}) {
    INFO(share);
    CHECK(codes(read_with(R"("violate": )" + std::string(share) + R"(, "exact": true)")) == Codes{"SG2504"});
    CHECK(codes(read_with(R"("violate": )" + std::string(share) + R"(, "exact": false)")).empty());
  }
}

TEST_CASE("by is a number, an expression or a source") {
  for (const char* by : {"0.1", "\"=age / 100\"", R"({"choice": [0.05, 0.5]})",
                         R"({"distribution": "uniform", "min": 0.01, "max": 0.2})"}) {
    INFO(by);
    const ReadSchema schema = read_with(R"("violate": 0.1, "by": )" + std::string(by));
    CHECK(codes(schema).empty());
    REQUIRE(rules_of(schema).size() == 1);
    CHECK(rules_of(schema)[0]->by != nullptr);
  }
  for (const char* wrong : {"true", "null", "\"0.1\"", "\"10 %\"", "\"==x\"", "[0.1, 0.2]"}) {
    INFO(wrong);
    CHECK(codes(read_with(R"("violate": 0.1, "by": )" + std::string(wrong))) == Codes{"SG2003"});
  }
  for (const char* wrong : {"0", "-0.1"}) {
    INFO(wrong);
    CHECK(codes(read_with(R"("violate": 0.1, "by": )" + std::string(wrong))) == Codes{"SG2106"});
  }
  CHECK(codes(read(R"([{"check": "age > 1", "violate": 0.1, "by": {"zzz": 1}}])")) == Codes{"SG2101"});
}

TEST_CASE("keys that do not go together are one fault each, and the rule is left out") {
  const std::pair<const char*, const char*> kFaulty[] = {
      {R"({})", "SG2002"},
      {R"({"name": "a"})", "SG2002"},
      {R"({"if": "age > 1"})", "SG2002"},
      {R"({"if": "age > 1", "else": "age > 2"})", "SG2002"},
      {R"({"check": "age > 1", "if": "age > 1"})", "SG2500"},
      {R"({"check": "age > 1", "if": "age > 1", "then": "age > 2"})", "SG2500"},
      {R"({"check": "age > 1", "if": "age > 1", "else": "age > 2"})", "SG2500"},
      {R"({"then": "age > 1"})", "SG2501"},
      {R"({"else": "age > 1"})", "SG2501"},
      {R"({"then": "age > 1", "else": "age > 1"})", "SG2501"},
      {R"({"check": "age > 1", "then": "age > 1"})", "SG2501"},
      {R"({"check": "age > 1", "violate": 0.1, "enforce": "verify"})", "SG2502"},
      {R"({"check": "age > 1", "violate": 0.1, "enforce": "report"})", "SG2502"},
      {R"({"check": "age > 1", "exact": true})", "SG2503"},
      {R"({"check": "age > 1", "by": 0.1})", "SG2503"},
      {R"({"check": "age > 1", "enforce": "never"})", "SG2103"},
      {R"({"check": "age > 1", "zzz": 1})", "SG2004"},
      {R"({"check": true})", "SG2003"},
      {R"({"check": "=age > 1"})", "SG3006"},
      {R"({"check": "age == 1"})", "SG3005"},
      {R"({"check": "age > 1", "name": ""})", "SG2003"},
      {R"({"check": "age > 1", "enforce": true})", "SG2003"},
      {R"("age > 1")", "SG2003"},
      {R"(["age > 1"])", "SG2003"},
  };
  for (const auto& [rule, code] : kFaulty) {
    INFO(rule);
    const ReadSchema schema = read("[" + std::string(rule) + "]");
    CHECK(codes(schema) == Codes{code});
    CHECK(rules_of(schema).empty());
  }
}

TEST_CASE("a key that others call otherwise is one fault, not a key that is lacking as well") {
  for (const char* rule :
       {R"({"condition": "age > 1"})", R"({"when": "age > 1", "then": "age > 2"})",
        R"({"if": "age > 1", "implies": "age > 2"})", R"({"check": "age > 1", "rate": 0.1, "exact": true})",
        R"({"chek": "age > 1"})", R"({"check": "age > 1", "violat": 0.1, "by": 0.1})"}) {
    INFO(rule);
    const ReadSchema schema = read("[" + std::string(rule) + "]");
    CHECK(codes(schema) == Codes{"SG2004"});
    const std::string hint = hint_of(schema);
    CHECK((hint.starts_with("it is called") || hint.starts_with("did you mean")));
    CHECK(rules_of(schema).empty());
  }
}

TEST_CASE("all faults of a rule are told at once, also those within conditions whose keys do not go together") {
  CHECK(codes(read(R"([{"check": "age >", "if": "(age", "then": 3, "enforce": "no", "violate": 7, "exact": 1,
                        "by": -1, "zzz": 1}, "age > 1"])")) ==
        Codes{"SG2003", "SG2003", "SG2003", "SG2004", "SG2103", "SG2106", "SG2106", "SG2500", "SG3001", "SG3001"});
}

TEST_CASE("two rules of a table have two names, also where one is called by its place") {
  CHECK(codes(read(R"([{"name": "a", "check": "age > 1"}, {"name": "a", "check": "age > 2"},
                       {"name": "a", "check": "age > 3"}])")) == Codes{"SG2505", "SG2505"});
  CHECK(codes(read(R"([{"name": "rule 2", "check": "age > 1"}, {"check": "age > 2"}])")) == Codes{"SG2505"});
  CHECK(codes(read(R"([{"name": "rule 1", "check": "age > 1"}, {"check": "age > 2"}])")).empty());
  CHECK(codes(read(R"([{"name": "rule 2", "check": "age > 1"}, {"name": "b", "check": "age > 2"}])")).empty());
}

TEST_CASE("rules are a list of a thousand at most") {
  CHECK(codes(read(R"({"check": "age > 1"})")) == Codes{"SG2003"});
  CHECK(codes(read(R"("age > 1")")) == Codes{"SG2003"});
  CHECK(codes(read("[]")).empty());
  std::string many;
  for (std::size_t i = 0; i < kMostRules; ++i) many += R"({"check": "age > 1"},)";
  const ReadSchema most = read("[" + many.substr(0, many.size() - 1) + "]");
  CHECK(codes(most).empty());
  CHECK(rules_of(most).size() == kMostRules);
  const ReadSchema beyond = read("[" + many + R"({"check": "age > 1"}])");
  CHECK(codes(beyond) == Codes{"SG2007"});
  CHECK(rules_of(beyond).empty());
}
