#include "synthgen/source/score_evaluate.hpp"

#include <algorithm>
#include <cassert>

#include "synthgen/column/ordered_numbers.hpp"

namespace synthgen {

ScoreEvaluate::ScoreEvaluate(ColumnIndex score, std::int64_t row) : score_(score), rows_list_(kBatchRows, row) {
  rows_ = RowSet::of(rows_list_);
  pool_ = &own_pool_;
  without_missing_ = true;
  scores_.reset({TypeKind::number, 0}, kBatchRows);
}

void ScoreEvaluate::set_input(ColumnIndex index, const Column& cells, std::size_t at) {
  const std::vector<std::int64_t> places(kBatchRows, static_cast<std::int64_t>(at));
  inputs_[index].gather(cells, places);
}

void ScoreEvaluate::values(const Source& source, std::span<const double> scores, double* values) {
  for (std::size_t begin = 0; begin < scores.size(); begin += kBatchRows) {
    const std::size_t n = std::min(kBatchRows, scores.size() - begin);
    double* wanted = scores_.data<double>();
    std::copy_n(scores.data() + begin, n, wanted);
    // Always whole batches, so that inputs need no cutting.
    std::fill(wanted + n, wanted + kBatchRows, scores[begin + n - 1]);
    source.fill(*this, out_);
    ordered_numbers(out_, n, values + begin);
  }
}

const Column& ScoreEvaluate::column_at(const Source& source, std::span<const double> scores) {
  assert(inputs_.empty() && scores.size() <= kBatchRows);
  const RowSet whole = rows_;
  rows_ = RowSet::of({rows_list_.data(), scores.size()});
  std::copy_n(scores.data(), scores.size(), scores_.data<double>());
  source.fill(*this, out_);
  rows_ = whole;
  return out_;
}

const Column& ScoreEvaluate::column(ColumnIndex index) {
  if (index == score_) return scores_;
  const auto found = inputs_.find(index);
  assert(found != inputs_.end());
  return found->second;
}

void ScoreEvaluate::cells(TableIndex, ColumnIndex, const Column&, Column& out) {
  assert(false && "a source with a score picks no rows of other tables");
  out.reset({TypeKind::integer, 0}, rows_.count);
}

void ScoreEvaluate::scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) {
  assert(false && "a source with a score reads no other tables");
}

}  // namespace synthgen
