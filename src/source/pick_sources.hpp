// Sources of parent row numbers. Null cells hold a row number all the same, so that cells can be gathered.
#pragma once

#include <memory>

#include "synthgen/base/permutation.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Every parent alike, by one 64-bit draw. Without parents every cell is null.
std::unique_ptr<const Source> make_uniform_pick(StreamKey key, std::int64_t parent_rows);
/// Within one table: every row before the row alike; the first has none, and null.
std::unique_ptr<const Source> make_earlier_pick(StreamKey key);
/// The row's number, divided by `step`, modulo the parents: in turn where `step` is 1. REQUIRES: parents, step above 0.
std::unique_ptr<const Source> make_modular_pick(std::int64_t step, std::int64_t parent_rows);
/// One-to-one. REQUIRES: no more rows than `order` has places.
std::unique_ptr<const Source> make_permuted_pick(Permutation order);
/// The parent at a drawn rank, from 1, of the hidden order `popularity`.
std::unique_ptr<const Source> make_ranked_pick(std::unique_ptr<const Source> ranks, Permutation popularity);
/// In proportion to a column of numbers of the parent, read whole on first use. A null weight counts as 0; where one
/// is below 0, none above 0, or their sum infinite, every pick is null and counted as an invalid parameter.
std::unique_ptr<const Source> make_weighted_pick(StreamKey key, TableIndex table, ColumnIndex weight,
                                                 std::int64_t parent_rows);
/// What it keeps for the whole run, at most.
std::uint64_t weighted_pick_bytes(std::int64_t parent_rows);

}  // namespace synthgen
