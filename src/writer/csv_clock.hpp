// Times of day as text, in pieces from tables: hours with minutes, seconds, thousandths.
//
// Threads: constant data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace synthgen::csv {

/// What a field of a clock is made of, and how long it is with its separator.
struct ClockForm {
  bool day = false;   ///< begins with the day and a T
  bool zone = false;  ///< ends with a Z
  int digits = 0;     ///< after the point of the seconds: 0, 3 or 6

  constexpr std::uint32_t bytes() const {
    return (day ? 11 : 0) + 8 + (digits > 0 ? static_cast<std::uint32_t>(digits) + 1 : 0) + (zone ? 1 : 0) + 1;
  }
};

using MinuteTexts = std::array<std::array<char, 8>, 24 * 60>;  ///< "10:00:" by minute of the day; two bytes are spare
using SecondTexts = std::array<std::array<char, 4>, 60>;       ///< "00Z,", "00,", or "00." before a fraction
using MilliTexts = std::array<std::array<char, 4>, 1000>;      ///< "123Z" or "123,"

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

constexpr SecondTexts make_second_texts(const ClockForm& form, char separator) {
  SecondTexts texts{};
  for (std::size_t k = 0; k < texts.size(); ++k) {
    const char after = form.digits > 0 ? '.' : form.zone ? 'Z' : separator;
    texts[k] = {static_cast<char>('0' + k / 10), static_cast<char>('0' + k % 10), after, separator};
  }
  return texts;
}

/// ending  what follows the three digits: the Z or the separator
constexpr MilliTexts make_milli_texts(char ending) {
  MilliTexts texts{};
  for (std::size_t k = 0; k < texts.size(); ++k) {
    texts[k] = {static_cast<char>('0' + k / 100), static_cast<char>('0' + k / 10 % 10), static_cast<char>('0' + k % 10),
                ending};
  }
  return texts;
}

}  // namespace synthgen::csv
