// The country of an address.
#include <string>
#include <vector>

#include "address_facts.hpp"
#include "copied.hpp"
#include "joined_table.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

/// The text of each place's locale.
Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  Result<std::optional<BoundColumn>> bound = context.bound("address.country");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) return copy_of_bound(**bound, "country");
  std::vector<std::string> texts;
  const JoinedTable places(context.row_locales(), "cities");
  for (const JoinedTable::Part& part : places.parts()) {
    texts.resize(part.base + part.table->rows(), std::string(locales()[part.locale].country_name));
  }
  return make_text_by_number(place->column, texts);
}

}  // namespace

const ProviderKind& address_country_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kKeys[] = {"address.country"};
  static const ProviderKind kKind = {
      .record = {.name = "address.country",
                 .summary = "The country in its own language, or as the entity's country is bound.",
                 .source = "Unicode CLDR, names of territories",
                 .example = R"({"provider": "address.country"})"},
      .localized = true,
      .topics = kTopics,
      .keys = kKeys,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
