// Currencies: that of a row's country, or any of ISO 4217.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// The option `any`.
inline constexpr ProviderOption kCurrencyOptions[] = {
    {.name = "any", .meaning = "Any currency of ISO 4217, all alike, in place of that of the country."},
};

/// A column of data/<locale>/currency.txt: "code", "symbol" or "name".
///
/// any  of all currencies instead, drawn alike; the column is then one of data/any_locale/currencies.txt
Result<MadeProvider> make_currency_text(const ProviderContext& context, std::string_view column, bool any);

}  // namespace synthgen
