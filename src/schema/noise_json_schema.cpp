#include "noise_json_schema.hpp"

#include <fmt/format.h>

#include "synthgen/noise/noise.hpp"
#include "synthgen/schema/keys.hpp"

namespace synthgen {
namespace {

/// The keys of all operators, and by `operator` those of the one that is named.
std::string noise_schema() {
  ObjectText properties;
  std::vector<std::string_view> names;
  std::vector<std::string> cases;
  for (const NoiseKind* kind : noise_kinds()) {
    names.push_back(kind->record.name);
    cases.push_back(when(fmt::format(R"({{"required": ["operator"], "properties": {{"operator": {{"const": {}}}}}}})",
                                     quoted(kind->record.name)),
                         fmt::format("noise_{}", kind->record.name)));
  }
  for (const KeyRecord& key : noise_keys().keys) {
    if (key.name == "operator") {
      properties.add(key.name, described(key.meaning, fmt::format(R"({{"enum": {}}})", quoted_list(names))));
    } else {
      add_keys({&key, 1}, properties);
    }
  }
  // An exact share is of all rows, so it has a rate and no condition.
  cases.emplace_back(R"j({"if": {"required": ["exact"], "properties": {"exact": {"const": true}}},
                          "then": {"required": ["rate"], "properties": {"if": false}}})j");
  return ObjectText()
      .add_text("type", "object")
      .add("properties", properties.text())
      .add("required", R"(["operator", "columns"])")
      .add("anyOf", R"([{"required": ["rate"]}, {"required": ["if"]}])")
      .add("allOf", list_text(cases))
      .add("unevaluatedProperties", "false")
      .text();
}

std::string operator_schema(const NoiseKind& kind) {
  ObjectText count;
  count.add("minItems", std::to_string(kind.least_columns));
  // Ranges such as "x1..x20" are several columns, so an upper bound of items would say nothing beside theirs.
  if (kind.most_columns == kind.least_columns) count.add("maxItems", std::to_string(kind.most_columns));
  ObjectText properties;
  properties.add("columns", count.text());
  add_keys(kind.keys, properties);
  std::string schema = ObjectText()
                           .add_text("title", kind.record.name)
                           .add_text("description", kind.record.summary)
                           .add("examples", fmt::format("[{}]", kind.record.example))
                           .add("properties", properties.text())
                           .text();
  if (!kind.key_rules.empty()) schema.insert(schema.size() - 1, fmt::format(", {}", kind.key_rules));
  return schema;
}

}  // namespace

void add_noise_definitions(ObjectText& definitions) {
  definitions.add("noise", noise_schema());
  for (const NoiseKind* kind : noise_kinds()) {
    definitions.add(fmt::format("noise_{}", kind->record.name), operator_schema(*kind));
  }
}

}  // namespace synthgen
