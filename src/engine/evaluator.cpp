#include "synthgen/engine/evaluator.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "frame.hpp"
#include "synthgen/column/cell_text.hpp"
#include "synthgen/plan/memory_estimate.hpp"

namespace synthgen {
struct KeptColumns::Slot {
  std::once_flag once;
  Column column;
};

struct KeptColumns::Lookup {
  std::once_flag once;
  std::shared_ptr<const void> table;
};

const void* KeptColumns::lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) {
  Lookup* found = nullptr;
  {
    const std::lock_guard<std::mutex> lock(lookups_mutex_);
    std::unique_ptr<Lookup>& slot = lookups_[&owner];
    if (slot == nullptr) slot = std::make_unique<Lookup>();
    found = slot.get();
  }
  std::call_once(found->once, [&] { found->table = make(); });
  return found->table.get();
}

KeptColumns::KeptColumns(const Plan& plan) : KeptColumns(plan, kept_columns(plan)) {}

KeptColumns::KeptColumns(const Plan& plan, const std::vector<KeptColumn>& kept) : plan_(plan) {
  for (const PlannedTable& table : plan.tables) slots_.emplace_back(table.columns.size());
  for (const KeptColumn& column : kept) slots_[column.table][column.column] = std::make_unique<Slot>();
}

KeptColumns::~KeptColumns() = default;

const Column* KeptColumns::get(TableIndex table, ColumnIndex column) {
  if (slots_[table][column] == nullptr) return nullptr;
  Slot& slot = *slots_[table][column];
  std::call_once(slot.once, [&] {
    // Filled apart, so that a fill which memory cuts short leaves nothing behind for the next thread's.
    Column whole;
    bool fits = true;
    scan_column(plan_, *this, table, column, [&](const Column& cells) {
      // Texts may be far longer than guessed; then they are computed again where they are read.
      fits = fits && whole.memory_bytes() <= kMostKeptBytes;
      if (fits) whole.append(cells);
    });
    // A row that could not be completed ends the run, and leaves a column too short to be read.
    if (!fits || whole.rows() != static_cast<std::size_t>(plan_.tables[table].rows)) return;
    slot.column = std::move(whole);
  });
  return slot.column.rows() > 0 ? &slot.column : nullptr;
}

std::string shown_cell(const PlannedColumn& planned, const Column& column, std::size_t row) {
  if (column.is_null(row)) return "null";
  if (column.type().kind == TypeKind::string) return "'" + std::string(column.text(row)) + "'";
  std::string text;
  CellText(planned.made.type).append(column, row, text);
  return text;
}

std::optional<RuleFailure> KeptColumns::failure() const {
  const std::lock_guard<std::mutex> lock(failure_mutex_);
  return failure_ != nullptr ? std::optional(*failure_) : std::nullopt;
}

void KeptColumns::note_failure(const RuleFailure& failure) {
  const std::lock_guard<std::mutex> lock(failure_mutex_);
  if (failure_ == nullptr) failure_ = std::make_unique<RuleFailure>(failure);
}

void scan_columns(const Plan& plan, KeptColumns& kept, TableIndex table, std::span<const ColumnIndex> columns,
                  const std::function<void(std::span<const Column* const>)>& take) {
  const PlannedTable& planned = plan.tables[table];
  Evaluator evaluator(plan, kept);
  const std::vector<ColumnIndex> order = planned.fill_order({columns.begin(), columns.end()});
  std::vector<const Column*> cells(columns.size());
  for (std::int64_t first = 0; first < planned.rows; first += static_cast<std::int64_t>(kBatchRows)) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBatchRows, planned.rows - first));
    evaluator.fill(table, order, RowSet::range(first, count), planned.rows);
    for (std::size_t c = 0; c < columns.size(); ++c) cells[c] = &evaluator.column(table, columns[c]);
    take(cells);
    if (!evaluator.failure().has_value()) continue;
    kept.note_failure(*evaluator.failure());
    return;
  }
}

void scan_column(const Plan& plan, KeptColumns& kept, TableIndex table, ColumnIndex column,
                 const std::function<void(const Column&)>& take) {
  const ColumnIndex columns[] = {column};
  scan_columns(plan, kept, table, columns, [&](std::span<const Column* const> cells) { take(*cells.front()); });
}

void evaluate_rows(const Plan& plan, TableIndex table, std::span<const ColumnIndex> columns, RowSet rows,
                   const std::function<void(std::span<const Column* const>)>& take) {
  KeptColumns kept(plan);
  Evaluator evaluator(plan, kept);
  const std::vector<ColumnIndex> order = plan.tables[table].fill_order({columns.begin(), columns.end()});
  std::vector<const Column*> cells(columns.size());
  for (std::size_t begin = 0; begin < rows.count; begin += kBatchRows) {
    evaluator.fill(table, order, rows.part(begin, std::min(kBatchRows, rows.count - begin)));
    for (std::size_t c = 0; c < columns.size(); ++c) cells[c] = &evaluator.column(table, columns[c]);
    take(cells);
  }
}

Evaluator::Evaluator(const Plan& plan, KeptColumns& kept)
    : world_(std::make_unique<FrameWorld>(FrameWorld{plan, kept, pool_})) {}
Evaluator::~Evaluator() = default;

Frame& Evaluator::frame(TableIndex table) {
  std::unique_ptr<Frame>& frame = frames_[table];
  if (frame == nullptr) frame = std::make_unique<Frame>(*world_, table);
  return *frame;
}

void Evaluator::fill(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows, std::int64_t horizon) {
  assert(rows.count <= kBatchRows);
  Frame& own = frame(table);
  world_->root = table;
  world_->nested_draws = 0;
  world_->passed_over.reset();
  world_->horizon = horizon;
  own.begin(rows);
  own.expect(columns);
  for (const ColumnIndex column : columns) own.fill(column);
  if (!world_->failure.has_value() && world_->exhausted()) world_->failure = world_->passed_over;
  // What failed while columns of other tables were computed to be kept.
  if (!world_->failure.has_value()) world_->failure = world_->kept.failure();
}

const Column& Evaluator::column(TableIndex table, ColumnIndex column) const {
  return frames_.at(table)->filled(column);
}

Evaluator::Violated Evaluator::violate(TableIndex table, const PlannedViolation& violation,
                                       std::span<const std::int64_t> places) {
  std::unique_ptr<Frame>& violating = violating_[table];
  if (violating == nullptr) violating = std::make_unique<Frame>(*world_, table);
  violating->begin_within(frame(table), places);
  const std::span<const std::uint8_t> given_up = violating->violate(violation.target);
  return {violating->filled(violation.target.column), given_up};
}

std::vector<CellWarningCounts>& Evaluator::warnings(TableIndex table) { return frame(table).counts(); }

RuleCounts& Evaluator::rule_counts(TableIndex table) { return frame(table).rule_counts(); }

const std::optional<RuleFailure>& Evaluator::failure() const { return world_->failure; }

}  // namespace synthgen
