#include "time_argument.hpp"

#include "time_literal.hpp"

namespace synthgen::expression {

StepPtr need_time(Compiler& compiler, const Typed& value, std::string_view function, TimeNeed need) {
  const bool clock = need == TimeNeed::clock;
  if (value.bare_null) return make_null({clock ? TypeKind::timestamp : TypeKind::date});
  StepPtr step = value.step;
  if (value.is_text_literal()) {
    if (StepPtr read = read_time_by_form(value.node->text); read != nullptr) step = std::move(read);
  }
  const TypeKind kind = step->type().kind;
  const bool fits =
      is_time(kind) && (need == TimeNeed::any || (clock ? kind != TypeKind::date : kind != TypeKind::time));
  if (fits) return step;
  const std::string wanted = need == TimeNeed::day ? "a date or a timestamp"
                             : clock               ? "a time of day"
                                                   : "a date or a time";
  compiler.error("SG3202", std::string(function) + "() takes " + wanted + ", this is " + type_text(step->type()),
                 *value.node,
                 kind == TypeKind::date   ? "a date has no time of day"
                 : kind == TypeKind::time ? "a time of day has no date"
                 : clock                  ? "write timestamp '2024-02-29T10:00:00Z', or name a column of times"
                                          : "write date '2024-02-29', or name a column of dates");
  return nullptr;
}

}  // namespace synthgen::expression
