// Dates as text. A column's dates mostly lie within some years, so that a table of the
// days in between answers faster than the calendar; where they do not, the calendar does.
//
// Threads: belongs to one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace synthgen::csv {

class DayTexts {
 public:
  static constexpr std::size_t kStride = 16;  ///< bytes from one text to the next

  /// ending  the character after the date: a separator, or the T of a timestamp
  explicit DayTexts(char ending) : ending_(ending) {}

  /// Where the texts of some days are: that of day i ends at ends + codes[i]·kStride and is kDateBytes long; 32 bytes
  /// may be read from its start. Valid until the next call.
  struct Found {
    const char* ends = nullptr;
    const std::int32_t* codes = nullptr;
  };
  /// days  since 1970-01-01; any value is harmless, those beyond the years 1 … 9999 give no sensible text. Up to
  ///       kOverrunRows more may be read. rows ≤ kRunRows
  Found find(const std::int32_t* days, std::size_t rows);

 private:
  /// Whether the table holds the days first … last; makes it hold them (and those of before) where that pays.
  bool cover(std::int32_t first, std::int32_t last);

  char ending_;
  std::int32_t first_ = 0;
  std::int64_t days_ = 0;    // in the table
  std::int64_t credit_ = 0;  // days that the next table may have
  std::vector<char> table_;
  std::vector<char> slots_;
  std::vector<std::int32_t> codes_;
};

}  // namespace synthgen::csv
