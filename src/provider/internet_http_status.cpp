// A status code of HTTP.
#include "any_locale_list.hpp"

namespace synthgen {

const ProviderKind& internet_http_status_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "internet.http_status",
                 .summary = "A status code of HTTP, as frequent as on a healthy site.",
                 .source = "IANA HTTP status code registry; data/any_locale/http_statuses.txt",
                 .example = R"({"provider": "internet.http_status"})"},
      .type = {TypeKind::integer, 0},
      .make =
          [](const ProviderContext& context) {
            return make_any_locale_integer(context, "http_statuses", "status", "weight");
          },
  };
  return kKind;
}

}  // namespace synthgen
