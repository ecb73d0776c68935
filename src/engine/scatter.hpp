// Puts some rows of a column in place of rows of another.
#pragma once

#include <cstdint>
#include <span>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// to[places[i]] = from[rows[i]], nulls included. REQUIRES: equal types; both coded, with equal codes for equal texts,
/// or neither. Columns of texts without a dictionary are rebuilt.
void scatter(const Column& from, std::span<const std::int64_t> rows, std::span<const std::int64_t> places, Column& to);

}  // namespace synthgen
