// How a person is addressed.
#include <array>
#include <string>
#include <vector>

#include "joined_table.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kGenders = 3;
constexpr std::string_view kLetters[kGenders] = {"F", "M", "X"};  // by Gender

class Title final : public Provider {
 public:
  Title(StreamKey key, ColumnIndex gender, const RowLocales& row_locales, const JoinedTable& table)
      : key_(key),
        gender_(gender),
        locale_(row_locales.column),
        only_(row_locales.numbers.front()),
        titles_(table, "title") {
    for (const JoinedTable::Part& part : table.parts()) {
      for (std::size_t g = 0; g < kGenders; ++g) {
        std::vector<double> weights(part.table->numbers("weight").begin(), part.table->numbers("weight").end());
        for (std::size_t row = 0; row < weights.size(); ++row) {
          const std::string_view of = part.table->text(row, "gender");
          if (of != "*" && of != kLetters[g]) weights[row] = 0;
        }
        lists_[part.locale][g] = {WeightedIndex(weights), static_cast<std::uint32_t>(part.base)};
      }
    }
  }

  const CodedTexts& titles() const { return titles_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& genders = evaluate.column(gender_);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset(titles_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const List& list = lists_[locale][static_cast<std::size_t>(genders.data<std::int64_t>()[i])];
      // A row of a null locale has number 0, whose lists may be empty.
      codes[i] = list.index.empty() ? 0 : titles_.codes()[list.base + list.index(bits[i])];
    }
    out.intersect_validity(genders);
    if (numbers != nullptr) out.intersect_validity(*numbers);
  }

 private:
  struct List {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  const StreamKey key_;
  const ColumnIndex gender_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const CodedTexts titles_;
  std::array<std::array<List, kGenders>, kMostLocales> lists_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  const RowLocales& row_locales = context.row_locales();
  auto provider = std::make_unique<const Title>(context.entity_stream("person.title/64"), gender->column, row_locales,
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
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
