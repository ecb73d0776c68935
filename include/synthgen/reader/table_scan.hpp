// A file of known columns read once from head to end, in batches: for tables larger than memory.
//
// Memory: one batch, and a window of the file or a batch of Arrow's. Threads: one at a time. Determinism: what is read
// depends on the file's bytes alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

/// A column that the file should have.
struct ScanColumn {
  std::string name;
  Type type;
  bool wanted = true;  ///< its cells are read; of others nothing but the name is looked at
};

/// A cell whose text is no value of its column's type. It counts as null.
struct ScanFault {
  std::size_t column = 0;
  std::size_t row = 0;  ///< of the batch
  std::string text;
};

/// Whether a CSV file begins with the names of its columns; a Parquet file always tells them.
enum class ScanHead : std::uint8_t { present, absent };

/// Makes a cell null, with a value of the type below it, as columns promise. REQUIRES: not of type string.
void put_null(Column& cells, std::size_t row);

class TableScan {
 public:
  virtual ~TableScan() = default;

  /// Opens a CSV or Parquet file and compares its columns with those that it should have, all of them in order.
  ///   path  where the file lies
  ///   name  the file in messages
  /// Errors, without place: SG5014 (it cannot be read), SG5015 (a fault of its CSV, other columns), SG5016 (no Parquet,
  /// other columns or types), SG5101 (Parquet, in a build without Arrow).
  static Result<std::unique_ptr<TableScan>> open_csv(const std::string& path, const std::string& name,
                                                     std::vector<ScanColumn> columns, ScanHead head);
  static Result<std::unique_ptr<TableScan>> open_parquet(const std::string& path, const std::string& name,
                                                         std::vector<ScanColumn> columns);

  /// Reads up to kBatchRows rows; 0 at the end. Errors as those of opening; no more may be read afterwards.
  virtual Result<std::size_t> next() = 0;
  /// Of the batch, in the column's type; texts are never coded. REQUIRES: wanted.
  const Column& column(std::size_t index) const { return cells_[index]; }
  /// Those of the batch.
  const std::vector<ScanFault>& faults() const { return faults_; }
  /// Where a row of the batch stands, for people: "line 12", "row 11" (from 1).
  virtual std::string row_place(std::size_t row) const = 0;

 protected:
  explicit TableScan(std::vector<ScanColumn> columns) : columns_(std::move(columns)), cells_(columns_.size()) {}

  const std::vector<ScanColumn> columns_;
  std::vector<Column> cells_;
  std::vector<ScanFault> faults_;
};

}  // namespace synthgen
