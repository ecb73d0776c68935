// The British county of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_county_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kOnly[] = {"en_GB"};
  static const ProviderKind kKind = {
      .record = {.name = "address.county",
                 .summary = "The county, council area or principal area in which the British city is.",
                 .source = "data/<locale>/cities.txt names the statistics",
                 .example = R"({"provider": "address.county", "locale": "en_GB"})"},
      .localized = true,
      .topics = kTopics,
      .only = kOnly,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_of_place(context, "county"); },
  };
  return kKind;
}

}  // namespace synthgen
