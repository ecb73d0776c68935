#include "synthgen/column/type.hpp"

#include <array>

namespace synthgen {
namespace {

struct TypeRow {
  std::string_view name;
  std::size_t bytes;
};

// In the order of TypeKind.
constexpr std::array<TypeRow, 10> kTypes = {{
    {"integer", 8},
    {"number", 8},
    {"decimal", 8},
    {"string", 4},
    {"boolean", 1},
    {"date", 4},
    {"timestamp", 8},
    {"datetime", 8},
    {"time", 8},
    {"uuid", 16},
}};

}  // namespace

std::string_view type_name(TypeKind kind) { return kTypes[static_cast<std::size_t>(kind)].name; }

std::string type_text(const Type& type) {
  std::string text(type_name(type.kind));
  if (type.kind == TypeKind::decimal || type.decimals > 0) text += "(" + std::to_string(type.decimals) + ")";
  return text;
}

std::optional<TypeKind> type_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].name == name) return static_cast<TypeKind>(i);
  }
  return std::nullopt;
}

std::size_t value_bytes(TypeKind kind) { return kTypes[static_cast<std::size_t>(kind)].bytes; }

}  // namespace synthgen
