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
    if (fill_listed(rows, count, out)) return;
    out.reset({TypeKind::string, 0}, count);
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
  /// Names of lists, none of which is empty, in rows that are alike in what they have: as most tables have them, and
  /// faster. False: they are not.
  static bool fill_listed(const PersonNames::Rows& rows, std::size_t count, Column& out) {
    const Column& first = rows.first_names();
    const Column& last = rows.last_names();
    const std::optional<const Column*> second = rows.second_names();
    if (!rows.plain() || !second.has_value()) return false;
    const TextCells firsts(first);
    const TextCells lasts(last);
    std::size_t most = first.dictionary()->longest() + 1 + last.dictionary()->longest();
    if (*second == nullptr) {
      TextRows texts(out, count, most);
      for (std::size_t i = 0; i < count; ++i) {
        texts.add_wide(firsts[i]);
        texts.add(' ');
        texts.add_wide(lasts[i]);
        texts.end_row();
      }
      texts.finish();
      return true;
    }
    const TextCells seconds(**second);
    most += 1 + (*second)->dictionary()->longest();
    TextRows texts(out, count, most);
    for (std::size_t i = 0; i < count; ++i) {
      texts.add_wide(firsts[i]);
      texts.add(' ');
      texts.add_wide(lasts[i]);
      texts.add(' ');
      texts.add_wide(seconds[i]);
      texts.end_row();
    }
    texts.finish();
    return true;
  }

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
      .suffix_place = SuffixPlace::end_after_space,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
