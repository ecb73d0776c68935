// What a company has by its industry: rows of a table, each industry with a list of its own.
#pragma once

#include <string_view>

#include "locale_lists.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// For facts: an integer column with a row of the joined tables of the topic, from the list of the row's industry; null
/// where the industry is. REQUIRES: the fact reads industry_fact().
///
/// purpose  of the stream, with the domain and without the width: "company.legal_form"
/// list_of  rows of the part of a locale that its industry has
Result<MadeProvider> make_pick_by_industry(const ProviderContext& context, std::string_view topic,
                                           std::string_view purpose,
                                           ChosenRows (*list_of)(const JoinedTable::Part& part,
                                                                 std::string_view industry));

}  // namespace synthgen
