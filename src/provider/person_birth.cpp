#include "person_birth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "copied.hpp"
#include "locale_data.hpp"
#include "synthgen/base/civil_time.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kOldest = 100;
constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01

class DrawnBirthDate final : public Provider {
 public:
  DrawnBirthDate(StreamKey key, std::int32_t today, std::int64_t min_age, std::int64_t max_age) : key_(key) {
    const DataTable& ages = need_data("any_locale", "ages");
    std::vector<double> weights;
    for (std::int64_t age = min_age; age <= max_age; ++age) {
      weights.push_back(ages.numbers("weight")[static_cast<std::size_t>(age)]);
      // Somebody of this age has had so many birthdays, and not yet one more.
      // Nobody is born before the calendar begins.
      const std::int32_t last = add_months(today, -12 * age).value_or(kFirstDay);
      const std::int32_t before = add_months(today, -12 * (age + 1)).value_or(kFirstDay - 1);
      years_.push_back({std::max(before + 1, kFirstDay), static_cast<std::uint32_t>(std::max(last - before, 1))});
    }
    ages_ = WeightedIndex(weights);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t ages[kBatchRows];
    std::uint64_t days[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, ages);
    draw_bits64(key_, rows, evaluate.attempt(), 1, days);
    out.reset({TypeKind::date, 0}, rows.count);
    auto* dates = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const Year year = years_[ages_(ages[i])];
      dates[i] = year.first + static_cast<std::int32_t>(bounded(days[i], year.days));
    }
  }

 private:
  struct Year {
    std::int32_t first = 0;
    std::uint32_t days = 0;
  };
  const StreamKey key_;
  WeightedIndex ages_;
  std::vector<Year> years_;
};

constexpr std::array<ProviderOption, 2> kOptions = {
    ProviderOption{.name = "min_age",
                   .meaning = "The youngest age in years, as of now().",
                   .form = OptionForm::integer,
                   .least = 0,
                   .greatest = kOldest,
                   .fallback = 18},
    ProviderOption{.name = "max_age",
                   .meaning = "The oldest age in years, as of now().",
                   .form = OptionForm::integer,
                   .least = 0,
                   .greatest = kOldest,
                   .fallback = 90},
};
constexpr Name kOptionNames[] = {"min_age", "max_age"};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("person.birth_date");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) {
    const BoundColumn& column = **bound;
    if (column.type.kind != TypeKind::date) {
      return make_error(
          "SG2724",
          fmt::format("the birth date of an entity is a date, and this is of type {}", type_text(column.type)),
          column.place, "bind it to a column of \"type\": \"date\"");
    }
    return copy_of_fact({column.column, column.type, nullptr});
  }
  const std::int64_t min_age = context.integer("min_age");
  const std::int64_t max_age = context.integer("max_age");
  if (min_age > max_age) {
    return make_error("SG2116", fmt::format("no age lies between \"min_age\" {} and \"max_age\" {}", min_age, max_age),
                      context.place(),
                      context.given("min_age") && context.given("max_age") ? "exchange them"
                      : context.given("min_age") ? fmt::format("without \"max_age\" it is {}: give both", max_age)
                                                 : fmt::format("without \"min_age\" it is {}: give both", min_age));
  }
  MadeProvider made;
  made.type = {TypeKind::date, 0};
  made.provider = std::make_unique<const DrawnBirthDate>(
      context.entity_stream("person.birth_date/64"), split_micros(context.reference_micros()).days, min_age, max_age);
  return made;
}

}  // namespace

const FactKind& birth_date_fact() {
  static constexpr Name kKeys[] = {"person.birth_date"};
  static constexpr FactKind kFact = {.name = "person.birth_date",
                                     .what = "birth date of a person",
                                     .localized = false,
                                     .keys = kKeys,
                                     .options = kOptionNames,
                                     .make = &make};
  return kFact;
}

std::span<const ProviderOption> birth_date_options() { return kOptions; }
std::span<const Name> birth_date_option_names() { return kOptionNames; }

std::int64_t age_in_years(CivilDate birth, CivilDate today) {
  const bool birthday_to_come = today.month < birth.month || (today.month == birth.month && today.day < birth.day);
  return today.year - birth.year - (birthday_to_come ? 1 : 0);
}

Result<FactColumn> birth_date_of(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("person.birth_date");
  if (!bound.ok()) return bound.diagnostics();
  for (const Name option : kOptionNames) {
    if (!bound->has_value() || !context.given(option)) continue;
    return make_error(
        "SG2761", fmt::format("the birth date of this person is bound to a column, so \"{}\" has no effect", option),
        context.place(), fmt::format("remove \"{}\", or give the column an \"entity\" of its own", option));
  }
  return context.fact(birth_date_fact());
}

}  // namespace synthgen
