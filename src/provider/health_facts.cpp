#include "health_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "person_facts.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

/// A row of a table with a column gender: one of the person's, or of both.
class RowOfGender final : public Provider {
 public:
  RowOfGender(StreamKey key, const RowLocales& locales, std::string_view topic, ColumnIndex gender)
      : key_(key), gender_(gender), locale_(locales.column), only_(locales.numbers.front()) {
    const JoinedTable table(locales, topic);
    for (const JoinedTable::Part& part : table.parts()) {
      const bool weighted = part.table->has("weight");
      for (const Gender gender_of : {Gender::female, Gender::male, Gender::other}) {
        List& list = lists_[part.locale][static_cast<std::size_t>(gender_of)];
        std::vector<double> weights;
        for (std::size_t row = 0; row < part.table->rows(); ++row) {
          const std::string_view whose = part.table->text(row, "gender");
          const bool fits =
              whose == "*" || gender_of == Gender::other || (whose == "F") == (gender_of == Gender::female);
          if (!fits) continue;
          list.rows.push_back(static_cast<std::int64_t>(part.base + row));
          weights.push_back(weighted ? part.table->numbers("weight")[row] : 1.0);
        }
        list.index = WeightedIndex(weights);
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& genders = evaluate.column(gender_);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const List& list = lists_[locale][static_cast<std::size_t>(genders.data<std::int64_t>()[i])];
      // A row of a null locale has number 0, whose list may be empty.
      picks[i] = list.rows.empty() ? 0 : list.rows[list.index(bits[i])];
    }
    out.intersect_validity(genders);
    if (numbers != nullptr) out.intersect_validity(*numbers);
  }

 private:
  struct List {
    WeightedIndex index;
    std::vector<std::int64_t> rows;  // of the joined table
  };
  const StreamKey key_;
  const ColumnIndex gender_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  std::array<std::array<List, 3>, kMostLocales> lists_;
};

Result<MadeProvider> make_row_of_gender(const ProviderContext& context, std::string_view topic,
                                        std::string_view purpose) {
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const RowOfGender>(context.entity_stream(fmt::format("{}/64", purpose)),
                                                      context.row_locales(), topic, gender->column);
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

int decimals_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1);
}

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

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
  static const FactKind* const kFacts[] = {&gender_fact()};
  static const FactKind kFact = {.name = "health.icd10",
                                 .what = "diagnosis, by its place in the lists of the locales",
                                 .facts = kFacts,
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   return make_row_of_gender(context, "icd10", "health.icd10");
                                 }};
  return kFact;
}

const FactKind& lab_test_fact() {
  static const FactKind* const kFacts[] = {&gender_fact()};
  static const FactKind kFact = {.name = "health.lab_test",
                                 .what = "laboratory test, by its place in the lists of the locales",
                                 .facts = kFacts,
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   return make_row_of_gender(context, "lab_tests", "health.lab_test");
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
