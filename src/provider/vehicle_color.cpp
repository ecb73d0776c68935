// Colours of vehicles.
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& vehicle_color_provider() {
  static constexpr Name kTopics[] = {"vehicle_colors"};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.color",
                 .summary = "The colour of a vehicle, by the shares of colours that cars are painted in.",
                 .source = "data/<locale>/vehicle_colors.txt",
                 .example = R"({"provider": "vehicle.color"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_listed(context, "vehicle_colors", "color", "weight");
      },
  };
  return kKind;
}

}  // namespace synthgen
