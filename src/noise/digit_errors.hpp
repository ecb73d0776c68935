// Wrong digits: in texts, and in numbers, dates and times, which stay values of their type.
//
// A value is damaged as the text that it is written as, and read back; what cannot be read, or is the same value, is
// drawn again.
//
// Threads: immutable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fault_place.hpp"
#include "synthgen/column/cell_text.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {

enum class DigitFault : std::uint8_t {
  replace,  ///< by another digit
  drop,
  twice,           ///< a digit is there twice
  insert,          ///< any digit
  transpose,       ///< two digits side by side that differ
  replace_beside,  ///< by a digit whose key lies beside
  insert_beside,   ///< the key beside is struck too
};
inline constexpr std::size_t kDigitFaults = 7;
using DigitShares = std::array<double, kDigitFaults>;

/// Where the first of the digits in a row stands back: as the first letter of a word does for people who type.
enum class FirstDigit : std::uint8_t { alike, less };

class DigitErrors {
 public:
  /// shares  of each DigitFault; REQUIRES: none negative, a positive finite sum
  DigitErrors(const DigitShares& shares, FaultPosition position, FirstDigit first);

  /// Appends the text with one digit fault to `out`; false where no draw found one.
  bool damage(std::string_view text, NoiseDraws& draws, std::string& out) const;

 private:
  bool apply(DigitFault fault, std::string_view text, NoiseDraws& draws, std::string& out) const;

  DigitShares shares_;
  FaultPosition position_;
  FirstDigit first_;
};

/// The value of a type that is neither string nor boolean nor uuid whose written digits are these: leading zeros are
/// none, digits that are missing behind the point are zeros. Nothing where the type has none, where a negative number
/// would lose its sign, or where a number is not exactly what is written.
std::optional<std::int64_t> read_digits(std::string_view text, const Type& type);
std::optional<double> read_number_digits(std::string_view text);

/// Values of one column with digits wrong; texts in it too, where an operator before has made them.
class DigitDamage {
 public:
  DigitDamage(DigitErrors errors, const Type& type, std::string_view format);

  /// Damages a cell by so many faults; false where no draw could, or it is null.
  bool damage(DamagedColumn& column, std::size_t place, std::int64_t faults, NoiseDraws& draws, std::string& before,
              std::string& after) const;

 private:
  bool set_value(DamagedColumn& column, std::size_t place, std::string_view text) const;

  DigitErrors errors_;
  Type type_;
  CellText plain_;                   // as it is damaged
  std::optional<CellText> written_;  // where it is written in another form
};

}  // namespace synthgen
