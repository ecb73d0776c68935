// A department of a company.
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& company_department_provider() {
  static constexpr Name kTopics[] = {"departments"};
  static const ProviderKind kKind = {
      .record = {.name = "company.department",
                 .summary = "A department of a company.",
                 .source = "data/<locale>/departments.txt",
                 .example = R"({"provider": "company.department"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_listed(context, "departments", "department", "weight");
      },
  };
  return kKind;
}

}  // namespace synthgen
