// Account numbers as a country writes them.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_account_number_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Codes of real banks in place of codes that no bank has."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "finance.account_number",
                 .summary = "The account number within the country, the one that finance.iban of the entity holds.",
                 .source = "data/any_locale/accounts.txt names the national forms",
                 .example = R"({"provider": "finance.account_number"})"},
      .localized = true,
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_account_text(context, AccountPart::account,
                                 {.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved});
      },
  };
  return kKind;
}

}  // namespace synthgen
