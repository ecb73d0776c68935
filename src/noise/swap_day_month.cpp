// The operator `swap_day_month`: 4 March for 3 April.
#include "date_cells.hpp"

namespace synthgen {
namespace {

class SwapDayMonthOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      if (!column.is_value(place)) continue;
      DayAndTime moment = cell_moment(column, place);
      const CivilDate date = civil_from_days(moment.days);
      // A day beyond 12 is no month, and 5 May is itself.
      if (date.day > 12 || date.day == date.month) continue;
      moment.days = days_from_civil({date.year, date.day, date.month});
      if (set_moment(column, place, moment)) ++changed;
    }
    return changed;
  }
};

class SwapDayMonthSpec final : public NoiseSpec {
 public:
  Result<MadeNoise> make(NoiseContext& /*context*/) const override {
    return MadeNoise{std::make_unique<SwapDayMonthOperator>()};
  }
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& /*reader*/) { return std::make_unique<SwapDayMonthSpec>(); }

}  // namespace

const NoiseKind& swap_day_month_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "swap_day_month",
                 .summary = "Day and month exchanged, where the day can be a month and differs from it.",
                 .source =
                     "One of the ways in which birth dates go wrong in health records (Luo and others, \"Detecting "
                     "contaminated birthdates using generalized additive models\", BMC Bioinformatics, 2014).",
                 .example = R"j({"operator": "swap_day_month", "columns": ["birth_date"], "rate": 0.01})j"},
      .family = "date",
      .types = TypeSet::dates(),
      .types_hint = kOnlyDates,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
