// Rows whose normal scores are given, for what draws by them.
#pragma once

#include <algorithm>
#include <vector>

#include "synthgen/column/evaluate.hpp"

namespace synthgen {

class ScoredRows final : public Evaluate {
 public:
  explicit ScoredRows(const std::vector<double>& scores) {
    rows_ = RowSet::range(0, scores.size());
    pool_ = &own_;
    column_.reset({TypeKind::number, 0}, scores.size());
    std::copy(scores.begin(), scores.end(), column_.data<double>());
  }
  const Column& column(ColumnIndex) override { return column_; }
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override {}
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {}

 private:
  ColumnPool own_;
  Column column_;
};

}  // namespace synthgen
