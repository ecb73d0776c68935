#include "subset_evaluate.hpp"

namespace synthgen {

SubsetEvaluate::SubsetEvaluate(Evaluate& parent, std::span<const std::int64_t> places)
    : parent_(parent), places_(places), list_(places.size()) {
  const RowSet rows = parent.rows();
  for (std::size_t i = 0; i < places.size(); ++i) list_[i] = rows[static_cast<std::size_t>(places[i])];
  rows_ = RowSet::of(list_);
  attempt_ = parent.attempt();
  pool_ = &parent.pool();
  without_missing_ = parent.without_missing();
}

SubsetEvaluate::~SubsetEvaluate() {
  for (std::size_t w = 0; w < kCellWarnings; ++w) {
    if (warnings()[w] != 0) parent_.warn(static_cast<CellWarning>(w), warnings()[w]);
  }
}

const Column& SubsetEvaluate::column(ColumnIndex index) {
  for (const Gathered& known : gathered_) {
    if (known.index == index) return **known.column;
  }
  Gathered& added = gathered_.emplace_back();
  added.index = index;
  added.column = std::make_unique<ColumnPool::Lease>(pool().take());
  (*added.column)->gather(parent_.column(index), places_);
  return **added.column;
}

void SubsetEvaluate::cells(TableIndex, ColumnIndex, const Column&, Column& out) {
  assert(false && "a branch picks no rows of other tables");
  out.reset({TypeKind::integer, 0}, rows_.count);
}

void SubsetEvaluate::scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) {
  parent_.scan(table, column, take);
}

}  // namespace synthgen
