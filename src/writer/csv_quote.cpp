#include "csv_quote.hpp"

#include <algorithm>
#include <cstring>

#include "csv_kernels.hpp"

namespace synthgen::csv {

std::size_t field_bytes(std::string_view text, const CsvOptions& options) {
  if (text.empty()) return 2;
  if (!has_special(text.data(), text.size(), options.delimiter, options.quote)) return text.size();
  // Most that are quoted have a delimiter and no quote, which is found faster than it is counted.
  const std::size_t first = std::min(text.find(options.quote), text.size());
  return text.size() + 2 + static_cast<std::size_t>(std::count(text.begin() + first, text.end(), options.quote));
}

char* write_quoted(std::string_view text, char quote, char* out) {
  *out++ = quote;
  while (!text.empty()) {
    const std::size_t at = text.find(quote);
    const std::size_t plain = at == std::string_view::npos ? text.size() : at + 1;
    std::memcpy(out, text.data(), plain);
    out += plain;
    if (at != std::string_view::npos) *out++ = quote;
    text.remove_prefix(plain);
  }
  *out++ = quote;
  return out;
}

}  // namespace synthgen::csv
