// The types that values side by side take: in branches, comparisons, calls.
#include <algorithm>

#include "compiler.hpp"
#include "synthgen/expression/unified_type.hpp"
#include "time_literal.hpp"

namespace synthgen {

std::optional<Type> common_type(Type a, Type b) {
  if (is_numeric(a.kind) && is_numeric(b.kind)) {
    if (a.kind == TypeKind::number || b.kind == TypeKind::number) return Type{TypeKind::number};
    if (a.kind == TypeKind::decimal || b.kind == TypeKind::decimal) {
      return Type::decimal(std::max(a.decimals, b.decimals));
    }
    return a;
  }
  if (is_micros(a.kind) && a.kind == b.kind) return Type{a.kind, std::max(a.decimals, b.decimals)};
  // A date beside a timestamp or a datetime is its midnight.
  if (a.kind == TypeKind::date && is_moment(b.kind)) return b;
  if (a.kind == b.kind || (is_moment(a.kind) && b.kind == TypeKind::date)) return a;
  return std::nullopt;
}

}  // namespace synthgen

namespace synthgen::expression {

std::optional<Type> Compiler::common_type(std::span<const Typed> values) const {
  std::optional<Type> common;
  bool text_literal = false;
  for (const Typed& value : values) {
    if (value.bare_null) continue;
    if (value.is_text_literal()) {
      text_literal = true;
      continue;
    }
    common = common.has_value() ? synthgen::common_type(*common, value.type()) : value.type();
    if (!common.has_value()) return std::nullopt;
  }
  if (text_literal && common.has_value() && is_micros(common->kind)) {
    // A literal's fraction of a second is not lost.
    for (const Typed& value : values) {
      if (value.bare_null || !value.is_text_literal()) continue;
      const StepPtr literal = read_time_or_uuid(value.node->text, *common);
      if (literal != nullptr) common->decimals = std::max(common->decimals, literal->type().decimals);
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
  if (literal != nullptr && is_micros(to.kind)) literal = make_conversion(std::move(literal), to);
  if (literal == nullptr) {
    const std::string form = to.kind == TypeKind::date        ? "dates are written '2024-02-29'"
                             : to.kind == TypeKind::timestamp ? "timestamps are written '2024-02-29T10:00:00Z'"
                             : to.kind == TypeKind::datetime
                                 ? "datetimes are written '2024-02-29T10:00:00', without a zone"
                             : to.kind == TypeKind::time ? "times are written '10:00' or '10:00:30'"
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
    // The first value that does not go with those before it is the one to look at. (A text literal goes with texts and
    // with dates, which do not go with each other, so looking at pairs alone would not do.)
    std::size_t odd = 1;
    while (common_type(values.first(odd + 1)).has_value()) ++odd;
    std::size_t other = 0;
    const auto goes = [&](std::size_t i) {
      const Typed pair[] = {values[i], values[odd]};
      return common_type(pair).has_value();
    };
    while (other + 1 < odd && goes(other)) ++other;
    const Typed& a = values[other];
    const Typed& b = values[odd];
    error("SG3204",
          "the values of " + std::string(what) + " differ in type: " + type_name_of(a) + " and " + type_name_of(b),
          *b.node,
          a.is_text_literal() || b.is_text_literal() ? "numbers are written without quotes"
                                                     : "all values must be of one type");
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

StepPtr Compiler::need_text(const Typed& value, std::string_view function) {
  if (value.bare_null) return make_null({TypeKind::string});
  if (value.type().kind == TypeKind::string) return value.step;
  error("SG3202", std::string(function) + "() takes a text here, this is " + type_name_of(value), *value.node,
        "make a text of it: to_text(x)");
  return nullptr;
}

StepPtr Compiler::need_integer(const Typed& value, std::string_view function) {
  if (value.bare_null || value.type().kind == TypeKind::integer) return value.step;
  error("SG3202", std::string(function) + "() takes an integer here, this is " + type_name_of(value), *value.node,
        value.is_text_literal()                 ? "numbers are written without quotes"
        : is_numeric(value.type().kind)         ? "make an integer of it: round(x), floor(x) or trunc(x)"
        : value.type().kind == TypeKind::string ? "make a number of it: round(to_number(x))"
                                                : "give it an integer");
  return nullptr;
}

std::optional<StepPtr> Compiler::need_constant_text(const Typed& value, std::string_view function,
                                                    std::string_view what) {
  StepPtr text = need_text(value, function);
  if (text == nullptr) return std::nullopt;
  if (text->constant() != nullptr) return text;
  error("SG3202", "the " + std::string(what) + " of " + std::string(function) + "() must be a literal", *value.node,
        "write the " + std::string(what) + " between single quotes");
  return std::nullopt;
}

}  // namespace synthgen::expression
