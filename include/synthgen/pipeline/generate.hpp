// The single function that joins the rooms: plan → blocks → writer → files → manifest.
//
// Threads: call from one thread. Determinism: bytes depend on schema, seed and the
// options that change data (rows, scale, tables, format), on nothing else.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/output/shard.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// The program's version, as in the manifest and `--version`.
const char* program_version();

/// What the manifest tells of the data.
enum class StatisticsScope : std::uint8_t {
  basic,
  full,  ///< also how many different values, and the correlations that came out
};

/// The trees of files that a run can write, in the order in which they are told.
enum class FileTree : std::uint8_t {
  data,     ///< the tables, after noise
  clean,    ///< the same tables before noise, under clean/
  changes,  ///< what noise has changed, under changes/
};
inline constexpr std::size_t kFileTrees = 3;

struct GenerateOptions {
  PlanOptions plan;                   ///< as given to make_plan; kept for the manifest
  std::string output;                 ///< -o; empty: the schema's `output.file`, else a folder of the schema's name
  std::optional<std::string> format;  ///< -f
  std::optional<Shard> shard;         ///< --shard: only these rows of each table
  unsigned threads = 1;
  std::optional<std::uint64_t> max_memory;  ///< --max-memory, in bytes
  bool force = false;
  bool sha256 = false;
  bool clean = false;                                   ///< --clean; the schema's `output.clean` asks for it too
  bool changes = false;                                 ///< --changes; so does `output.changes`
  StatisticsScope statistics = StatisticsScope::basic;  ///< --stats
  std::optional<unsigned> mode;                         ///< permission bits of new files
  std::int64_t block_rows = 0;                          ///< for tests; 0: the plan's choice
  const std::atomic<bool>* stop = nullptr;              ///< set by a signal: end within moments
};

struct Progress {
  std::int64_t rows = 0;
  std::int64_t total_rows = 0;
  std::uint64_t bytes = 0;
};

/// How one table came into being.
struct TableReport {
  std::string name;
  std::int64_t rows = 0;
  std::uint64_t bytes = 0;    ///< of all its files
  std::int64_t changes = -1;  ///< lines of its log; −1 where there is none
  std::int64_t blocks = 0;
  std::int64_t block_rows = 0;
  double seconds = 0;  ///< from the end of the table before it, by the clock on the wall
};

struct GenerateReport {
  std::int64_t rows = 0;  ///< of the tables, each once
  std::uint64_t bytes = 0;
  std::size_t files = 0;
  std::string destination;  ///< the folder or file, as shown
  Diagnostics warnings;     ///< cells that became null, with their counts
  unsigned threads = 1;     ///< that took part
  std::vector<TableReport> tables;
};

/// Errors SG5xxx (output), SG6xxx (arguments that contradict each other).
Result<GenerateReport> generate(const Plan& plan, const GenerateOptions& options,
                                const std::function<void(const Progress&)>& on_progress);

/// Rows per block for rows of about that many bytes: the power of two up to 65,536 that makes at most 2 MiB (measured:
/// against 1 MiB, 2% faster on two threads and 10% to disk; hand-over costs some 10 µs a block).
std::int64_t block_rows_for(double row_bytes);

}  // namespace synthgen
