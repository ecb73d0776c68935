// The operator `swap_day_month`: 4 March for 3 April.
#include "damaged_values.hpp"
#include "date_cells.hpp"

namespace synthgen {
namespace {

class SwapDayMonthOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [](std::size_t /*hit*/, std::size_t place, DamagedColumn& column) {
      DayAndTime moment = cell_moment(column, place);
      const CivilDate date = civil_from_days(moment.days);
      // A day beyond 12 is no month, and 5 May is itself.
      if (date.day > 12 || date.day == date.month) return false;
      moment.days = days_from_civil({date.year, date.day, date.month});
      return set_moment(column, place, moment);
    });
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
