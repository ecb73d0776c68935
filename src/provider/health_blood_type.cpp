// A blood type.
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_blood_type_provider() {
  static constexpr Name kTopics[] = {"blood_types"};
  static const ProviderKind kKind = {
      .record = {.name = "health.blood_type",
                 .summary = "A blood type of the systems AB0 and Rhesus, as frequent as in the country.",
                 .source = "data/<locale>/blood_types.txt",
                 .example = R"({"provider": "health.blood_type"})"},
      .localized = true,
      .topics = kTopics,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_listed(context, "blood_types", "type", "weight");
      },
  };
  return kKind;
}

}  // namespace synthgen
