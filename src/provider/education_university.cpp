// A university.
#include "education_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& education_university_provider() {
  static const FactKind* const kFacts[] = {&university_fact()};
  static constexpr Name kTopics[] = {"universities"};
  static const ProviderKind kKind = {
      .record = {.name = "education.university",
                 .summary = "A university of the country, by its number of students.",
                 .source = "data/<locale>/universities.txt",
                 .example = R"({"provider": "education.university"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, university_fact(), "universities", "university");
      },
  };
  return kKind;
}

}  // namespace synthgen
