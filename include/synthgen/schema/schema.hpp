// The schema as read: every key known, every source parsed, names and types of
// expressions not yet resolved (the plan does that).
//
// Threads: immutable once made. It owns the document that its parts point into.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/json/document.hpp"
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
  std::vector<std::unique_ptr<SchemaColumn>> columns;  ///< in output order
  std::optional<std::string> primary_key;
  Place primary_key_place;
  bool primary_key_faulty = false;  ///< told already; what refers to it is not told again
  /// Some columns could not be read at all ("data", "repeat", a wrong bracket), so an unknown name may be one of them.
  bool columns_unknown = false;

  const SchemaColumn* find(std::string_view column) const;
  std::optional<std::size_t> index_of(std::string_view column) const;
};

struct SchemaOutput {
  std::optional<std::string> format;
  Place format_place;
  std::optional<std::string> file;
  Place file_place;
};

struct Schema {
  std::shared_ptr<const json::Document> document;
  std::string name;  ///< of the document, or the file's stem
  std::string description;
  std::uint64_t seed = 0;
  std::int64_t reference_micros = 0;
  std::vector<std::unique_ptr<SchemaTable>> tables;
  SchemaOutput output;
  std::vector<std::string> unread_names;  ///< names that expressions may use once "constants" are built

  std::optional<std::size_t> table_index(std::string_view table) const;
};

/// A schema with as much as could be read, and everything that is wrong with it.
struct ReadSchema {
  std::shared_ptr<const Schema> schema;
  Diagnostics diagnostics;
};

/// Most columns of a table, most tables of a schema, and most rows of a table.
inline constexpr std::size_t kMostColumns = 10'000;
inline constexpr std::size_t kMostTables = 10'000;
inline constexpr std::int64_t kMostRows = 1'000'000'000'000'000;

/// Errors SG2xxx, and SG30xx of the expressions; all of them in one run.
ReadSchema read_schema(std::shared_ptr<const json::Document> document);

}  // namespace synthgen
