// Business identifier codes (BIC, "SWIFT codes") of the bank that keeps the account.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_swift_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "country",
       .meaning = "Whose banks: an ISO 3166-1 code such as FR. Without it, each row has that of its locale.",
       .form = OptionForm::text},
      {.name = "realistic",
       .meaning = "Codes of real banks (US, GB, ES, DE) in place of test codes, whose eighth character is 0."},
      {.name = "branch", .meaning = "All eleven characters: with XXX, the head office, at the end."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "finance.swift",
                 .summary = "The BIC of the bank that keeps the entity's account, of the country of its IBAN.",
                 .source = "ISO 9362; data/<locale>/banks_safe.txt and banks_real.txt",
                 .example = R"({"provider": "finance.swift"})"},
      .localized = true,
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<AccountCountry> country = read_account_country(context);
        if (!country.ok()) return country.diagnostics();
        return make_bank_text(
            context, *country,
            context.flag("branch") ? +[](const Bank& bank) { return bank.bic + "XXX"; }
                                   : +[](const Bank& bank) { return bank.bic; });
      },
  };
  return kKind;
}

}  // namespace synthgen
