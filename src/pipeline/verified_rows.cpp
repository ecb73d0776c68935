#include "verified_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/column/text_value.hpp"

namespace synthgen {
namespace {

bool any_damaged(const VerifiedTable& table, const std::vector<std::size_t>& columns) {
  return std::any_of(columns.begin(), columns.end(), [&](std::size_t c) { return table.columns[c].damaged; });
}

bool any_violated(const VerifiedTable& table) {
  if (table.schema == nullptr) return false;
  return std::any_of(table.schema->rules.begin(), table.schema->rules.end(),
                     [](const auto& rule) { return rule->violate.has_value(); });
}

/// A column whose texts in CSV have a form of their own.
bool has_format(const VerifiedTable& table, std::size_t column, const Type& type) {
  const bool csv = !table.files.empty() && table.files.front().format == "csv";
  return csv && !table.columns[column].format.empty() && is_time(type.kind);
}

constexpr const char* kNoTwin = "noise changed what it reads, and neither clean/ nor changes/ is there";

/// The choice, unless a file of that tree is missing.
std::optional<RowsOf> if_there(const VerifiedTable& table, RowsOf rows, std::string& why) {
  if (all_readable(table, rows.tree)) return rows;
  why = kMissingFile;
  return std::nullopt;
}

}  // namespace

bool all_readable(const VerifiedTable& table, FileTree tree) {
  return std::all_of(table.files.begin(), table.files.end(),
                     [&](const VerifiedFile& file) { return file.tree != tree || file.readable; });
}

std::optional<RowsOf> rows_before_noise(const LoggedTable& logged, const std::vector<std::size_t>& columns,
                                        std::string& why) {
  const VerifiedTable& table = *logged.table;
  if (!any_damaged(table, columns)) return if_there(table, {FileTree::data, Undo::none}, why);
  if (logged.log != nullptr && !logged.log->rows_moved()) return if_there(table, {FileTree::data, Undo::noise}, why);
  if (table.has_clean) return if_there(table, {FileTree::clean, Undo::none}, why);
  why = kNoTwin;
  return std::nullopt;
}

std::optional<RowsOf> rows_read_by_others(const LoggedTable& logged, const std::vector<std::size_t>& columns,
                                          std::string& why) {
  const VerifiedTable& table = *logged.table;
  if (table.has_clean) return if_there(table, {FileTree::clean, Undo::none}, why);
  if (logged.log != nullptr && !logged.log->rows_moved()) return if_there(table, {FileTree::data, Undo::all}, why);
  if (!any_damaged(table, columns) && !any_violated(table)) {
    return if_there(table, {FileTree::data, Undo::none}, why);
  }
  why = fmt::format("noise or violations changed \"{}\", and neither clean/ nor changes/ is there", table.name);
  return std::nullopt;
}

bool tells_values(const VerifiedTable& table, std::size_t column) {
  const VerifiedColumn& described = table.columns[column];
  return !has_format(table, column, described.clean) ||
         FormatReader::make(described.format, described.clean).has_value();
}

VerifiedRows::VerifiedRows(const LoggedTable& logged, RowsOf rows, std::vector<bool> wanted)
    : logged_(logged), of_(rows), wanted_(std::move(wanted)), restored_(logged.table->columns.size()) {
  const VerifiedTable& table = *logged.table;
  if (wanted_.empty()) wanted_.assign(table.columns.size(), true);
  formats_.resize(table.columns.size());
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Type& clean = table.columns[c].clean;
    if (wanted_[c] && has_format(table, c, clean)) formats_[c] = FormatReader::make(table.columns[c].format, clean);
  }
}

const Column& VerifiedRows::column(std::size_t index) const {
  return restored_[index].has_value() ? *restored_[index] : scan_->column(index);
}

std::string VerifiedRows::place(std::size_t row) const {
  return fmt::format("\"{}\", {}", file_->path, scan_->row_place(row));
}

Status VerifiedRows::open_next() {
  const VerifiedTable& table = *logged_.table;
  while (next_file_ < table.files.size()) {
    file_ = &table.files[next_file_++];
    if (file_->tree != of_.tree || !file_->readable) continue;
    std::vector<ScanColumn> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const VerifiedColumn& column = table.columns[c];
      columns.push_back({column.name, column.type_in(of_.tree), wanted_[c]});
      if (has_format(table, c, column.clean)) columns.back().type = {TypeKind::string, 0};
    }
    const std::string path = logged_.output->folder + file_->path;
    Result<std::unique_ptr<TableScan>> scan =
        file_->format == "parquet" ? TableScan::open_parquet(path, file_->path, std::move(columns))
                                   : TableScan::open_csv(path, file_->path, std::move(columns),
                                                         file_->head ? ScanHead::present : ScanHead::absent);
    if (!scan.ok()) return scan.diagnostics();
    scan_ = std::move(*scan);
    first_row_ = file_->first_row;
    rows_ = 0;
    return Done{};
  }
  scan_.reset();
  return Done{};
}

Result<std::size_t> VerifiedRows::next() {
  for (;;) {
    if (scan_ != nullptr) {
      first_row_ += rows_;
      const Result<std::size_t> rows = scan_->next();
      if (!rows.ok()) return rows.diagnostics();
      if (*rows > 0) {
        rows_ = static_cast<std::int64_t>(*rows);
        faults_ = scan_->faults();
        for (std::size_t c = 0; c < wanted_.size(); ++c) {
          if (wanted_[c]) take_back(c, *rows);
        }
        return *rows;
      }
    }
    if (Status status = open_next(); !status.ok()) return status.diagnostics();
    if (scan_ == nullptr) return std::size_t{0};
  }
}

void VerifiedRows::take_back(std::size_t index, std::size_t rows) {
  const VerifiedColumn& described = logged_.table->columns[index];
  const Column& read = scan_->column(index);
  // Texts of a format become values, and so do those of a column that noise has made texts once that is taken back.
  Type wanted = of_.undo == Undo::none ? described.type_in(of_.tree) : described.clean;
  if (has_format(*logged_.table, index, wanted) && !formats_[index].has_value()) wanted = {TypeKind::string, 0};
  const std::span<const ChangeLog::Edit> edits = logged_.log->edits(index, of_.undo);
  const std::int64_t end = first_row_ + static_cast<std::int64_t>(rows);
  auto edit = std::lower_bound(edits.begin(), edits.end(), first_row_,
                               [](const ChangeLog::Edit& e, std::int64_t row) { return e.row < row; });
  const bool changed = edit != edits.end() && edit->row < end;
  if (!changed && read.type() == wanted) {
    restored_[index].reset();
    return;
  }
  if (!restored_[index].has_value()) restored_[index].emplace();
  Column& out = *restored_[index];
  const bool texts = read.type().kind == TypeKind::string;
  const auto put = [&](std::size_t row, bool null, std::string_view text) {
    if (out.type().kind == TypeKind::string) {
      if (null) {
        out.append_null();
      } else {
        out.append_text(text);
      }
    } else if (null) {
      put_null(out, row);
    } else if (!(formats_[index].has_value() ? formats_[index]->read(text, out, row) : parse_value(text, out, row))) {
      put_null(out, row);
      faults_.push_back({index, row, std::string(text)});
    } else if (out.is_null(row)) {
      out.need_validity()[row / 64] |= std::uint64_t{1} << (row % 64);
    }
  };
  if (!texts) {
    // Most cells stay as they are.
    std::int64_t numbers[kBatchRows];
    for (std::size_t i = 0; i < rows; ++i) numbers[i] = static_cast<std::int64_t>(i);
    out.gather(read, {numbers, rows});
    for (; edit != edits.end() && edit->row < end; ++edit) {
      put(static_cast<std::size_t>(edit->row - first_row_), edit->null, logged_.log->text(*edit));
    }
    return;
  }
  out.reset(wanted, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    if (edit != edits.end() && edit->row == first_row_ + static_cast<std::int64_t>(i)) {
      put(i, edit->null, logged_.log->text(*edit));
      ++edit;
    } else {
      const bool null = read.is_null(i);
      put(i, null, null ? std::string_view() : read.text(i));
    }
  }
}

}  // namespace synthgen
