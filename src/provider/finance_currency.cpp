// Codes of currencies.
#include "currency_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_currency_provider() {
  static constexpr Name kTopics[] = {"currency"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.currency",
                 .summary = "The code of the country's currency: EUR.",
                 .source = "ISO 4217; data/<locale>/currency.txt, data/any_locale/currencies.txt",
                 .example = R"({"provider": "finance.currency"})"},
      .localized = true,
      .topics = kTopics,
      .options = kCurrencyOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_currency_text(context, "code", context.flag("any"));
      },
  };
  return kKind;
}

}  // namespace synthgen
