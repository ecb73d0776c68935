#include "synthgen/schema/json_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "indented_json.hpp"
#include "noise_json_schema.hpp"
#include "object_text.hpp"
#include "rule_json_schema.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/column/type.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/provider/provider.hpp"
#include "synthgen/schema/keys.hpp"
#include "synthgen/source/distribution_keys.hpp"
#include "synthgen/source/source.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {
namespace {

/// Those that are built.
std::string properties_of(const KeyTable& table) {
  ObjectText properties;
  for (const KeyRecord& key : table.keys) {
    if (!is_not_yet(table.not_yet, key.name)) add_keys({&key, 1}, properties);
  }
  return properties.text();
}

/// A bound as it is written: whole numbers without a point.
std::string number_token(double number) {
  std::string text = shortest_text(number);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string number_schema(const Range& range) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  ObjectText schema;
  schema.add_text("type", range.integral ? "integer" : "number");
  if (range.low > -kInfinity) schema.add(range.low_open ? "exclusiveMinimum" : "minimum", number_token(range.low));
  if (range.high < kInfinity) schema.add(range.high_open ? "exclusiveMaximum" : "maximum", number_token(range.high));
  return schema.text();
}

std::string parameter_schema(const Parameter& parameter) {
  if (parameter.form == ParameterForm::dates) {
    return described(fmt::format("{}; none without it", parameter.meaning),
                     R"({"type": "array", "items": {"type": "string", "format": "date"}})");
  }
  const bool list = parameter.form == ParameterForm::list;
  std::string meaning = fmt::format("{}; {}", parameter.meaning, parameter.range.text());
  if (parameter.fallback.has_value()) {
    meaning += fmt::format("; {}{} without it", list ? "each is " : "", number_token(*parameter.fallback));
  }
  if (list) {
    std::string item = number_schema(parameter.range);
    // Where the column is one of times.
    if (parameter.measure == Measure::location) {
      item = fmt::format(R"({{"anyOf": {}}})", list_text({item, reference("time_text")}));
    }
    return described(meaning, fmt::format(R"({{"type": "array", "minItems": 1, "items": {}}})", item));
  }
  std::vector<std::string> forms = {number_schema(parameter.range), reference("parameter_expression")};
  // Where the column is one of times.
  if (parameter.measure == Measure::location) forms.push_back(reference("time_text"));
  if (parameter.measure == Measure::scale) forms.push_back(reference("duration"));
  return described(meaning, fmt::format(R"({{"anyOf": {}}})", list_text(forms)));
}

/// {"required": […], "properties": {every other parameter: false}}
std::string parameterisation_schema(const DistributionKind& kind, const Parameterisation& parameters) {
  std::vector<std::string_view> required;
  for (const Parameter& parameter : parameters) {
    if (!parameter.fallback.has_value()) required.push_back(parameter.name);
  }
  ObjectText others;
  std::vector<std::string_view> seen;
  for (const Parameterisation& other : kind.parameterisations) {
    for (const Parameter& parameter : other) {
      const auto same = [&](const Parameter& p) { return p.name == parameter.name; };
      if (std::any_of(parameters.begin(), parameters.end(), same)) continue;
      if (std::find(seen.begin(), seen.end(), parameter.name) != seen.end()) continue;
      seen.push_back(parameter.name);
      others.add(parameter.name, "false");
    }
  }
  ObjectText schema;
  schema.add("required", quoted_list(required));
  if (!seen.empty()) schema.add("properties", others.text());
  return schema.text();
}

std::string distribution_schema(const DistributionKind& kind) {
  ObjectText properties;
  std::vector<std::string_view> seen;
  // They are described as bounds.
  if (kind.bounds_are_parameters) seen = {"min", "max"};
  for (const Parameterisation& parameters : kind.parameterisations) {
    for (const Parameter& parameter : parameters) {
      if (std::find(seen.begin(), seen.end(), parameter.name) != seen.end()) continue;
      seen.push_back(parameter.name);
      properties.add(parameter.name, parameter_schema(parameter));
    }
  }
  if (kind.outcome != Outcome::boolean) add_keys(bound_keys(), properties);
  add_keys(distribution_keys(kind), properties);
  ObjectText schema;
  schema.add_text("title", kind.record.name);
  schema.add_text("description", kind.record.summary);
  schema.add("examples", fmt::format("[{}]", kind.record.example));
  schema.add("properties", properties.text());
  std::vector<std::string> ways;
  for (const Parameterisation& parameters : kind.parameterisations) {
    ways.push_back(parameterisation_schema(kind, parameters));
  }
  schema.add("oneOf", list_text(ways));
  return schema.text();
}

std::string distribution_source_schema(const SourceKind& kind) {
  std::vector<std::string_view> names;
  std::vector<std::string> cases;
  for (const DistributionKind* distribution : distribution_kinds()) {
    names.push_back(distribution->record.name);
    cases.push_back(
        when(fmt::format(R"({{"properties": {{"distribution": {{"const": {}}}}}}})", quoted(distribution->record.name)),
             fmt::format("distribution_{}", distribution->record.name)));
  }
  return ObjectText()
      .add_text("title", kind.record.name)
      .add("properties", ObjectText()
                             .add("distribution",
                                  described(kind.record.summary, fmt::format(R"({{"enum": {}}})", quoted_list(names))))
                             .text())
      .add("allOf", list_text(cases))
      .text();
}

std::string closed_object(std::string_view properties, std::string_view required) {
  ObjectText schema;
  schema.add_text("type", "object").add("properties", properties);
  if (!required.empty()) schema.add("required", required);
  return schema.add("additionalProperties", "false").text();
}

std::string option_schema(const ProviderOption& option) {
  std::string schema;
  switch (option.form) {
    case OptionForm::flag:
      schema = R"({"type": "boolean"})";
      break;
    case OptionForm::word:
      schema = fmt::format(R"({{"enum": {}}})", quoted_list({option.words.begin(), option.words.end()}));
      break;
    case OptionForm::integer:
      schema = fmt::format(R"({{"type": "integer", "minimum": {}, "maximum": {}}})", option.least, option.greatest);
      break;
    case OptionForm::text:
      schema = R"({"type": "string", "minLength": 1})";
      break;
  }
  return described(option.meaning, schema);
}

/// Keys beside the provider's name; empty where it has none.
std::string provider_schema(const SourceKind& source, const ProviderKind& kind) {
  ObjectText properties;
  bool any = false;
  for (const ProviderOption& option : kind.options) {
    properties.add(option.name, option_schema(option));
    any = true;
  }
  for (const KeyRecord& key : source.keys) {
    if (!(key.name == "entity" ? kind.of_entity() : kind.localized)) continue;
    add_keys({&key, 1}, properties);
    any = true;
  }
  if (!any) return {};
  return ObjectText()
      .add_text("title", kind.record.name)
      .add_text("description", kind.record.summary)
      .add("properties", properties.text())
      .text();
}

std::string provider_definition(const ProviderKind& kind) { return fmt::format("provider_{}", kind.record.name); }

std::string provider_source_schema(const SourceKind& source) {
  std::vector<std::string_view> names;
  std::vector<std::string> cases;
  for (const ProviderKind* kind : provider_kinds()) {
    names.push_back(kind->record.name);
    if (provider_schema(source, *kind).empty()) continue;
    cases.push_back(when(fmt::format(R"({{"properties": {{"provider": {{"const": {}}}}}}})", quoted(kind->record.name)),
                         provider_definition(*kind)));
  }
  return ObjectText()
      .add_text("title", source.record.name)
      .add("examples", fmt::format("[{}]", source.record.example))
      .add("properties",
           ObjectText()
               .add("provider", described(source.record.summary, fmt::format(R"({{"enum": {}}})", quoted_list(names))))
               .text())
      .add("allOf", list_text(cases))
      .text();
}

/// What `entities` may say of each: those of the names that providers have by default have keys of their own.
std::string entities_schema() {
  const auto object_of = [](std::string_view domain) {
    ObjectText properties;
    for (const Name key : entity_keys(domain)) {
      properties.add(key, R"({"description": "A column behind =, or a text that all rows have.", "type": "string"})");
    }
    return closed_object(properties.text(), "");
  };
  ObjectText named;
  for (const std::string_view domain : {"person", "address", "company"}) named.add(domain, object_of(domain));
  return ObjectText()
      .add_text("type", "object")
      .add("properties", named.text())
      .add("additionalProperties", object_of(""))
      .text();
}

std::string source_schema(const SourceKind& kind) {
  if (kind.record.name == "distribution") return distribution_source_schema(kind);
  if (kind.record.name == "provider") return provider_source_schema(kind);
  std::string value(kind.value_schema);
  if (value.empty()) value = "{}";
  ObjectText properties;
  properties.add(kind.record.name, described(kind.record.summary, value));
  add_keys(kind.keys, properties);
  if (kind.takes_bounds) add_keys(bound_keys(), properties);
  return ObjectText()
      .add_text("title", kind.record.name)
      .add("examples", fmt::format("[{}]", kind.record.example))
      .add("properties", properties.text())
      .text();
}

/// Exactly one source, with its own keys.
std::string one_source_schema() {
  std::vector<std::string> one;
  std::vector<std::string> cases;
  for (const SourceKind* kind : source_kinds()) {
    const std::string required = fmt::format(R"({{"required": [{}]}})", quoted(kind->record.name));
    one.push_back(required);
    cases.push_back(when(required, fmt::format("source_{}", kind->record.name)));
  }
  return ObjectText().add_text("type", "object").add("oneOf", list_text(one)).add("allOf", list_text(cases)).text();
}

/// A source within a source, with the keys `own` that belong to the surrounding one; those of `required` must be there.
std::string branch_schema(std::span<const KeyRecord> own, const std::vector<std::string_view>& required) {
  ObjectText properties;
  add_keys(own, properties);
  for (const KeyRecord& key : column_keys().keys) {
    if (key.name == "missing") add_keys({&key, 1}, properties);
  }
  ObjectText schema;
  schema.add("$ref", quoted("#/$defs/source")).add("properties", properties.text());
  if (!required.empty()) schema.add("required", quoted_list(required));
  return schema.add("unevaluatedProperties", "false").text();
}

constexpr KeyRecord kOfCase[] = {
    {"if", "The condition of this case; the first that holds counts.", R"j({"$ref": "#/$defs/expression"})j"},
};
constexpr KeyRecord kOfMixtureBranch[] = {
    {"weight", "The branch's share, relative to those of the others.",
     R"j({"anyOf": [{"type": "number", "minimum": 0}, {"$ref": "#/$defs/parameter_expression"}]})j"},
};

constexpr KeyRecord kOfFamily[] = {
    {"per", "The table whose rows have these rows: each a family of its own, one after the other.",
     R"j({"$ref": "#/$defs/name"})j"},
    {"total", "How many rows the table has: the numbers drawn are then relative sizes.",
     R"j({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 1000000000000000},
                    {"$ref": "#/$defs/parameter_expression"}]})j"},
};

/// What may stand for a value that each row has its own of.
std::string value_source_schema() {
  return ObjectText()
      .add_text("description", "A value, an expression behind =, or a source of values.")
      .add("anyOf", list_text({reference("literal"), reference("parameter_expression"), reference("nested_source")}))
      .text();
}

std::string table_schema() {
  const bool data = !is_not_yet(NotYet::table_key, "data");
  ObjectText schema;
  schema.add_text("type", "object").add("properties", properties_of(table_keys()));
  if (data) {
    schema.add("oneOf", R"([{"required": ["rows", "columns"], "properties": {"data": false}},
                            {"required": ["data"], "properties": {"rows": false}}])");
  } else {
    schema.add("required", R"(["rows", "columns"])");
  }
  return schema.add("additionalProperties", "false").text();
}

/// One of two forms, and degrees of freedom where the copula has them.
std::string correlation_schema() {
  return ObjectText()
      .add_text("type", "object")
      .add("properties", properties_of(correlation_keys()))
      .add("required", R"(["measure"])")
      .add("oneOf", R"([{"required": ["columns", "matrix"], "properties": {"pairs": false}},
                        {"required": ["pairs"], "properties": {"columns": false, "matrix": false}}])")
      .add("if", R"({"required": ["copula"], "properties": {"copula": {"const": "student_t"}}})")
      .add("then", R"({"required": ["df"]})")
      .add("else", R"({"properties": {"df": false}})")
      .add("additionalProperties", "false")
      .text();
}

std::string types_schema() {
  std::vector<std::string> types;
  for (const Record& type : type_records()) {
    types.push_back(ObjectText().add("const", quoted(type.name)).add_text("description", type.summary).text());
  }
  return ObjectText().add("oneOf", list_text(types)).text();
}

std::string formats_schema() {
  std::vector<std::string_view> names;
  for (const WriterKind* kind : writer_kinds()) names.push_back(kind->record.name);
  return fmt::format(R"({{"enum": {}}})", quoted_list(names));
}

/// What value schemas of the records refer to.
void add_shared_definitions(ObjectText& definitions) {
  definitions.add("expression", R"j({"description": "An expression, without a leading =.", "type": "string"})j");
  definitions.add("parameter_expression",
                  R"j({"description": "An expression behind =, evaluated in every row.", "type": "string",
                       "pattern": "^=([^=]|$)"})j");
  definitions.add("number_or_expression",
                  R"j({"anyOf": [{"type": "number"}, {"$ref": "#/$defs/parameter_expression"}]})j");
  definitions.add("probability", R"j({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1},
                                                {"$ref": "#/$defs/parameter_expression"}]})j");
  definitions.add("literal",
                  R"j({"description": "A value as it is. A text that begins with = doubles it.",
                       "type": ["string", "number", "boolean", "null"], "not": {"$ref": "#/$defs/parameter_expression"}})j");
  definitions.add("correlation_value",
                  R"j({"description": "From -1 to 1; 0 where two columns do not depend on each other.",
                       "anyOf": [{"type": "number", "minimum": -1, "maximum": 1},
                                 {"$ref": "#/$defs/parameter_expression"}]})j");
  definitions.add("name", R"j({"type": "string", "minLength": 1})j");
  definitions.add("names", R"j({"anyOf": [{"$ref": "#/$defs/name"},
                                          {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}}]})j");
  definitions.add("duration", R"j({"description": "For example \"90 days\" or \"1 hour\".", "type": "string",
                                   "pattern": "^-?[0-9]"})j");
  definitions.add("time_text", R"j({"description": "A date, time or duration, where the column is one of times.",
                                    "type": "string", "pattern": "^-?[0-9.]+ ?[-:a-z]"})j");
  definitions.add("bound", R"j({"anyOf": [{"type": "number"}, {"$ref": "#/$defs/parameter_expression"},
                                          {"$ref": "#/$defs/time_text"}]})j");
  definitions.add("file_name", R"j({"type": "string", "maxLength": 200,
                                    "pattern": "^[^./\\\\\\x00-\\x1f\\x7f][^/\\\\\\x00-\\x1f\\x7f]*$"})j");
  definitions.add("table_name",
                  R"j({"$ref": "#/$defs/file_name", "not": {"enum": ["manifest", "clean", "changes"]}})j");
  definitions.add("type", types_schema());
  definitions.add("format", formats_schema());
  if (!is_not_yet(NotYet::table_key, "data")) {
    definitions.add(
        "data_columns",
        R"j({"description": "Names of the columns, or their names and types.", "type": "array", "minItems": 1,
                         "items": {"anyOf": [{"$ref": "#/$defs/name"},
                           {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
                             "name": {"$ref": "#/$defs/name"}, "type": {"$ref": "#/$defs/type"},
                             "decimals": {"type": "integer", "minimum": 0, "maximum": 18},
                             "precision": {"enum": [0, 3, 6]}, "format": {"type": "string"},
                             "hidden": {"type": "boolean"}, "description": {"type": "string"}}}]}})j");
  }
}

std::string definitions_text() {
  ObjectText definitions;
  definitions.add("table", table_schema());
  definitions.add("correlation", correlation_schema());
  definitions.add("output", closed_object(properties_of(output_keys()), ""));
  definitions.add("column", ObjectText()
                                .add("$ref", quoted("#/$defs/source"))
                                .add("properties", properties_of(column_keys()))
                                .add("unevaluatedProperties", "false")
                                .text());
  definitions.add("branch", branch_schema(kOfCase, {}));
  definitions.add("mixture_branch", branch_schema(kOfMixtureBranch, {"weight"}));
  definitions.add("rows_per_parent", branch_schema(kOfFamily, {"per"}));
  definitions.add("distribution", ObjectText()
                                      .add("$ref", quoted("#/$defs/source_distribution"))
                                      .add_text("type", "object")
                                      .add("required", R"(["distribution"])")
                                      .add("unevaluatedProperties", "false")
                                      .text());
  definitions.add("nested_source", branch_schema({}, {}));
  definitions.add("value_source", value_source_schema());
  definitions.add("source", one_source_schema());
  for (const SourceKind* kind : source_kinds()) {
    definitions.add(fmt::format("source_{}", kind->record.name), source_schema(*kind));
  }
  for (const DistributionKind* kind : distribution_kinds()) {
    definitions.add(fmt::format("distribution_{}", kind->record.name), distribution_schema(*kind));
  }
  for (const ProviderKind* kind : provider_kinds()) {
    const std::string schema = provider_schema(*find_source("provider"), *kind);
    if (!schema.empty()) definitions.add(provider_definition(*kind), schema);
  }
  definitions.add("entities", entities_schema());
  add_rule_definition(definitions);
  add_noise_definitions(definitions);
  add_shared_definitions(definitions);
  return definitions.text();
}

}  // namespace

std::string json_schema() {
  std::string text =
      ObjectText()
          .add_text("$schema", "https://json-schema.org/draft/2020-12/schema")
          .add_text("title", "synthgen schema")
          .add_text("description",
                    "Tables, columns, distributions and keys of synthetic data. Made by `synthgen schema`; "
                    "`synthgen check` judges the rest.")
          .add_text("type", "object")
          .add("properties", properties_of(document_keys()))
          .add("required", R"(["synthgen", "tables"])")
          .add("additionalProperties", "false")
          .add("$defs", definitions_text())
          .text();
  const Result<json::Document> document = json::parse_document("records", text);
  // A value_schema of a record that is no JSON is a fault of ours, which tests/unit/schema tells; it is shown as it is.
  if (!document.ok()) return text;
  return indented_json(document->root);
}

}  // namespace synthgen
