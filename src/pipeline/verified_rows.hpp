// The rows of a table as its files have them, or as they were before noise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "change_log.hpp"
#include "format_reader.hpp"
#include "synthgen/reader/table_scan.hpp"
#include "verified_output.hpp"

namespace synthgen {

/// Why a check is not made.
inline constexpr const char* kMissingFile = "a file that it needs is missing";
inline constexpr const char* kFaultyFile = "a file that it needs is faulty";

/// Whether all files of the tree are there.
bool all_readable(const VerifiedTable& table, FileTree tree);

/// Which files are read, and what is taken back of their cells by the log.
struct RowsOf {
  FileTree tree = FileTree::data;
  Undo undo = Undo::none;

  friend bool operator==(const RowsOf&, const RowsOf&) = default;
};

/// A table with its log, where it has one that can be read.
struct LoggedTable {
  const VerifiedOutput* output = nullptr;
  const VerifiedTable* table = nullptr;
  const ChangeLog* log = nullptr;
};

/// Where those columns stand as they were drawn, violations included; where that is not to be had, before both noise
/// and violations. Nothing, and `why`, where neither is.
std::optional<RowsOf> rows_before_noise(const LoggedTable& logged, const std::vector<std::size_t>& columns,
                                        std::string& why);
/// Where they stand as other tables read them: before noise and violations.
std::optional<RowsOf> rows_read_by_others(const LoggedTable& logged, const std::vector<std::size_t>& columns,
                                          std::string& why);

/// Whether the texts of that column tell its values: a format may show less.
bool tells_values(const VerifiedTable& table, std::size_t column);

class VerifiedRows {
 public:
  /// wanted  by column of the table; empty: all
  VerifiedRows(const LoggedTable& logged, RowsOf rows, std::vector<bool> wanted);

  /// Reads up to kBatchRows rows of one file; 0 at the end. Errors of TableScan.
  Result<std::size_t> next();
  /// Of the batch; of the type before noise where something is taken back, or else of that in the files.
  const Column& column(std::size_t index) const;
  /// In the table, of the batch's first row.
  std::int64_t first_row() const { return first_row_; }
  const VerifiedFile& file() const { return *file_; }
  /// Cells that are none of their type, of the batch.
  const std::vector<ScanFault>& faults() const { return faults_; }
  /// "orders.csv", line 12
  std::string place(std::size_t row) const;

 private:
  Status open_next();
  void take_back(std::size_t column, std::size_t rows);

  const LoggedTable logged_;
  const RowsOf of_;
  std::vector<bool> wanted_;
  std::size_t next_file_ = 0;
  const VerifiedFile* file_ = nullptr;
  std::unique_ptr<TableScan> scan_;
  std::int64_t first_row_ = 0;
  std::int64_t rows_ = 0;                             // of the batch
  std::vector<std::optional<Column>> restored_;       // by column
  std::vector<std::optional<FormatReader>> formats_;  // by column; of those that have a format that tells all
  std::vector<ScanFault> faults_;
};

}  // namespace synthgen
