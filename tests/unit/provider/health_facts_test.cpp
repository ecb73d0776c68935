// Diagnoses by age: of people of any age, of whom the tables know nothing too.
#include "health_facts.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "person_birth.hpp"
#include "person_facts.hpp"
#include "support/catch.hpp"
#include "support/fixed_evaluate.hpp"
#include "support/stream_context.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

/// Genders are column 0, birth dates column 1, and locales, where they differ by row, column 2. It is 2025-01-01.
class PatientContext final : public test::StreamContext {
 public:
  explicit PatientContext(RowLocales locales) : locales_(std::move(locales)) {}
  const RowLocales& row_locales() const override { return locales_; }
  Result<FactColumn> fact(const FactKind& kind) const override {
    if (&kind == &gender_fact()) return FactColumn{0, {TypeKind::integer, 0}, nullptr};
    return FactColumn{1, {TypeKind::date, 0}, nullptr};
  }

 private:
  RowLocales locales_;
};

constexpr std::size_t kRows = 300;

Column integers(std::size_t period) {
  Column column;
  column.reset({TypeKind::integer, 0}, kRows);
  for (std::size_t i = 0; i < kRows; ++i) column.data<std::int64_t>()[i] = static_cast<std::int64_t>(i % period);
  return column;
}

/// All were born on the day; nothing stands for null.
Column births(std::optional<CivilDate> day) {
  Column column;
  column.reset({TypeKind::date, 0}, kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    column.data<std::int32_t>()[i] = day.has_value() ? days_from_civil(*day) : 0;
    if (!day.has_value()) column.set_null(i);
  }
  return column;
}

struct Diagnoses {
  JoinedTable table;
  Column rows;

  /// The bounds of a diagnosis.
  int age(std::size_t row, std::string_view bound) const {
    const std::string_view text = table.text(static_cast<std::size_t>(rows.data<std::int64_t>()[row]), bound);
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  std::size_t locale(std::size_t row) const {
    return table.part_of(static_cast<std::size_t>(rows.data<std::int64_t>()[row])).locale;
  }
};

/// Of people of all genders in turn. With `by_row` the locales 1 and 2 in turn, else locale 1.
Diagnoses diagnoses(std::optional<CivilDate> birth, bool by_row) {
  const RowLocales locales =
      by_row ? RowLocales{{1, 2}, ColumnIndex{2}} : RowLocales{{1}, std::optional<ColumnIndex>()};
  FixedEvaluate evaluate(RowSet::range(0, kRows));
  evaluate.add(integers(3));
  evaluate.add(births(birth));
  Column numbers = integers(2);
  for (std::size_t i = 0; i < kRows; ++i) ++numbers.data<std::int64_t>()[i];
  evaluate.add(std::move(numbers));
  Result<MadeProvider> made = diagnosis_fact().make(PatientContext(locales));
  REQUIRE(made.ok());
  Diagnoses found{JoinedTable(locales, "icd10"), Column()};
  made->provider->fill(evaluate, found.rows);
  return found;
}

}  // namespace

TEST_CASE("somebody older than the tables go has a diagnosis of the oldest, in the own country") {
  for (const int year : {1895, 1904, 1905, 1800, 1}) {  // 130, 121, 120, … years old
    for (const bool by_row : {false, true}) {
      INFO(year << " " << by_row);
      const Diagnoses found = diagnoses(CivilDate{year, 1, 1}, by_row);
      bool differs = false;
      for (std::size_t i = 0; i < kRows; ++i) {
        REQUIRE(found.rows.is_valid(i));
        REQUIRE(found.age(i, "to_age") == 120);
        REQUIRE(found.locale(i) == (by_row ? 1 + i % 2 : 1));
        differs = differs || found.rows.data<std::int64_t>()[i] != found.rows.data<std::int64_t>()[i % 2];
      }
      CHECK(differs);
    }
  }
}

TEST_CASE("somebody who is to be born yet has a diagnosis of newborns") {
  const Diagnoses found = diagnoses(CivilDate{2031, 6, 15}, true);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(found.rows.is_valid(i));
    REQUIRE(found.age(i, "from_age") == 0);
    REQUIRE(found.locale(i) == 1 + i % 2);
  }
}

TEST_CASE("people of every age have a diagnosis of their age") {
  for (int age = 0; age <= 120; ++age) {
    INFO(age);
    const Diagnoses found = diagnoses(CivilDate{2025 - age, 1, 1}, false);
    for (std::size_t i = 0; i < kRows; ++i) {
      REQUIRE(found.age(i, "from_age") <= age);
      REQUIRE(age <= found.age(i, "to_age"));
    }
  }
}

TEST_CASE("without a birth date there is no diagnosis") {
  const Diagnoses found = diagnoses(std::nullopt, true);
  for (std::size_t i = 0; i < kRows; ++i) REQUIRE(found.rows.is_null(i));
}
