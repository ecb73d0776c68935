#include "synthgen/engine/evaluator.hpp"

#include <algorithm>
#include <deque>
#include <map>

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

/// Hands all cells of a column to `take`, batch after batch, with an evaluator of its own: the caller may stand in the
/// midst of another batch.
void scan_column(const Plan& plan, KeptColumns& kept, TableIndex table, ColumnIndex column,
                 const std::function<void(const Column&)>& take) {
  const PlannedTable& planned = plan.tables[table];
  Evaluator evaluator(plan, kept);
  const std::vector<ColumnIndex> order = planned.closure({column});
  for (std::int64_t first = 0; first < planned.rows; first += static_cast<std::int64_t>(kBatchRows)) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBatchRows, planned.rows - first));
    evaluator.fill(table, order, RowSet::range(first, count));
    take(evaluator.column(table, column));
  }
}

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

/// The columns of one table for the rows at hand, and frames of parents at the rows that these point to.
class Evaluator::Frame final : public Evaluate {
 public:
  Frame(const Plan& plan, KeptColumns& kept, ColumnPool& pool, TableIndex table)
      : plan_(plan),
        kept_(kept),
        table_(plan.tables[table]),
        columns_(table_.columns.size()),
        filled_(table_.columns.size(), 0),
        counts_(table_.columns.size()) {
    pool_ = &pool;
  }

  void begin(RowSet rows) {
    rows_ = rows;
    ++batch_;
  }

  void fill(ColumnIndex index) {
    if (filled_[index] == batch_) return;
    const CellWarningCounts before = warnings_;
    table_.columns[index].made.source->fill(*this, columns_[index]);
    for (std::size_t w = 0; w < kCellWarnings; ++w) counts_[index][w] += warnings_[w] - before[w];
    filled_[index] = batch_;
  }

  const Column& column(ColumnIndex index) override {
    assert(filled_[index] == batch_);
    return columns_[index];
  }

  const Column& filled(ColumnIndex index) const { return columns_[index]; }

  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override {
    if (const Column* kept = kept_.get(table, column); kept != nullptr) {
      out.gather(*kept, {picks.data<std::int64_t>(), picks.rows()});
    } else {
      Parent& parent = parent_of(table, picks);
      auto [order, fresh] = parent.closures.try_emplace(column);
      if (fresh) order->second = plan_.tables[table].closure({column});
      for (const ColumnIndex step : order->second) parent.frame->fill(step);
      const Column& from = parent.frame->filled(column);
      convert(from, from.type(), out);
    }
    out.intersect_validity(picks);
  }

  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override {
    scan_column(plan_, kept_, table, column, take);
  }

  std::vector<CellWarningCounts>& counts() { return counts_; }

 private:
  struct Parent {
    TableIndex table = 0;
    const Column* picks = nullptr;
    std::uint64_t batch = 0;
    std::vector<std::int64_t> rows;
    std::unique_ptr<Frame> frame;
    std::map<ColumnIndex, std::vector<ColumnIndex>> closures;
  };

  /// The parent's frame at the rows of `picks`, which several columns share.
  Parent& parent_of(TableIndex table, const Column& picks) {
    Parent* found = nullptr;
    for (Parent& parent : parents_) {
      if (parent.table == table && parent.picks == &picks) found = &parent;
    }
    if (found == nullptr) {
      found = &parents_.emplace_back();
      found->table = table;
      found->picks = &picks;
      found->frame = std::make_unique<Frame>(plan_, kept_, *pool_, table);
    }
    if (found->batch != batch_) {
      found->batch = batch_;
      found->rows.assign(picks.data<std::int64_t>(), picks.data<std::int64_t>() + picks.rows());
      found->frame->begin(RowSet::of(found->rows));
    }
    return *found;
  }

  const Plan& plan_;
  KeptColumns& kept_;
  const PlannedTable& table_;
  std::vector<Column> columns_;
  std::vector<std::uint64_t> filled_;  // the batch for which a column was filled last
  std::uint64_t batch_ = 0;
  std::vector<CellWarningCounts> counts_;
  std::deque<Parent> parents_;
};

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

Evaluator::Evaluator(const Plan& plan, KeptColumns& kept) : plan_(plan), kept_(kept) {}
Evaluator::~Evaluator() = default;

void Evaluator::fill(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows) {
  assert(rows.count <= kBatchRows);
  std::unique_ptr<Frame>& frame = frames_[table];
  if (frame == nullptr) frame = std::make_unique<Frame>(plan_, kept_, pool_, table);
  frame->begin(rows);
  for (const ColumnIndex column : columns) frame->fill(column);
}

const Column& Evaluator::column(TableIndex table, ColumnIndex column) const {
  return frames_.at(table)->filled(column);
}

std::vector<CellWarningCounts>& Evaluator::warnings(TableIndex table) { return frames_.at(table)->counts(); }

}  // namespace synthgen
