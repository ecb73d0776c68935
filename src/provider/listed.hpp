// Providers that are lists: a row of a table of locale data by its weight, and texts of that row.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// A text of a list of the locale, each column by itself. With `unique`, a permutation of the list.
///
/// topic  table of locale data
/// text, weight  its columns; without a weight all are alike
/// Errors SG2143 (unique, and more rows than texts).
Result<MadeProvider> make_listed(const ProviderContext& context, std::string_view topic, std::string_view text,
                                 std::string_view weight);

/// For facts: a text of a list of the locale, by a stream that the columns of the entity share.
///
/// purpose  of the stream, with the domain and without the width: "person.last_name"
Result<MadeProvider> make_listed_of_entity(const ProviderContext& context, std::string_view topic,
                                           std::string_view text, std::string_view weight, std::string_view purpose);

/// For facts: an integer column with the drawn row of the table, counted through the tables of all locales of the
/// entity (see JoinedTable); null where the locale is.
///
/// purpose  of the stream, with the domain and without the width: "vehicle.model"
Result<MadeProvider> make_row_pick(const ProviderContext& context, std::string_view topic, std::string_view weight,
                                   std::string_view purpose);

/// The text of a column of the table in the row that the fact, made by make_row_pick() of the same topic, has drawn.
Result<MadeProvider> make_text_of_row(const ProviderContext& context, const FactKind& pick, std::string_view topic,
                                      std::string_view column);

/// The texts `texts` by the integers of a column: texts[n]; null where the integer is.
MadeProvider make_text_by_number(ColumnIndex numbers, const std::vector<std::string>& texts);

}  // namespace synthgen
