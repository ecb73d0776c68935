// Spearman's and Kendall's correlation of two columns, from the orders of their values.
//
// Threads: pure. Determinism: whole numbers until the last division.
#pragma once

#include <cstdint>
#include <vector>

#include "value_order.hpp"

namespace synthgen {

/// Twice the rank of each row's value among those of the column, equal values sharing the mean of theirs, less what
/// makes their sum 0. REQUIRES: every row has a value.
void centred_ranks(const ValueOrder& order, std::vector<double>& ranks);

/// Spearman's over the rows in which both have a value; NaN where one has fewer than two values in them.
/// scratch  storage that the next call can use again
/// REQUIRES: columns of the same length, below 2²¹ rows.
double spearman_pair(const ValueOrder& x, const ValueOrder& y, std::vector<std::int32_t>& scratch);

/// The number of each row's value among the values of a column, in their order; kNoLevel of a null.
inline constexpr std::uint32_t kNoLevel = 0xFFFF'FFFF;
std::vector<std::uint32_t> levels_of(const ValueOrder& order, std::size_t rows);

struct KendallScratch {
  std::vector<std::uint32_t> levels;
  std::vector<std::uint32_t> merged;
};

/// Kendall's tau-b over the rows in which both have a value; NaN where one has fewer than two values in them.
/// Source: Knight, "A computer method for calculating Kendall's tau with ungrouped data", 1966.
double kendall_pair(const ValueOrder& x, const std::vector<std::uint32_t>& levels_y, KendallScratch& scratch);

/// products / √(squares_x · squares_y), kept within [−1, 1].
double correlation_of(double products, double squares_x, double squares_y);

}  // namespace synthgen
