// The result of a laboratory test.
#include "copied.hpp"
#include "health_facts.hpp"

namespace synthgen {

const ProviderKind& health_lab_value_provider() {
  static const FactKind* const kFacts[] = {&lab_value_fact()};
  static constexpr Name kTopics[] = {"lab_tests"};
  static const ProviderKind kKind = {
      .record = {.name = "health.lab_value",
                 .summary = "The result of the laboratory test in its unit; 95 of 100 are within the reference range.",
                 .source = "near normal, the range being its mean and two deviations; data/<locale>/lab_tests.txt",
                 .example = R"({"provider": "health.lab_value"})"},
      .type = {TypeKind::number, 0},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> value = context.fact(lab_value_fact());
        if (!value.ok()) return value.diagnostics();
        return copy_of_fact(*value);
      },
  };
  return kKind;
}

}  // namespace synthgen
