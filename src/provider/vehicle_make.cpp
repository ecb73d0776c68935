// Makers of vehicles.
#include "listed.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {

const ProviderKind& vehicle_make_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.make",
                 .summary = "The maker of the vehicle, as frequent as on the country's roads.",
                 .source = "data/<locale>/vehicle_makes.txt",
                 .example = R"({"provider": "vehicle.make"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, vehicle_model_fact(), "vehicle_makes", "make");
      },
  };
  return kKind;
}

}  // namespace synthgen
