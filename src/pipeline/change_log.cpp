#include "change_log.hpp"

#include <algorithm>

#include "synthgen/reader/table_scan.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kViolate = "violate:";

// Columns of a log, in order.
enum LogColumn : std::uint8_t { row, source_row, column, operation, before, after };

std::vector<ScanColumn> log_columns() {
  const Type integer{TypeKind::integer, 0};
  const Type text{TypeKind::string, 0};
  return {{"row", integer}, {"source_row", integer, false}, {"column", text}, {"operator", text},
          {"before", text}, {"after", text, false}};
}

template <class T>
void sort_and_keep_first(std::vector<T>& items, auto row_of) {
  std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) { return row_of(a) < row_of(b); });
  items.erase(std::unique(items.begin(), items.end(), [&](const T& a, const T& b) { return row_of(a) == row_of(b); }),
              items.end());
}

}  // namespace

Result<ChangeLog> ChangeLog::read(const VerifiedOutput& output, const VerifiedTable& table) {
  ChangeLog log;
  for (const VerifiedFile& file : table.files) {
    if (file.tree != FileTree::changes || !file.readable) continue;
    const std::string path = output.folder + file.path;
    Result<std::unique_ptr<TableScan>> opened =
        file.format == "parquet"
            ? TableScan::open_parquet(path, file.path, log_columns())
            : TableScan::open_csv(path, file.path, log_columns(), file.head ? ScanHead::present : ScanHead::absent);
    if (!opened.ok()) return opened.diagnostics();
    TableScan& scan = **opened;
    for (;;) {
      const Result<std::size_t> rows = scan.next();
      if (!rows.ok()) return rows.diagnostics();
      if (*rows == 0) break;
      log.lines_ += *rows;
      for (std::size_t i = 0; i < *rows; ++i) {
        if (scan.column(LogColumn::row).is_null(i) || scan.column(LogColumn::column).is_null(i)) {
          log.rows_moved_ = true;
          continue;
        }
        const std::string_view by = scan.column(LogColumn::operation).text(i);
        const std::optional<std::size_t> changed = table.index_of(scan.column(LogColumn::column).text(i));
        Edit edit;
        edit.row = scan.column(LogColumn::row).data<std::int64_t>()[i];
        if (by.starts_with(kViolate)) {
          log.violations_[std::string(by.substr(kViolate.size()))].push_back(edit.row);
        }
        if (!changed.has_value()) continue;
        edit.null = scan.column(LogColumn::before).is_null(i);
        const std::string_view text = edit.null ? std::string_view() : scan.column(LogColumn::before).text(i);
        edit.begin = log.texts_.size();
        edit.bytes = text.size();
        log.texts_ += text;
        log.all_[*changed].push_back(edit);
        if (!by.starts_with(kViolate)) log.noise_[*changed].push_back(edit);
      }
    }
  }
  for (auto* edits : {&log.noise_, &log.all_}) {
    for (auto& [index, list] : *edits) sort_and_keep_first(list, [](const Edit& edit) { return edit.row; });
  }
  for (auto& [rule, rows] : log.violations_) sort_and_keep_first(rows, [](std::int64_t number) { return number; });
  return log;
}

std::span<const ChangeLog::Edit> ChangeLog::edits(std::size_t index, Undo undo) const {
  if (undo == Undo::none) return {};
  const auto& lists = undo == Undo::noise ? noise_ : all_;
  const auto found = lists.find(index);
  return found != lists.end() ? std::span<const Edit>(found->second) : std::span<const Edit>();
}

std::span<const std::int64_t> ChangeLog::violations(const std::string& rule) const {
  const auto found = violations_.find(rule);
  return found != violations_.end() ? std::span<const std::int64_t>(found->second) : std::span<const std::int64_t>();
}

}  // namespace synthgen
