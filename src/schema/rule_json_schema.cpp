#include "rule_json_schema.hpp"

#include "synthgen/schema/keys.hpp"

namespace synthgen {

void add_rule_definition(ObjectText& definitions) {
  ObjectText properties;
  add_keys(rule_keys().keys, properties);
  // Only a rule that rows are drawn by can be broken on purpose.
  constexpr const char* kObserved =
      R"j({"required": ["enforce"], "properties": {"enforce": {"enum": ["verify", "report"]}}})j";
  definitions.add(
      "rule", ObjectText()
                  .add_text("type", "object")
                  .add("examples", R"j([{"name": "credit_limit", "check": "debt <= 0.6 * income", "violate": 0.01},
                                            {"if": "age < 18", "then": "loan is null", "else": "loan > 0"}])j")
                  .add("properties", properties.text())
                  .add("oneOf", R"j([{"required": ["check"], "properties": {"if": false, "then": false, "else": false}},
                                         {"required": ["if", "then"], "properties": {"check": false}}])j")
                  .add("dependentRequired", R"j({"exact": ["violate"], "by": ["violate"]})j")
                  .add("if", kObserved)
                  .add("then", R"j({"properties": {"violate": false}})j")
                  .add("additionalProperties", "false")
                  .text());
}

}  // namespace synthgen
