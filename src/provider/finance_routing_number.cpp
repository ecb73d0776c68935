// Routing numbers of the United States.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_routing_number_provider() {
  static constexpr Name kOnly[] = {"en_US"};
  static const ProviderKind kKind = bank_code_kind<AccountPart::branch>(
      {.name = "finance.routing_number",
       .summary = "The ABA routing number of the account's bank, with its check digit.",
       .source = "American Bankers Association, routing number policy; data/en_US/banks_*.txt",
       .example = R"({"provider": "finance.routing_number"})"},
      kOnly);
  return kKind;
}

}  // namespace synthgen
