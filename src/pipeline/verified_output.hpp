// A finished output as its manifests describe it: tables, files, columns, and the schema.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/column/type.hpp"
#include "synthgen/output/shard.hpp"
#include "synthgen/pipeline/generate.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

struct VerifiedFile {
  std::string path;    ///< as the manifest lists it
  std::string format;  ///< "csv", "parquet"
  FileTree tree = FileTree::data;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::string crc64;
  std::string sha256;          ///< empty where it is not listed
  std::int64_t first_row = 0;  ///< in the table; of logs meaningless
  bool head = true;            ///< a CSV file that begins with the names of its columns
  bool readable = true;        ///< it is there
};

struct VerifiedColumn {
  std::string name;
  Type type;                ///< in the data
  Type clean;               ///< before noise
  std::string format;       ///< of a date or time as text; empty: ISO 8601
  std::uint64_t nulls = 0;  ///< in the data
  std::uint64_t clean_nulls = 0;
  bool damaged = false;  ///< some operator of the noise may have changed it

  const Type& type_in(FileTree tree) const { return tree == FileTree::clean ? clean : type; }
  std::uint64_t nulls_in(FileTree tree) const { return tree == FileTree::clean ? clean_nulls : nulls; }
};

struct VerifiedTable {
  std::string name;
  const SchemaTable* schema = nullptr;
  std::uint64_t rows = 0;  ///< of the data; of all shards that are there
  std::vector<VerifiedColumn> columns;
  std::vector<VerifiedFile> files;  ///< by tree, in the order of their rows
  bool has_clean = false;
  bool has_changes = false;
  std::map<std::string, std::uint64_t> violations;  ///< rows that break a rule on purpose, by the manifest
  std::map<std::string, std::uint64_t> broken;      ///< rows that break one that is only tested

  std::optional<std::size_t> index_of(std::string_view column) const;
};

struct VerifiedOutput {
  std::string folder;  ///< paths of files count from it; ends with a slash, or is empty
  bool in_folder = false;
  std::vector<std::string> strangers;
  bool more_strangers = false;
  std::shared_ptr<const SourceText> source;
  std::shared_ptr<const Schema> schema;
  std::vector<VerifiedTable> tables;
  std::string absent_shards;  ///< "shards 2, 3 of 4 are missing", or empty where all rows are there

  const VerifiedTable* find(std::string_view table) const;
};

/// "decimal(2)", as type_text() writes it.
std::optional<Type> parse_type(std::string_view text);

/// Reads the manifests and the schema in them. Errors: SG5001, SG5020, SG6030.
Result<VerifiedOutput> read_output(const std::string& path);

}  // namespace synthgen
