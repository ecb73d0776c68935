// The two ways in which a row of `cases` finds its branch: by conditions in turn, or by the value of a column.
//
// Threads: immutable once made.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "branch_context.hpp"

namespace synthgen {

/// Branches by the bytes of the value that chooses them: see cell_bytes().
using BranchOfValue = std::map<std::string, std::int32_t, std::less<>>;

/// A value as bytes that are equal where values are, for look-up by type. REQUIRES: the cell is not null.
std::string cell_bytes(const Column& column, std::size_t row);

/// conditions  boolean; the first that is true gives the number of the branch
/// has_else    one more branch stands behind those of the conditions, for all other rows; else they are null
std::unique_ptr<const Source> make_cases_by_condition(std::vector<Operand> conditions, bool has_else,
                                                      BranchMerge merge);

/// of          the column whose value chooses
/// dictionary  in which it is coded, or null
/// otherwise   the branch of all other values and of null, or −1 for null
std::unique_ptr<const Source> make_cases_by_value(ColumnIndex of, const Dictionary* dictionary, BranchOfValue branches,
                                                  std::int32_t otherwise, BranchMerge merge);

}  // namespace synthgen
