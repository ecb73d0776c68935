// The media type of a file.
#include "file_facts.hpp"

namespace synthgen {

const ProviderKind& file_mime_provider() {
  static const FactKind* const kFacts[] = {&file_kind_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "file.mime",
                 .summary = "The media type of a file, as its extension says.",
                 .source = "data/any_locale/file_kinds.txt: the registry of the IANA",
                 .example = R"({"provider": "file.mime"})"},
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) { return make_file_kind_text(context, "mime"); },
  };
  return kKind;
}

}  // namespace synthgen
