// Internal columns of rows that break a rule on purpose: their shares, which rows they are, and values beyond
// the other side of a comparison.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "synthgen/base/permutation.hpp"
#include "synthgen/expression/condition.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// The share of each row, of type number: from 0 to 1, 0 where it cannot be computed. A condition counts as 0 or 1.
///
/// program  of type number or boolean
MadeSource make_violation_rate(std::shared_ptr<const Program> program);

/// How likely a row is to be hit.
struct ViolationShare {
  double share = 0;                        ///< where it is the same in all rows
  std::optional<ColumnIndex> column = {};  ///< of type number, from 0 to 1
};

/// True with a probability, whatever the row is hit for besides: rows that are hit already stay out, and the others are
/// hit as much more often as makes up for them. Where shares come to more than 1 a row has what earlier ones leave.
///
/// taken   shares of the columns in `hits`
/// hits    boolean columns, never null, true in no row together
struct ViolationHits {
  StreamKey hits16;
  StreamKey hits64;
  ViolationShare own;
  std::vector<ViolationShare> taken;
  std::vector<ColumnIndex> hits;
};
MadeSource make_violation_hits(ViolationHits hits);

/// True at rows whose place is from `first` on and before `end`.
MadeSource make_exact_hits(std::shared_ptr<const Permutation> places, std::int64_t first, std::int64_t end);

/// A value for which `value comparison side` is false: the other side, and a share of it beyond. At least one unit of
/// the type: a whole number, a day, the last digit of a decimal; doubles move by `by` itself where the side is 0.
/// Of times `by` is in days.
struct ViolatingValue {
  Type type;
  Comparison comparison = Comparison::equal;
  ColumnIndex side = 0;                ///< of type number beside numbers, else of the type itself
  std::optional<ColumnIndex> by = {};  ///< of type number; none: uniform, 0.01 … 0.2, of times whole days 1 … 20
  StreamKey draws;                     ///< of `by` where there is no column for it
  StreamKey signs;                     ///< whether a value beside which another is forbidden goes up or down
};
/// REQUIRES: numbers, dates, timestamps or datetimes.
MadeSource make_violating_value(ViolatingValue value);

}  // namespace synthgen
