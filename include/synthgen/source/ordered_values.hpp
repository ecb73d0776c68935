// The modifier `ordered`: sorted draws of families, and of whole tables.
//
// Threads: as source.hpp. Determinism: order_statistics.hpp's; sorting compares values alone, so that equal ones are
// the same bits.
#pragma once

#include "synthgen/source/family_source.hpp"

namespace synthgen {

/// How the values of a family are sorted.
struct ValueSorting {
  bool descending = false;
  bool strict = false;           ///< no two of a family are equal: repeated ones are drawn again
  bool in_listed_order = false;  ///< texts in a dictionary: by their codes; else by their bytes
};

/// A strict column draws a repeated value again at so many further attempts at most; then its cell is null.
inline constexpr std::uint32_t kMostRepeatedDraws = 1024;

/// Each family has the values of `drawn`, sorted over its rows; nulls stay where they are.
///
/// drawn   the column as it is without the modifier
/// column  its index. REQUIRES: not of type uuid; of a strict one, texts are in a dictionary, and the source reads no
///         other rows than its own
MadeSource make_sorted_values(const MadeSource& drawn, ColumnIndex column, ValueSorting sorting);

/// The scores of a whole table's sorted draws, by the row.
///
/// values, splits  streams of 64-bit draws
MadeSource make_sorted_scores(StreamKey values, StreamKey splits, std::int64_t rows, bool descending);

}  // namespace synthgen
