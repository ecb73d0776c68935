// Times of day as text, in two pieces from tables: hours with minutes, and seconds.
//
// Threads: constant data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace synthgen::csv {

/// "2024-02-29T10:00:00Z" and the separator: the day with its T, "10:00:", "00Z,".
inline constexpr std::uint32_t kTimestampBytes = 21;

using MinuteTexts = std::array<std::array<char, 8>, 24 * 60>;  ///< "10:00:" by minute of the day; two bytes are spare
using SecondTexts = std::array<std::array<char, 4>, 60>;       ///< "00Z" and the separator

constexpr MinuteTexts make_minute_texts() {
  MinuteTexts texts{};
  for (std::size_t k = 0; k < texts.size(); ++k) {
    const std::size_t hour = k / 60;
    const std::size_t minute = k % 60;
    texts[k] = {static_cast<char>('0' + hour / 10),   static_cast<char>('0' + hour % 10),   ':',
                static_cast<char>('0' + minute / 10), static_cast<char>('0' + minute % 10), ':'};
  }
  return texts;
}

inline constexpr MinuteTexts kMinuteTexts = make_minute_texts();

constexpr SecondTexts make_second_texts(char separator) {
  SecondTexts texts{};
  for (std::size_t k = 0; k < texts.size(); ++k) {
    texts[k] = {static_cast<char>('0' + k / 10), static_cast<char>('0' + k % 10), 'Z', separator};
  }
  return texts;
}

}  // namespace synthgen::csv
