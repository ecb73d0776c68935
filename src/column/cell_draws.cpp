// Draws of cells from streams or from scores.
#include "synthgen/column/cell_draws.hpp"

#include <algorithm>

#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

/// Rows at once, so that the shares stay on the stack.
constexpr std::size_t kShareRows = 256;

}  // namespace

RowSet chunk_of(RowSet rows, std::size_t begin, std::size_t n) {
  if (rows.contiguous()) return RowSet::range(rows.first + static_cast<std::int64_t>(begin), n);
  return RowSet::of({rows.list + begin, n});
}

void CellDraws::bits64(Evaluate& evaluate, std::size_t begin, std::size_t n, std::uint64_t* out) const {
  if (!keys_.score.has_value()) {
    draw_bits64(keys_.bits64, chunk_of(evaluate.rows(), begin, n), evaluate.attempt(), 0, out);
    return;
  }
  share_bits(n, evaluate.column(*keys_.score).data<double>() + begin, out);
}

void CellDraws::bits32(Evaluate& evaluate, std::size_t begin, std::size_t n, std::uint32_t* out) const {
  if (!keys_.score.has_value()) {
    draw_bits32(keys_.bits32, chunk_of(evaluate.rows(), begin, n), evaluate.attempt(), 0, out);
    return;
  }
  const double* scores = evaluate.column(*keys_.score).data<double>() + begin;
  std::uint64_t wide[kShareRows];
  for (std::size_t done = 0; done < n; done += kShareRows) {
    const std::size_t count = std::min(kShareRows, n - done);
    share_bits(count, scores + done, wide);
    for (std::size_t i = 0; i < count; ++i) out[done + i] = static_cast<std::uint32_t>(wide[i] >> 32);
  }
}

const double* CellDraws::probabilities(Evaluate& evaluate, std::size_t begin, std::size_t n, double* below,
                                       double* above) const {
  if (!keys_.score.has_value()) {
    draw_uniform(keys_.bits64, chunk_of(evaluate.rows(), begin, n), evaluate.attempt(), 0, below);
    for (std::size_t i = 0; i < n; ++i) above[i] = 1 - below[i];
    return nullptr;
  }
  const double* scores = evaluate.column(*keys_.score).data<double>() + begin;
  score_shares(n, scores, below, above);
  return scores;
}

void CellDraws::below(Evaluate& evaluate, std::size_t begin, std::size_t n, double* below) const {
  if (!keys_.score.has_value()) {
    draw_uniform(keys_.bits64, chunk_of(evaluate.rows(), begin, n), evaluate.attempt(), 0, below);
    return;
  }
  shares_below(n, evaluate.column(*keys_.score).data<double>() + begin, below);
}

const double* CellDraws::scores(Evaluate& evaluate, std::size_t begin) const {
  return keys_.score.has_value() ? evaluate.column(*keys_.score).data<double>() + begin : nullptr;
}

void CellDraws::hits(Evaluate& evaluate, std::size_t begin, std::size_t n, const double* rates,
                     std::uint8_t* out) const {
  if (!keys_.score.has_value()) {
    draw_hits32(keys_.bits32, keys_.tie64, rates, chunk_of(evaluate.rows(), begin, n), evaluate.attempt(), out);
    return;
  }
  // False comes before true in their order, so true is what high scores give.
  const double* scores = evaluate.column(*keys_.score).data<double>() + begin;
  double below[kShareRows];
  double above[kShareRows];
  for (std::size_t done = 0; done < n; done += kShareRows) {
    const std::size_t count = std::min(kShareRows, n - done);
    score_shares(count, scores + done, below, above);
    for (std::size_t i = 0; i < count; ++i) out[done + i] = above[i] < rates[done + i] ? 1 : 0;
  }
}

}  // namespace synthgen
