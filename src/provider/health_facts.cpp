#include "health_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "locale_lists.hpp"
#include "person_birth.hpp"
#include "person_facts.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen {
namespace {

int decimals_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1);
}

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Ages in bands, in each of which a table with columns from_age and to_age says the same of all: all ages in one where
/// there is no such table.
class AgeBands {
 public:
  AgeBands() : first_ages_{0} {}
  explicit AgeBands(const JoinedTable& table) {
    std::array<bool, kAges + 1> begins{};
    begins[0] = true;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      begins[age_of(table.text(row, "from_age"))] = true;
      begins[age_of(table.text(row, "to_age")) + 1] = true;
    }
    for (std::size_t age = 0; age < kAges; ++age) {
      if (begins[age]) first_ages_.push_back(age);
      band_of_age_[age] = static_cast<std::uint8_t>(first_ages_.size() - 1);
    }
  }

  /// The ages with which the bands begin: the first one with 0.
  const std::vector<std::size_t>& first_ages() const { return first_ages_; }
  /// Somebody who is to be born yet is taken for a newborn, somebody older than the tables go for the oldest of them.
  std::size_t band_of(std::int64_t age) const {
    return band_of_age_[static_cast<std::size_t>(std::clamp<std::int64_t>(age, 0, kAges - 1))];
  }
  static bool holds(const JoinedTable::Part& part, std::size_t row, std::size_t age) {
    return age_of(part.table->text(row, "from_age")) <= age && age <= age_of(part.table->text(row, "to_age"));
  }

 private:
  static constexpr std::size_t kAges = 121;  // tables end with the age of 120

  static std::size_t age_of(std::string_view text) {
    return std::min(static_cast<std::size_t>(number_of(text)), kAges - 1);
  }

  std::vector<std::size_t> first_ages_;
  std::array<std::uint8_t, kAges> band_of_age_{};
};

/// A row of a table with a column gender: one of the person's, or of both. Where the table has columns from_age and
/// to_age, one of the person's age too.
class RowOfPerson final : public Provider {
 public:
  /// birth  the column of birth dates; nothing where the table has no ages
  RowOfPerson(const ProviderContext& context, const JoinedTable& table, std::string_view purpose, ColumnIndex gender,
              std::optional<ColumnIndex> birth)
      : key_(context.entity_stream(fmt::format("{}/64", purpose))),
        gender_(gender),
        birth_(birth),
        today_(civil_from_days(split_micros(context.reference_micros()).days)),
        bands_(birth.has_value() ? AgeBands(table) : AgeBands()),
        lists_(Lists::of_table(context.row_locales(), table,
                               [this](const JoinedTable::Part& part) { return lists_of(part); })) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& genders = evaluate.column(gender_);
    const Column* births = birth_.has_value() ? &evaluate.column(*birth_) : nullptr;
    const Lists::Batch lists = lists_.of(evaluate);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const bool aged = births != nullptr && births->is_valid(i);
      const std::size_t band =
          aged ? bands_.band_of(age_in_years(civil_from_days(births->data<std::int32_t>()[i]), today_)) : 0;
      picks[i] = lists[i][band][static_cast<std::size_t>(genders.data<std::int64_t>()[i])](bits[i]);
    }
    out.intersect_validity(genders);
    if (births != nullptr) out.intersect_validity(*births);
    lists.cover(out);
  }

 private:
  using OfGenders = std::array<ChosenRows, 3>;
  using Lists = ByLocale<std::vector<OfGenders>>;  // by band of ages

  std::vector<OfGenders> lists_of(const JoinedTable::Part& part) const {
    std::vector<OfGenders> lists;
    for (const std::size_t age : bands_.first_ages()) {
      OfGenders& of_age = lists.emplace_back();
      for (const Gender gender : {Gender::female, Gender::male, Gender::other}) {
        of_age[static_cast<std::size_t>(gender)] =
            ChosenRows(part, part.table->has("weight") ? "weight" : "", [&](std::size_t row) {
              const std::string_view whose = part.table->text(row, "gender");
              if (birth_.has_value() && !AgeBands::holds(part, row, age)) return false;
              return whose == "*" || gender == Gender::other || (whose == "F") == (gender == Gender::female);
            });
      }
    }
    return lists;
  }

  const StreamKey key_;
  const ColumnIndex gender_;
  const std::optional<ColumnIndex> birth_;
  const CivilDate today_;
  const AgeBands bands_;
  const Lists lists_;
};

Result<MadeProvider> make_row_of_person(const ProviderContext& context, std::string_view topic,
                                        std::string_view purpose, std::optional<ColumnIndex> birth) {
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  const JoinedTable table(context.row_locales(), topic);
  made.provider = std::make_unique<const RowOfPerson>(context, table, purpose, gender->column, birth);
  return made;
}

/// Four uniform numbers added are near to normal and end at twice the deviations that a reference range covers: no
/// result is absurd. The ends beyond the range are pressed where the range begins near to zero.
class LabValue final : public Provider {
 public:
  LabValue(const ProviderContext& context, ColumnIndex test)
      : key_(context.entity_stream("health.lab_value/64")),
        test_(test),
        ranges_(lab_ranges(JoinedTable(context.row_locales(), "lab_tests"))) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& tests = evaluate.column(test_);
    out.reset({TypeKind::number, 0}, rows.count);
    auto* values = out.data<double>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      values[i] = value(ranges_[static_cast<std::size_t>(tests.data<std::int64_t>()[i])], bits[i]);
    }
    out.intersect_validity(tests);
  }

 private:
  static double value(const LabRange& range, std::uint64_t bits) {
    const std::uint64_t sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
    // The sum's deviation is 65,536 · sqrt(4 / 12); a reference range spans four.
    const double place = 0.5 + (static_cast<double>(sum) / 65536.0 - 2.0) * kSpan;
    const double width = range.high - range.low;
    double value = range.low + place * width;
    if (place < 0) value = range.low + place / kBeyond * std::min(kBeyond * width, 0.6 * range.low);
    if (range.percent && value > 100) value = 100;
    double unit = 1;
    for (int d = 0; d < range.decimals; ++d) unit *= 10;
    return std::floor(value * unit + 0.5) / unit;
  }

  static constexpr double kSpan = 0.4330127018922193;    // 1 / (4 · sqrt(4 / 12))
  static constexpr double kBeyond = 0.3660254037844386;  // how far 2 · kSpan reaches beyond 0.5
  const StreamKey key_;
  const ColumnIndex test_;
  const std::vector<LabRange> ranges_;
};

}  // namespace

std::vector<LabRange> lab_ranges(const JoinedTable& tests) {
  std::vector<LabRange> ranges;
  for (std::size_t row = 0; row < tests.rows(); ++row) {
    const std::string_view low = tests.text(row, "low");
    const std::string_view high = tests.text(row, "high");
    ranges.push_back({number_of(low), number_of(high), std::max(decimals_of(low), decimals_of(high)),
                      tests.text(row, "unit") == "%" && number_of(high) <= 100});
  }
  return ranges;
}

const FactKind& diagnosis_fact() {
  static const FactKind* const kFacts[] = {&gender_fact(), &birth_date_fact()};
  static const FactKind kFact = {.name = "health.icd10",
                                 .what = "diagnosis, by its place in the lists of the locales",
                                 .facts = kFacts,
                                 .options = birth_date_option_names(),
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   Result<FactColumn> birth = context.fact(birth_date_fact());
                                   if (!birth.ok()) return birth.diagnostics();
                                   return make_row_of_person(context, "icd10", "health.icd10", birth->column);
                                 }};
  return kFact;
}

Result<FactColumn> diagnosis_of(const ProviderContext& context) {
  if (Result<FactColumn> birth = birth_date_of(context); !birth.ok()) return birth.diagnostics();
  return context.fact(diagnosis_fact());
}

const FactKind& lab_test_fact() {
  static const FactKind* const kFacts[] = {&gender_fact()};
  static const FactKind kFact = {.name = "health.lab_test",
                                 .what = "laboratory test, by its place in the lists of the locales",
                                 .facts = kFacts,
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   return make_row_of_person(context, "lab_tests", "health.lab_test", std::nullopt);
                                 }};
  return kFact;
}

const FactKind& lab_value_fact() {
  static const FactKind* const kFacts[] = {&lab_test_fact()};
  static const FactKind kFact = {.name = "health.lab_value",
                                 .what = "what a laboratory test gave",
                                 .facts = kFacts,
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   Result<FactColumn> test = context.fact(lab_test_fact());
                                   if (!test.ok()) return test.diagnostics();
                                   MadeProvider made;
                                   made.type = {TypeKind::number, 0};
                                   made.provider = std::make_unique<const LabValue>(context, test->column);
                                   return made;
                                 }};
  return kFact;
}

}  // namespace synthgen
