// Article numbers of GS1: EAN-13 and EAN-8.
#pragma once

#include <cstdint>
#include <string_view>

#include "check_digits.hpp"
#include "digits.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// A number of `digits` digits and its check digit.
inline void write_with_gs1_check(std::uint64_t number, std::size_t digits, TextPieces& text) {
  char* const at = text.end();
  write_digits(number, digits, at);
  at[digits] = gs1_digit(at, digits);
  text.advance(digits + 1);
}

/// A number of `length` digits, 13 or 8: of the range for use within a company, 20 to 29, or with the option
/// `realistic` of the prefixes of the country's GS1 organisation. Errors SG2143.
Result<MadeProvider> make_ean(const ProviderContext& context, int length);

}  // namespace synthgen
