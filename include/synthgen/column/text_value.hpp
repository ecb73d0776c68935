// Texts of the outside world, in schemas and files, as values of a type.
//
// Threads: pure. Determinism: integer arithmetic and correctly rounded numbers; no locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// The 16 bytes of "123e4567-e89b-42d3-a456-426614174000", in either case.
std::optional<std::string> uuid_bytes(std::string_view text);

/// The number times 10^decimals as an integer; nothing where it has more decimals than that or does not fit 64 bits.
/// Read from its text, since a double would round it. REQUIRES: text of a JSON number, leading zeros allowed.
std::optional<std::int64_t> exact_scaled(std::string_view text, int decimals);

/// Reads the text of a field as a value of `out`'s type, into its row `row`; false where it is none of that type, and
/// the row is then unspecified. Numbers may have a plus sign and leading zeros; an integer may be written 12.0; a
/// decimal has at most the type's digits; booleans are true and false in any case, 1 and 0. A time keeps all of its
/// fraction, whatever the type's precision. REQUIRES: not a string column.
bool parse_value(std::string_view text, Column& out, std::size_t row);

}  // namespace synthgen
