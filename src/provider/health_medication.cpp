// An active ingredient of a medicine.
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_medication_provider() {
  static constexpr Name kTopics[] = {"medication"};
  static const ProviderKind kKind = {
      .record = {.name = "health.medication",
                 .summary = "An active ingredient, about as often as it is prescribed in the country.",
                 .source = "data/<locale>/medication.txt",
                 .example = R"({"provider": "health.medication"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_listed(context, "medication", "name", "weight");
      },
  };
  return kKind;
}

}  // namespace synthgen
