// The level of a degree.
#include "education_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& education_degree_level_provider() {
  static const FactKind* const kFacts[] = {&degree_fact()};
  static constexpr Name kTopics[] = {"degrees"};
  static const ProviderKind kKind = {
      .record = {.name = "education.degree_level",
                 .summary = "The level of the degree: bachelor, master, doctorate and what else the country has.",
                 .source = "data/<locale>/degrees.txt",
                 .example = R"({"provider": "education.degree_level"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, degree_fact(), "degrees", "level");
      },
  };
  return kKind;
}

}  // namespace synthgen
