#include "read_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "repeated_column.hpp"
#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

constexpr const char* kSetExample = R"(for example "unique": [["student_id", "course_id"]])";

/// Columns of one list, each a column of the table. Nothing after diagnostics were added, or where a name may be that
/// of a column which could not be read.
std::optional<std::vector<std::string>> read_names(const json::Value& list, std::string_view what,
                                                   std::string_view example, const SchemaTable& table,
                                                   Diagnostics& diagnostics) {
  std::vector<std::string> names;
  bool good = true;
  for (const json::Value& item : list.items) {
    if (!item.is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("{} lists names of columns, not {}", what, json::kind_name(item.kind)),
                                 item.place, std::string(example)));
      good = false;
      continue;
    }
    const bool column = table.find(item.text) != nullptr;
    const std::vector<std::string> expanded =
        column ? std::vector<std::string>{item.text} : expand_column_range(item, diagnostics);
    good = good && !expanded.empty();
    for (const std::string& name : expanded) {
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        diagnostics.add(
            make_error("SG2670", fmt::format("{} has column \"{}\" twice", what, name), item.place, "name it once"));
        good = false;
        continue;
      }
      names.push_back(name);
      if (table.find(name) != nullptr) continue;
      good = false;
      if (table.columns_unknown) continue;
      std::vector<std::string> known;
      for (const auto& each : table.columns) known.push_back(each->declaration.name);
      const std::string near = did_you_mean(name, known);
      diagnostics.add(make_error("SG2207",
                                 fmt::format("{} names \"{}\", which is not a column of this table", what, name),
                                 item.place, near.empty() ? "name the table's columns" : near));
    }
  }
  if (!good) return std::nullopt;
  return names;
}

/// A key of one column: it differs in every row by itself.
void read_single_key(const json::Value& name, SchemaTable& table, Diagnostics& diagnostics) {
  table.primary_key_place = name.place;
  const SchemaColumn* column = table.find(name.text);
  if (column == nullptr) {
    if (table.columns_unknown) return;
    std::vector<std::string> names;
    for (const auto& known : table.columns) names.push_back(known->declaration.name);
    const std::string near = did_you_mean(name.text, names);
    diagnostics.add(make_error("SG2207", fmt::format("the primary key \"{}\" is not a column of this table", name.text),
                               name.place, near.empty() ? "name one of the table's columns" : near));
    return;
  }
  table.primary_key = {name.text};
  if (column->spec == nullptr) return;  // told already
  if ((!column->spec->unique() && !column->declaration.unique) || column->declaration.missing.has_value()) {
    diagnostics.add(make_error("SG2207", fmt::format("column \"{}\" cannot be a primary key", name.text), name.place,
                               column->declaration.missing.has_value()
                                   ? "a key is never null: remove \"missing\""
                                   : "a key differs in every row by construction: a sequence, provider id.uuid4, or a "
                                     "column with \"unique\": true"));
    return;
  }
  table.primary_key_faulty = false;
}

void read_primary_key(const json::Value& key, SchemaTable& table, Diagnostics& diagnostics) {
  table.primary_key_place = key.place;
  table.primary_key_faulty = true;  // until it has passed everything below
  constexpr const char* kExample =
      R"(for example "primary_key": "customer_id", or "primary_key": ["order_id", "line"])";
  if (key.is(json::Kind::string)) return read_single_key(key, table, diagnostics);
  if (!key.is(json::Kind::array) || key.items.empty()) {
    diagnostics.add(
        make_error("SG2003", "a primary key is the name of a column, or a list of them", key.place, kExample));
    return;
  }
  if (key.items.size() == 1 && key.items[0].is(json::Kind::string) &&
      (table.find(key.items[0].text) != nullptr || key.items[0].text.find("..") == std::string::npos)) {
    return read_single_key(key.items[0], table, diagnostics);
  }
  std::optional<std::vector<std::string>> names = read_names(key, "the primary key", kExample, table, diagnostics);
  if (!names.has_value()) return;
  table.primary_key = std::move(*names);
  bool good = true;
  for (const std::string& name : table.primary_key) {
    const SchemaColumn& column = *table.find(name);
    if (column.spec == nullptr) good = false;
    if (!column.declaration.missing.has_value()) continue;
    diagnostics.add(make_error("SG2207", fmt::format("column \"{}\" cannot be part of a primary key", name), key.place,
                               "a key is never null: remove \"missing\""));
    good = false;
  }
  table.primary_key_faulty = !good;
}

void read_unique(const json::Value& unique, SchemaTable& table, Diagnostics& diagnostics) {
  if (!unique.is(json::Kind::array)) {
    diagnostics.add(make_error(
        "SG2003",
        fmt::format("\"unique\" of a table is a list of lists of columns, not {}", json::kind_name(unique.kind)),
        unique.place, kSetExample));
    return;
  }
  for (const json::Value& set : unique.items) {
    if (!set.is(json::Kind::array) || set.items.empty()) {
      const bool names = set.is(json::Kind::string);
      diagnostics.add(make_error(
          "SG2003",
          set.is(json::Kind::array)
              ? std::string("a list of columns in \"unique\" is empty")
              : fmt::format("\"unique\" of a table holds lists of columns, and this is {}", json::kind_name(set.kind)),
          set.place,
          names
              ? fmt::format(R"(columns that differ together: "unique": [["{}", …]]; one by itself says "unique": true)",
                            set.text)
              : kSetExample));
      continue;
    }
    std::optional<std::vector<std::string>> names =
        read_names(set, "a list in \"unique\"", kSetExample, table, diagnostics);
    if (names.has_value()) table.unique.push_back({std::move(*names), set.place});
  }
}

}  // namespace

void read_keys(ObjectReader& reader, SchemaTable& table, Diagnostics& diagnostics) {
  if (const json::Value* key = reader.take("primary_key"); key != nullptr) read_primary_key(*key, table, diagnostics);
  if (const json::Value* unique = reader.take("unique"); unique != nullptr) read_unique(*unique, table, diagnostics);
}

}  // namespace synthgen
