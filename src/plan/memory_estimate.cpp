// What a run holds in memory at its peak, for `synthgen plan` and --max-memory.
#include "synthgen/plan/memory_estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// The program and its libraries, measured with a schema of one column.
constexpr double kProgramBytes = 10e6;
/// A thread's stack, and what its memory has gone through, measured as well.
constexpr double kThreadBytes = 1.5e6;
/// Each file has a buffer until it is closed, which is at the end (output/output_file.cpp: 4 MiB).
constexpr double kFileBytes = 4.2e6;
/// Arrow's libraries, measured.
constexpr double kParquetBytes = 20e6;
/// Rows that a Parquet file takes together (writer/parquet.cpp).
constexpr double kRowGroupRows = 131'072;
/// A block's text (pipeline: 2 MiB), with the room by which its buffer has grown ahead.
constexpr double kBlockBytes = 3e6;
/// Half of a second-level cache of 1 MiB.
constexpr std::uint64_t kKeptColumnBytes = std::uint64_t{512} << 10;
/// Plain texts are of any length; a guess serves, since a wrong one costs time only.
constexpr std::uint64_t kGuessedTextBytes = 32;
/// Columns that take many others to compute are kept up to this size.
constexpr std::uint64_t kKeptCostlyBytes = std::uint64_t{32} << 20;
constexpr std::size_t kCostlyClosure = 3;
/// Rows of whole families that are filled together (engine/family_window.cpp: 8,192 ahead, and a batch).
constexpr double kWindowRows = 8'192 + static_cast<double>(kBatchRows);
/// The same where columns are filled row by row (engine/recurrence_fill.hpp), which has their cells twice.
constexpr double kRecurrenceRows = 32'768 + static_cast<double>(kBatchRows);

double row_bytes(const PlannedTable& table) {
  const Result<std::unique_ptr<Writer>> writer = find_writer("csv")->make(writer_table(table));
  return writer.ok() ? (*writer)->estimate_row_bytes() : 0;
}

std::uint64_t cell_bytes(const PlannedColumn& column) {
  const bool text = column.made.type.kind == TypeKind::string && column.made.dictionary == nullptr;
  return value_bytes(column.made.type.kind) + (text ? kGuessedTextBytes : 0);
}

/// Bytes of the whole column where it is worth keeping; else 0.
std::uint64_t worth_keeping(const PlannedTable& table, ColumnIndex column) {
  if (table.rows <= 0) return 0;
  const auto bytes = static_cast<unsigned __int128>(table.rows) * cell_bytes(table.columns[column]);
  if (bytes > kKeptCostlyBytes) return 0;
  const auto size = static_cast<std::uint64_t>(bytes);
  return size <= kKeptColumnBytes || table.closure({column}).size() >= kCostlyClosure ? size : 0;
}

/// Columns that rows of other tables, or other rows of their own, read by a foreign key.
std::set<std::pair<TableIndex, ColumnIndex>> read_through_keys(const Plan& plan) {
  std::set<std::pair<TableIndex, ColumnIndex>> read;
  for (const PlannedTable& table : plan.tables) {
    for (const PlannedColumn& column : table.columns) {
      if (column.made.cell.has_value()) read.emplace(column.made.cell->table, column.made.cell->column);
    }
  }
  return read;
}

/// Bytes of the window over whole families that one thread has; 0 where no column looks at other rows of its family.
double window_bytes(const Plan& plan, const PlannedTable& table, TableIndex index) {
  if (!table.family.has_value()) return 0;
  std::set<ColumnIndex> held;
  bool scattered = table.shuffle != nullptr;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const MadeSource& made = table.columns[c].made;
    if (!made.by_family) continue;
    held.insert(static_cast<ColumnIndex>(c));
    held.insert(made.inputs.begin(), made.inputs.end());
  }
  if (held.empty()) return 0;
  for (const PlannedTable& other : plan.tables) {
    for (const PlannedColumn& column : other.columns) {
      scattered = scattered || (column.made.cell.has_value() && column.made.cell->table == index);
    }
  }
  double row = 0;
  for (const ColumnIndex column : held) {
    // Of what is filled row by row, internal columns are there for a step alone.
    if (table.columns[column].internal && table.columns[column].recurrence.has_value()) continue;
    row += static_cast<double>(cell_bytes(table.columns[column]));
  }
  const FamilyIndex& families = *table.family->index;
  const auto largest = static_cast<double>(families.largest());
  // A batch may end in a family as large as the one in which it begins.
  double rows = (table.recurrences.empty() ? kWindowRows : kRecurrenceRows) + 2 * largest;
  for (const PlannedRecurrence& recurrence : table.recurrences) {
    row += sizeof(std::int64_t);
    for (const ColumnIndex column : recurrence.columns) {
      if (!table.columns[column].internal) row += static_cast<double>(cell_bytes(table.columns[column]));
    }
  }
  if (scattered) {
    // A batch of rows anywhere has as many families; large ones are met more often.
    const double mean = static_cast<double>(table.rows) / std::max(1.0, static_cast<double>(families.parents()));
    rows = std::max(rows, static_cast<double>(kBatchRows) * (2 * mean + 1) + 2 * largest);
    row += sizeof(std::int64_t);
  }
  constexpr double kGrownAhead = 1.5;  // columns that are filled batch by batch grow by half
  return kGrownAhead * row * std::min(rows, static_cast<double>(table.rows));
}

class Parts {
 public:
  void add(std::string what, double bytes) {
    if (bytes <= 0) return;
    const auto whole = static_cast<std::uint64_t>(std::min(bytes, 9e18));
    estimate_.bytes += whole;
    estimate_.parts.push_back({std::move(what), whole});
  }
  std::uint64_t bytes() const { return estimate_.bytes; }
  MemoryEstimate take() {
    std::stable_sort(estimate_.parts.begin(), estimate_.parts.end(),
                     [](const MemoryPart& a, const MemoryPart& b) { return a.bytes > b.bytes; });
    return std::move(estimate_);
  }
  std::vector<KeptColumn>& kept() { return estimate_.kept; }

 private:
  MemoryEstimate estimate_;
};

}  // namespace

std::vector<KeptColumn> kept_columns(const Plan& plan, std::uint64_t most_bytes) {
  std::vector<KeptColumn> kept;
  for (const auto& [table, column] : read_through_keys(plan)) {
    const std::uint64_t bytes = worth_keeping(plan.tables[table], column);
    if (bytes > 0) kept.push_back({table, column, bytes});
  }
  if (most_bytes == kAnyMemory) return kept;
  std::stable_sort(kept.begin(), kept.end(),
                   [](const KeptColumn& a, const KeptColumn& b) { return a.bytes < b.bytes; });
  std::uint64_t sum = 0;
  const auto first_beyond = std::find_if(kept.begin(), kept.end(), [&](const KeptColumn& column) {
    sum += column.bytes;
    return sum > most_bytes;
  });
  kept.erase(first_beyond, kept.end());
  std::sort(kept.begin(), kept.end(), [](const KeptColumn& a, const KeptColumn& b) {
    return a.table != b.table ? a.table < b.table : a.column < b.column;
  });
  return kept;
}

MemoryEstimate estimate_memory(const Plan& plan, const MemoryUse& use) {
  const unsigned threads = use.threads;
  Parts parts;
  parts.add("the program itself", kProgramBytes);
  double blocks = 0;
  double batches = 0;
  double files = 0;
  double groups = 0;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    double batch = 0;
    for (const PlannedColumn& column : table.columns) {
      parts.add(fmt::format("what {}.{} looks up", table.name, column.name),
                static_cast<double>(column.made.memory_bytes));
      batch += static_cast<double>(kBatchRows * cell_bytes(column));
    }
    if (table.family.has_value()) {
      parts.add(fmt::format("numbers of rows of {}", table.name),
                static_cast<double>(table.family->index->memory_bytes()));
      const std::int64_t largest = table.family->index->largest();
      parts.add(fmt::format("whole families of {} (the largest has {} {})", table.name, grouped_text(largest),
                            largest == 1 ? "row" : "rows"),
                window_bytes(plan, table, static_cast<TableIndex>(t)) * threads);
    }
    if (!table.written) continue;
    batches = std::max(batches, batch);
    // Two blocks a thread are under way: one is filled while the other waits to be written.
    const double whole = row_bytes(table) * static_cast<double>(table.rows);
    blocks = std::max(blocks, std::min(whole, kBlockBytes * 2 * threads));
    files += std::min(whole, kFileBytes);
    // Measured: as columns, and once more encoded.
    groups = std::max(groups, 1.5 * std::min(whole, row_bytes(table) * kRowGroupRows));
  }
  parts.add("blocks on their way to files", blocks * use.trees);
  parts.add("buffers of files", files * use.trees);
  parts.add(threads == 1 ? "a thread" : "threads", (batches + kThreadBytes) * threads);
  if (use.row_groups) parts.add("Parquet and its row groups", kParquetBytes + groups * use.trees);
  const std::uint64_t room = use.most_bytes > parts.bytes() ? use.most_bytes - parts.bytes() : 0;
  parts.kept() = kept_columns(plan, use.most_bytes == kAnyMemory ? kAnyMemory : room);
  double kept = 0;
  for (const KeptColumn& column : parts.kept()) kept += static_cast<double>(column.bytes);
  parts.add("kept columns", kept);
  return parts.take();
}

std::uint64_t estimated_memory_bytes(const Plan& plan, unsigned threads) {
  MemoryUse use;
  use.threads = threads;
  return estimate_memory(plan, use).bytes;
}

std::string memory_parts_text(const MemoryEstimate& estimate, std::size_t most) {
  std::string text;
  std::size_t told = 0;
  for (const MemoryPart& part : estimate.parts) {
    if (told == most || 100 * part.bytes < estimate.bytes) break;
    text += fmt::format("{}{} {}", told == 0 ? "" : ", ", part.what, size_text(static_cast<double>(part.bytes)));
    ++told;
  }
  return text;
}

}  // namespace synthgen
