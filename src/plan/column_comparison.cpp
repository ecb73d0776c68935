#include "column_comparison.hpp"

#include <algorithm>
#include <utility>

namespace synthgen {

Comparison turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::less_equal:
      return Comparison::greater_equal;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::greater_equal:
      return Comparison::less_equal;
    case Comparison::equal:
    case Comparison::not_equal:
      break;
  }
  return comparison;
}

namespace {

bool is_column(const Expression& expression, const std::string& column) {
  const Path* path = expression.as_path();
  return path != nullptr && path->size() == 1 && path->front() == column;
}

}  // namespace

std::optional<Condition> comparison_of_column(const Condition& condition, const std::string& column) {
  if (condition.kind == Condition::Kind::all) {
    for (const Condition& part : condition.parts) {
      std::optional<Condition> found = comparison_of_column(part, column);
      if (found.has_value()) return found;
    }
    return std::nullopt;
  }
  if (condition.kind != Condition::Kind::comparison) return std::nullopt;
  Condition found = condition;
  if (!is_column(*found.left, column)) {
    std::swap(found.left, found.right);
    found.comparison = turned(found.comparison);
  }
  const std::vector<PathUse>& others = found.right->paths();
  const bool apart =
      std::none_of(others.begin(), others.end(), [&](const PathUse& use) { return use.path.front() == column; });
  if (!is_column(*found.left, column) || !apart) return std::nullopt;
  return found;
}

}  // namespace synthgen
