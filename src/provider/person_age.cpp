// The age of a person in years.
#include "person_birth.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class Age final : public Provider {
 public:
  Age(ColumnIndex births, std::int32_t today) : births_(births), today_(today), date_(civil_from_days(today)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& births = evaluate.column(births_);
    out.reset({TypeKind::integer, 0}, births.rows());
    out.intersect_validity(births);
    const auto* days = births.data<std::int32_t>();
    auto* ages = out.data<std::int64_t>();
    for (std::size_t i = 0; i < births.rows(); ++i) {
      ages[i] = age_in_years(civil_from_days(days[i]), date_);
      if (days[i] > today_ && out.is_valid(i)) {  // not yet born
        out.set_null(i);
        evaluate.warn(CellWarning::unknown_value);
      }
    }
  }

 private:
  const ColumnIndex births_;
  const std::int32_t today_;
  const CivilDate date_;
};

}  // namespace

const ProviderKind& person_age_provider() {
  static const FactKind* const kFacts[] = {&birth_date_fact()};
  static constexpr Name kKeys[] = {"person.birth_date"};
  static const ProviderKind kKind = {
      .record = {.name = "person.age",
                 .summary = "The age in whole years as of now(), from the person's birth date; null before it.",
                 .source = "data/any_locale/ages.txt",
                 .example = R"({"provider": "person.age", "min_age": 0, "max_age": 100})"},
      .type = {TypeKind::integer, 0},
      .options = birth_date_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> date = birth_date_of(context);
        if (!date.ok()) return date.diagnostics();
        MadeProvider made;
        made.type = {TypeKind::integer, 0};
        made.provider = std::make_unique<const Age>(date->column, split_micros(context.reference_micros()).days);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
