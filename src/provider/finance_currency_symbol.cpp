// Symbols of currencies.
#include "currency_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_currency_symbol_provider() {
  static constexpr Name kTopics[] = {"currency"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.currency_symbol",
                 .summary = "The symbol of the country's currency: €.",
                 .source = "ISO 4217; data/<locale>/currency.txt",
                 .example = R"({"provider": "finance.currency_symbol"})"},
      .localized = true,
      .topics = kTopics,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_currency_text(context, "symbol", false);
      },
  };
  return kKind;
}

}  // namespace synthgen
