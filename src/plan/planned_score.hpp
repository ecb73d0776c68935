// A member of a correlation group as the copula sees it: a planned column, its value a
// function of its score under the parameters of some rows.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "score_pieces.hpp"
#include "synthgen/copula/normal_to_anything.hpp"
#include "synthgen/schema/schema.hpp"
#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {

/// Whether two rows of some columns have the same cells.
inline bool equal_rows(const std::map<ColumnIndex, Column>& columns, std::size_t a, std::size_t b) {
  return std::all_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return equal_cells(column.second, a, column.second, b); });
}

/// Whether a parameter is drawn, or counts rows, so that inputs do not decide it.
inline bool draws_parameters(const SchemaColumn& column) {
  ColumnDeclaration drawn;  // without `missing`, which is no parameter
  drawn.min = column.declaration.min;
  drawn.max = column.declaration.max;
  const std::vector<const Expression*> expressions = expressions_of(column.spec.get(), drawn);
  return std::any_of(expressions.begin(), expressions.end(), [](const Expression* e) { return e->varies(); });
}

/// A planned column as a function of its score.
class PlannedScore final : public ScoredColumn {
 public:
  PlannedScore(const Source& source, ColumnIndex score) : source_(source), score_(score) {}

  /// Those that lend their parameters; none where parameters are the same in all.
  void set_rows(std::vector<std::int64_t> rows) { rows_ = std::move(rows); }
  /// The cells of another column at the rows.
  void add_input(ColumnIndex index, const Column& cells) { inputs_[index].append(cells); }

  /// Finds the rows of equal parameters. REQUIRES: all inputs are added, and they decide the parameters.
  void find_likes() {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      std::size_t first = 0;
      while (first < row && !equal_rows(inputs_, first, row)) ++first;
      likes_.push_back(first);
    }
  }

  /// A place at which values depend on the score; none where there is no such place.
  std::optional<std::size_t> telling_place() const {
    constexpr double kScores[] = {-5, 5};
    for (std::size_t place = 0; place < places(); ++place) {
      double ends[2];
      values(place, kScores, ends);
      if (ends[0] < ends[1]) return place;
    }
    return std::nullopt;
  }

  bool by_row() const { return !rows_.empty(); }
  std::size_t places() const override { return std::max<std::size_t>(1, rows_.size()); }
  std::size_t first_like(std::size_t place) const override { return likes_.empty() ? place : likes_[place]; }
  void values(std::size_t place, std::span<const double> scores, double* values) const override {
    ScoreEvaluate evaluate(score_, rows_.empty() ? 0 : rows_[place]);
    for (const auto& [index, cells] : inputs_) evaluate.set_input(index, cells, place);
    evaluate.values(source_, scores, values);
  }

 private:
  const Source& source_;
  const ColumnIndex score_;
  std::vector<std::int64_t> rows_;
  std::vector<std::size_t> likes_;
  std::map<ColumnIndex, Column> inputs_;
};

}  // namespace synthgen
