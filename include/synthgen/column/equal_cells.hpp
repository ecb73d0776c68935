// Whether two cells hold the same value.
//
// Threads: pure functions.
#pragma once

#include "synthgen/column/column.hpp"

namespace synthgen {

/// Whether two cells of one type are the same: two nulls are, texts by their bytes, numbers by their bits.
bool equal_cells(const Column& a, std::size_t i, const Column& b, std::size_t j);

}  // namespace synthgen
