// The JSON Schema of the language: each record that it is made of is JSON and says something.
// What it accepts and rejects is judged from outside, by tests/errors/run_jsonschema.py.
#include "synthgen/schema/json_schema.hpp"

#include "support/catch.hpp"
#include "synthgen/column/type.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/noise/noise.hpp"
#include "synthgen/schema/keys.hpp"
#include "synthgen/source/source.hpp"

using namespace synthgen;

namespace {

void check_key(const KeyRecord& key) {
  INFO(key.name);
  CHECK_FALSE(key.name.empty());
  CHECK_FALSE(key.meaning.empty());
  const Result<json::Document> value = json::parse_document("value_schema", std::string(key.value_schema));
  REQUIRE(value);
  CHECK(value->root.is(json::Kind::object));
  CHECK_FALSE(value->root.members.empty());
}

}  // namespace

TEST_CASE("each key of a source has a meaning and a JSON Schema of its value", "[schema]") {
  for (const SourceKind* kind : source_kinds()) {
    INFO(kind->record.name);
    for (const KeyRecord& key : kind->keys) check_key(key);
    // Those two are made from the records of their members.
    if (kind->record.name == "distribution" || kind->record.name == "provider") continue;
    CHECK(json::parse_document("value_schema", std::string(kind->value_schema)));
  }
}

TEST_CASE("each key of document, table, column and output has a meaning and a JSON Schema", "[schema]") {
  for (const KeyTable* table : key_tables()) {
    INFO(table->object);
    for (const KeyRecord& key : table->keys) check_key(key);
  }
  for (const KeyRecord& key : bound_keys()) check_key(key);
}

TEST_CASE("each key of a noise operator has a meaning and a JSON Schema of its value", "[schema]") {
  for (const NoiseKind* kind : noise_kinds()) {
    INFO(kind->record.name);
    for (const KeyRecord& key : kind->keys) {
      check_key(key);
      // The keys of all operators mean the same everywhere.
      for (const KeyRecord& common : noise_keys().keys) CHECK(key.name != common.name);
    }
  }
}

TEST_CASE("each type has a record, in the order of TypeKind", "[schema]") {
  const std::span<const Record> records = type_records();
  REQUIRE(records.size() == static_cast<std::size_t>(TypeKind::uuid) + 1);
  for (std::size_t k = 0; k < records.size(); ++k) {
    CHECK(records[k].name == type_name(static_cast<TypeKind>(k)));
    CHECK_FALSE(records[k].summary.empty());
  }
}

TEST_CASE("the JSON Schema is JSON, and the same each time", "[schema]") {
  const std::string text = json_schema();
  REQUIRE(json::parse_document("schema", text));
  CHECK(text == json_schema());
  CHECK(text.ends_with("}\n"));
}
