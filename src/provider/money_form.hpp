// Amounts of money as the people of a country write them: $1,234.56 and 1.234,56 €.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <string>

#include "locale_data.hpp"
#include "synthgen/provider/locale.hpp"
#include "text_pieces.hpp"

namespace synthgen {

class MoneyForm {
 public:
  MoneyForm() = default;
  /// REQUIRES: the locale has the table "currency".
  explicit MoneyForm(const Locale& locale) {
    const DataTable& table = need_data(locale.name, "currency");
    symbol_ = table.text(0, "symbol");
    before_ = table.text(0, "position") == "before";
    decimal_ = table.text(0, "decimal");
    thousands_ = table.text(0, "thousands");
  }

  static constexpr std::size_t kRoom = 64;

  /// cents  at most 10^15
  void write(std::uint64_t cents, TextPieces& to) const {
    if (before_) to.add(symbol_);
    const std::uint64_t whole = cents / 100;
    std::size_t digits = 1;
    for (std::uint64_t rest = whole; rest >= 10; rest /= 10) ++digits;
    char text[24];
    for (std::uint64_t d = digits, rest = whole; d-- > 0; rest /= 10) text[d] = static_cast<char>('0' + rest % 10);
    for (std::size_t d = 0; d < digits; ++d) {
      if (d > 0 && (digits - d) % 3 == 0) to.add(thousands_);
      to.add(text[d]);
    }
    to.add(decimal_);
    to.add_digits(cents % 100, 2);
    if (before_) return;
    to.add(' ');
    to.add(symbol_);
  }

 private:
  std::string symbol_;
  std::string decimal_;
  std::string thousands_;
  bool before_ = false;
};

}  // namespace synthgen
