#include "person_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "copied.hpp"
#include "joined_table.hpp"
#include "listed.hpp"
#include "locale_lists.hpp"
#include "synthgen/base/ascii.hpp"
#include "synthgen/base/unknown_values.hpp"

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

/// Whether the text is the word, in lower case, but for the case of its ASCII letters. Without an allocation.
bool is_word(std::string_view text, std::string_view word) {
  return word.size() == text.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower_case(b); });
}

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return is_word(text, word); });
}

/// F, M, and what the languages of the locales call them, in any case.
struct GenderWords {
  /// Of "H" and "M" the second is a woman, where both are among the texts: hombre and mujer.
  bool m_is_woman = false;

  Gender operator()(std::string_view text) const {
    static constexpr std::string_view kFemale[] = {"f",      "female", "woman", "girl",     "mujer", "femenino",
                                                   "hembra", "niña",   "w",     "weiblich", "frau",  "mädchen"};
    static constexpr std::string_view kMale[] = {"m",     "male", "man", "boy",      "hombre", "masculino", "varón",
                                                 "varon", "niño", "h",   "männlich", "mann",   "herr",      "junge"};
    if (m_is_woman && is_word(text, "m")) return Gender::female;
    if (is_one_of(text, kFemale)) return Gender::female;
    return is_one_of(text, kMale) ? Gender::male : Gender::other;
  }

  /// Neither of the two, and said so.
  static bool is_other(std::string_view text) {
    static constexpr std::string_view kOther[] = {"",
                                                  "x",
                                                  "o",
                                                  "d",
                                                  "n",
                                                  "u",
                                                  "nb",
                                                  "other",
                                                  "diverse",
                                                  "divers",
                                                  "otro",
                                                  "otra",
                                                  "none",
                                                  "no binario",
                                                  "no binaria",
                                                  "nonbinary",
                                                  "non-binary",
                                                  "not specified",
                                                  "unspecified",
                                                  "unknown",
                                                  "unbekannt",
                                                  "desconocido",
                                                  "indeterminado",
                                                  "intersex",
                                                  "na",
                                                  "n/a",
                                                  "k. a.",
                                                  "keine angabe"};
    return is_one_of(text, kOther);
  }
};

/// Texts that are known beforehand and mean nothing here.
std::optional<Diagnostic> judge_genders(const BoundColumn& bound, GenderWords words) {
  if (bound.domain == nullptr) return std::nullopt;
  UnknownValues unknown;
  for (std::size_t i = 0; i < bound.domain->rows(); ++i) {
    if (bound.domain->is_null(i)) continue;
    const std::string_view text = bound.domain->text(i);
    if (words(text) == Gender::other && !GenderWords::is_other(text)) unknown.add(text);
  }
  if (unknown.empty()) return std::nullopt;
  return make_error("SG2727", fmt::format("{} is no gender that is known", unknown.shown()), bound.place,
                    "F and M, or words such as female, mujer and Frau; X or other for neither");
}

GenderWords words_for(const BoundColumn& bound) {
  GenderWords words;
  if (bound.domain == nullptr) return words;
  bool h = false;
  bool m = false;
  bool f = false;
  for (std::size_t i = 0; i < bound.domain->rows(); ++i) {
    if (bound.domain->is_null(i)) continue;
    const std::string_view text = bound.domain->text(i);
    h = h || is_word(text, "h");
    m = m || is_word(text, "m");
    f = f || is_word(text, "f") || is_word(text, "w");
  }
  words.m_is_woman = h && m && !f;
  return words;
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
  BoundGender(ColumnIndex column, GenderWords words) : column_(column), words_(words) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& texts = evaluate.column(column_);
    out.reset({TypeKind::integer, 0}, texts.rows());
    auto* genders = out.data<std::int64_t>();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      const std::string_view text = texts.is_null(i) ? std::string_view() : texts.text(i);
      genders[i] = static_cast<std::int64_t>(words_(text));
    }
    out.intersect_validity(texts);
  }

 private:
  const ColumnIndex column_;
  const GenderWords words_;
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
    Diagnostics faults;
    faults.add(make_error(
        "SG2724", fmt::format("the gender of an entity is a text, and this is of type {}", type_text(column.type)),
        column.place, "F or M; any other text takes a name of either"));
    // That of the name is told with it: a provider stops at the first fact that cannot be made.
    if (name->has_value()) {
      if (const Result<MadeProvider> copy = copy_of_bound(**name, "first name"); !copy.ok()) {
        faults.add(copy.diagnostics());
      }
    }
    return faults;
  }
  const GenderWords words = words_for(column);
  if (std::optional<Diagnostic> fault = judge_genders(column, words); fault.has_value()) return *fault;
  made.provider = std::make_unique<const BoundGender>(column.column, words);
  return made;
}

/// Names of both genders, by locale.
class DrawnFirstName final : public Provider {
 public:
  DrawnFirstName(const ProviderContext& context, ColumnIndex gender, const JoinedTable& female, const JoinedTable& male,
                 CodedTexts names)
      : key_(context.entity_stream("person.first_name/64")),
        gender_(gender),
        names_(std::move(names)),
        lists_(lists_of(context.row_locales(), female, male)) {}

  const CodedTexts& names() const { return names_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& genders = evaluate.column(gender_);
    out.reset(names_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    lists_.each(
        evaluate,
        [&](std::size_t i, const Lists& lists) {
          const auto gender = static_cast<Gender>(genders.data<std::int64_t>()[i]);
          // The lowest bit decides nothing else that could be seen: the share of a name within its list to 2^-32.
          const std::size_t g = gender == Gender::other ? bits[i] & 1 : static_cast<std::size_t>(gender);
          codes[i] = names_.codes()[lists[g](bits[i])];
        },
        [&](std::size_t i) {
          codes[i] = 0;
          out.set_null(i);
        });
    out.intersect_validity(genders);
  }

 private:
  using Lists = std::array<WeightedList, 2>;  // by Gender

  static ByLocale<Lists> lists_of(const RowLocales& locales, const JoinedTable& female, const JoinedTable& male) {
    std::size_t next = 0;
    return ByLocale<Lists>(locales, [&](std::size_t) {
      const JoinedTable::Part& of_women = female.parts()[next];
      const JoinedTable::Part& of_men = male.parts()[next++];
      return Lists{WeightedList::of_part(of_women, "weight"),
                   WeightedList(WeightedIndex(of_men.table->numbers("weight")), female.rows() + of_men.base)};
    });
  }

  const StreamKey key_;
  const ColumnIndex gender_;
  const CodedTexts names_;
  const ByLocale<Lists> lists_;
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
  const JoinedTable female(context.row_locales(), "given_female");
  const JoinedTable male(context.row_locales(), "given_male");
  CodedTexts names(names_of(female, male));
  auto provider = std::make_unique<const DrawnFirstName>(context, gender->column, female, male, std::move(names));
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
