// What the providers of an address agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `cities` (see JoinedTable) of the entity's locales, drawn by
/// population among those that agree with what the entity's state, city and postal code are bound to. Null where the
/// locale or a bound value is, and, counted, where no place has the bound values.
/// Errors SG2724 (bound to no text), SG2765 (no place has a value that is known beforehand), SG2766 (none has all).
const FactKind& place_fact();

}  // namespace synthgen
