#include "time_modifiers.hpp"

#include <fmt/format.h>

#include "synthgen/base/time_format.hpp"

namespace synthgen {
namespace {

/// What to do where a modifier of times stands beside another type.
std::string remedy(const ColumnDeclaration& declaration, const Type& type) {
  if (type.kind == TypeKind::string && !declaration.type.has_value()) {
    return "say which time it is: \"type\": \"timestamp\", \"datetime\" or \"time\"; \"date\" for a day";
  }
  return is_numeric(type.kind) ? "numbers take \"decimals\"" : "remove it, or change \"type\"";
}

Status check_precision(const ColumnDeclaration& declaration, const Type& type) {
  if (!declaration.precision.has_value()) return Done{};
  if (!is_micros(type.kind)) {
    return make_error("SG2151", fmt::format("\"precision\" does not go with the type {}", type_text(type)),
                      declaration.precision_place,
                      type.kind == TypeKind::date ? "a date has no seconds: remove it" : remedy(declaration, type));
  }
  if (*declaration.precision == type.decimals) return Done{};
  return make_error("SG2151",
                    fmt::format("\"precision\" is {}, and the values of this source have {} digits",
                                *declaration.precision, type.decimals),
                    declaration.precision_place, "leave it out: the column has the precision of what it reads");
}

Status check_format(const ColumnDeclaration& declaration, const Type& type) {
  if (declaration.format == nullptr) return Done{};
  const json::Value& json = *declaration.format;
  if (!is_time(type.kind)) {
    return make_error("SG2152", fmt::format("\"format\" does not go with the type {}", type_text(type)), json.place,
                      is_numeric(type.kind) ? "it is the text form of dates and times; numbers take \"decimals\""
                                            : remedy(declaration, type));
  }
  TimeFormat::Fault fault;
  const std::optional<TimeFormat> format = TimeFormat::parse(json.text, fault);
  assert(format.has_value());
  const auto lacking = [&](const std::string& directive, std::string_view what) {
    return make_error("SG2152",
                      fmt::format("{} in a format needs {}, and the column is a {}", directive, what, type_text(type)),
                      json.origin().place(json.text.find(directive), directive.size()),
                      type.kind == TypeKind::date ? "a date has %Y %m %d and the like" : "a time has %H %M %S %f %p");
  };
  if (type.kind == TypeKind::date && !format->clock_directive().empty()) {
    return lacking(format->clock_directive(), "a time of day");
  }
  if (type.kind == TypeKind::time && !format->day_directive().empty()) {
    return lacking(format->day_directive(), "a day");
  }
  return Done{};
}

}  // namespace

Status check_time_modifiers(const ColumnDeclaration& declaration, const Type& type) {
  Diagnostics diagnostics;
  for (const auto& check : {check_precision, check_format}) {
    if (const Status status = check(declaration, type); !status.ok()) diagnostics.add(status.diagnostics());
  }
  if (diagnostics.has_errors()) return diagnostics;
  return Done{};
}

}  // namespace synthgen
