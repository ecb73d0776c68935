// The city of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {

const ProviderKind& address_city_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kKeys[] = {"address.city"};
  static const ProviderKind kKind = {
      .record = {.name = "address.city",
                 .summary = "A city, as frequent as it has inhabitants.",
                 .source = "data/<locale>/cities.txt names the statistics",
                 .example = R"({"provider": "address.city"})"},
      .localized = true,
      .topics = kTopics,
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_bound_or_of_place(context, "address.city", "city"); },
  };
  return kKind;
}

}  // namespace synthgen
