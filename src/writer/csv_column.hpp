// Formats one column, a run of rows at a time, into fields ready to be put together.
//
// Threads: belongs to one. Nothing here is called per cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "csv_clock.hpp"
#include "csv_days.hpp"
#include "csv_extra_words.hpp"
#include "csv_field.hpp"
#include "csv_kernels.hpp"
#include "csv_options.hpp"
#include "csv_words.hpp"
#include "synthgen/base/time_format.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen::csv {

class ColumnFormatter {
 public:
  /// separator  what follows each field: the delimiter, or the line feed in the last column
  /// words      of the dictionary that the batches are coded in, where it is known beforehand; shared by threads
  /// pattern    the text form of dates and times; null: ISO 8601
  ColumnFormatter(Type type, char separator, const CsvOptions& options, std::shared_ptr<const WordTable> words,
                  std::shared_ptr<const TimeFormat> pattern);

  ColumnFormatter(ColumnFormatter&&) = default;

  /// The fields of rows first … first + rows − 1, valid until the next call.
  /// A dictionary must outlive the formatter: its words are remembered by its address.
  /// REQUIRES: the column has the formatter's type; first a multiple of 64; rows ≤ kRunRows.
  FieldRun format(const Column& column, std::size_t first, std::size_t rows);

 private:
  void format_digits(const std::int64_t* values, std::size_t rows, FieldRun& run);
  void format_shortest(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);
  void format_booleans(const std::uint8_t* values, std::size_t rows, FieldRun& run);
  void format_dates(const std::int32_t* days, std::size_t rows, FieldRun& run);
  void format_clocks(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);
  void format_patterns(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);
  void format_words(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);
  void format_texts(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);
  /// Adds to long_lengths_ the quotes of the texts that need them; doubled: some have quotes within.
  void add_quotes(const std::int32_t* offsets, const char* bytes, std::size_t rows, bool doubled);
  const WordTable& words_of(const Dictionary& dictionary);

  void use_slots(FieldRun& run, std::size_t width, std::size_t stride);
  void set_equal_lengths(FieldRun& run, std::uint32_t length, std::size_t rows);
  void shorten_nulls(const Column& column, std::size_t first, std::size_t rows, FieldRun& run);

  Type type_;
  char separator_;
  CsvOptions options_;
  DigitLayout tiny_;
  DigitLayout narrow_;
  DigitLayout medium_;
  DayTexts day_texts_;
  std::shared_ptr<const TimeFormat> pattern_;
  Column pattern_texts_;  // of a run
  ClockForm clock_form_;
  SecondTexts second_texts_;
  std::unique_ptr<const MilliTexts> milli_texts_;
  std::vector<std::shared_ptr<const WordTable>> words_;
  std::unique_ptr<ExtraWords> extra_words_;  // where a batch has texts beyond its dictionary

  // Scratch of a run, made once; which of it depends on the type.
  struct alignas(64) Line {
    char bytes[64];
  };
  std::vector<Line> slot_lines_;  // by cache lines, so that vectors written to slots do not straddle them
  char* slots_ = nullptr;
  std::vector<std::uint8_t> lengths_;
  std::vector<std::uint32_t> long_lengths_;
  std::vector<const char*> starts_;
  std::vector<std::int32_t> codes_;
  std::vector<std::int32_t> days_;
  std::vector<std::uint32_t> clocks_;
  std::vector<std::uint32_t> fractions_;
};

}  // namespace synthgen::csv
