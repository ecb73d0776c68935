// The types of columns and how each lies in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

enum class TypeKind : std::uint8_t {
  integer,    ///< int64
  number,     ///< double
  decimal,    ///< int64, scaled by 10^decimals
  string,     ///< offsets and bytes, or int32 codes into a Dictionary
  boolean,    ///< uint8, 0 or 1 (bits only at Arrow's door: byte lanes keep logic and comparisons vectorisable)
  date,       ///< int32, days since 1970-01-01
  timestamp,  ///< int64, microseconds since 1970-01-01T00:00:00Z
  uuid,       ///< 16 bytes, in the order in which they are written
};

struct Type {
  TypeKind kind = TypeKind::integer;
  int decimals = 0;  ///< of a decimal, 0 … 18; 0 for the others

  static Type decimal(int decimals) { return {TypeKind::decimal, decimals}; }
  friend bool operator==(const Type&, const Type&) = default;
};

std::string_view type_name(TypeKind kind);  ///< as written in a schema
std::string type_text(const Type& type);    ///< "decimal(2)", "integer"
std::optional<TypeKind> type_from_name(std::string_view name);
std::size_t value_bytes(TypeKind kind);  ///< width of one value in memory; 4 for string (a code or an offset)
inline bool is_numeric(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::number || kind == TypeKind::decimal;
}

}  // namespace synthgen
