// How a person is addressed.
#include <array>

#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kGenders = 3;
constexpr std::string_view kLetters[kGenders] = {"F", "M", "X"};  // by Gender

/// Of each gender those that fit it.
using Lists = std::array<WeightedList, kGenders>;

Lists lists_of(const JoinedTable::Part& part) {
  const auto of_gender = [&](std::string_view letter) {
    return WeightedList::of_some(part, [&](std::size_t row) {
      const std::string_view of = part.table->text(row, "gender");
      return of == "*" || of == letter;
    });
  };
  return {of_gender(kLetters[0]), of_gender(kLetters[1]), of_gender(kLetters[2])};
}

class Title final : public Provider {
 public:
  Title(EntityBits draw, ColumnIndex gender, const RowLocales& row_locales, const JoinedTable& table)
      : draw_(draw),
        gender_(gender),
        titles_(table, "title"),
        lists_(ByLocale<Lists>::of_table(row_locales, table, &lists_of)) {}

  const CodedTexts& titles() const { return titles_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = draw_.of(evaluate);
    const Column& genders = evaluate.column(gender_);
    const auto lists = lists_.of(evaluate);
    out.reset(titles_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const WeightedList& list = lists[i][static_cast<std::size_t>(genders.data<std::int64_t>()[i])];
      codes[i] = titles_.codes()[list(bits[i])];
    }
    out.intersect_validity(genders);
    lists.cover(out);
  }

 private:
  const EntityBits draw_;
  const ColumnIndex gender_;
  const CodedTexts titles_;
  const ByLocale<Lists> lists_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  const RowLocales& row_locales = context.row_locales();
  auto provider = std::make_unique<const Title>(context.entity_draw("person.title/64"), gender->column, row_locales,
                                                JoinedTable(row_locales, "titles"));
  return provider->titles().coded(std::move(provider));
}

}  // namespace

const ProviderKind& person_title_provider() {
  static const FactKind* const kFacts[] = {&gender_fact()};
  static constexpr Name kTopics[] = {"titles"};
  static const ProviderKind kKind = {
      .record = {.name = "person.title",
                 .summary = "A form of address or a title, such as Mrs. or Dr., that fits the entity's gender.",
                 .source = "data/<locale>/titles.txt",
                 .example = R"({"provider": "person.title"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
