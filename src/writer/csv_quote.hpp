// Quoting by RFC 4180, as little as possible: a text is quoted where it holds the
// delimiter, the quote, a carriage return or a line feed, and where it is empty, since the
// empty field is the null.
//
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <string_view>

#include "csv_options.hpp"

namespace synthgen::csv {

/// Bytes of the field, without its separator.
std::size_t field_bytes(std::string_view text, const CsvOptions& options);

/// Writes the field in quotes, inner quotes doubled; returns the byte after it.
/// REQUIRES: room for field_bytes(text) at `out`, and that the text needs quotes.
char* write_quoted(std::string_view text, char quote, char* out);

}  // namespace synthgen::csv
