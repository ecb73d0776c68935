// The seat of a university.
#include "education_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& education_university_city_provider() {
  static const FactKind* const kFacts[] = {&university_fact()};
  static constexpr Name kTopics[] = {"universities"};
  static const ProviderKind kKind = {
      .record = {.name = "education.university_city",
                 .summary = "The city where the university is.",
                 .source = "data/<locale>/universities.txt",
                 .example = R"({"provider": "education.university_city"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, university_fact(), "universities", "city");
      },
  };
  return kKind;
}

}  // namespace synthgen
