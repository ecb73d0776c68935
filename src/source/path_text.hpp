// A column, or a path through foreign keys, as schemas name it outside of expressions: "customer_id.city".
#pragma once

#include <string_view>

#include "synthgen/expression/expression.hpp"

namespace synthgen {

inline Path split_path(std::string_view text) {
  Path path;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    path.emplace_back(text.substr(0, dot));
    text.remove_prefix(dot + 1);
  }
  path.emplace_back(text);
  return path;
}

}  // namespace synthgen
