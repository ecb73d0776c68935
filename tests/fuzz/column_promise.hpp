// What every filled column promises, and the comparison of its cells.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "promise.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen::fuzz {

/// Rows, type and storage are as asked for; every value is one of its type.
inline void require_good(const Column& column, Type type, std::size_t rows) {
  require(column.rows() == rows, "a column has the rows that were asked for");
  require(column.type() == type, "a column has the type that was declared");
  for (std::size_t row = 0; row < rows; ++row) {
    if (type.kind == TypeKind::string) {
      const Dictionary* dictionary = column.dictionary();
      if (dictionary != nullptr) {
        const std::int32_t code = column.data<std::int32_t>()[row];
        require(code >= 0 && static_cast<std::size_t>(code) < dictionary->size(), "a code is in its dictionary");
      } else {
        const std::int32_t* offsets = column.data<std::int32_t>();
        require(offsets[0] == 0 && offsets[row] <= offsets[row + 1], "offsets of texts ascend");
      }
    }
    if (column.is_null(row)) continue;
    if (type.kind == TypeKind::number) require(std::isfinite(column.data<double>()[row]), "a number is finite");
    if (type.kind == TypeKind::boolean) require(column.data<std::uint8_t>()[row] <= 1, "a boolean is 0 or 1");
  }
}

/// Bit for bit. REQUIRES: equal types.
inline bool same_cell(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
  if (a.is_null(row_a) || b.is_null(row_b)) return a.is_null(row_a) && b.is_null(row_b);
  if (a.type().kind == TypeKind::string) return a.text(row_a) == b.text(row_b);
  const std::size_t width = value_bytes(a.type().kind);
  return std::memcmp(a.data<char>() + row_a * width, b.data<char>() + row_b * width, width) == 0;
}

}  // namespace synthgen::fuzz
