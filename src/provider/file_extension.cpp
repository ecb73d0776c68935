// The extension of a file.
#include "file_facts.hpp"

namespace synthgen {

const ProviderKind& file_extension_provider() {
  static const FactKind* const kFacts[] = {&file_kind_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "file.extension",
                 .summary = "The extension of a file's name, without the point.",
                 .source = "data/any_locale/file_kinds.txt",
                 .example = R"({"provider": "file.extension"})"},
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) { return make_file_kind_text(context, "extension"); },
  };
  return kKind;
}

}  // namespace synthgen
