// Models of vehicles.
#include "listed.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {

const ProviderKind& vehicle_model_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.model",
                 .summary = "The model of the vehicle, one of its make.",
                 .source = "data/<locale>/vehicle_makes.txt",
                 .example = R"({"provider": "vehicle.model"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, vehicle_model_fact(), "vehicle_makes", "model");
      },
  };
  return kKind;
}

}  // namespace synthgen
