// Rows of a table of locale data by a text of theirs, which the schema gives.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// For facts: an integer column with the row whose `column` is the bound text, in the table of the row's locale,
/// counted as make_row_pick() does. Another text gives null and is counted.
///
/// thing  what is bound, for messages: "industry"
/// Errors SG2724 (it is no text), SG2103 (a text that is known beforehand, and that no locale has).
Result<MadeProvider> make_bound_row(const ProviderContext& context, const BoundColumn& bound, std::string_view topic,
                                    std::string_view column, std::string_view thing);

}  // namespace synthgen
