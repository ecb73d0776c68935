// Providers that are lists of no locale: tables of data/any_locale.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// A text of the table by its weight, each column by itself. With `unique`, each text once.
/// Errors SG2143 (unique, and more rows than texts).
Result<MadeProvider> make_any_locale_text(const ProviderContext& context, std::string_view topic, std::string_view text,
                                          std::string_view weight);

/// A column of whole numbers of the table as integers.
Result<MadeProvider> make_any_locale_integer(const ProviderContext& context, std::string_view topic,
                                             std::string_view number, std::string_view weight);

}  // namespace synthgen
