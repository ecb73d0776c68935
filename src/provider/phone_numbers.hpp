// Telephone numbers with the prefix of the city where the entity lives.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// An integer column: the city of the entity, counted through the tables `cities` of all locales there are, so that
/// what reads it need not know those of the address. Null where the place is.
const FactKind& phone_city_fact();

enum class PhoneKind : unsigned char { landline, mobile };

/// An integer column: the bits from which the digits of the number are drawn, whatever its form.
const FactKind& phone_digits_fact(PhoneKind kind);

/// The options of every provider of telephone numbers: realistic and form.
std::span<const ProviderOption> phone_options();

/// Numbers of the country and, for landlines and in the USA for all, with the prefix of the city; of a range that
/// nobody has unless the option `realistic` is set.
///
/// REQUIRES: the kind has the facts phone_city_fact() and phone_digits_fact(), and phone_options().
Result<MadeProvider> make_phone(const ProviderContext& context, PhoneKind kind);

}  // namespace synthgen
