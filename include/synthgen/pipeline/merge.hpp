// Makes one output of the shards in a folder: their files stay as they are, and their manifests become one.
//
// It reads files and generates nothing.
//
// Memory: one shard's manifest at a time, beside the whole one.
// Threads: call from one thread. Determinism: the manifest depends on the files alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "synthgen/base/result.hpp"

namespace synthgen {

/// Codes of faults; those of files are verify_code's.
namespace merge_code {
inline constexpr const char* kNoShards = "SG5030";       ///< there are no shards to merge
inline constexpr const char* kAbsent = "SG5031";         ///< some of the shards are missing
inline constexpr const char* kOtherPlan = "SG5032";      ///< the shards are not of one plan
inline constexpr const char* kContradiction = "SG5033";  ///< a manifest is damaged, or not of the whole of the others
inline constexpr const char* kLeftOut = "SG5034";        ///< a warning: what only some of the shards tell
inline constexpr const char* kNoFolder = "SG6040";       ///< standard input, nothing, or a file was to be merged
}  // namespace merge_code

struct MergeOptions {
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal
};

struct MergeReport {
  std::string output;       ///< as given
  bool was_merged = false;  ///< already; then nothing below is filled
  unsigned shards = 0;
  std::uint64_t files = 0;
  std::uint64_t rows = 0;   ///< of the tables, each once
  std::uint64_t bytes = 0;  ///< of all files
  Diagnostics warnings;     ///< SG5034
};

/// Checks that all shards of one plan are there, that their files are those that were written and cover every table,
/// and that nothing else lies in the folder; then writes manifest.json in place of the shards' manifests. Until then,
/// and after an error, the folder is as it was.
/// Errors: SG5001, SG5002, SG5004, SG5006, SG5010, SG5021 to SG5023, SG5030 to SG5033, SG6040.
Result<MergeReport> merge(const std::string& folder, const MergeOptions& options = {});

}  // namespace synthgen
