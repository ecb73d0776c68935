// A correlation group as planned: what was declared, the latent matrix that gives it, and what comes out.
//
// Threads: immutable once made.
#pragma once

#include <string>
#include <vector>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/schema/correlation_group.hpp"

namespace synthgen {

struct PlannedCorrelation {
  std::string name;  ///< empty where none is given
  CorrelationMeasure measure = CorrelationMeasure::pearson;
  CopulaFamily family = CopulaFamily::gaussian;
  double df = 0;
  std::vector<ColumnIndex> columns;  ///< in the order of the matrices
  SquareMatrix declared;
  SquareMatrix target;  ///< what was solved for: the declared matrix, or the nearest valid one
  SquareMatrix latent;
  SquareMatrix expected;  ///< in the measure (of `latent`: Pearson's), of the written values
  /// Over rows of all parameters together, in a sample; empty where parameters are the same in all rows.
  SquareMatrix overall;
  bool repaired = false;  ///< target or latent is the nearest valid matrix of one that was not
  bool given_parameters = false;
  bool piloted = false;  ///< solved on a sample of rows, because what is missing depends on the values
};

}  // namespace synthgen
