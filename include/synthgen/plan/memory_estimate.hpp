// What a run holds in memory at its peak, part by part, and which columns of parents it keeps.
//
// Threads: pure. Determinism: a function of the plan, the threads and the limit; no value depends on any of it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// No limit.
inline constexpr std::uint64_t kAnyMemory = std::numeric_limits<std::uint64_t>::max();

/// A column of a table that others read through foreign keys, held whole: a gather from memory is cheaper than
/// computing its cells again.
struct KeptColumn {
  TableIndex table = 0;
  ColumnIndex column = 0;
  std::uint64_t bytes = 0;  ///< about; at most, save for texts longer than most
};

/// What a kept column of texts may take, where they are longer than was guessed.
inline constexpr std::size_t kMostKeptBytes = std::size_t{64} << 20;

/// The columns worth keeping: of at most 512 KiB, and of 32 MiB where it takes many others to compute them. The
/// smallest first, as long as they fit `most_bytes`; in the order of tables and columns.
std::vector<KeptColumn> kept_columns(const Plan& plan, std::uint64_t most_bytes = kAnyMemory);

struct MemoryPart {
  std::string what;  ///< "numbers of children of orders"
  std::uint64_t bytes = 0;
};

struct MemoryEstimate {
  std::uint64_t bytes = 0;        ///< in all
  std::vector<MemoryPart> parts;  ///< the largest first
  std::vector<KeptColumn> kept;   ///< as many as the limit leaves room for
};

/// What a run is asked to do, as far as its memory depends on it.
struct MemoryUse {
  unsigned threads = 1;
  unsigned trees = 1;       ///< of files: the data, and clean twins and logs of changes where they are written
  bool row_groups = false;  ///< the format holds many rows until it writes them: Parquet
  /// The limit: fewer columns are kept where they would go beyond it. What else is needed may be more.
  std::uint64_t most_bytes = kAnyMemory;
};

MemoryEstimate estimate_memory(const Plan& plan, const MemoryUse& use);

/// "numbers of children of orders 11 MB, blocks 6.0 MB", of at most so many parts; those below 1% are left out.
std::string memory_parts_text(const MemoryEstimate& estimate, std::size_t most);

}  // namespace synthgen
