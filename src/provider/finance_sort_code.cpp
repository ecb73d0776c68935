// Sort codes of the United Kingdom.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_sort_code_provider() {
  static constexpr Name kOnly[] = {"en_GB"};
  static const ProviderKind kKind = bank_code_kind<AccountPart::branch_in_twos>(
      {.name = "finance.sort_code",
       .summary = "The sort code of the account's bank and branch: 00-12-34.",
       .source = "Pay.UK, sort codes; data/en_GB/banks_*.txt",
       .example = R"({"provider": "finance.sort_code", "locale": "en_GB"})"},
      kOnly);
  return kKind;
}

}  // namespace synthgen
