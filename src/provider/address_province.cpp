// The Spanish province of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_province_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kOnly[] = {"es_ES"};
  static const ProviderKind kKind = {
      .record = {.name = "address.province",
                 .summary = "The province in which the Spanish city is; the postal code begins with its number.",
                 .source = "data/<locale>/cities.txt names the statistics",
                 .example = R"({"provider": "address.province", "locale": "es_ES"})"},
      .localized = true,
      .topics = kTopics,
      .only = kOnly,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_of_place(context, "province"); },
  };
  return kKind;
}

}  // namespace synthgen
