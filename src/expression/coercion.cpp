// The types that values side by side take: in branches, comparisons, calls.
#include <algorithm>

#include "compiler.hpp"
#include "time_literal.hpp"

namespace synthgen::expression {

std::optional<Type> Compiler::common_type(std::span<const Typed> values) const {
  std::optional<Type> common;
  bool text_literal = false;
  // Dates beside timestamps are timestamps; numbers take the wider kind and the larger scale.
  for (const Typed& value : values) {
    if (value.bare_null) continue;
    if (value.is_text_literal()) {
      text_literal = true;
      continue;
    }
    const Type type = value.type();
    if (!common.has_value()) {
      common = type;
    } else if (is_numeric(common->kind) && is_numeric(type.kind)) {
      if (common->kind == TypeKind::number || type.kind == TypeKind::number) {
        common = Type{TypeKind::number};
      } else if (common->kind == TypeKind::decimal || type.kind == TypeKind::decimal) {
        common = Type::decimal(std::max(common->decimals, type.decimals));
      }
    } else if (common->kind != type.kind) {
      const bool times = (common->kind == TypeKind::date || common->kind == TypeKind::timestamp) &&
                         (type.kind == TypeKind::date || type.kind == TypeKind::timestamp);
      if (!times) return std::nullopt;
      common = Type{TypeKind::timestamp};
    }
  }
  if (text_literal) {
    if (!common.has_value()) {
      const bool result = std::all_of(values.begin(), values.end(), [&](const Typed& value) {
        return value.bare_null || std::find(results_.begin(), results_.end(), value.node) != results_.end();
      });
      return result && options_.wanted.has_value() && is_time_or_uuid(*options_.wanted) ? *options_.wanted
                                                                                        : Type{TypeKind::string};
    }
    if (common->kind != TypeKind::string && !is_time_or_uuid(*common)) return std::nullopt;
  }
  return common.has_value() ? common : Type{TypeKind::integer};
}

StepPtr Compiler::coerce(const Typed& value, Type to) {
  if (value.bare_null) return make_null(to);
  if (value.type() == to) return value.step;
  if (!value.is_text_literal()) return make_conversion(value.step, to);
  StepPtr literal = read_time_or_uuid(value.node->text, to);
  if (literal == nullptr) {
    const std::string form = to.kind == TypeKind::date ? "dates are written '2024-02-29'"
                             : to.kind == TypeKind::timestamp
                                 ? "timestamps are written '2024-02-29T10:00:00Z'"
                                 : "uuids are written '01234567-89ab-cdef-0123-456789abcdef'";
    error("SG3007", "'" + value.node->text + "' is not a " + std::string(type_name(to.kind)), *value.node, form);
  }
  return literal;
}

StepPtr Compiler::condition(const Typed& value) {
  if (!value) return nullptr;
  if (value.bare_null) return make_null({TypeKind::boolean});
  if (value.type().kind == TypeKind::boolean) return value.step;
  error("SG3203", "a condition must be boolean, this is " + type_name_of(value), *value.node,
        is_numeric(value.type().kind) ? "compare it with something: x <> 0" : "compare it with something: x = 'yes'");
  return nullptr;
}

std::vector<StepPtr> Compiler::branches(std::span<const Typed> values, std::string_view what) {
  for (const Typed& value : values) {
    if (!value) return {};
  }
  const std::optional<Type> type = common_type(values);
  if (!type.has_value()) {
    // The first value that does not go with the first typed one is the one to look at.
    const Typed* first = nullptr;
    for (const Typed& value : values) {
      if (value.bare_null) continue;
      if (first == nullptr) {
        first = &value;
      } else if (const Typed pair[] = {*first, value}; !common_type(pair).has_value()) {
        error("SG3204",
              "the values of " + std::string(what) + " differ in type: " + type_name_of(*first) + " and " +
                  type_name_of(value),
              *value.node,
              value.is_text_literal() || first->is_text_literal() ? "numbers are written without quotes"
                                                                  : "all values must be of one type");
        break;
      }
    }
    return {};
  }
  std::vector<StepPtr> steps;
  bool good = true;
  for (const Typed& value : values) {
    steps.push_back(coerce(value, *type));
    good = good && steps.back() != nullptr;
  }
  return good ? steps : std::vector<StepPtr>();
}

bool Compiler::need_numeric(const Typed& value, std::string_view function) {
  if (is_numeric(value.type().kind)) return true;
  error("SG3202", std::string(function) + "() takes numbers, this is " + type_name_of(value), *value.node,
        value.is_text_literal() ? "numbers are written without quotes" : "give it a number");
  return false;
}

}  // namespace synthgen::expression
