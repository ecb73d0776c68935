// International bank account numbers.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_iban_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "country",
       .meaning = "Whose accounts: an ISO 3166-1 code such as FR. Without it, each row has that of its locale.",
       .form = OptionForm::text},
      {.name = "realistic", .meaning = "Codes of real banks (US, GB, ES, DE) in place of codes that no bank has."},
      {.name = "grouped", .meaning = "With a space behind every four characters, as on paper."},
  };
  // Countries with IBANs.
  static constexpr Name kOnly[] = {"en_GB", "es_ES", "de_DE"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.iban",
                 .summary = "An IBAN with right check digits, national ones too; null in rows whose country has none.",
                 .source =
                     "ISO 13616 and SWIFT's IBAN registry (data/any_locale/iban.txt); banks: data/<locale>/banks_*.txt",
                 .example = R"({"provider": "finance.iban", "country": "ES"})"},
      .localized = true,
      .only = kOnly,
      .everywhere_with = "country",
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<AccountCountry> country = read_account_country(context);
        if (!country.ok()) return country.diagnostics();
        return make_account_text(context, context.flag("grouped") ? AccountPart::iban_in_fours : AccountPart::iban,
                                 *country);
      },
  };
  return kKind;
}

}  // namespace synthgen
