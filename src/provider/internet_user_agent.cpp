// What a browser says it is.
#include "any_locale_list.hpp"

namespace synthgen {

const ProviderKind& internet_user_agent_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "internet.user_agent",
                 .summary = "What a browser says it is in the header User-Agent, by market shares.",
                 .source = "data/any_locale/user_agents.txt: versions of 2024 and 2025",
                 .example = R"({"provider": "internet.user_agent"})"},
      .make =
          [](const ProviderContext& context) {
            return make_any_locale_text(context, "user_agents", "user_agent", "weight");
          },
  };
  return kKind;
}

}  // namespace synthgen
