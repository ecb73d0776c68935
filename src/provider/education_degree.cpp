// A degree.
#include "education_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& education_degree_provider() {
  static const FactKind* const kFacts[] = {&degree_fact()};
  static constexpr Name kTopics[] = {"degrees"};
  static const ProviderKind kKind = {
      .record = {.name = "education.degree",
                 .summary = "A degree that is awarded in the country.",
                 .source = "data/<locale>/degrees.txt",
                 .example = R"({"provider": "education.degree"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, degree_fact(), "degrees", "degree");
      },
  };
  return kKind;
}

}  // namespace synthgen
