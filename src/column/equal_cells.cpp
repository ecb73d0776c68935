#include "synthgen/column/equal_cells.hpp"

#include <cstring>

namespace synthgen {

bool equal_cells(const Column& a, std::size_t i, const Column& b, std::size_t j) {
  if (a.is_null(i) || b.is_null(j)) return a.is_null(i) && b.is_null(j);
  if (a.type().kind == TypeKind::string) return a.text(i) == b.text(j);
  const std::size_t width = value_bytes(a.type().kind);
  return std::memcmp(a.data<char>() + i * width, b.data<char>() + j * width, width) == 0;
}

}  // namespace synthgen
