// Where the fields of one column stand, after formatting and before the rows are put
// together; and the putting together.
//
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "csv_clock.hpp"

namespace synthgen::csv {

/// Rows that are formatted and put together at a time: few enough for their slots and their text to stay in the caches,
/// enough to spread the cost of a call. A multiple of 64, for validity words.
inline constexpr std::size_t kRunRows = 256;

/// Copies have a fixed size and may write this many bytes beyond the last row.
inline constexpr std::size_t kSlackBytes = 64;

/// The fields of one column for a run of rows. Lengths count the separator.
struct FieldRun {
  enum class Form : std::uint8_t {
    slots,    ///< in slots, right-aligned: field i ends at base + (i + 1)·stride (or at the constant end of its slot)
    head,     ///< in slots, left-aligned: field i begins at base + i·stride
    words,    ///< field i begins at base + codes[i]·width
    tails,    ///< field i ends at base + codes[i]·width
    moments,  ///< field i is put together on the spot: the day at base + codes[i]·16, the time of day clocks[i]
    far,      ///< field i begins at starts[i]; its separator follows it there; 32 bytes may be read
    uuids,    ///< field i is made from the 16 bytes at base + i·16, on the spot
    texts,  ///< the bare text i begins at starts[i] (32 bytes may be read); the separator is added here, and quotes are
            ///< where size[i] + 1 ≠ long_lengths[i] ≠ 1
  };
  Form form = Form::slots;
  std::uint8_t width = 16;     ///< bytes of a copy: 8, 16, 32 or 48; at least the longest field
  bool quotes = false;         ///< texts: some rows need them, those where size[i] + 1 ≠ long_lengths[i] ≠ 1
  bool doubled = false;        ///< texts: quotes within some of those, which then stand twice
  bool wide = true;            ///< texts: some have more than 32 bytes
  char separator = ',';        ///< texts
  char quote = '"';            ///< texts
  std::uint32_t shortest = 1;  ///< no field of the run is shorter
  const char* base = nullptr;  ///< slots: the end of slot 0's field
  std::size_t stride = 0;
  const std::int32_t* codes = nullptr;
  const std::uint8_t* lengths = nullptr;        ///< slots, head, words, tails, uuids
  const std::uint32_t* long_lengths = nullptr;  ///< far, texts
  const char* const* starts = nullptr;
  const std::uint32_t* clocks = nullptr;     ///< moments: seconds of the day
  ClockForm clock;                           ///< moments
  const std::uint32_t* fractions = nullptr;  ///< moments: microseconds of the second, where the form has digits
  const SecondTexts* seconds = nullptr;      ///< moments
  const MilliTexts* millis = nullptr;        ///< moments of 3 digits
  const std::int32_t* offsets = nullptr;     ///< texts: offsets[i + 1] − offsets[i] is the bare text's size
};

/// Adds the lengths of the run's fields to `totals`.
void add_lengths(const FieldRun& run, std::size_t rows, std::uint32_t* totals);

/// Writes field i at at[i] and moves at[i] behind it.
///
/// Copies have a fixed size, so that bytes behind a field are overwritten; the fields that belong there are written
/// later. Where they are there already (the beginning of the next row), `guarded` keeps them.
void place(const FieldRun& run, std::size_t rows, bool guarded, char** at);

}  // namespace synthgen::csv
