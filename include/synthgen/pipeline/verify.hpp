// Checks finished output: files against their manifest, rows against the schema that the manifest keeps.
//
// It reads files and generates nothing: of the program that wrote them it shares the readers and the expressions, and
// nothing of the engine.
//
// Memory: batches of rows; 1 GiB at most for the keys of a table, which are compared in several passes where they are
// more; logs of changes, and columns of parents that rules read, whole.
// Threads: call from one thread. Determinism: the report depends on the files alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"

namespace synthgen {

/// Codes of findings.
namespace verify_code {
inline constexpr const char* kNoManifest = "SG5020";   ///< there is no finished output, or its manifest is unusable
inline constexpr const char* kMissing = "SG5021";      ///< a listed file is not there, or cannot be read
inline constexpr const char* kDamaged = "SG5022";      ///< bytes or checksums are others
inline constexpr const char* kStranger = "SG5023";     ///< a file that no manifest lists
inline constexpr const char* kRows = "SG5024";         ///< other numbers of rows or nulls
inline constexpr const char* kCells = "SG5025";        ///< other columns, or cells that are none of the type
inline constexpr const char* kKey = "SG5026";          ///< a key that is null or not unique
inline constexpr const char* kReference = "SG5027";    ///< a reference that leads nowhere
inline constexpr const char* kRule = "SG5028";         ///< rows that break a rule
inline constexpr const char* kRuleCount = "SG5029";    ///< another number of rows than the log or the manifest says
inline constexpr const char* kFamily = "SG5035";       ///< a parent has another number of rows than `rows` allows
inline constexpr const char* kInterrupted = "SG5010";  ///< the run was asked to stop
inline constexpr const char* kNoPath = "SG6030";       ///< standard input, or nothing, was to be checked
}  // namespace verify_code

/// Findings of one check that are told one by one; all are counted.
inline constexpr std::uint64_t kToldFindings = 10;

struct VerifyOptions {
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal
};

struct VerifyCheck {
  std::string table;                      ///< empty: of the output as a whole
  std::string what;                       ///< "primary key id", "rule ship_after_order"
  std::optional<std::uint64_t> examined;  ///< rows or files; nothing where it could not be checked
  std::uint64_t found = 0;                ///< what is wrong
  std::string note;                       ///< why it could not be checked, or what else is to be known
};

struct VerifyReport {
  std::string output;  ///< as given
  std::vector<VerifyCheck> checks;
  Diagnostics findings;                      ///< without place, or placed in `schema`
  std::shared_ptr<const SourceText> schema;  ///< the text that the manifest keeps
  std::uint64_t files = 0;
  std::uint64_t rows = 0;   ///< of the tables, each once
  std::uint64_t bytes = 0;  ///< of all files
};

/// path  a folder, or a single file that has its manifest beside it
/// What is wrong with the output is among the findings. Errors: SG5001 (the folder cannot be read), SG5010, SG5020,
/// SG5101 (Parquet, in a build without Arrow), SG6030.
Result<VerifyReport> verify(const std::string& path, const VerifyOptions& options = {});

}  // namespace synthgen
