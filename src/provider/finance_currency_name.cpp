// Names of currencies.
#include "currency_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_currency_name_provider() {
  static constexpr Name kTopics[] = {"currency"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.currency_name",
                 .summary = "The name of the country's currency, in its language; with any, in English.",
                 .source = "ISO 4217; data/<locale>/currency.txt, data/any_locale/currencies.txt",
                 .example = R"({"provider": "finance.currency_name"})"},
      .localized = true,
      .topics = kTopics,
      .options = kCurrencyOptions,
      .entity_draws = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_currency_text(context, "name", context.flag("any"));
      },
  };
  return kKind;
}

}  // namespace synthgen
