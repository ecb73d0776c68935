#include "synthgen/schema/keys.hpp"

namespace synthgen {
namespace {

constexpr KeyRecord kDocument[] = {
    {"$schema", "For editors: where the JSON Schema of this language lies. Not read.", R"j({"type": "string"})j"},
    {"synthgen", "Version of the language: 1.", R"j({"const": 1})j"},
    {"name", "Names the output folder. Without it, the name of the file does.", R"j({"$ref": "#/$defs/file_name"})j"},
    {"description", "Free text.", R"j({"type": "string"})j"},
    {"locale", "The rules that ascii() and slug() follow: de_DE writes ü as ue. en_US without it.",
     R"j({"enum": ["en_US", "en_GB", "es_ES", "de_DE"]})j"},
    {"seed", "Another seed gives other data. 0 without it.",
     R"j({"type": "integer", "minimum": 0, "maximum": 18446744073709551615})j"},
    {"reference_time", "What now() and today() mean; they never look at the clock. 2025-01-01T00:00:00Z without it.",
     R"j({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"})j"},
    {"constants", "Values by name, for expressions; --set NAME=VALUE changes one for a run.",
     R"j({"type": "object", "propertyNames": {"minLength": 1}, "additionalProperties": {"$ref": "#/$defs/literal"}})j"},
    {"tables", "The tables by name, in the order in which they are told.",
     R"j({"type": "object", "minProperties": 1, "maxProperties": 10000, "propertyNames": {"$ref": "#/$defs/table_name"},
          "additionalProperties": {"$ref": "#/$defs/table"}})j"},
    {"output", "Where the files go, and in which format.", R"j({"$ref": "#/$defs/output"})j"},
};

constexpr KeyRecord kTable[] = {
    {"rows",
     "How many rows: a whole number, an expression over the constants, a number of rows for each row of a parent, or a "
     "cross join of tables, one row for each combination of theirs.",
     R"j({"anyOf": [
       {"type": "integer", "minimum": 0, "maximum": 1000000000000000},
       {"$ref": "#/$defs/parameter_expression"},
       {"$ref": "#/$defs/rows_per_parent"},
       {"type": "object", "required": ["per"], "additionalProperties": false, "properties": {
         "per": {"description": "The tables to combine.", "type": "array", "minItems": 1, "uniqueItems": true,
                 "items": {"$ref": "#/$defs/name"}}}}]})j"},
    {"columns", "The columns by name; their order is that of the file.",
     R"j({"type": "object", "minProperties": 1, "propertyNames": {"minLength": 1},
          "additionalProperties": {"$ref": "#/$defs/column"}})j"},
    {"data", "Rows as they are, in order, each once: given here, or in a CSV or Parquet file.",
     R"j({"oneOf": [
       {"type": "object", "required": ["columns", "rows"], "additionalProperties": false, "properties": {
         "columns": {"$ref": "#/$defs/data_columns"},
         "rows": {"description": "One list of values a row, in the order of the columns.", "type": "array",
                  "items": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}}}},
       {"type": "object", "required": ["file"], "additionalProperties": false, "properties": {
         "file": {"description": "A CSV or Parquet file, relative to the folder of the schema.", "type": "string", "minLength": 1},
         "columns": {"$ref": "#/$defs/data_columns"},
         "delimiter": {"description": "Between the fields of the file; a comma without it.", "type": "string",
                       "minLength": 1, "maxLength": 1}}}]})j"},
    {"entities", "What columns say about the people, places and companies of a row, by entity: providers follow them.",
     R"j({"$ref": "#/$defs/entities"})j"},
    {"primary_key",
     "The column that differs in every row, or columns that differ together; \"references\" to the table alone mean "
     "it.",
     R"j({"anyOf": [{"$ref": "#/$defs/name"},
                    {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}}]})j"},
    {"unique", "Lists of columns whose values together differ in every row.",
     R"j({"type": "array", "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}}})j"},
    {"correlations", "Groups of columns that depend on each other, and how strongly.",
     R"j({"type": "array", "items": {"$ref": "#/$defs/correlation"}})j"},
    {"rules", "Conditions between columns: what rows are drawn by, what is verified of them, or what is counted.",
     R"j({"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/rule"}})j"},
    {"noise", "Operators that damage cells as real data is damaged, in the order in which they are applied.",
     R"j({"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/noise"}})j"},
    {"scale", "false: --scale leaves the number of rows alone.", R"j({"type": "boolean"})j"},
    {"shuffle", "true: rows are written in a pseudorandom order.", R"j({"type": "boolean"})j"},
    {"description", "Free text.", R"j({"type": "string"})j"},
};

constexpr KeyRecord kCorrelation[] = {
    {"measure",
     "What the numbers mean: pearson of the values as written, spearman of their ranks, kendall of the order of pairs "
     "of "
     "rows, latent of the normal scores behind the values.",
     R"j({"enum": ["pearson", "spearman", "kendall", "latent"]})j"},
    {"columns", "The columns, in the order of the matrix's rows.",
     R"j({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}})j"},
    {"matrix", "A row for each column, and in it a correlation with each column; symmetric, 1 on the diagonal.",
     R"j({"type": "array", "minItems": 2, "maxItems": 1000, "items": {
          "type": "array", "minItems": 2, "maxItems": 1000, "items": {"$ref": "#/$defs/correlation_value"}}})j"},
    {"pairs", "Two columns and their correlation, in a list of pairs; it is 0 between columns that are not paired.",
     R"j({"type": "array", "minItems": 1, "items": {
          "type": "array", "minItems": 3, "maxItems": 3,
          "prefixItems": [{"$ref": "#/$defs/name"}, {"$ref": "#/$defs/name"}, {"$ref": "#/$defs/correlation_value"}]}})j"},
    {"copula",
     "How the columns hang together: gaussian, or student_t, in which extremes come together. gaussian without it.",
     R"j({"enum": ["gaussian", "student_t"]})j"},
    {"df", "Degrees of freedom of student_t: the fewer, the more often extremes come together.",
     R"j({"anyOf": [{"type": "number", "minimum": 1, "maximum": 1000000},
                    {"$ref": "#/$defs/parameter_expression"}]})j"},
    {"repair", "true: a matrix that no data can have is replaced by the nearest one that data can have.",
     R"j({"type": "boolean"})j"},
    {"given", "parameters: the correlations hold among rows of equal parameters and cases.",
     R"j({"const": "parameters"})j"},
    {"name", "Names the group in plans and messages.", R"j({"type": "string"})j"},
};

constexpr KeyRecord kRule[] = {
    {"check", "The condition: a row passes where it is true or null.", R"j({"$ref": "#/$defs/expression"})j"},
    {"if", "In which rows \"then\" holds: those where this is true. Where it is null, any row passes.",
     R"j({"$ref": "#/$defs/expression"})j"},
    {"then", "The condition of the rows where \"if\" is true.", R"j({"$ref": "#/$defs/expression"})j"},
    {"else", "The condition of the rows where \"if\" is false; without it they all pass.",
     R"j({"$ref": "#/$defs/expression"})j"},
    {"enforce",
     "condition: rows are drawn given the rule. verify: a row that breaks it stops the run. report: such rows are "
     "counted in the manifest. condition without it.",
     R"j({"enum": ["condition", "verify", "report"]})j"},
    {"violate",
     "The share of the rows that break this rule on purpose while all others hold, from 0 to 1: a number, or an "
     "expression that gives each row its own.",
     R"j({"$ref": "#/$defs/probability"})j"},
    {"exact", "true: exactly round(violate × rows) rows break it. The share is then the same in all rows.",
     R"j({"type": "boolean"})j"},
    {"by",
     "How far a computed column goes beyond the rule's other side where it is violated, as a share of that: a number, "
     "an expression, or a source that draws it. From 1 to 20% without it.",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"$ref": "#/$defs/parameter_expression"},
                    {"$ref": "#/$defs/nested_source", "type": "object"}]})j"},
    {"name", "Names the rule in plans, messages, the manifest and the log; \"rule 3\" for the third without it.",
     R"j({"type": "string", "minLength": 1})j"},
    {"description", "Free text.", R"j({"type": "string"})j"},
};

constexpr KeyRecord kNoise[] = {
    {"operator", "What is done: typo, missing and so on; \"synthgen list noise\" tells all.",
     R"j({"type": "string"})j"},
    {"columns", "The columns that it damages, of its own table; a range of repeated ones is \"x1..x20\".",
     R"j({"type": "array", "items": {"$ref": "#/$defs/name"}})j"},
    {"rate",
     "The share that is hit, from 0 to 1: a number, or an expression that gives each row its own, of clean values. "
     "Beside \"if\" it may be absent: every row that meets the condition is hit then.",
     R"j({"$ref": "#/$defs/probability"})j"},
    {"exact",
     "true: the rate is met exactly, in round(rate × rows) rows of each column. Not beside \"if\", and the rate is the "
     "same in all rows.",
     R"j({"type": "boolean"})j"},
    {"if", "A condition on clean values: only rows that meet it are hit.", R"j({"$ref": "#/$defs/expression"})j"},
    {"name",
     "Names the operator in the log and the manifest, and decides which rows it hits: with a name these stay when "
     "operators of the same kind come or go.",
     R"j({"type": "string", "minLength": 1})j"},
};

constexpr KeyRecord kColumn[] = {
    {"type", "What the values are; without it, what the source gives.", R"j({"$ref": "#/$defs/type"})j"},
    {"decimals", "Digits after the point: the column is a decimal, exact to its last digit; 0 gives integers.",
     R"j({"type": "integer", "minimum": 0, "maximum": 18})j"},
    {"precision", "Digits of a time's seconds after the point: 0, 3 or 6.", R"j({"enum": [0, 3, 6]})j"},
    {"format", "How dates and times are written in CSV, as strftime has it: %d/%m/%Y.", R"j({"type": "string"})j"},
    {"missing", "Probability that a cell is null, or a condition under which it is.",
     R"j({"$ref": "#/$defs/probability"})j"},
    {"unique",
     "true: every value differs, by construction. \"suffix\": a number is put to each text, so that every one differs.",
     R"j({"enum": [true, false, "suffix"]})j"},
    {"ordered", "The draws of a family, or of the whole table, are sorted.",
     R"j({"enum": [true, false, "strict", "descending"]})j"},
    {"hidden", "true: the column serves others and is not written.", R"j({"type": "boolean"})j"},
    {"repeat", "How many columns this one stands for; its name holds {i}, which counts from 1, as i in expressions.",
     R"j({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 10000},
                    {"$ref": "#/$defs/parameter_expression"}]})j"},
    {"description", "Free text, kept in the manifest.", R"j({"type": "string"})j"},
    {"tags", "Words kept in the manifest.", R"j({"type": "array", "items": {"type": "string"}})j"},
};

constexpr KeyRecord kBounds[] = {
    {"min", "Least value: the draw is made given that it lies within the bounds, so nothing piles up at them.",
     R"j({"$ref": "#/$defs/bound"})j"},
    {"max", "Greatest value: the draw is made given that it lies within the bounds, so nothing piles up at them.",
     R"j({"$ref": "#/$defs/bound"})j"},
};

constexpr KeyRecord kOutput[] = {
    {"format", "Format of the files; csv without it.", R"j({"$ref": "#/$defs/format"})j"},
    {"file", "Where to, as -o takes it, but below the current folder: a folder, or a file of one table.",
     R"j({"type": "string", "minLength": 1, "pattern": "^(?!/)(?!(.*/)?\\.\\.(/|$))"})j"},
    {"clean", "true: the tables before noise are written too, in the folder clean/.", R"j({"type": "boolean"})j"},
    {"changes", "true: a log of every cell that noise has changed is written too, in the folder changes/.",
     R"j({"type": "boolean"})j"},
};

constexpr KeyTable kDocumentTable = {"the document", NotYet::document_key, kDocument};
constexpr KeyTable kTableTable = {"a table", NotYet::table_key, kTable};
constexpr KeyTable kCorrelationTable = {"a correlation", NotYet::correlation_key, kCorrelation};
constexpr KeyTable kRuleTable = {"a rule", NotYet::rule_key, kRule};
constexpr KeyTable kNoiseTable = {"a noise operator", NotYet::noise_key, kNoise};
constexpr KeyTable kColumnTable = {"a column", NotYet::column_key, kColumn};
constexpr KeyTable kOutputTable = {"output", NotYet::output_key, kOutput};

constexpr Record kTypes[] = {
    {"integer", "Whole numbers of 64 bits.", "in CSV -42; in Parquet int64",
     R"j({"distribution": "integer", "min": 1, "max": 6})j"},
    {"number", "Doubles, for measurements.",
     "in CSV the shortest form that reads back as the same double, as Python writes it: 0.1, 3.0, 1e-05; in Parquet "
     "double",
     R"j({"distribution": "normal", "mean": 20.5, "sd": 3})j"},
    {"decimal", "Exact numbers with a fixed number of digits after the point, 18 digits in all: money.",
     "in CSV exactly so many digits: 12.50; in Parquet decimal(9, d) where fixed bounds leave at most nine digits, "
     "else "
     "decimal(18, d)",
     R"j({"distribution": "lognormal", "median": 20, "sigma": 0.6, "decimals": 2})j"},
    {"string", "Text in UTF-8.", "in CSV quoted only where needed, the empty string as \"\"; in Parquet string",
     R"j({"choice": ["red", "green", "blue"]})j"},
    {"boolean", "true or false.", "in CSV true, false; in Parquet boolean",
     R"j({"distribution": "bernoulli", "p": 0.3})j"},
    {"date", "A day from year 1 to 9999.", "in CSV 2024-02-29, or by \"format\"; in Parquet date",
     R"j({"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"})j"},
    {"timestamp", "An instant in UTC; as an input it may have an offset.",
     "in CSV 2024-02-29T10:00:00Z, or by \"format\"; in Parquet timestamp in UTC",
     R"j({"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2025-01-01"})j"},
    {"datetime", "A day and a time on a wall clock, without a zone.",
     "in CSV 2024-02-29T10:00:00, or by \"format\"; in Parquet timestamp without a zone",
     R"j({"distribution": "uniform", "type": "datetime", "min": "2024-01-01", "max": "2025-01-01"})j"},
    {"time", "A time of day.", "in CSV 10:00:00, or by \"format\"; in Parquet time",
     R"j({"distribution": "uniform", "type": "time", "min": "08:00:00", "max": "18:00:00"})j"},
    {"uuid", "An identifier of 128 bits.",
     "in CSV 298fbf46-1539-4705-b1c6-f33d84acfd68; in Parquet 16 bytes, type UUID", R"j({"provider": "id.uuid4"})j"},
};

}  // namespace

const KeyTable& document_keys() { return kDocumentTable; }
const KeyTable& table_keys() { return kTableTable; }
const KeyTable& correlation_keys() { return kCorrelationTable; }
const KeyTable& rule_keys() { return kRuleTable; }
const KeyTable& noise_keys() { return kNoiseTable; }
const KeyTable& column_keys() { return kColumnTable; }
std::span<const KeyRecord> bound_keys() { return kBounds; }
const KeyTable& output_keys() { return kOutputTable; }

std::span<const KeyTable* const> key_tables() {
  static constexpr const KeyTable* kTables[] = {&kDocumentTable, &kTableTable,  &kCorrelationTable, &kRuleTable,
                                                &kNoiseTable,    &kColumnTable, &kOutputTable};
  return kTables;
}

std::span<const Record> type_records() { return kTypes; }

}  // namespace synthgen
