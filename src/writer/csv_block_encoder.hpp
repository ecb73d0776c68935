// Batches → CSV rows: columns are formatted by runs of rows into slots, then put together
// column after column with copies of a fixed size at places known from the lengths.
//
// Threads: belongs to one.
#pragma once

#include <memory>
#include <vector>

#include "csv_column.hpp"
#include "csv_options.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen::csv {

/// The words of the table's known dictionaries, by column; null where there is none.
using TableWords = std::vector<std::shared_ptr<const WordTable>>;

/// The text forms of its dates and times, by column; null where it is ISO 8601.
using TablePatterns = std::vector<std::shared_ptr<const TimeFormat>>;

class CsvBlockEncoder final : public BlockEncoder {
 public:
  CsvBlockEncoder(const WriterTable& table, const TableWords& words, const TablePatterns& patterns,
                  const CsvOptions& options);

  /// Rows are at most 4 GB long.
  void append(const Batch& batch, EncodedBlock& block) override;

 private:
  void append_run(const Batch& batch, std::size_t first, std::size_t rows, ByteBuffer& bytes);

  std::vector<ColumnFormatter> formatters_;
  std::vector<FieldRun> runs_;
};

/// What separates a column's fields from what follows.
inline char separator_after(std::size_t column, std::size_t columns, const CsvOptions& options) {
  return column + 1 < columns ? options.delimiter : '\n';
}

}  // namespace synthgen::csv
