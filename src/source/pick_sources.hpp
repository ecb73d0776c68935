// Sources of parent row numbers. Null cells hold a row number all the same, so that cells can be gathered.
#pragma once

#include <memory>

#include "synthgen/base/permutation.hpp"
#include "synthgen/source/family_source.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Picks by ranks or weights.
class PickSource : public Source {
 public:
  /// The next parent to take where draws find none that is free: by popularity, or those with a weight by their rows.
  /// −1 where there are no more. `cursor` begins at 0 and is moved on. REQUIRES: fill() was called.
  virtual std::int64_t next_choice(Evaluate& evaluate, std::int64_t& cursor) const = 0;
};

/// Every parent alike, by one 64-bit draw. Without parents every cell is null.
std::unique_ptr<const Source> make_uniform_pick(StreamKey key, std::int64_t parent_rows);
/// Within one table: every row before the row alike; the first has none, and null.
std::unique_ptr<const Source> make_earlier_pick(StreamKey key);
/// The row's number, divided by `step`, modulo the parents: in turn where `step` is 1. REQUIRES: parents, step above 0.
std::unique_ptr<const Source> make_modular_pick(std::int64_t step, std::int64_t parent_rows);
/// One-to-one. REQUIRES: no more rows than `order` has places.
std::unique_ptr<const Source> make_permuted_pick(Permutation order);
/// The parent at a drawn rank, from 1, of the hidden order `popularity`.
std::unique_ptr<const PickSource> make_ranked_pick(std::unique_ptr<const Source> ranks, Permutation popularity);
/// In proportion to a column of numbers of the parent, read whole on first use. A null weight counts as 0; where one
/// is below 0, none above 0, or their sum infinite, every pick is null and counted as an invalid parameter.
std::unique_ptr<const PickSource> make_weighted_pick(StreamKey key, TableIndex table, ColumnIndex weight,
                                                     std::int64_t parent_rows);
/// What it keeps for the whole run, at most.
std::uint64_t weighted_pick_bytes(std::int64_t parent_rows);

/// The parent that a place stands for. REQUIRES: there is an internal column of places.
MadeSource make_place_pick(const DistinctPick& distinct, std::int64_t parent_rows);
/// Picks that differ within each family. A row whose parent is taken draws again, at the next attempt, together with
/// all such rows of its family, and the first of them has the parent; after 1,024 attempts the first
/// parent by next_choice() that is free, or null and a warning.
/// plain  what `picks` reads and holds
/// REQUIRES: the table's rows are per parent.
MadeSource make_redrawn_picks(std::shared_ptr<const PickSource> picks, MadeSource plain, const SourceContext& context);

}  // namespace synthgen
