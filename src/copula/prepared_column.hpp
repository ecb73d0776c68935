// What a column brings into every pair it is part of: increments and series, of variance 1.
//
// Threads: immutable once made.
#pragma once

#include <memory>
#include <vector>

#include "score_increments.hpp"
#include "score_series.hpp"
#include "student_mixture.hpp"

namespace synthgen {

/// A column at one place of parameters.
struct PreparedPlace {
  Increments increments;  ///< left out where the series suffice
  Increments mirrored;
  /// By node of Student's mixture; of the Gaussian copula one.
  std::vector<HermiteSeries> series;
  std::vector<double> means;  ///< by node, around the mean of all
  bool complete = false;      ///< all series are
  double rest = 0;            ///< of the variance, not in the series
};

struct PreparedColumn {
  /// Null where the column has one value, or none.
  std::vector<std::shared_ptr<const PreparedPlace>> places;  ///< places of equal parameters share one
  bool constant() const;
  double ties = 0;  ///< the mean of tie_share over the places that have values
};

enum class PreparedFor : std::uint8_t {
  values,
  ranks,
  nothing,  ///< whether the column is constant, and its ties
};

/// mixture  null for the Gaussian copula
PreparedColumn prepare_column(const ScoredColumn& column, PreparedFor purpose, const StudentMixture* mixture);

}  // namespace synthgen
