#include "synthgen/schema/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "object_reader.hpp"
#include "read_constants.hpp"
#include "read_correlations.hpp"
#include "read_data.hpp"
#include "read_entities.hpp"
#include "read_keys.hpp"
#include "read_noise.hpp"
#include "read_rows.hpp"
#include "read_rules.hpp"
#include "repeated_column.hpp"
#include "rule_habits.hpp"
#include "synthgen/base/ascii.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/device_name.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/provider/locale.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

const SchemaColumn* SchemaTable::find(std::string_view column) const {
  const std::optional<std::size_t> index = index_of(column);
  return index.has_value() ? columns[*index].get() : nullptr;
}

std::optional<std::size_t> SchemaTable::index_of(std::string_view column) const {
  // The first of two columns of one name counts; it is told elsewhere.
  for (; indexed_ < columns.size(); ++indexed_) places_.try_emplace(columns[indexed_]->declaration.name, indexed_);
  const auto found = places_.find(column);
  return found != places_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<std::size_t> Schema::table_index(std::string_view table) const {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i]->name == table) return i;
  }
  return std::nullopt;
}

const json::Value* ObjectReader::take(std::string_view name) {
  known_.emplace(name);
  return object_.get(name);
}

const json::Value* ObjectReader::take(std::string_view name, json::Kind kind, std::string_view example) {
  const json::Value* value = take(name);
  if (value == nullptr || value->is(kind)) return value;
  const bool quoted_number = kind == json::Kind::number && value->is(json::Kind::string);
  diagnostics_.add(make_error(
      "SG2003", fmt::format("\"{}\" is {}, not {}", name, json::kind_name(kind), json::kind_name(value->kind)),
      value->place, fmt::format("{}for example {}", quoted_number ? "a number stands without quotes, " : "", example)));
  return nullptr;
}

const json::Value* ObjectReader::need(std::string_view name, json::Kind kind, std::string_view example) {
  if (take(name) == nullptr) {
    diagnostics_.add(make_error("SG2002", fmt::format("{} lacks \"{}\"", what_, name), object_.place,
                                fmt::format("add {}", example)));
    return nullptr;
  }
  return take(name, kind, example);
}

std::string ObjectReader::text(std::string_view name) {
  const json::Value* value = take(name, json::Kind::string, fmt::format("\"{}\": \"a text\"", name));
  return value != nullptr ? value->text : std::string();
}

/// For a key of a table that means `rules`.
std::string ObjectReader::rules_hint(const json::Member& member) const {
  if (object_.get("rules") != nullptr) return "it is called \"rules\" here, and that is given: move what it says there";
  if (member.value.is(json::Kind::array)) return "it is called \"rules\" here";
  constexpr std::size_t kLongestQuoted = 60;
  const std::string& text = member.value.text;
  const bool shown = member.value.is(json::Kind::string) && text.size() <= kLongestQuoted &&
                     text.find_first_of("\"\\\n\t") == std::string::npos;
  return fmt::format(R"(it is called "rules" here, and is a list: "rules": [{{"check": "{}"}}])",
                     shown ? text : "shipped_at >= ordered_at");
}

void ObjectReader::check_all_taken() {
  for (const json::Member& member : object_.members) {
    if (known_.count(member.name) != 0) continue;
    if (is_not_yet(not_yet_, member.name)) {
      diagnostics_.add(make_error("SG2005", fmt::format("\"{}\" is not supported yet", member.name), member.name_place,
                                  "remove it; the changelog tells when it arrives"));
      continue;
    }
    const std::vector<std::string> names(known_.begin(), known_.end());
    std::string near = did_you_mean(member.name, names);
    if (member.value.get("columns") != nullptr && known_.count("tables") != 0)
      near = "a table stands under \"tables\";";
    if (known_.count("rules") != 0 && means_rules(member.name)) {
      diagnostics_.add(make_error("SG2004", fmt::format("unknown key \"{}\" of {}", member.name, what_),
                                  member.name_place, rules_hint(member)));
      continue;
    }
    diagnostics_.add(
        make_error("SG2004", fmt::format("unknown key \"{}\" of {}", member.name, what_), member.name_place,
                   fmt::format("{}{}accepted: {}", near, near.empty() ? "" : " ", fmt::join(names, ", "))));
  }
}

namespace {

/// Why a name cannot be that of a file or folder of the output; empty where it can.
std::string file_name_fault(std::string_view name) {
  if (name.empty()) return "it is empty";
  if (name.size() > 200) return "it is longer than 200 bytes";
  if (name.find('/') != std::string_view::npos || name.find('\\') != std::string_view::npos) return "it holds a slash";
  if (name.starts_with('.')) return "it begins with a point";
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "it holds a control character";
  }
  return {};
}

/// Names become file names, so they must not lead out of the output folder.
void check_table_name(const json::Member& member, Diagnostics& diagnostics) {
  const std::string& name = member.name;
  std::string reason = file_name_fault(name);
  if (is_device_name(name)) reason = "it is the name of a device on Windows";
  if (name == "manifest" || name == "clean" || name == "changes") reason = "it is the name of a file of the output";
  if (reason.empty()) return;
  diagnostics.add(make_error("SG2008", fmt::format("a table cannot have this name: {}", reason), member.name_place,
                             "its name becomes the name of a file: letters, digits, _ and - are safe"));
}

void add_column(std::unique_ptr<SchemaColumn> column, const json::Member& member, SchemaTable& table,
                Diagnostics& diagnostics) {
  // JSON's own names differ already; those that "repeat" makes, or that "data" brings, may meet them.
  if ((table.repeats || table.from_data) && table.find(column->declaration.name) != nullptr) {
    diagnostics.add(make_error(
        "SG2014", fmt::format("two columns are called \"{}\"", column->declaration.name), member.name_place,
        table.from_data ? "rename the column, or the one of the data" : "rename the column, or the repeated one"));
    return;
  }
  table.columns.push_back(std::move(column));
}

/// "x{i}": {"repeat": 20, …}
void read_repeated(const json::Member& member, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  table.repeats = true;
  if (find_constant(schema.constants, "i") != nullptr) {
    diagnostics.add(make_error("SG2012", "a repeated column counts in \"i\", and a constant has this name",
                               member.name_place, "rename the constant"));
  }
  const std::optional<std::int64_t> count = read_repeat(member, schema, diagnostics);
  // How many columns it stands for is unknown, so an unknown name may be one of them.
  if (!count.has_value() || table.columns.size() + static_cast<std::size_t>(*count) > kMostColumns) {
    if (count.has_value()) {
      diagnostics.add(make_error("SG2007", fmt::format("more than {} columns in one table", kMostColumns),
                                 member.name_place, "split the table"));
    }
    table.columns_unknown = true;
    return;
  }
  for (std::int64_t k = 1; k <= *count; ++k) {
    auto column = read_column(member, repeated_name(member.name, k), *schema.files, table.entities.get(), diagnostics);
    column->declaration.constants.push_back({"i", NamedConstant::Kind::number, false, std::to_string(k)});
    add_column(std::move(column), member, table, diagnostics);
  }
}

void check_any_written(const SchemaTable& table, const Place& place, Diagnostics& diagnostics) {
  if (const SchemaColumn* index = table.find("i"); table.repeats && index != nullptr) {
    diagnostics.add(make_error("SG2012", "a repeated column counts in \"i\", and a column of its table has this name",
                               index->declaration.name_place, "rename the column"));
  }
  if (!table.columns.empty() &&
      std::all_of(table.columns.begin(), table.columns.end(), [](const auto& c) { return c->declaration.hidden; })) {
    diagnostics.add(make_error("SG2009", fmt::format("all columns of table \"{}\" are hidden", table.name), place,
                               "leave at least one to be written"));
  }
}

/// Columns, and whether all of them could be read.
void read_columns(const json::Value& columns, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  if (columns.members.empty()) {
    diagnostics.add(make_error("SG2009", fmt::format("table \"{}\" has no columns", table.name), columns.place,
                               R"(add one, such as "id": {"sequence": 1})"));
  }
  if (columns.members.size() > kMostColumns) {
    diagnostics.add(make_error("SG2007", fmt::format("more than {} columns in one table", kMostColumns), columns.place,
                               "split the table"));
    table.columns_unknown = true;
    return;
  }
  for (const json::Member& column : columns.members) {
    if (is_repeated(column)) {
      read_repeated(column, schema, table, diagnostics);
    } else {
      add_column(read_column(column, column.name, *schema.files, table.entities.get(), diagnostics), column, table,
                 diagnostics);
    }
  }
  check_any_written(table, columns.place, diagnostics);
}

/// A key that is true or false; `value` stays where it is absent.
void read_flag(ObjectReader& reader, std::string_view key, bool& value, Diagnostics& diagnostics) {
  const json::Value* flag = reader.take(key);
  if (flag == nullptr) return;
  if (!flag->is(json::Kind::boolean)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"{}\" is true or false, not {}", key, json::kind_name(flag->kind)),
                               flag->place, flag->is(json::Kind::string) ? "without quotes" : ""));
    return;
  }
  value = flag->boolean;
}

std::unique_ptr<SchemaTable> read_table(const json::Member& member, const Schema& schema, Diagnostics& diagnostics) {
  auto table = std::make_unique<SchemaTable>();
  table->rows = 1;  // until it is read, so that nobody is told of an empty table beside the fault itself
  table->name = member.name;
  table->name_place = member.name_place;
  check_table_name(member, diagnostics);
  if (!member.value.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("a table is an object, not {}", json::kind_name(member.value.kind)),
                               member.value.place, R"(for example {"rows": 1000, "columns": {...}})"));
    table->columns_unknown = true;
    return table;
  }
  ObjectReader reader(member.value, "a table", NotYet::table_key, diagnostics);
  table->description = reader.text("description");
  read_entities(reader, *table, diagnostics);
  const json::Value* data = reader.take("data");
  if (data != nullptr) {
    read_data(*data, schema, *table, diagnostics);
    if (reader.take("rows") != nullptr) {
      diagnostics.add(make_error("SG2134", "\"rows\" stands beside \"data\", which has rows already",
                                 member.value.find("rows")->name_place, "remove one of the two"));
    }
  } else {
    read_rows(reader, schema, *table, diagnostics);
  }
  const json::Value* columns = nullptr;
  if (data == nullptr || reader.take("columns") != nullptr) {
    columns = reader.need("columns", json::Kind::object, R"("columns": {"id": {"sequence": 1}})");
    if (columns == nullptr) table->columns_unknown = true;
  } else {
    check_any_written(*table, data->place, diagnostics);
  }
  if (columns != nullptr) read_columns(*columns, schema, *table, diagnostics);
  check_entities_used(*table, diagnostics);
  read_keys(reader, *table, diagnostics);
  read_correlations(reader, schema, *table, diagnostics);
  read_rules(reader, schema, *table, diagnostics);
  read_noise(reader, schema, *table, diagnostics);
  read_flag(reader, "scale", table->scaled, diagnostics);
  if (table->from_data && table->scaled) {
    diagnostics.add(make_error("SG2134", "the rows of \"data\" are as they are given, so they are not scaled",
                               member.value.get("scale")->place, "remove \"scale\""));
  }
  if ((!table->per.empty() || table->family != nullptr) && !table->scaled) {
    const bool joined = table->family == nullptr;
    diagnostics.add(make_error("SG2208",
                               joined ? "the rows of a cross join follow from those of its tables, scaled or not"
                                      : "the rows of this table follow from those of its parent, scaled or not",
                               member.value.get("scale")->place,
                               fmt::format("say \"scale\": false in table \"{}\", or remove it",
                                           joined ? table->per.front() : table->family->parent)));
  }
  read_flag(reader, "shuffle", table->shuffle, diagnostics);
  reader.check_all_taken();
  return table;
}

void read_output(const json::Value& output, Schema& schema, Diagnostics& diagnostics) {
  ObjectReader reader(output, "\"output\"", NotYet::output_key, diagnostics);
  if (const json::Value* format = reader.take("format", json::Kind::string, "\"format\": \"csv\""); format != nullptr) {
    schema.output.format = format->text;
    schema.output.format_place = format->place;
    if (find_writer(format->text) == nullptr) {
      std::vector<std::string> names;
      for (const WriterKind* kind : writer_kinds()) names.emplace_back(kind->record.name);
      const bool later = is_not_yet(NotYet::format, format->text);
      const std::string near = did_you_mean(format->text, names);
      diagnostics.add(make_error(
          later ? "SG2005" : "SG2103",
          later ? fmt::format("format \"{}\" is not supported yet", format->text)
                : fmt::format("unknown format \"{}\"", format->text),
          format->place, fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(names, ", "))));
    }
  }
  if (const json::Value* file = reader.take("file", json::Kind::string, "\"file\": \"people.csv\""); file != nullptr) {
    schema.output.file = file->text;
    schema.output.file_place = file->place;
    const std::string& name = file->text;
    if (name.empty() || name.front() == '/' || name == ".." || name.starts_with("../") || name.ends_with("/..") ||
        name.find("/../") != std::string::npos || name.find('\0') != std::string::npos) {
      diagnostics.add(make_error("SG2008", "an output file of the schema stays below the current folder", file->place,
                                 "give a relative name without \"..\"; -o on the command line may go anywhere"));
    }
  }
  for (const auto& [key, place] : {std::pair{"clean", &schema.output.clean}, {"changes", &schema.output.changes}}) {
    bool wanted = false;
    read_flag(reader, key, wanted, diagnostics);
    if (wanted) *place = output.find(key)->name_place;
  }
  reader.check_all_taken();
}

void read_tables(const json::Value& tables, Schema& schema, Diagnostics& diagnostics) {
  if (tables.members.empty()) {
    diagnostics.add(make_error("SG2009", "there are no tables", tables.place,
                               R"(add one: "people": {"rows": 1000, "columns": {"id": {"sequence": 1}}})"));
  }
  if (tables.members.size() > kMostTables) {
    diagnostics.add(make_error("SG2007",
                               fmt::format("{} tables are more than a schema can have", tables.members.size()),
                               tables.place, fmt::format("at most {}", kMostTables)));
    return;
  }
  std::size_t columns = 0;
  for (const json::Member& member : tables.members) {
    // Two names that differ in case only would be one file on some systems.
    for (const auto& other : schema.tables) {
      if (std::equal(other->name.begin(), other->name.end(), member.name.begin(), member.name.end(),
                     [](char a, char b) { return lower_case(a) == lower_case(b); })) {
        diagnostics.add(
            make_error("SG2008", fmt::format("tables \"{}\" and \"{}\" differ in case only", other->name, member.name),
                       member.name_place, "some file systems hold one file for both: rename one"));
      }
    }
    if (columns > kMostSchemaColumns) {
      diagnostics.add(make_error("SG2007", fmt::format("more than {} columns in all tables", kMostSchemaColumns),
                                 member.name_place, "split the schema"));
      return;
    }
    schema.tables.push_back(read_table(member, schema, diagnostics));
    columns += schema.tables.back()->columns.size();
  }
}

void read_locale(const json::Value& locale, Schema& schema, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Locale& known : locales()) names.emplace_back(known.name);
  if (find_locale(locale.text).has_value()) {
    schema.locale = locale.text;
    return;
  }
  const std::string near = did_you_mean(locale.text, names);
  diagnostics.add(make_error("SG2103", fmt::format("unknown locale \"{}\"", locale.text), locale.place,
                             near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
}

std::string stem_of(const std::string& file_name) {
  std::string name = file_name.substr(file_name.find_last_of('/') + 1);
  if (const std::size_t dot = name.find_last_of('.'); dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

}  // namespace

ReadSchema read_schema(std::shared_ptr<const json::Document> document, const ReadOptions& options) {
  constexpr std::string_view kTablesExample =
      R"("tables": {"people": {"rows": 1000, "columns": {"id": {"sequence": 1}}}})";
  auto schema = std::make_shared<Schema>();
  ReadSchema result;
  Diagnostics& diagnostics = result.diagnostics;
  schema->document = document;
  schema->files = std::make_shared<TableFiles>(options.folder, options.allowed_folders);
  schema->name = stem_of(document->source->name());
  schema->reference_micros = *parse_timestamp("2025-01-01T00:00:00Z");
  const json::Value& root = document->root;
  if (!root.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2001", fmt::format("a schema is an object, not {}", json::kind_name(root.kind)),
                               root.place, R"(it begins like {"synthgen": 1, "tables": {...}})"));
    result.schema = schema;
    return result;
  }
  ObjectReader reader(root, "the document", NotYet::document_key, diagnostics);
  reader.take("$schema", json::Kind::string, "\"$schema\": \"synthgen.schema.json\"");
  const json::Value* version = reader.need("synthgen", json::Kind::number, "\"synthgen\": 1, the language's version");
  if (version != nullptr && version->as_int64() != 1) {
    diagnostics.add(make_error("SG2006",
                               fmt::format("this program reads version 1 of the language, not {}", version->text),
                               version->place, "write \"synthgen\": 1"));
  }
  if (const json::Value* name = reader.take("name", json::Kind::string, "\"name\": \"shop\""); name != nullptr) {
    schema->name = name->text;
    if (const std::string reason = file_name_fault(name->text); !reason.empty()) {
      diagnostics.add(make_error("SG2008", fmt::format("a schema cannot have this name: {}", reason), name->place,
                                 "it becomes the name of the output folder: letters, digits, _ and - are safe"));
    }
  }
  schema->description = reader.text("description");
  if (const json::Value* seed = reader.take("seed", json::Kind::number, "\"seed\": 42"); seed != nullptr) {
    const std::optional<std::uint64_t> number = seed->as_uint64();
    if (!number.has_value()) {
      diagnostics.add(make_error(
          "SG2007", fmt::format("a seed is a whole number from 0 to 18446744073709551615, not {}", seed->text),
          seed->place, "written without point and exponent, for example \"seed\": 42"));
    }
    schema->seed = number.value_or(0);
  }
  if (const json::Value* locale = reader.take("locale", json::Kind::string, "\"locale\": \"de_DE\"");
      locale != nullptr) {
    read_locale(*locale, *schema, diagnostics);
  }
  if (const json::Value* time =
          reader.take("reference_time", json::Kind::string, "\"reference_time\": \"2025-06-30T00:00:00Z\"");
      time != nullptr) {
    const std::optional<std::int64_t> micros = parse_timestamp(time->text);
    if (!micros.has_value()) {
      diagnostics.add(make_error("SG2010", fmt::format("\"{}\" is not a timestamp", time->text), time->place,
                                 "write it as \"2025-06-30T00:00:00Z\""));
    }
    schema->reference_micros = micros.value_or(schema->reference_micros);
  }
  read_constants(reader.take("constants", json::Kind::object, R"("constants": {"vip_share": 0.05})"), options, *schema,
                 diagnostics);
  if (const json::Value* tables = reader.need("tables", json::Kind::object, kTablesExample); tables != nullptr) {
    read_tables(*tables, *schema, diagnostics);
  }
  check_constant_names(*schema, diagnostics);
  for (const auto& table : schema->tables) table->index_of({});
  if (const json::Value* output = reader.take("output", json::Kind::object, R"("output": {"format": "csv"})");
      output != nullptr) {
    read_output(*output, *schema, diagnostics);
  }
  reader.check_all_taken();
  result.schema = schema;
  return result;
}

}  // namespace synthgen
