// Cells of locale data that are lists.
#pragma once

#include <string_view>

namespace synthgen {

/// Whether test(item) holds for an item of the list, the items being `between` apart. An empty list has no items.
template <class Test>
bool any_item(std::string_view list, std::string_view between, const Test& test) {
  while (!list.empty()) {
    const std::size_t end = list.find(between);
    if (test(list.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + between.size());
  }
  return false;
}

/// Whether the list has the item as it is written, be it *.
inline bool is_item(std::string_view list, std::string_view between, std::string_view item) {
  return any_item(list, between, [item](std::string_view other) { return other == item; });
}

/// Whether a list with commas has the item; * is the list of everything.
inline bool list_holds(std::string_view list, std::string_view item) { return list == "*" || is_item(list, ",", item); }

}  // namespace synthgen
