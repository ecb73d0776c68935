// Article numbers of GS1: EAN-13 and EAN-8.
#pragma once

#include <cstdint>
#include <string_view>

#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// A number of `digits` digits and its check digit: weights 3 and 1 from the right (GS1 General Specifications, 7.9).
inline void write_with_gs1_check(std::uint64_t number, int digits, TextPieces& text) {
  std::uint64_t sum = 0;
  std::uint64_t rest = number;
  for (int place = 0; place < digits; ++place, rest /= 10) sum += rest % 10 * (place % 2 == 0 ? 3 : 1);
  text.add_digits(number, digits);
  text.add(static_cast<char>('0' + (10 - sum % 10) % 10));
}

/// A number of `length` digits, 13 or 8: of the range for use within a company, 20 to 29, or with the option
/// `realistic` of the prefixes of the country's GS1 organisation. Errors SG2143.
Result<MadeProvider> make_ean(const ProviderContext& context, int length);

}  // namespace synthgen
