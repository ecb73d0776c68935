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
  std::uint64_t crc64 = 0;                     ///< CRC-64/XZ of the whole file
  std::optional<std::uint64_t> first_row = 0;  ///< in the table; left out of logs, whose lines no shard can count
  std::string sha256;                          ///< 64 hex digits, or empty where it was not asked for
};

/// Moments that the schema declares for a column, beside those that came out.
struct ManifestDeclared {
  std::optional<double> mean;
  std::optional<double> sd;
};

/// What a shard's manifest adds to a column, so that the manifests of all shards give that of the whole to the last
/// digit: see engine/column_statistics.hpp, StatisticsParts. Numbers are JSON tokens.
struct ManifestParts {
  struct Group {
    std::uint64_t first_unit = 0;
    std::uint64_t units = 1;
    std::uint64_t values = 0;
    double sum = 0;
    double correction = 0;
    double mean = 0;
    double squares = 0;
  };
  struct Count {
    std::uint64_t code = 0;
    std::string text;
    std::uint64_t count = 0;
  };
  std::string sum;  ///< decimal digits, perhaps more than 64 bits
  std::vector<Group> groups;
  std::vector<Count> counts;
  std::string distinct;  ///< registers behind distinct_estimate; empty and left out where it is known otherwise
};

/// One visible column. Tokens are JSON already (a number, or a text in quotes) and are left out where they are empty.
struct ManifestColumn {
  std::string name;
  std::string type;         ///< "decimal(2)", as the file has it
  std::string clean_type;   ///< before noise, where noise made it another; left out where empty
  std::string description;  ///< left out where empty
  std::string source;       ///< what fills the column: "choice", "distribution", …
  std::uint64_t nulls = 0;
  std::string min;
  std::string max;
  std::string mean;
  std::string sd;                                          ///< of the sample (n − 1)
  std::vector<std::pair<std::string, std::uint64_t>> top;  ///< most frequent texts first; left out where empty
  std::optional<std::uint64_t> distinct_estimate;          ///< different values, about
  ManifestDeclared declared;                               ///< left out where nothing is declared
  std::optional<ManifestParts> parts;                      ///< of a shard
};

/// Columns that were drawn together. Matrices are row by row; entries that are no numbers are written as null.
struct ManifestCorrelation {
  std::string name;  ///< left out where empty
  std::vector<std::string> columns;
  std::string measure;
  std::string copula;
  std::optional<double> df;
  bool given_parameters = false;  ///< left out where false, and so is `repaired`
  bool repaired = false;
  std::vector<double> declared;
  std::vector<double> latent;
  std::vector<double> expected;
  std::vector<double> overall;   ///< over rows of all parameters; empty where these are the same in all rows
  std::vector<double> realised;  ///< left out where empty, with the rows that it was computed of
  std::uint64_t sample_rows = 0;
};

/// What an operator of the noise did.
struct ManifestNoise {
  std::string label;  ///< its name, or the operator's
  std::vector<std::string> columns;
  std::uint64_t planned = 0;  ///< cells (rows, of operators on rows) that it hit
  std::uint64_t changed = 0;  ///< the others were skipped: nothing to damage
};

/// What a rule did.
struct ManifestRule {
  std::string name;
  std::string how;            ///< by what it is met: "interval", "values and attempts", "observed", …
  std::uint64_t redrawn = 0;  ///< rows that broke it when they were drawn first
  /// Rows that break it as written, before noise: of rules that are only tested, else left out.
  std::optional<std::uint64_t> broken;
  /// Rows that were to break it on purpose, and do; left out where the rule has no `violate`.
  std::optional<std::uint64_t> violations_planned;
  std::uint64_t violations = 0;
};

/// A table before noise.
struct ManifestTwin {
  std::vector<ManifestFile> files;
  std::vector<ManifestColumn> columns;
};

/// The log of what noise changed in a table.
struct ManifestLog {
  std::vector<ManifestFile> files;
  std::uint64_t rows = 0;
};

struct ManifestTable {
  std::string name;
  std::uint64_t rows = 0;
  std::optional<std::uint64_t> clean_rows;  ///< before noise; left out for tables without noise
  std::vector<ManifestFile> files;
  std::vector<ManifestColumn> columns;            ///< as the files have them
  std::vector<ManifestCorrelation> correlations;  ///< left out where there are none
  std::vector<ManifestRule> rules;                ///< left out where there are none, and so is what follows
  std::uint64_t restarted_rows = 0;               ///< rows drawn anew as a whole: their first columns left no room
  std::vector<ManifestNoise> noise;               ///< left out where there is none
  std::optional<ManifestTwin> clean;              ///< left out where it is not written, and so are the changes
  std::optional<ManifestLog> changes;
};

struct ManifestWarning {
  std::string code;
  std::string message;
  std::uint64_t count = 1;
  /// Of a shard: orders the warnings of the whole, the same in all shards of a plan; else left out.
  std::optional<std::uint64_t> place = std::nullopt;
};

/// A file whose cells went into the tables.
struct ManifestInput {
  std::string path;  ///< as the schema gives it
  std::uint64_t bytes = 0;
  std::string crc64;  ///< 16 hex digits
};

struct Manifest {
  std::string synthgen;       ///< the program's version
  int stream = 1;             ///< version of the random streams
  std::string schema_file;    ///< base name only: a folder's name is nobody's business
  std::string schema_sha256;  ///< 64 hex digits, of schema_text
  std::string schema_text;
  std::string seed;                                            ///< JSON token
  std::vector<std::pair<std::string, std::string>> arguments;  ///< name → JSON token; only what changes data
  std::vector<ManifestInput> files_read;                       ///< by the schema; left out where there are none
  std::vector<std::string> trees;  ///< "clean", "changes" where they are written; tables tell, so it is not
  std::string plan;                ///< of a shard: plan_identity(); else empty and left out
  unsigned shards = 0;             ///< of how many the output was merged; 0, and left out, where of none
  std::string reference_time;      ///< text, left out where empty
  std::vector<std::pair<std::string, std::string>> libraries;  ///< name → version, of those that bytes depend on
  std::vector<ManifestTable> tables;
  std::vector<ManifestWarning> warnings;
};

/// What all shards of one plan have in common and those of others have not: 64 hex digits, of program and stream
/// version, schema, seed, arguments, files read, trees of files (a folder in which some parts have a clean twin and
/// others have none is complete for nobody) and number of shards. Reads these alone, so the rest may be filled in
/// later.
std::string plan_identity(const Manifest& manifest, unsigned shard_count);

/// The manifest as JSON, ending with a line feed.
std::string manifest_text(const Manifest& manifest);

/// What a later run must know of a manifest.
struct ManifestOutline {
  std::vector<std::string> files;  ///< paths of all files, in the manifest's order; clean twins and logs too
  std::string plan;                ///< Manifest::plan; empty where the manifest is not a shard's
  bool merged = false;             ///< of an output that was merged of shards
};

/// Errors: SG1xxx where the text is no JSON; SG5003 where it is no manifest.
Result<ManifestOutline> parse_manifest_outline(std::string_view text);

/// A whole manifest. `trees` are those that its tables have.
///   name  of its file, for the message
/// Errors: SG5033 where the text is no JSON, or not what manifest_text() writes: a key is unknown, one is missing, one
/// holds something else.
Result<Manifest> parse_manifest(const std::string& name, std::string_view text);

}  // namespace synthgen
