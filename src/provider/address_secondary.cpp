// The flat of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_secondary_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities", "secondaries"};
  static const ProviderKind kKind = {
      .record = {.name = "address.secondary",
                 .summary = "A flat within the house, in the form of the country: Apt 4B, Flat 3, 3.º B.",
                 .source = "data/<locale>/secondaries.txt",
                 .example = R"({"provider": "address.secondary"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_address_part(context, AddressPart::secondary); },
  };
  return kKind;
}

}  // namespace synthgen
