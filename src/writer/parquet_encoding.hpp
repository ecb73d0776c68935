// Which Parquet encoding and codec each column takes, decided once per file from its first rows.
//
// Threads: any. Determinism: the choice depends on the column and its values alone.
#pragma once

#include "row_group.hpp"
#include "synthgen/arrow/abi.hpp"

namespace synthgen {

/// Encoding and codec of a column, by what its first values look like.
///   integers, dates, times, decimals  bit-packed differences (DELTA_BINARY_PACKED), which take a column of values
///       below n in about log2(n) + 1 bits with nothing to look up, or a dictionary where that takes half the bits
///   texts       dictionary codes where the texts repeat themselves, else plain under Snappy
///   doubles, booleans, uuids  plain: their bits are random, so that nothing gains
SynthgenArrowColumn choose_encoding(const WriterColumn& column, const GroupColumn& first_rows);

}  // namespace synthgen
