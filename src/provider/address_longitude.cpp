// The longitude of an address.
#include "address_facts.hpp"
#include "coordinates.hpp"

namespace synthgen {

const ProviderKind& address_longitude_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static const ProviderKind kKind = {
      .record = {.name = "address.longitude",
                 .summary = "Degrees east, in the city: within 5 km of its centre, less in small cities.",
                 .source = "data/<locale>/cities.txt: GeoNames; the distance: own rule",
                 .example = R"({"provider": "address.longitude"})"},
      .type = Type::decimal(kCoordinateDecimals),
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_coordinate(context, Coordinate::longitude); },
  };
  return kKind;
}

}  // namespace synthgen
