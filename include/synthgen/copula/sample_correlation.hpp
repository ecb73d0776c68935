// Correlations of columns of numbers: Pearson's, Spearman's and Kendall's.
//
// Threads: pure. Determinism: additions in one fixed order, by 1,024 rows that are then
// added up in row order; ranks and pairs of rows are counted exactly.
#pragma once

#include <atomic>
#include <vector>

#include "synthgen/schema/correlation_group.hpp"

namespace synthgen {

/// The correlations of each two columns, over the rows in which neither is NaN. NaN where there is none: fewer than two
/// such rows, or one of the two has a single value in them. 1 on the diagonal.
///
/// pearson, latent  the product-moment correlation, of values less their mean
/// spearman         Pearson's of the ranks among these rows, equal values sharing the mean of theirs
/// kendall          tau-b, in n·log n steps. Source: Knight, "A computer method for calculating Kendall's tau with
///                  ungrouped data", 1966
///
/// columns  of the same length, below 2²¹ rows; they are overwritten
/// stop     set from outside: the result is then unfinished, and without meaning
SquareMatrix sample_correlations(std::vector<std::vector<double>>& columns, CorrelationMeasure measure,
                                 const std::atomic<bool>* stop = nullptr);

}  // namespace synthgen
