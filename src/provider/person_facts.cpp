#include "person_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "copied.hpp"
#include "joined_table.hpp"
#include "listed.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

constexpr double kShareOfWomen = 0.508;  // World Bank, population, female, of the four countries in 2022: 50.4 to 51.0%

class DrawnGender final : public Provider {
 public:
  explicit DrawnGender(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t bits[kBatchRows];
    draw_bits32(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* genders = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      genders[i] = static_cast<std::int64_t>(bits[i] < kCut ? Gender::female : Gender::male);
    }
  }

 private:
  static constexpr auto kCut = static_cast<std::uint32_t>(kShareOfWomen * 0x1p32);
  const StreamKey key_;
};

/// F, M, and what the languages of the locales call them, in any case.
Gender gender_of(std::string_view text) {
  constexpr std::string_view kFemale[] = {"f", "female", "woman", "mujer", "femenino", "w", "weiblich", "frau"};
  constexpr std::string_view kMale[] = {"m", "male", "man", "hombre", "masculino", "h", "männlich", "mann"};
  const auto same = [&](std::string_view word) {
    return word.size() == text.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
             return a == b || (b >= 'A' && b <= 'Z' && a == static_cast<char>(b - 'A' + 'a'));
           });
  };
  if (std::any_of(std::begin(kFemale), std::end(kFemale), same)) return Gender::female;
  return std::any_of(std::begin(kMale), std::end(kMale), same) ? Gender::male : Gender::other;
}

/// The gender of those who have a name: of both by their weights where it is in both lists, and where it is in none as
/// in the population.
class GenderOfName final : public Provider {
 public:
  GenderOfName(StreamKey key, ColumnIndex names) : key_(key), names_(names) {
    for (const Locale& locale : locales()) {
      for (const char* topic : {"given_female", "given_male"}) {
        const DataTable& table = need_data(locale.name, topic);
        // Weights of different lists have different units.
        double sum = 0;
        for (const double weight : table.numbers("weight")) sum += weight;
        for (std::size_t row = 0; row < table.rows(); ++row) {
          Weights& weights = weights_[table.text(row, "name")];
          (topic == std::string_view("given_female") ? weights.female : weights.male) +=
              table.numbers("weight")[row] / sum;
        }
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& names = evaluate.column(names_);
    const RowSet rows = evaluate.rows();
    std::uint32_t bits[kBatchRows];
    draw_bits32(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* genders = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      double share = kShareOfWomen;
      if (!names.is_null(i)) {
        const auto found = weights_.find(names.text(i));
        if (found != weights_.end()) share = found->second.female / (found->second.female + found->second.male);
      }
      const Gender gender = static_cast<double>(bits[i]) < share * 0x1p32 ? Gender::female : Gender::male;
      genders[i] = static_cast<std::int64_t>(gender);
    }
  }

 private:
  struct Weights {
    double female = 0;
    double male = 0;
  };
  const StreamKey key_;
  const ColumnIndex names_;
  std::map<std::string_view, Weights> weights_;
};

class BoundGender final : public Provider {
 public:
  explicit BoundGender(ColumnIndex column) : column_(column) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& texts = evaluate.column(column_);
    out.reset({TypeKind::integer, 0}, texts.rows());
    auto* genders = out.data<std::int64_t>();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      const std::string_view text = texts.is_null(i) ? std::string_view() : texts.text(i);
      genders[i] = static_cast<std::int64_t>(gender_of(text));
    }
    out.intersect_validity(texts);
  }

 private:
  const ColumnIndex column_;
};

Result<MadeProvider> make_gender(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("person.gender");
  if (!bound.ok()) return bound.diagnostics();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  Result<std::optional<BoundColumn>> name = context.bound("person.first_name");
  if (!name.ok()) return name.diagnostics();
  if (!bound->has_value() && name->has_value() && (*name)->type.kind == TypeKind::string) {
    made.provider = std::make_unique<const GenderOfName>(context.entity_stream("person.gender/32"), (*name)->column);
    return made;
  }
  if (!bound->has_value()) {
    made.provider = std::make_unique<const DrawnGender>(context.entity_stream("person.gender/32"));
    return made;
  }
  const BoundColumn& column = **bound;
  if (column.type.kind != TypeKind::string) {
    return make_error("SG2724",
                      fmt::format("the gender of an entity is a text, and this is of type {}", type_text(column.type)),
                      column.place, "F or M; any other text takes a name of either");
  }
  made.provider = std::make_unique<const BoundGender>(column.column);
  return made;
}

/// Names of both genders, by locale.
class DrawnFirstName final : public Provider {
 public:
  DrawnFirstName(const ProviderContext& context, ColumnIndex gender, JoinedTable female, JoinedTable male,
                 CodedTexts names)
      : key_(context.entity_stream("person.first_name/64")),
        gender_(gender),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        names_(std::move(names)) {
    std::size_t base = 0;
    for (const JoinedTable* tables : {&female, &male}) {
      const std::size_t g = tables == &female ? 0 : 1;
      for (const JoinedTable::Part& part : tables->parts()) {
        lists_[part.locale][g] = {WeightedIndex(part.table->numbers("weight")),
                                  static_cast<std::uint32_t>(base + part.base)};
      }
      base += tables->rows();
    }
  }

  const CodedTexts& names() const { return names_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& genders = evaluate.column(gender_);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset(names_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const auto gender = static_cast<Gender>(genders.data<std::int64_t>()[i]);
      // A row of a null locale has number 0, whose lists may be empty.
      if (lists_[locale][0].index.empty()) {
        codes[i] = 0;
        continue;
      }
      // The lowest bit decides nothing else that could be seen: the share of a name within its list to 2^-32.
      const std::size_t g = gender == Gender::other ? bits[i] & 1 : static_cast<std::size_t>(gender);
      const List& list = lists_[locale][g];
      codes[i] = names_.codes()[list.base + list.index(bits[i])];
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
  const CodedTexts names_;
  std::array<std::array<List, 2>, kMostLocales> lists_;
};

std::vector<std::string> names_of(const JoinedTable& female, const JoinedTable& male) {
  std::vector<std::string> names;
  for (const JoinedTable* tables : {&female, &male}) {
    for (std::size_t row = 0; row < tables->rows(); ++row) names.emplace_back(tables->text(row, "name"));
  }
  return names;
}

Result<MadeProvider> make_first_name(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("person.first_name");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) return copy_of_bound(**bound, "first name");
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  JoinedTable female(context.row_locales(), "given_female");
  JoinedTable male(context.row_locales(), "given_male");
  CodedTexts names(names_of(female, male));
  auto provider = std::make_unique<const DrawnFirstName>(context, gender->column, std::move(female), std::move(male),
                                                         std::move(names));
  MadeProvider made;
  made.dictionary = &provider->names().dictionary();
  made.provider = std::move(provider);
  return made;
}

Result<MadeProvider> make_last_name(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("person.last_name");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) return copy_of_bound(**bound, "last name");
  return make_listed_of_entity(context, "family", "name", "weight", "person.last_name");
}

}  // namespace

const FactKind& gender_fact() {
  static constexpr Name kKeys[] = {"person.gender", "person.first_name"};
  static constexpr FactKind kFact = {.name = "person.gender",
                                     .what = "0 for a woman, 1 for a man, 2 for neither",
                                     .localized = false,
                                     .keys = kKeys,
                                     .make = &make_gender};
  return kFact;
}

const FactKind& first_name_fact() {
  static constexpr Name kKeys[] = {"person.first_name"};
  static const FactKind* const kFacts[] = {&gender_fact()};
  static const FactKind kFact = {.name = "person.first_name",
                                 .what = "first name of a person",
                                 .keys = kKeys,
                                 .facts = kFacts,
                                 .make = &make_first_name};
  return kFact;
}

const FactKind& last_name_fact() {
  static constexpr Name kKeys[] = {"person.last_name"};
  static constexpr FactKind kFact = {
      .name = "person.last_name", .what = "last name of a person", .keys = kKeys, .make = &make_last_name};
  return kFact;
}

const FactKind& second_last_name_fact() {
  static constexpr FactKind kFact = {.name = "person.second_last_name",
                                     .what = "second last name of a person",
                                     .make = [](const ProviderContext& context) {
                                       return make_listed_of_entity(context, "family", "name", "weight",
                                                                    "person.second_last_name");
                                     }};
  return kFact;
}

bool has_second_last_name(const Locale& locale) { return locale.language == "es"; }

}  // namespace synthgen
