// Shards: the parts into which the rows of a plan are cut, each made by a run of its own.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

/// Four digits in the names of files.
inline constexpr unsigned kMostShards = 9999;
/// Shards are cut at multiples of these rows, so that no sum of the manifest is cut.
inline constexpr std::int64_t kShardUnitRows = 1024;

struct Shard {
  unsigned number = 1;  ///< from 1
  unsigned count = 1;

  /// "1/3", as in --shard and in the manifest.
  std::string text() const;
  /// "shard-0001-of-0003", as in the names of files.
  std::string name() const;
  friend bool operator==(const Shard&, const Shard&) = default;
};

/// Reads "I/N", 1 ≤ I ≤ N ≤ kMostShards; nothing where the text is anything else.
std::optional<Shard> parse_shard(std::string_view text);
/// Reads "shard-0001-of-0003".
std::optional<Shard> parse_shard_name(std::string_view name);

/// Rows first … end − 1.
struct RowRange {
  std::int64_t first = 0;
  std::int64_t end = 0;
  std::int64_t rows() const { return end - first; }
};

/// The rows of a table that a shard writes: as many units of kShardUnitRows as the others, or one less; the last unit
/// may be short. A table of few units leaves some shards without rows, never the first.
RowRange shard_rows(const Shard& shard, std::int64_t table_rows);

}  // namespace synthgen
