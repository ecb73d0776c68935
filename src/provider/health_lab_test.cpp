// A laboratory test.
#include "health_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_lab_test_provider() {
  static const FactKind* const kFacts[] = {&lab_test_fact()};
  static constexpr Name kTopics[] = {"lab_tests"};
  static const ProviderKind kKind = {
      .record = {.name = "health.lab_test",
                 .summary = "A laboratory test, one that is done for the person's gender.",
                 .source = "data/<locale>/lab_tests.txt",
                 .example = R"({"provider": "health.lab_test"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, lab_test_fact(), "lab_tests", "test");
      },
  };
  return kKind;
}

}  // namespace synthgen
