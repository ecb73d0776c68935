// A top-level domain.
#include "listed.hpp"
#include "web_names.hpp"

namespace synthgen {

const ProviderKind& internet_tld_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "internet.tld",
                 .summary = "What domains of the country end in: com, de, co.uk.",
                 .source = "data/<locale>/top_level_domains.txt names the registries",
                 .example = R"({"provider": "internet.tld"})"},
      .localized = true,
      .topics = web_topics(),
      .no_suffix = kUniqueStaysValid,
      .make =
          [](const ProviderContext& context) {
            return make_listed(context, "top_level_domains", "top_level_domain", "weight");
          },
  };
  return kKind;
}

}  // namespace synthgen
