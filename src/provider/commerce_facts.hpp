// What the providers of an article agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `products`.
const FactKind& product_fact();

/// An integer column: the price of the product in hundredths of the currency, within the product's range.
const FactKind& price_fact();

/// An integer column: the row of the joined tables `colors`.
const FactKind& color_fact();

}  // namespace synthgen
