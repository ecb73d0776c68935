// How much memory the data of a locale take, for `plan` and --max-memory.
#pragma once

#include <cstdint>
#include <string_view>

namespace synthgen {

/// Of the table of a topic: the pages of the program in which it lies, and what a provider makes of it, with the texts
/// that it takes apart on the way. 0 where the locale has no such table.
std::uint64_t data_bytes(std::string_view locale, std::string_view topic);

}  // namespace synthgen
