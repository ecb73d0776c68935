#include "synthgen/engine/evaluator.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "frame.hpp"
#include "synthgen/column/cell_text.hpp"

namespace synthgen {
namespace {

/// Half of a second-level cache of 1 MiB.
constexpr std::size_t kKeptColumnBytes = std::size_t{512} << 10;
/// Plain texts are of any length; a guess serves, since a wrong one costs time only.
constexpr std::size_t kGuessedTextBytes = 32;
/// Columns that take many others to compute are kept up to this size.
constexpr std::size_t kKeptCostlyBytes = std::size_t{32} << 20;
constexpr std::size_t kCostlyClosure = 3;
/// What a column of long texts may really take.
constexpr std::size_t kMostKeptBytes = 2 * kKeptCostlyBytes;

bool worth_keeping(const PlannedTable& table, ColumnIndex column) {
  const MadeSource& made = table.columns[column].made;
  if (table.rows <= 0) return false;
  std::size_t width = value_bytes(made.type.kind);
  if (made.type.kind == TypeKind::string && made.dictionary == nullptr) width += kGuessedTextBytes;
  const auto bytes = static_cast<unsigned __int128>(table.rows) * width;
  if (bytes <= kKeptColumnBytes) return true;
  return bytes <= kKeptCostlyBytes && table.closure({column}).size() >= kCostlyClosure;
}

}  // namespace

struct KeptColumns::Slot {
  std::once_flag once;
  Column column;
};

KeptColumns::KeptColumns(const Plan& plan) : plan_(plan) {
  // Which columns other tables read is known from the internal cells only at run time; a slot costs nothing until then.
  for (const PlannedTable& table : plan.tables) {
    slots_.emplace_back();
    for (std::size_t c = 0; c < table.columns.size(); ++c) slots_.back().push_back(std::make_unique<Slot>());
  }
}

KeptColumns::~KeptColumns() = default;

const Column* KeptColumns::get(TableIndex table, ColumnIndex column) {
  Slot& slot = *slots_[table][column];
  std::call_once(slot.once, [&] {
    const PlannedTable& planned = plan_.tables[table];
    if (!worth_keeping(planned, column)) return;
    // Filled apart, so that a fill which memory cuts short leaves nothing behind for the next thread's.
    Column whole;
    bool fits = true;
    scan_column(plan_, *this, table, column, [&](const Column& cells) {
      // Texts may be far longer than guessed; then they are computed again where they are read.
      fits = fits && whole.memory_bytes() <= kMostKeptBytes;
      if (fits) whole.append(cells);
    });
    if (!fits) return;
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

void scan_column(const Plan& plan, KeptColumns& kept, TableIndex table, ColumnIndex column,
                 const std::function<void(const Column&)>& take) {
  const PlannedTable& planned = plan.tables[table];
  Evaluator evaluator(plan, kept);
  const std::vector<ColumnIndex> order = planned.closure({column});
  for (std::int64_t first = 0; first < planned.rows; first += static_cast<std::int64_t>(kBatchRows)) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBatchRows, planned.rows - first));
    evaluator.fill(table, order, RowSet::range(first, count));
    take(evaluator.column(table, column));
    if (!evaluator.failure().has_value()) continue;
    kept.note_failure(*evaluator.failure());
    return;
  }
}

void evaluate_rows(const Plan& plan, TableIndex table, std::span<const ColumnIndex> columns,
                   std::span<const std::int64_t> rows,
                   const std::function<void(std::span<const Column* const>)>& take) {
  KeptColumns kept(plan);
  Evaluator evaluator(plan, kept);
  const std::vector<ColumnIndex> order = plan.tables[table].closure({columns.begin(), columns.end()});
  std::vector<const Column*> cells(columns.size());
  for (std::size_t begin = 0; begin < rows.size(); begin += kBatchRows) {
    evaluator.fill(table, order, RowSet::of(rows.subspan(begin, std::min(kBatchRows, rows.size() - begin))));
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

void Evaluator::fill(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows) {
  assert(rows.count <= kBatchRows);
  Frame& own = frame(table);
  world_->root = table;
  world_->nested_draws = 0;
  own.begin(rows);
  for (const ColumnIndex column : columns) own.fill(column);
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
