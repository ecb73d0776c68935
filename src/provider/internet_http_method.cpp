// A method of HTTP.
#include "any_locale_list.hpp"

namespace synthgen {

const ProviderKind& internet_http_method_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "internet.http_method",
                 .summary = "A method of HTTP, as frequent as on a usual site.",
                 .source = "RFC 9110, section 9.3; data/any_locale/http_methods.txt",
                 .example = R"({"provider": "internet.http_method"})"},
      .make =
          [](const ProviderContext& context) {
            return make_any_locale_text(context, "http_methods", "method", "weight");
          },
  };
  return kKind;
}

}  // namespace synthgen
