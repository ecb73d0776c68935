// Cells of locale data that are lists.
#pragma once

#include <string_view>

namespace synthgen {

/// Whether a list with commas has the item; * is the list of everything.
inline bool list_holds(std::string_view list, std::string_view item) {
  if (list == "*") return true;
  while (true) {
    const std::size_t comma = list.find(',');
    if (list.substr(0, comma) == item) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace synthgen
