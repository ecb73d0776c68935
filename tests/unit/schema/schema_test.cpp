// What a right schema is read as; the texts of diagnostics are tested under tests/errors.
#include "synthgen/schema/schema.hpp"

#include <string>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

ReadSchema read(const std::string& text, const std::string& name = "folder/shop.v2.json") {
  Result<json::Document> document = json::parse_document(name, text);
  REQUIRE(document.ok());
  return read_schema(std::make_shared<const json::Document>(std::move(*document)));
}

std::vector<std::string> codes(const ReadSchema& schema) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : schema.diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

std::string column(const std::string& inside) {
  return R"({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"c": )" + inside + "}}}}";
}

}  // namespace

TEST_CASE("every key of a document is read") {
  const ReadSchema read_text = read(R"({
    "$schema": "synthgen.schema.json", "synthgen": 1, "name": "shop", "description": "A shop", "seed": 18446744073709551615,
    "reference_time": "2024-02-29T12:00:00Z",
    "output": {"format": "csv", "file": "data/people.csv", "clean": true, "changes": false},
    "tables": {"people": {"rows": 12, "description": "Who", "primary_key": "id", "columns": {
      "id": {"sequence": 1, "description": "key"},
      "x": {"distribution": "normal", "mean": 1, "sd": 2, "type": "decimal", "decimals": 2, "min": 0, "max": "=id", "missing": 0.5,
            "hidden": true}}}}})");
  CHECK(codes(read_text).empty());
  const Schema& schema = *read_text.schema;
  CHECK(schema.name == "shop");
  CHECK(schema.description == "A shop");
  CHECK(schema.seed == 18'446'744'073'709'551'615U);
  CHECK(schema.reference_micros == 1'709'208'000'000'000);
  CHECK(schema.output.format == "csv");
  CHECK(schema.output.file == "data/people.csv");
  CHECK(schema.output.clean.has_value());
  CHECK_FALSE(schema.output.changes.has_value());
  REQUIRE(schema.tables.size() == 1);
  const SchemaTable& table = *schema.tables[0];
  CHECK(table.name == "people");
  CHECK(table.rows == 12);
  CHECK(table.description == "Who");
  CHECK(table.primary_key == std::vector<std::string>{"id"});
  CHECK(table.index_of("x") == 1);
  CHECK_FALSE(table.index_of("y").has_value());
  const ColumnDeclaration& x = table.find("x")->declaration;
  CHECK(x.hidden);
  CHECK(x.wanted() == Type::decimal(2));
  CHECK(x.min->literal());
  CHECK_FALSE(x.max->literal());
  CHECK(x.missing.has_value());
  CHECK(table.find("id")->declaration.description == "key");
  CHECK(table.find("x")->kind == find_source("distribution"));
}

TEST_CASE("what is left out has its default, and the name is the file's stem") {
  const ReadSchema schema =
      read(R"({"synthgen": 1, "tables": {"t": {"rows": 0, "columns": {"c": {"constant": null}}}}})");
  CHECK(codes(schema).empty());
  CHECK(schema.schema->name == "shop.v2");
  CHECK(schema.schema->seed == 0);
  CHECK(schema.schema->reference_micros == 1'735'689'600'000'000);  // 2025-01-01
  CHECK_FALSE(schema.schema->output.format.has_value());
}

TEST_CASE("decimals of 0 mean integers, and a type without decimals is itself") {
  const auto wanted = [](const std::string& modifiers) {
    return read(column(R"({"distribution": "normal", "mean": 1, "sd": 2)" + modifiers + "}"))
        .schema->tables[0]
        ->columns[0]
        ->declaration.wanted();
  };
  CHECK(wanted("") == std::nullopt);
  CHECK(wanted(R"(, "decimals": 0)") == Type{TypeKind::integer, 0});
  CHECK(wanted(R"(, "decimals": 18)") == Type::decimal(18));
  CHECK(wanted(R"(, "type": "number")") == Type{TypeKind::number, 0});
}

TEST_CASE("a schema with many faults is read on, and each of them told once") {
  const ReadSchema schema = read(R"({"synthgen": 1, "tables": {
    "a": {"rows": -1, "columns": {"x": {"sequence": 1, "constant": 2}, "y": {}, "z": {"sequence": 1, "colour": "red"}}},
    "b": {"rows": 1, "columns": {"x": {"constant": 1, "type": "int"}}},
    "c": {"rows": 1, "columns": {}}}})");
  CHECK(codes(schema).size() == 6);
  CHECK(schema.schema->tables.size() == 3);
}

TEST_CASE("names that would lead out of the output folder are refused") {
  for (const char* name : {"", "a/b", "..", ".hidden", "a\\\\b", "a\\u0000b", "a\\nb"}) {
    INFO(name);
    CHECK(codes(read(std::string(R"({"synthgen": 1, "tables": {")") + name +
                     R"(": {"rows": 1, "columns": {"c": {"constant": 1}}}}})")) == std::vector<std::string>{"SG2008"});
  }
  for (const char* file : {"/etc/passwd", "../x.csv", "a/../../x.csv", "..", "a/..", ""}) {
    INFO(file);
    CHECK(codes(read(std::string(R"({"synthgen": 1, "output": {"file": ")") + file +
                     R"("}, "tables": {"t": {"rows": 1, "columns": {"c": {"constant": 1}}}}})")) ==
          std::vector<std::string>{"SG2008"});
  }
}

TEST_CASE("a document of the wrong kind is a diagnostic, whatever it is") {
  for (const char* text : {"null", "3", "[]", "\"x\"", "{}", R"({"synthgen": 1})", R"({"synthgen": 2, "tables": {}})",
                           R"({"synthgen": 1, "tables": []})", R"({"synthgen": 1, "tables": {"t": 3}})",
                           R"({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"c": 3}}}})",
                           R"({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": [1]}}})"}) {
    INFO(text);
    const ReadSchema schema = read(text);
    CHECK(schema.diagnostics.has_errors());
    CHECK(schema.schema != nullptr);
  }
}
