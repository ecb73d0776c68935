// The initials of a person.
#include <algorithm>
#include <string>
#include <vector>

#include "person_names.hpp"
#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

/// The first letter or digit of a name as a capital; empty where it has none.
void add_initial(std::string_view name, TextPieces& pieces) {
  while (!name.empty()) {
    const Character character = first_character(name);
    if (character.code != kNoCharacter && is_word_character(character.code)) {
      char bytes[4];
      pieces.add({bytes, put_character(upper_of(character.code), bytes)});
      return;
    }
    name.remove_prefix(character.bytes);
  }
}

class Initials final : public Provider {
 public:
  explicit Initials(PersonNames names) : names_(names) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const PersonNames::Rows rows(names_, evaluate);
    const std::size_t count = evaluate.rows().count;
    out.reset({TypeKind::string, 0}, count);
    out.begin_texts();
    for (std::size_t i = 0; i < count; ++i) {
      if (rows.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, 12);
      add_initial(rows.first(i), pieces);
      add_initial(rows.last(i), pieces);
      add_initial(rows.second(i), pieces);
      if (pieces.end() == pieces.begin()) {
        out.append_null();
        evaluate.warn(CellWarning::unknown_value);
        continue;
      }
      pieces.commit();
    }
  }

 private:
  const PersonNames names_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<PersonNames> names = PersonNames::of(context);
  if (!names.ok()) return names.diagnostics();
  MadeProvider made;
  made.provider = std::make_unique<const Initials>(*names);
  return made;
}

}  // namespace

const ProviderKind& person_initials_provider() {
  static const FactKind* const kFacts[] = {&first_name_fact(), &last_name_fact(), &second_last_name_fact()};
  static constexpr Name kTopics[] = {"given_female", "given_male", "family"};
  static const ProviderKind kKind = {
      .record = {.name = "person.initials",
                 .summary = "The first letters of first and last name, such as AM; in es_ES of both last names.",
                 .source = "the names of the same person",
                 .example = R"({"provider": "person.initials"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
