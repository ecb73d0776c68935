// The code of the state of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_state_code_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static const ProviderKind kKind = {
      .record = {.name = "address.state_code",
                 .summary = "The code of the state: of USPS, of ISO 3166-2, or ITL1 in the United Kingdom.",
                 .source = "data/<locale>/cities.txt names the statistics",
                 .example = R"({"provider": "address.state_code"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) { return make_of_place(context, "state_code"); },
  };
  return kKind;
}

}  // namespace synthgen
