// The schema as read: every key known, every source parsed, names and types of
// expressions not yet resolved (the plan does that).
//
// Threads: immutable once made. It owns the document that its parts point into.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/json/document.hpp"
#include "synthgen/schema/correlation_group.hpp"
#include "synthgen/schema/noise_declaration.hpp"
#include "synthgen/schema/rule_declaration.hpp"
#include "synthgen/source/entities.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

struct SchemaColumn {
  ColumnDeclaration declaration;
  const SourceKind* kind = nullptr;
  std::unique_ptr<SourceSpec> spec;  ///< null where the column is faulty
};

/// Rows per parent: each row of another table has a number of rows of this one, its family.
struct FamilyDeclaration {
  std::string parent;
  Place parent_place;
  /// How many children a row of the parent has, or with `total` how many in proportion: a column of the parent, as it
  /// were, that has no name there.
  SchemaColumn size;
  std::optional<std::int64_t> total;  ///< rows of this table; the sizes are then relative
  Place total_place;
};

/// Columns whose values together differ in every row.
struct UniqueSet {
  std::vector<std::string> columns;  ///< of the table, each once
  Place place;
};

struct SchemaTable {
  std::string name;
  Place name_place;
  std::string description;
  std::int64_t rows = 0;
  Place rows_place;
  std::vector<std::string> per;  ///< a cross join: one row for each combination of their rows; `rows` is then unused
  std::vector<Place> per_places;
  std::unique_ptr<FamilyDeclaration> family;  ///< rows per parent; `rows` is then unused
  bool scaled = true;                         ///< --scale applies to it
  bool from_data = false;                     ///< its rows are those of `data`
  bool shuffle = false;                       ///< rows are written in a pseudorandom order
  /// Null where it has none. Sources point into it.
  std::unique_ptr<Entities> entities;
  std::vector<std::unique_ptr<SchemaColumn>> columns;  ///< in output order
  std::vector<std::string> primary_key;                ///< columns of the table; none where it has no such key
  Place primary_key_place;
  bool primary_key_faulty = false;  ///< told already; what refers to it is not told again
  std::vector<UniqueSet> unique;    ///< those without faults, in the order of the schema
  /// Some columns could not be read at all ("data", "repeat", a wrong bracket), so an unknown name may be one of them.
  bool columns_unknown = false;
  bool repeats = false;                                  ///< some columns were made by `repeat`
  std::vector<CorrelationGroup> correlations;            ///< those without faults, in the order of the schema
  std::vector<std::unique_ptr<NoiseDeclaration>> noise;  ///< those without faults, in the order of the schema

  std::vector<std::unique_ptr<RuleDeclaration>> rules;  ///< those without faults, in the order of the schema

  const SchemaColumn* find(std::string_view column) const;
  std::optional<std::size_t> index_of(std::string_view column) const;

 private:
  /// The columns by name, for thousands of them are looked up thousands of times. Complete once the schema is read, so
  /// that nothing changes afterwards.
  mutable std::map<std::string_view, std::size_t> places_;
  mutable std::size_t indexed_ = 0;
};

struct SchemaOutput {
  std::optional<std::string> format;
  Place format_place;
  std::optional<std::string> file;
  Place file_place;
  std::optional<Place> clean;    ///< where the tables before noise are asked for
  std::optional<Place> changes;  ///< where the log of what noise changed is asked for
};

struct Schema {
  std::shared_ptr<const json::Document> document;
  std::string name;  ///< of the document, or the file's stem
  std::string description;
  std::uint64_t seed = 0;
  std::int64_t reference_micros = 0;
  std::string locale = "en_US";
  std::vector<std::unique_ptr<SchemaTable>> tables;
  SchemaOutput output;
  std::shared_ptr<TableFiles> files;     ///< those that it reads, each opened once
  std::vector<NamedConstant> constants;  ///< those of the document, --set applied
  std::vector<Place> constant_places;    ///< of their names
  std::vector<std::string> set;          ///< names that --set has changed

  std::optional<std::size_t> table_index(std::string_view table) const;
};

/// Columns of a table as the plan counts them: its own, then the sizes of the families that its rows have in other
/// tables, in the order of those tables.
class TableColumns {
 public:
  TableColumns(const Schema& schema, std::size_t table, std::vector<std::size_t> families);
  std::size_t size() const { return own_ + families_.size(); }
  /// The table whose number of rows per row of this one the column is; nothing for the table's own columns.
  std::optional<std::size_t> child(std::size_t column) const {
    return column < own_ ? std::nullopt : std::optional(families_[column - own_]);
  }
  const SchemaColumn& operator[](std::size_t column) const;
  /// The tables whose rows are per this one.
  const std::vector<std::size_t>& children() const { return families_; }
  /// The column of the family sizes of `child`. REQUIRES: its rows are per this table.
  std::size_t size_of(std::size_t child) const;

 private:
  const Schema& schema_;
  std::size_t table_;
  std::size_t own_;
  std::vector<std::size_t> families_;
};

/// Those of each table.
std::vector<TableColumns> table_columns(const Schema& schema);

/// A schema with as much as could be read, and everything that is wrong with it.
struct ReadSchema {
  std::shared_ptr<const Schema> schema;
  Diagnostics diagnostics;
};

/// Most columns of a table and of all tables, most tables of a schema, and most rows of a table.
inline constexpr std::size_t kMostColumns = 10'000;
inline constexpr std::size_t kMostSchemaColumns = 50'000;
inline constexpr std::size_t kMostTables = 10'000;
inline constexpr std::int64_t kMostRows = 1'000'000'000'000'000;

struct ReadOptions {
  std::map<std::string, std::string> constants;  ///< --set NAME=VALUE; unknown names are the caller's to check
  std::string folder = {};  ///< of the schema's file, where its paths begin; empty: the current one
  std::vector<std::string> allowed_folders = {};  ///< --allow-path: further folders of files that it may read
};

/// Errors SG2xxx, and SG30xx of the expressions; all of them in one run.
ReadSchema read_schema(std::shared_ptr<const json::Document> document, const ReadOptions& options = {});

}  // namespace synthgen
