#include "csv_block_encoder.hpp"

#include <algorithm>
#include <cassert>

namespace synthgen::csv {

CsvBlockEncoder::CsvBlockEncoder(const WriterTable& table, const TableWords& words, const TablePatterns& patterns,
                                 const CsvOptions& options) {
  const std::size_t columns = table.columns.size();
  formatters_.reserve(columns);
  for (std::size_t k = 0; k < columns; ++k) {
    formatters_.emplace_back(table.columns[k].type, separator_after(k, columns, options), options, words[k],
                             patterns[k]);
  }
  runs_.resize(columns);
}

void CsvBlockEncoder::append(const Batch& batch, EncodedBlock& block) {
  assert(batch.columns.size() == formatters_.size());
  if (block.rows == 0) block.first_row = batch.first_row;
  block.rows += batch.rows;
  for (std::size_t first = 0; first < batch.rows; first += kRunRows) {
    append_run(batch, first, std::min(kRunRows, batch.rows - first), block.bytes);
  }
}

void CsvBlockEncoder::append_run(const Batch& batch, std::size_t first, std::size_t rows, ByteBuffer& bytes) {
  const std::size_t columns = formatters_.size();
  std::uint32_t lengths[kRunRows] = {};
  for (std::size_t k = 0; k < columns; ++k) {
    runs_[k] = formatters_[k].format(*batch.columns[k], first, rows);
    add_lengths(runs_[k], rows, lengths);
  }
  std::size_t total = 0;
  for (std::size_t i = 0; i < rows; ++i) total += lengths[i];

  char* begin = bytes.room(total + kSlackBytes);
  char* at[kRunRows];
  for (std::size_t i = 0; i < rows; ++i) {
    at[i] = begin;
    begin += lengths[i];
  }
  // A copy must not reach into the next row, whose beginning is written already, except in the first column. `left` is
  // what each row has at least from the present column on.
  std::size_t left = 0;
  for (const FieldRun& run : runs_) left += run.shortest;
  for (std::size_t k = 0; k < columns; ++k) {
    place(runs_[k], rows, k > 0 && left < runs_[k].width, at);
    left -= runs_[k].shortest;
  }
  bytes.commit(total);
}

}  // namespace synthgen::csv
