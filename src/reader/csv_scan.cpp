// A CSV file read batch by batch, its fields as values of the types that they should have.
#include <fmt/format.h>

#include <array>
#include <cstring>

#include "csv_scanner.hpp"
#include "synthgen/column/text_value.hpp"
#include "synthgen/reader/table_scan.hpp"

namespace synthgen {
namespace {

constexpr char kDelimiter = ',';

class CsvScan final : public TableScan {
 public:
  CsvScan(CsvScanner scanner, std::string name, std::vector<ScanColumn> columns)
      : TableScan(std::move(columns)), scanner_(std::move(scanner)), name_(std::move(name)) {}

  /// Reads the names of the columns.
  Status read_head() {
    switch (scanner_.next()) {
      case CsvScanner::Step::fault:
        return scanner_.diagnostics();
      case CsvScanner::Step::end:
        return make_error("SG5015", fmt::format("\"{}\" is empty, and lacks even the names of its columns", name_));
      case CsvScanner::Step::record:
        break;
    }
    const std::vector<CsvField>& fields = scanner_.fields();
    if (fields.size() != columns_.size()) {
      return make_error("SG5015", fmt::format("\"{}\" has {} {}, and should have {}", name_, fields.size(),
                                              fields.size() == 1 ? "column" : "columns", columns_.size()));
    }
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const std::string_view found = fields[c].text(scratch_);
      if (found == columns_[c].name) continue;
      return make_error("SG5015", fmt::format("\"{}\": column {} is \"{}\", and should be \"{}\"", name_, c + 1, found,
                                              columns_[c].name));
    }
    return Done{};
  }

  Result<std::size_t> next() override {
    faults_.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].wanted) cells_[c].reset(columns_[c].type, kBatchRows);
    }
    std::size_t rows = 0;
    while (rows < kBatchRows) {
      const CsvScanner::Step step = scanner_.next();
      if (step == CsvScanner::Step::fault) return scanner_.diagnostics();
      if (step == CsvScanner::Step::end) break;
      if (scanner_.fields().size() != columns_.size()) {
        const std::size_t fields = scanner_.fields().size();
        return make_error("SG5015", fmt::format("\"{}\", line {}: {} {}, and the table has {}", name_, scanner_.line(),
                                                fields, fields == 1 ? "field" : "fields", columns_.size()));
      }
      lines_[rows] = scanner_.line();
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (columns_[c].wanted) take(scanner_.fields()[c], c, rows);
      }
      ++rows;
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].wanted) cells_[c].shorten(rows);
    }
    return rows;
  }

  std::string row_place(std::size_t row) const override { return fmt::format("line {}", lines_[row]); }

 private:
  void take(const CsvField& field, std::size_t c, std::size_t row) {
    Column& cells = cells_[c];
    const bool texts = columns_[c].type.kind == TypeKind::string;
    if (field.null()) {
      if (texts) {
        cells.append_null();
      } else {
        put_null(cells, row);
      }
      return;
    }
    const std::string_view text = field.text(scratch_);
    if (texts) {
      cells.append_text(text);
    } else if (!parse_value(text, cells, row)) {
      put_null(cells, row);
      faults_.push_back({c, row, std::string(text)});
    }
  }

  CsvScanner scanner_;
  const std::string name_;
  std::string scratch_;
  std::array<std::uint64_t, kBatchRows> lines_{};
};

}  // namespace

void put_null(Column& cells, std::size_t row) {
  const std::size_t width = value_bytes(cells.type().kind);
  std::memset(cells.data<char>() + width * row, 0, width);
  cells.set_null(row);
}

Result<std::unique_ptr<TableScan>> TableScan::open_csv(const std::string& path, const std::string& name,
                                                       std::vector<ScanColumn> columns, ScanHead head) {
  Result<InputFile> file = InputFile::open(path, name);
  if (!file.ok()) return file.diagnostics();
  auto scan = std::make_unique<CsvScan>(CsvScanner(std::move(*file), name, kDelimiter), name, std::move(columns));
  if (head == ScanHead::present) {
    if (Status status = scan->read_head(); !status.ok()) return status.diagnostics();
  }
  return std::unique_ptr<TableScan>(std::move(scan));
}

}  // namespace synthgen
