// Where the draw of a cell comes from: a stream of the column's own, or a normal score
// that a copula has correlated with those of other columns. Either way it is one draw a
// cell, and the greater it is, the later in its column's order is the value.
//
// Threads: immutable once made. Determinism: pure in (keys, rows, attempt, scores).
#pragma once

#include <optional>

#include "synthgen/column/evaluate.hpp"

namespace synthgen {

/// Widths as in ARCHITECTURE.md.
struct DrawKeys {
  StreamKey bits64;  ///< purpose "<base>/64": continuous values, integers and times
  StreamKey bits32;  ///< purpose "<base>/32": booleans and dates, first stage
  StreamKey tie64;   ///< purpose "<base> tie/64": second stage of booleans
  /// The internal column of standard normal scores that stands in place of the streams.
  std::optional<ColumnIndex> score = std::nullopt;
};

/// Each fills n values, those of the rows [begin, begin + n) of the evaluation.
class CellDraws {
 public:
  explicit CellDraws(const DrawKeys& keys) : keys_(keys) {}

  void bits64(Evaluate& evaluate, std::size_t begin, std::size_t n, std::uint64_t* out) const;
  void bits32(Evaluate& evaluate, std::size_t begin, std::size_t n, std::uint32_t* out) const;
  /// Probabilities from both ends; below[i] + above[i] = 1. Returns the scores behind them where they came from scores,
  /// else null.
  const double* probabilities(Evaluate& evaluate, std::size_t begin, std::size_t n, double* below, double* above) const;
  /// The probabilities from below alone.
  void below(Evaluate& evaluate, std::size_t begin, std::size_t n, double* below) const;
  /// The scores themselves; null where the draws come from streams.
  const double* scores(Evaluate& evaluate, std::size_t begin) const;
  /// 1 with the probability rates[i], else 0.
  void hits(Evaluate& evaluate, std::size_t begin, std::size_t n, const double* rates, std::uint8_t* out) const;
  bool by_score() const { return keys_.score.has_value(); }

 private:
  DrawKeys keys_;
};

/// n rows from `begin` on of the rows of an evaluation.
RowSet chunk_of(RowSet rows, std::size_t begin, std::size_t n);

}  // namespace synthgen
