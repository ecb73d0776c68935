// Where a function that rises or falls with a score is negative, zero and positive: the
// search behind rules that are solved for a column.
//
// Threads: pure. Determinism: a function of the values that it is given; no clock, no counts of other rows.
#pragma once

#include <cstddef>
#include <functional>

#include "synthgen/rule/score_set.hpp"

namespace synthgen {

/// Each row's function at one score for each row; NaN where it has no value.
///
/// scores  n of them; values  n, all written
using ScoreFunction = std::function<void(const double* scores, double* values)>;

/// Three intervals, each perhaps empty, side by side over the whole line: scores below `low` of the search belong to
/// the lowest, those beyond `high` to the highest. Between two of them lies a gap as wide as their border is uncertain,
/// which belongs to neither.
struct SignRanges {
  ScoreInterval negative;
  ScoreInterval zero;
  ScoreInterval positive;
  bool undefined = false;  ///< no value at the ends: there is no comparison, whatever the score
};

/// To which side of a border scores belong at which the function is 0.
enum class Zeros : unsigned char {
  apart,          ///< all three intervals; a second border, so about twice as many evaluations where there are steps
  with_negative,  ///< `zero` is empty: for ≤ and >
  with_positive,  ///< for < and ≥
};

/// Finds them for n rows at once. Each function must be monotone between `low` and `high`, in a direction of its own;
/// it may be smooth, or a step function (values are rounded to digits, days, whole numbers), or constant.
/// The ends of each interval are scores at which its sign was seen. Where the function runs smoothly its borders are
/// known to 2^-44 of the score (of 1 where the score is less); where it jumps to 1e-9, and to a millionth of a step
/// where its steps rise alike.
/// NaN at one of the two ends: undefined, three empty intervals. NaN between them counts as the sign of the end on the
/// same side of 0. Functions that are not monotone, or have no values, end in some border all the same.
/// Cost: on average 7 to 15 evaluations of all rows where functions are smooth, 12 to 38 for each border where they are
/// steps, never more than 55 for the first border and 53 for a second.
/// A row's result does not depend on which rows are searched with it; rows that are done are asked for a score between
/// `low` and `high` again.
///
/// n  at most kBatchRows
void find_sign_ranges(std::size_t n, double low, double high, Zeros zeros, const ScoreFunction& function,
                      SignRanges* ranges);

}  // namespace synthgen
