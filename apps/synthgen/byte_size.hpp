// Sizes in bytes as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace synthgen::app {

/// "256MB", "1.5GiB", "500k", "4096": bytes. k, M, G and T, in either case, are powers of 1,000, and of 1,024 where an
/// i follows. Nothing where the text is anything else, 0, or beyond 63 bits.
std::optional<std::uint64_t> parse_byte_size(const std::string& text);

}  // namespace synthgen::app
