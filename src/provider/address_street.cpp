// The street of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_street_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities", "streets"};
  static const ProviderKind kKind = {
      .record = {.name = "address.street",
                 .summary = "A street name that is common in the country.",
                 .source = "data/<locale>/streets.txt and street_kinds.txt name theirs",
                 .example = R"({"provider": "address.street"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_address_part(context, AddressPart::street); },
  };
  return kKind;
}

}  // namespace synthgen
