// The abbreviation of a degree.
#include "education_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& education_degree_abbreviation_provider() {
  static const FactKind* const kFacts[] = {&degree_fact()};
  static constexpr Name kTopics[] = {"degrees"};
  static const ProviderKind kKind = {
      .record = {.name = "education.degree_abbreviation",
                 .summary = "The degree as it is abbreviated.",
                 .source = "data/<locale>/degrees.txt",
                 .example = R"({"provider": "education.degree_abbreviation"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, degree_fact(), "degrees", "abbreviation");
      },
  };
  return kKind;
}

}  // namespace synthgen
