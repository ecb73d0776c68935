// Whether the files of a table have the rows, types and nulls that the manifest tells.
#pragma once

#include <memory>

#include "row_check.hpp"

namespace synthgen {

/// tree  the data, or the tables before noise
std::unique_ptr<RowCheck> make_cells_check(const VerifiedTable& table, FileTree tree);

}  // namespace synthgen
