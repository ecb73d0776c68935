// The whole name of a person, in the order of the country.
#include "person_names.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

class FullName final : public Provider {
 public:
  explicit FullName(PersonNames names) : names_(names) {}

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
      const std::string_view parts[] = {rows.first(i), rows.last(i), rows.second(i)};
      TextPieces pieces(out, parts[0].size() + parts[1].size() + parts[2].size() + 2);
      for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (pieces.end() != pieces.begin()) pieces.add(' ');
        pieces.add_wide(part);
      }
      if (pieces.end() == pieces.begin()) {  // bound to texts of which none has a letter
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
  made.provider = std::make_unique<const FullName>(*names);
  return made;
}

}  // namespace

const ProviderKind& person_full_name_provider() {
  static const FactKind* const kFacts[] = {&first_name_fact(), &last_name_fact(), &second_last_name_fact()};
  static constexpr Name kTopics[] = {"given_female", "given_male", "family"};
  static const ProviderKind kKind = {
      .record = {.name = "person.full_name",
                 .summary = "First name and last name, in es_ES both last names; it follows the columns to which the "
                            "entity's names are bound.",
                 .source = "the data of person.first_name and person.last_name",
                 .example = R"({"provider": "person.full_name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
