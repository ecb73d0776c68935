// Names of banks.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_bank_name_provider() {
  static constexpr Name kTopics[] = {"banks_safe", "banks_real"};
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Real banks of the country in place of invented ones."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "finance.bank_name",
                 .summary = "The bank that keeps the entity's account: the one of its IBAN and BIC.",
                 .source = "data/<locale>/banks_safe.txt and banks_real.txt",
                 .example = R"({"provider": "finance.bank_name"})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .entity_draws = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_bank_text(context, {.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved},
                              [](const Bank& bank) { return bank.name; });
      },
  };
  return kKind;
}

}  // namespace synthgen
