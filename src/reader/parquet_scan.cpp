// A Parquet file read batch by batch.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "arrow_import.hpp"
#include "plugin_reader.hpp"
#include "synthgen/reader/table_scan.hpp"

namespace synthgen {
namespace {

/// Whether a column of the file is what it should be; seconds may have more digits than are used.
bool same_type(const Type& found, const Type& expected) {
  return found.kind == expected.kind && (is_micros(found.kind) || found.decimals == expected.decimals);
}

class ParquetScan final : public TableScan {
 public:
  ParquetScan(PluginReader reader, std::string name, std::vector<ScanColumn> columns)
      : TableScan(std::move(columns)), reader_(std::move(reader)), name_(std::move(name)) {}

  Status begin() {
    Released<ArrowSchema> schema;
    if (reader_->reader_schema(reader_.handle(), &schema) != 0) return reader_.fault();
    if (static_cast<std::size_t>(schema.n_children) != columns_.size()) {
      return make_error("SG5016", fmt::format("\"{}\" has {} {}, and should have {}", name_, schema.n_children,
                                              schema.n_children == 1 ? "column" : "columns", columns_.size()));
    }
    std::vector<std::int64_t> numbers;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const ArrowSchema& child = *schema.children[c];
      if (child.name != columns_[c].name) {
        return make_error("SG5016", fmt::format("\"{}\": column {} is \"{}\", and should be \"{}\"", name_, c + 1,
                                                child.name, columns_[c].name));
      }
      const std::optional<ArrowLayout> layout = arrow_layout(child);
      if (!layout.has_value() || !same_type(layout->type, columns_[c].type)) {
        return make_error("SG5016",
                          fmt::format("\"{}\": column \"{}\" is of type {}, and should be {}", name_, child.name,
                                      reader_->reader_type(reader_.handle(), static_cast<std::int64_t>(c)),
                                      type_text(columns_[c].type)));
      }
      layouts_.push_back(*layout);
      if (columns_[c].wanted) numbers.push_back(static_cast<std::int64_t>(c));
    }
    rows_left_ = reader_->reader_rows(reader_.handle());
    counted_only_ = numbers.empty();
    if (counted_only_) return Done{};
    if (reader_->read_columns(reader_.handle(), numbers.data(), static_cast<std::int64_t>(numbers.size())) != 0) {
      return reader_.fault();
    }
    return Done{};
  }

  Result<std::size_t> next() override {
    first_row_ += batch_rows_;
    batch_rows_ = 0;
    if (counted_only_) {
      batch_rows_ = std::min<std::int64_t>(rows_left_, kBatchRows);
      rows_left_ -= batch_rows_;
      return static_cast<std::size_t>(batch_rows_);
    }
    while (at_ == loaded_rows_) {
      Result<bool> more = load();
      if (!more.ok()) return more.diagnostics();
      if (!*more) return std::size_t{0};
    }
    const std::size_t rows = std::min<std::size_t>(kBatchRows, loaded_rows_ - at_);
    std::size_t next = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].wanted) take(loaded_[next++]->cells, c, rows);
    }
    at_ += rows;
    batch_rows_ = static_cast<std::int64_t>(rows);
    return rows;
  }

  std::string row_place(std::size_t row) const override {
    return fmt::format("row {}", first_row_ + static_cast<std::int64_t>(row) + 1);
  }

 private:
  /// The next batch of Arrow's; false at the end.
  Result<bool> load() {
    Released<ArrowArray> batch;
    if (reader_->read_batch(reader_.handle(), &batch) != 0) return reader_.fault();
    if (batch.release == nullptr) return false;
    loaded_.clear();
    at_ = 0;
    loaded_rows_ = static_cast<std::size_t>(batch.length);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!columns_[c].wanted) continue;
      ArrowImport import(layouts_[c], loaded_rows_);
      const std::string wrong = import.append(*batch.children[loaded_.size()]);
      if (wrong.empty()) loaded_.push_back(import.finish());
      if (wrong.empty() && loaded_.back() != nullptr) continue;
      return make_error("SG5016", fmt::format("\"{}\", column \"{}\", row {}: {}", name_, columns_[c].name,
                                              static_cast<std::size_t>(first_row_) + import.fault_row() + 1,
                                              wrong.empty() ? "its texts are more than 2 GiB" : wrong));
    }
    return true;
  }

  /// Rows at_ … of a loaded column.
  void take(const Column& loaded, std::size_t c, std::size_t rows) {
    Column& cells = cells_[c];
    if (loaded.type().kind == TypeKind::string) {
      cells.reset(loaded.type(), rows);
      for (std::size_t i = 0; i < rows; ++i) {
        if (loaded.is_null(at_ + i)) {
          cells.append_null();
        } else {
          cells.append_text(loaded.text(at_ + i));
        }
      }
      return;
    }
    numbers_.resize(rows);
    std::iota(numbers_.begin(), numbers_.end(), static_cast<std::int64_t>(at_));
    if (loaded.type() == columns_[c].type) {
      cells.gather(loaded, numbers_);
    } else {
      slice_.gather(loaded, numbers_);
      convert(slice_, columns_[c].type, cells);
    }
  }

  PluginReader reader_;
  const std::string name_;
  std::vector<ArrowLayout> layouts_;  // by column
  std::vector<std::shared_ptr<const LoadedColumn>> loaded_;
  std::size_t loaded_rows_ = 0;
  std::size_t at_ = 0;          // the next row of loaded_
  std::int64_t first_row_ = 0;  // of the batch
  std::int64_t batch_rows_ = 0;
  std::int64_t rows_left_ = 0;
  bool counted_only_ = false;
  std::vector<std::int64_t> numbers_;
  Column slice_;
};

}  // namespace

Result<std::unique_ptr<TableScan>> TableScan::open_parquet(const std::string& path, const std::string& name,
                                                           std::vector<ScanColumn> columns) {
  Result<PluginReader> reader = PluginReader::open(path, name);
  if (!reader.ok()) return reader.diagnostics();
  auto scan = std::make_unique<ParquetScan>(std::move(*reader), name, std::move(columns));
  if (Status status = scan->begin(); !status.ok()) return status.diagnostics();
  return std::unique_ptr<TableScan>(std::move(scan));
}

}  // namespace synthgen
