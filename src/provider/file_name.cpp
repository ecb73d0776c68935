// The name of a file.
#include "copied.hpp"
#include "file_facts.hpp"

namespace synthgen {

const ProviderKind& file_name_provider() {
  static const FactKind* const kFacts[] = {&file_name_fact()};
  static constexpr Name kTopics[] = {"file_stems"};
  static const ProviderKind kKind = {
      .record = {.name = "file.name",
                 .summary = "A file's name with its extension, such as invoice_2023-04.pdf.",
                 .source = "data/<locale>/file_stems.txt, data/any_locale/file_kinds.txt",
                 .example = R"({"provider": "file.name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,

      .suffix_place = SuffixPlace::before_extension,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> name = context.fact(file_name_fact());
        if (!name.ok()) return name.diagnostics();
        return copy_of_fact(*name);
      },
  };
  return kKind;
}

}  // namespace synthgen
