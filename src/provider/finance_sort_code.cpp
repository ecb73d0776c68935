// Sort codes of the United Kingdom.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_sort_code_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Codes of real banks in place of codes that no bank has."},
  };
  static constexpr Name kOnly[] = {"en_GB"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.sort_code",
                 .summary = "The sort code of the account's bank and branch: 00-12-34.",
                 .source = "Pay.UK, sort codes; data/en_GB/banks_*.txt",
                 .example = R"({"provider": "finance.sort_code", "locale": "en_GB"})"},
      .localized = true,
      .only = kOnly,
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_account_text(context, AccountPart::branch_in_twos,
                                 {.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved});
      },
  };
  return kKind;
}

}  // namespace synthgen
