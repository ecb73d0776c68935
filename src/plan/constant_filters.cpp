// References whose parents are the same for every row: whether there are any is known before the first row.
#include <fmt/format.h>

#include <algorithm>

#include "reference_where.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// Rows of the parent that are looked at together, for one that meets a constant condition.
constexpr std::int64_t kLookedAt = 64 * static_cast<std::int64_t>(kBatchRows);

/// Whether all conditions hold in some row.
bool any_meets(std::span<const Column* const> conditions) {
  for (std::size_t i = 0; i < conditions.front()->rows(); ++i) {
    const bool met = std::all_of(conditions.begin(), conditions.end(), [&](const Column* condition) {
      return condition->is_valid(i) && condition->data<std::uint8_t>()[i] != 0;
    });
    if (met) return true;
  }
  return false;
}

}  // namespace

void check_constant_filters(Draft& draft, const RowEvaluation& evaluate) {
  const Plan& plan = draft.plan;
  for (const ConstantFilter& filter : draft.constant_filters) {
    const PlannedTable& parent = plan.tables[filter.parent];
    if (plan.tables[filter.table].rows == 0) continue;
    bool met = false;
    for (std::int64_t first = 0; first < parent.rows && !met; first += kLookedAt) {
      // A first batch by itself finds one nearly always.
      const std::int64_t pieces[] = {first, first + std::int64_t{kBatchRows}, first + kLookedAt};
      for (std::size_t piece = 0; piece < 2 && !met && pieces[piece] < parent.rows; ++piece) {
        const auto rows = static_cast<std::size_t>(std::min(pieces[piece + 1], parent.rows) - pieces[piece]);
        evaluate(plan, filter.parent, filter.columns, RowSet::range(pieces[piece], rows),
                 [&](std::span<const Column* const> cells) { met = met || any_meets(cells); });
      }
    }
    if (met) continue;
    const std::string message = fmt::format("none of the {} rows of table \"{}\" meets \"where\": {}",
                                            grouped_text(parent.rows), parent.name, filter.text);
    if (filter.may_be_null) {
      draft.diagnostics.add(make_warning("SG2654", message + "; the reference is always null", filter.place,
                                         "texts are compared letter by letter, and a null meets no comparison"));
    } else {
      draft.diagnostics.add(make_error("SG4031", message, filter.place,
                                       "texts are compared letter by letter, and a null meets no comparison; a "
                                       "reference that may be null has \"missing\""));
    }
  }
}

}  // namespace synthgen
