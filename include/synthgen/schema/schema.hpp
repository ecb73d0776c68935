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
#include "synthgen/source/source.hpp"

namespace synthgen {

struct SchemaColumn {
  ColumnDeclaration declaration;
  const SourceKind* kind = nullptr;
  std::unique_ptr<SourceSpec> spec;  ///< null where the column is faulty
};

struct SchemaTable {
  std::string name;
  Place name_place;
  std::string description;
  std::int64_t rows = 0;
  Place rows_place;
  std::vector<std::string> per;  ///< a cross join: one row for each combination of their rows; `rows` is then unused
  std::vector<Place> per_places;
  bool scaled = true;                                  ///< --scale applies to it
  bool from_data = false;                              ///< its rows are those of `data`
  bool shuffle = false;                                ///< rows are written in a pseudorandom order
  std::vector<std::unique_ptr<SchemaColumn>> columns;  ///< in output order
  std::optional<std::string> primary_key;
  Place primary_key_place;
  bool primary_key_faulty = false;  ///< told already; what refers to it is not told again
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
