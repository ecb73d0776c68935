// Providers that hand on a column: a fact, or what a key of `entities` is bound to.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// The column of a fact.
MadeProvider copy_of_fact(const FactColumn& fact);

/// The texts of a bound column. Errors SG2724 (it is no text).
///
/// thing  what is bound, for the message: "first name"
Result<MadeProvider> copy_of_bound(const BoundColumn& bound, std::string_view thing);

}  // namespace synthgen
