// The house number of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_street_number_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities", "house_numbers"};
  static const ProviderKind kKind = {
      .record = {.name = "address.street_number",
                 .summary = "A house number as the country has them.",
                 .source = "data/<locale>/house_numbers.txt",
                 .example = R"({"provider": "address.street_number"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_address_part(context, AddressPart::number); },
  };
  return kKind;
}

}  // namespace synthgen
