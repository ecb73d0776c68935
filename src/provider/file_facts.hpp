// What the providers of a file agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the table file_kinds of data/any_locale.
const FactKind& file_kind_fact();

/// A text column: the name with its extension, without a folder.
const FactKind& file_name_fact();

/// The text of a column of file_kinds: "mime".
Result<MadeProvider> make_file_kind_text(const ProviderContext& context, std::string_view column);

}  // namespace synthgen
