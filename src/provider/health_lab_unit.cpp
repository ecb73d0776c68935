// The unit of a laboratory test.
#include "health_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_lab_unit_provider() {
  static const FactKind* const kFacts[] = {&lab_test_fact()};
  static constexpr Name kTopics[] = {"lab_tests"};
  static const ProviderKind kKind = {
      .record = {.name = "health.lab_unit",
                 .summary = "The unit of the laboratory test.",
                 .source = "data/<locale>/lab_tests.txt",
                 .example = R"({"provider": "health.lab_unit"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, lab_test_fact(), "lab_tests", "unit");
      },
  };
  return kKind;
}

}  // namespace synthgen
