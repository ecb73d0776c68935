// Rows of a file, drawn alike or by weight.
//
// Weights: inversion of their running sums, found through a guide table (Chen and Asau, "On generating random variates
// from an empirical distribution", AIIE Transactions 6(2), 1974). The sums are integers, so that a row's share is its
// own weight and not what rounding leaves of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Rows of a file that can be drawn, with their weights.
struct FileRows {
  std::int64_t file_rows = 0;
  /// Those that can be; nothing where all can.
  std::optional<std::vector<std::uint32_t>> rows;
  /// Running sums of the weights of these rows; empty where all are alike.
  std::vector<std::int64_t> sums;

  std::uint64_t count() const { return rows.has_value() ? rows->size() : static_cast<std::uint64_t>(file_rows); }
};

/// Whole weights as they are where their sum is below 2^62; others scaled to a sum of 2^62, each to the nearest whole
/// number and at least 1, so that a share is right to 2^-62. Rows of weight 0 are never drawn.
///   weights  integer, decimal or number, none below 0; null counts as 0
///   rows     those that can be drawn at all
/// Nothing where no weight is above 0, or their sum is infinite.
std::optional<FileRows> weighted_rows(const Column& weights, const std::optional<std::vector<std::uint32_t>>& rows);

/// Row numbers of the file, by one 64-bit draw. Without rows every cell is null.
MadeSource make_file_pick(StreamKey key, FileRows rows);

}  // namespace synthgen
