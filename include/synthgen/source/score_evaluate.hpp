// A source seen as a function of its score: its values at chosen scores, with the parameters of one row and without
// the nulls that `missing` makes.
//
// Threads: one thread. Determinism: as the source's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

class ScoreEvaluate final : public Evaluate {
 public:
  /// score  the column that the source draws by
  /// row    whose parameters these are: for what counts rows, or draws by itself
  explicit ScoreEvaluate(ColumnIndex score, std::int64_t row = 0);

  /// The cell of another column that the source reads: row `at` of `cells`.
  void set_input(ColumnIndex index, const Column& cells, std::size_t at);

  /// The values at any number of scores, as ordered_numbers() tells them.
  void values(const Source& source, std::span<const double> scores, double* values);

  /// The same as they lie in memory, in the source's type: at most kBatchRows, valid until the next call.
  /// REQUIRES: no input was set.
  const Column& column_at(const Source& source, std::span<const double> scores);

  const Column& column(ColumnIndex index) override;
  /// REQUIRES: not called; sources with scores read no other tables by themselves.
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override;
  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override;

 private:
  const ColumnIndex score_;
  const std::vector<std::int64_t> rows_list_;
  ColumnPool own_pool_;
  Column scores_;
  Column out_;
  std::map<ColumnIndex, Column> inputs_;
};

}  // namespace synthgen
