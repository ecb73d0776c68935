// The manifest: what a finished run was made from and what came out of it.
//
// Threads: plain values. Determinism: no clock, no machine, no thread count; same run, same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synthgen/base/result.hpp"

namespace synthgen {

/// One file of a table.
struct ManifestFile {
  std::string path;    ///< relative to the manifest, with '/' between folders
  std::string format;  ///< "csv"
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint64_t crc64 = 0;  ///< CRC-64/XZ of the whole file
  std::uint64_t first_row = 0;
  std::string sha256;  ///< 64 hex digits, or empty where it was not asked for
};

/// Moments that the schema declares for a column, beside those that came out.
struct ManifestDeclared {
  std::optional<double> mean;
  std::optional<double> sd;
};

/// One visible column. Tokens are JSON already (a number, or a text in quotes) and are left out where they are empty.
struct ManifestColumn {
  std::string name;
  std::string type;         ///< "decimal(2)"
  std::string description;  ///< left out where empty
  std::string source;       ///< what fills the column: "choice", "distribution", …
  std::uint64_t nulls = 0;
  std::string min;
  std::string max;
  std::string mean;
  std::string sd;                                          ///< of the sample (n − 1)
  std::vector<std::pair<std::string, std::uint64_t>> top;  ///< most frequent texts first; left out where empty
  ManifestDeclared declared;                               ///< left out where nothing is declared
};

struct ManifestTable {
  std::string name;
  std::uint64_t rows = 0;
  std::vector<ManifestFile> files;
  std::vector<ManifestColumn> columns;
};

struct ManifestWarning {
  std::string code;
  std::string message;
  std::uint64_t count = 1;
};

struct Manifest {
  std::string synthgen;       ///< the program's version
  int stream = 1;             ///< version of the random streams
  std::string schema_file;    ///< base name only: a folder's name is nobody's business
  std::string schema_sha256;  ///< 64 hex digits, of schema_text
  std::string schema_text;
  std::string seed;                                            ///< JSON token
  std::vector<std::pair<std::string, std::string>> arguments;  ///< name → JSON token; only what changes data
  std::string reference_time;                                  ///< text, left out where empty
  std::vector<std::pair<std::string, std::string>> libraries;  ///< name → version, of those that bytes depend on
  std::vector<ManifestTable> tables;
  std::vector<ManifestWarning> warnings;
};

/// The manifest as JSON, ending with a line feed.
std::string manifest_text(const Manifest& manifest);

/// Paths of all data files that a manifest lists, in its order.
/// Errors: SG1xxx where the text is no JSON; SG5003 where it is no manifest.
Result<std::vector<std::string>> parse_manifest_files(std::string_view text);

}  // namespace synthgen
