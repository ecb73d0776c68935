// The code of the country of an address.
#include <string>
#include <vector>

#include "address_facts.hpp"
#include "joined_table.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

/// The text of each place's locale.
Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  std::vector<std::string> texts;
  const JoinedTable places(context.row_locales(), "cities");
  for (const JoinedTable::Part& part : places.parts()) {
    texts.resize(part.base + part.table->rows(), std::string(locales()[part.locale].country));
  }
  return make_text_by_number(place->column, texts);
}

}  // namespace

const ProviderKind& address_country_code_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static const ProviderKind kKind = {
      .record = {.name = "address.country_code",
                 .summary = "The country by its code of two letters.",
                 .source = "ISO 3166-1 alpha-2",
                 .example = R"({"provider": "address.country_code"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
