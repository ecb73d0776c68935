// Which rows of a batch became null by a warning: batches only count them.
//
// Threads: one thread. Determinism: a cell depends on the plan and its row.
#pragma once

#include <functional>

#include "frame.hpp"

namespace synthgen {

/// Tells, row by row, what filling a column warned of, by filling smaller and smaller parts of the batch again. Rows
/// ascend; a row is told as often as it was warned of.
///
/// frame  in which the column and what it reads are filled
/// probe  another one of the same table, to be used up
void find_warned_rows(Frame& frame, Frame& probe, ColumnIndex column, std::size_t rows,
                      const std::function<void(std::size_t, CellWarning)>& tell);

}  // namespace synthgen
