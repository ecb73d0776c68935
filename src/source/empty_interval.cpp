#include "empty_interval.hpp"

#include <fmt/format.h>

#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {

std::optional<Diagnostic> empty_interval_fault(const Source& source, const DistributionKind& kind,
                                               const SourceContext& context) {
  // An interval is as empty for one draw as for all, so one cell tells.
  constexpr double kMedian[] = {0};
  ScoreEvaluate evaluate(context.score().value_or(ColumnIndex{}));
  evaluate.column_at(source, kMedian);
  if (evaluate.warnings()[static_cast<std::size_t>(CellWarning::empty_interval)] == 0) return std::nullopt;
  const ColumnDeclaration& declaration = context.declaration();
  const bool low = declaration.min.has_value();
  const bool high = declaration.max.has_value();
  const char* where = low && high ? "between \"min\" and \"max\""
                      : low       ? "from \"min\" on"
                      : high      ? "up to \"max\""
                                  : "within the day";
  return make_error("SG2116", fmt::format("no value of \"{}\" lies {}", kind.record.name, where),
                    high  ? declaration.max->json->place
                    : low ? declaration.min->json->place
                          : declaration.type_place,
                    low || high ? "with these parameters it gives none there: change a bound or a parameter"
                                : "with these parameters all lie beyond midnight: change a parameter, or the type");
}

}  // namespace synthgen
