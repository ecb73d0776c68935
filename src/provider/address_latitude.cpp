// The latitude of an address.
#include "address_facts.hpp"
#include "coordinates.hpp"

namespace synthgen {

const ProviderKind& address_latitude_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static const ProviderKind kKind = {
      .record = {.name = "address.latitude",
                 .summary = "Degrees north, in the city: within 5 km of its centre, less in small cities.",
                 .source = "data/<locale>/cities.txt: GeoNames; the distance: own rule",
                 .example = R"({"provider": "address.latitude"})"},
      .type = Type::decimal(kCoordinateDecimals),
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_coordinate(context, Coordinate::latitude); },
  };
  return kKind;
}

}  // namespace synthgen
