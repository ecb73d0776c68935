#include "synthgen/source/child_aggregate.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "child_totals.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {
namespace {

using Cells = std::array<std::int64_t, kBatchRows>;

/// Sends the children of a batch that do not count to the cell `none`.
void leave_out(const Column* where, const Column* values, std::size_t n, std::int64_t none, std::int64_t* cells) {
  if (where != nullptr) {
    const auto* holds = where->data<std::uint8_t>();
    for (std::size_t i = 0; i < n; ++i) cells[i] = holds[i] != 0 ? cells[i] : none;
  }
  for (const Column* column : {where, values}) {
    if (column == nullptr || column->all_valid()) continue;
    for (std::size_t i = 0; i < n; ++i) cells[i] = column->is_valid(i) ? cells[i] : none;
  }
}

/// The columns of the child that aggregates read, each once, and where the cells of each are found.
class ChildColumns {
 public:
  /// Its place among those that are read.
  std::size_t add(ColumnIndex column) {
    const auto known = std::find(wanted_.begin(), wanted_.end(), column);
    if (known != wanted_.end()) return static_cast<std::size_t>(known - wanted_.begin());
    wanted_.push_back(column);
    return wanted_.size() - 1;
  }
  std::optional<std::size_t> add(std::optional<ColumnIndex> column) {
    return column.has_value() ? std::optional(add(*column)) : std::nullopt;
  }
  std::span<const ColumnIndex> wanted() const { return wanted_; }

 private:
  std::vector<ColumnIndex> wanted_;
};

/// Totals under way, and where what they add up stands among the columns read.
struct RunningTotals {
  RunningTotals(const ChildAggregate& aggregate, std::size_t cells, ChildColumns& columns)
      : totals(make_child_totals(aggregate.function, aggregate.value_type)),
        value(columns.add(aggregate.value)),
        where(columns.add(aggregate.where)) {
    totals->reset(cells);
  }

  /// cells  of the children; those that do not count have totals->cells()
  void add(std::span<const std::int64_t> cells, std::span<const Column* const> read) {
    const Column* values = value.has_value() ? read[*value] : nullptr;
    const Column* holds = where.has_value() ? read[*where] : nullptr;
    if (holds == nullptr && (values == nullptr || values->all_valid())) {
      totals->add(cells, values);
      return;
    }
    Cells counted;
    std::copy(cells.begin(), cells.end(), counted.begin());
    leave_out(holds, values, cells.size(), static_cast<std::int64_t>(totals->cells()), counted.data());
    totals->add({counted.data(), cells.size()}, values);
  }

  std::unique_ptr<ChildTotals> totals;
  std::optional<std::size_t> value;
  std::optional<std::size_t> where;
};

/// Children on their way into totals, up to a batch of them: their rows, and the cell of each.
class ChildBatch {
 public:
  ChildBatch(TableIndex child, const ChildColumns& columns, Evaluate& evaluate, std::vector<RunningTotals>& totals)
      : child_(child), columns_(columns), read_(columns.wanted().size()), evaluate_(evaluate), totals_(totals) {}

  /// The family of a cell, in the rows begin … begin + size − 1.
  void add(std::int64_t cell, std::int64_t begin, std::int64_t size) {
    while (size > 0) {
      const auto part =
          static_cast<std::size_t>(std::min<std::int64_t>(size, static_cast<std::int64_t>(kBatchRows - count_)));
      in_turn_ = in_turn_ && (count_ == 0 || rows_[count_ - 1] + 1 == begin);
      std::iota(rows_.data() + count_, rows_.data() + count_ + part, begin);
      std::fill_n(cells_.data() + count_, part, cell);
      count_ += part;
      begin += static_cast<std::int64_t>(part);
      size -= static_cast<std::int64_t>(part);
      if (count_ == kBatchRows) flush();
    }
  }

  void flush() {
    if (count_ == 0) return;
    const RowSet rows = in_turn_ ? RowSet::range(rows_[0], count_) : RowSet::of({rows_.data(), count_});
    evaluate_.read(child_, columns_.wanted(), rows, read_);
    for (RunningTotals& totals : totals_) totals.add({cells_.data(), count_}, read_);
    count_ = 0;
    in_turn_ = true;
  }

 private:
  const TableIndex child_;
  const ChildColumns& columns_;
  std::vector<const Column*> read_;
  Evaluate& evaluate_;
  std::vector<RunningTotals>& totals_;
  Cells rows_;
  Cells cells_;
  std::size_t count_ = 0;
  bool in_turn_ = true;
};

class FamilyAggregate final : public Source {
 public:
  FamilyAggregate(const ChildAggregate& aggregate, std::shared_ptr<const FamilyIndex> families,
                  std::shared_ptr<const FamilyAggregates> together)
      : aggregate_(aggregate), families_(std::move(families)), together_(std::move(together)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    if (counts_rows(aggregate_)) {
      out.reset({TypeKind::integer, 0}, rows.count);
      for (std::size_t i = 0; i < rows.count; ++i) out.data<std::int64_t>()[i] = size_of(rows[i]);
      return;
    }
    ChildColumns columns;
    std::vector<RunningTotals> totals;
    totals.emplace_back(aggregate_, rows.count, columns);
    // The others that are wanted of these rows, behind the first.
    auto* further = dynamic_cast<FilledTogether*>(&evaluate);
    std::vector<std::pair<ColumnIndex, Column*>> others;
    if (further != nullptr && together_->members.size() > 1) {
      for (const FamilyAggregates::Member& member : together_->members) {
        if (counts_rows(member.aggregate)) continue;
        Column* other = further->also(member.column);
        if (other == nullptr || other == &out) continue;
        others.emplace_back(member.column, other);
        totals.emplace_back(member.aggregate, rows.count, columns);
      }
    }
    add_children(rows, evaluate, columns, totals);

    Cells cells;
    std::iota(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(rows.count), 0);
    const std::span<const std::int64_t> all(cells.data(), rows.count);
    evaluate.warn(CellWarning::overflow, totals.front().totals->write(all, out));
    for (std::size_t k = 0; k < others.size(); ++k) {
      const std::size_t beyond = totals[k + 1].totals->write(all, *others[k].second);
      if (beyond > 0) further->warn_also(others[k].first, CellWarning::overflow, beyond);
    }
  }

 private:
  /// No column of the children is needed for that.
  static bool counts_rows(const ChildAggregate& aggregate) {
    return !aggregate.value.has_value() && !aggregate.where.has_value();
  }

  void add_children(RowSet rows, Evaluate& evaluate, const ChildColumns& columns,
                    std::vector<RunningTotals>& totals) const {
    ChildBatch batch(aggregate_.child, columns, evaluate, totals);
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::int64_t size = size_of(rows[i]);
      if (size == 0) continue;
      // Families of rows in turn follow each other.
      begin = begin > 0 && rows.contiguous() ? begin : families_->begin(rows[i]);
      batch.add(static_cast<std::int64_t>(i), begin, size);
      begin += size;
    }
    batch.flush();
  }

  /// Rows beyond the parent's last have no children.
  std::int64_t size_of(std::int64_t parent) const {
    return parent < families_->parents() ? families_->size(parent) : 0;
  }

  const ChildAggregate aggregate_;
  const std::shared_ptr<const FamilyIndex> families_;
  const std::shared_ptr<const FamilyAggregates> together_;
};

class KeyedAggregate final : public Source {
 public:
  KeyedAggregate(const ChildAggregate& aggregate, ColumnIndex pick, std::int64_t parent_rows)
      : aggregate_(aggregate), pick_(pick), parent_rows_(parent_rows) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const auto& totals = run_lookup<ChildTotals>(evaluate, *this, [&](Evaluate& run) { return read(run); });
    const RowSet rows = evaluate.rows();
    Cells cells;
    // Rows beyond the parent's last have no children, as the cell behind the last one.
    for (std::size_t i = 0; i < rows.count; ++i) cells[i] = std::min(rows[i], parent_rows_);
    evaluate.warn(CellWarning::overflow, totals.write({cells.data(), rows.count}, out));
  }

 private:
  std::unique_ptr<ChildTotals> read(Evaluate& evaluate) const {
    ChildColumns columns;
    RunningTotals totals(aggregate_, static_cast<std::size_t>(parent_rows_) + 1, columns);
    const std::size_t pick = columns.add(pick_);
    const auto none = static_cast<std::int64_t>(totals.totals->cells());
    Cells cells;
    evaluate.scan_columns(aggregate_.child, columns.wanted(), [&](std::span<const Column* const> read) {
      const std::size_t n = read[pick]->rows();
      std::copy_n(read[pick]->data<std::int64_t>(), n, cells.data());
      leave_out(nullptr, read[pick], n, none, cells.data());
      totals.add({cells.data(), n}, read);
    });
    return std::move(totals.totals);
  }

  const ChildAggregate aggregate_;
  const ColumnIndex pick_;
  const std::int64_t parent_rows_;
};

}  // namespace

std::optional<ChildFunction> child_function(std::string_view name) {
  constexpr std::pair<std::string_view, ChildFunction> kNames[] = {{"count", ChildFunction::count},
                                                                   {"sum", ChildFunction::sum},
                                                                   {"avg", ChildFunction::avg},
                                                                   {"min", ChildFunction::min},
                                                                   {"max", ChildFunction::max}};
  for (const auto& [known, function] : kNames) {
    if (known == name) return function;
  }
  return std::nullopt;
}

std::optional<Type> aggregate_type(ChildFunction function, Type values) {
  switch (function) {
    case ChildFunction::count:
      return Type{TypeKind::integer, 0};
    case ChildFunction::sum:
      return is_numeric(values.kind) ? std::optional(values) : std::nullopt;
    case ChildFunction::avg:
      return is_numeric(values.kind) ? std::optional(Type{TypeKind::number, 0}) : std::nullopt;
    case ChildFunction::min:
    case ChildFunction::max:
      if (values.kind == TypeKind::boolean || values.kind == TypeKind::uuid) return std::nullopt;
      return values;
  }
  return std::nullopt;
}

std::unique_ptr<const Source> make_family_aggregate(const ChildAggregate& aggregate,
                                                    std::shared_ptr<const FamilyIndex> families,
                                                    std::shared_ptr<const FamilyAggregates> together) {
  return std::make_unique<FamilyAggregate>(aggregate, std::move(families), std::move(together));
}

std::unique_ptr<const Source> make_keyed_aggregate(const ChildAggregate& aggregate, ColumnIndex pick,
                                                   std::int64_t parent_rows) {
  return std::make_unique<KeyedAggregate>(aggregate, pick, parent_rows);
}

std::uint64_t keyed_aggregate_bytes(const ChildAggregate& aggregate, std::int64_t parent_rows) {
  const std::unique_ptr<ChildTotals> totals = make_child_totals(aggregate.function, aggregate.value_type);
  return (static_cast<std::uint64_t>(parent_rows) + 2) * totals->cell_bytes();
}

}  // namespace synthgen
