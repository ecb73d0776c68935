// Numbers of books: registration groups of a locale's language and their registrants.
//
// Threads: immutable once made.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class BookNumber : unsigned char { isbn10, isbn13 };

/// The option `hyphens` parts them as their ranges say.
Result<MadeProvider> make_book_number(const ProviderContext& context, BookNumber form);

inline constexpr Name kBookTopics[] = {"isbn_groups"};
inline constexpr ProviderOption kBookOptions[] = {
    {.name = "hyphens", .meaning = "With hyphens between group, publisher, title and check digit."},
};

}  // namespace synthgen
