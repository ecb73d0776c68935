// A condition's program, run over all combinations of values.
#include "outcomes_by_cell.hpp"

#include <algorithm>
#include <map>

#include "synthgen/column/evaluate.hpp"

namespace synthgen {
namespace {

/// Gives a program the columns that it reads, as they were set.
class CellEvaluate final : public Evaluate {
 public:
  explicit CellEvaluate(std::size_t rows) {
    rows_ = RowSet::range(0, rows);
    pool_ = &own_pool_;
  }
  Column& set(ColumnIndex index) { return columns_[index]; }
  const Column& column(ColumnIndex index) override { return columns_.at(index); }
  void cells(TableIndex, ColumnIndex, const Column&, Column& out) override { out.reset({TypeKind::integer}, 0); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {}

 private:
  ColumnPool own_pool_;
  std::map<ColumnIndex, Column> columns_;
};

std::size_t cells_of(const RowColumn& column) { return column.domain.values + 2; }

}  // namespace

std::optional<std::vector<Outcomes>> outcomes_by_cell(const Expression& condition,
                                                      const std::vector<const RowColumn*>& columns, const Scope& scope,
                                                      const CompileOptions& options) {
  const Result<std::shared_ptr<const Program>> program = compile(
      condition, scope, [](std::string_view) { return StreamKey{}; }, options);
  if (!program.ok() || (*program)->type().kind != TypeKind::boolean) return std::nullopt;
  for (const ColumnIndex input : (*program)->inputs()) {
    const bool set =
        std::any_of(columns.begin(), columns.end(), [&](const RowColumn* column) { return column->column == input; });
    if (!set) return std::nullopt;
  }
  std::size_t count = 1;
  for (const RowColumn* column : columns) count *= cells_of(*column);
  std::vector<Outcomes> result(count, kAnyOutcome);
  const auto cell_at = [&](std::size_t combination, std::size_t i) {
    for (std::size_t j = columns.size(); --j > i;) combination /= cells_of(*columns[j]);
    return combination % cells_of(*columns[i]);
  };
  std::vector<std::size_t> computed;
  for (std::size_t combination = 0; combination < count; ++combination) {
    bool known = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      known = known && cell_at(combination, i) != columns[i]->domain.values;
    }
    if (known) computed.push_back(combination);
  }
  for (std::size_t begin = 0; begin < computed.size(); begin += kBatchRows) {
    const std::size_t n = std::min(kBatchRows, computed.size() - begin);
    CellEvaluate evaluate(n);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      std::vector<std::int64_t> gathered(n, 0);
      std::vector<std::size_t> nulls;
      for (std::size_t k = 0; k < n; ++k) {
        const std::size_t cell = cell_at(computed[begin + k], i);
        if (cell < columns[i]->domain.values) {
          gathered[k] = static_cast<std::int64_t>(cell);
        } else {
          nulls.push_back(k);
        }
      }
      Column& cells = evaluate.set(columns[i]->column);
      cells.gather(*columns[i]->values, gathered);
      for (const std::size_t k : nulls) cells.set_null(k);
    }
    Column out;
    (*program)->run(evaluate, out);
    for (std::size_t k = 0; k < n; ++k) {
      result[computed[begin + k]] = out.is_null(k) ? kNull : out.data<std::uint8_t>()[k] != 0 ? kTrue : kFalse;
    }
  }
  return result;
}

}  // namespace synthgen
