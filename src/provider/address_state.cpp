// The state of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_state_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kKeys[] = {"address.state"};
  static const ProviderKind kKind = {
      .record = {.name = "address.state",
                 .summary = "The state, region or autonomous community in which the city is.",
                 .source = "data/<locale>/cities.txt names the statistics",
                 .example = R"({"provider": "address.state"})"},
      .localized = true,
      .topics = kTopics,
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_bound_or_of_place(context, "address.state", "state"); },
  };
  return kKind;
}

}  // namespace synthgen
