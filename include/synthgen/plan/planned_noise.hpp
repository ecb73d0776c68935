// An operator of a table's noise, bound to its columns and streams.
//
// Threads: immutable once planned.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/permutation.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {

struct PlannedNoise {
  const NoiseKind* kind = nullptr;
  std::string label;                 ///< in the log and the manifest: its `name`, or the operator's
  std::size_t listed = 0;            ///< columns that the schema lists; those behind are the spec's further columns
  std::vector<ColumnIndex> columns;  ///< of the table
  double rate = 1;                   ///< where it is the same in all rows
  std::optional<ColumnIndex> rate_column;       ///< internal: a rate for each row, a number that may be null
  std::optional<ColumnIndex> condition_column;  ///< internal: whether a row may be hit at all
  bool exact = false;
  bool depends_on_itself = false;  ///< rate or condition reads one of the damaged columns (MNAR)

  /// What is hit together: one column for operators on cells, all of them for those on rows.
  struct Part {
    std::vector<std::size_t> columns;  ///< places in PlannedNoise::columns
    StreamKey hits16;
    StreamKey hits64;
    StreamKey draws;
    std::shared_ptr<const Permutation> places;  ///< of `exact`: a row is hit where its place is below `exact_hits`
    std::int64_t exact_hits = 0;
    std::vector<ColumnIndex> parameters;  ///< internal columns, by slot
    std::shared_ptr<const NoiseOperator> operation;
  };
  std::vector<Part> parts;
};

}  // namespace synthgen
