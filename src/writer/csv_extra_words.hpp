// The fields of a coded column with texts that its dictionary lacks, as noise leaves them.
//
// The dictionary's slots are copied once, with room behind them for the extra fields of a
// run, so that a damaged column is put together as fast as a clean one.
//
// Threads: belongs to one. Nothing here is called per cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "csv_field.hpp"
#include "csv_options.hpp"
#include "csv_words.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen::csv {

class ExtraWords {
 public:
  /// separator  what follows each field
  ExtraWords(char separator, const CsvOptions& options);

  /// Fills the run with the fields of rows first … first + rows − 1, valid until the next call.
  /// words  of the column's dictionary; must outlive this. REQUIRES: first a multiple of 64; rows ≤ kRunRows.
  void format(const Column& column, std::size_t first, std::size_t rows, const WordTable& words, FieldRun& run);

 private:
  /// A row of the run whose text is extra.
  struct Extra {
    std::size_t row;
    std::string_view text;
    std::size_t bytes;  ///< of the field with its separator
  };
  void copy_slots(const WordTable& words);
  void find_extras(const Column& column, std::size_t first, std::size_t rows);
  void write_field(const Extra& extra, char* out) const;
  void use_slots(std::size_t rows, FieldRun& run);
  void use_far_fields(std::size_t rows, FieldRun& run);

  char separator_;
  CsvOptions options_;

  const WordTable* words_ = nullptr;  // whose slots are copied
  std::int32_t null_code_ = 0;        // of the words; the extra fields of a run have the codes behind it
  std::size_t slot_bytes_ = 0;        // 0: too many words, or too long ones
  std::vector<char> slots_;
  std::vector<std::uint8_t> slot_lengths_;

  // Of a run:
  std::vector<Extra> extras_;
  std::vector<std::int32_t> codes_;
  std::vector<std::uint8_t> lengths_;
  std::vector<const char*> starts_;
  std::vector<std::uint32_t> long_lengths_;
  std::vector<char> far_fields_;
};

}  // namespace synthgen::csv
