// Picks among the parents that meet a reference's `where`.
#pragma once

#include "pick_spec.hpp"
#include "synthgen/source/reference_where.hpp"

namespace synthgen {

/// Picks of parent row numbers. Where no parent matches, a cell holds −1 and is valid, until settle_matches(): only
/// there it is known which rows are null by `missing`.
///
/// REQUIRES: target.where. Errors SG2149, SG2652, SG2653.
Result<MadeSource> make_where_pick(const PickSpec& spec, PickKind kind, const ReferenceTarget& target,
                                   const SourceContext& context);

/// A pick without a match, until settle_matches().
inline constexpr std::int64_t kUnmatchedPick = -1;

/// Picks among the rows of a family that meet further conditions, read where they are wanted; null where an index is
/// the better way. Both give the same picks.
std::unique_ptr<const Source> make_family_search(StreamKey key, const ReferenceTarget& target);

/// How a row without a match is told.
enum class Unmatched : std::uint8_t { counted, silent };

/// Makes the cells null for which no parent was found, `missing` applied.
MadeSource settle_matches(MadeSource picks, Unmatched unmatched);

}  // namespace synthgen
