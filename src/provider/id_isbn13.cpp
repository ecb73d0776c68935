// Numbers of books, of thirteen digits.
#include "book_numbers.hpp"

namespace synthgen {

const ProviderKind& id_isbn13_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.isbn13",
                 .summary = "An ISBN of a book, of publishers of the locale's language, its check digit right.",
                 .source = "ISO 2108; data/<locale>/isbn_groups.txt",
                 .example = R"({"provider": "id.isbn13"})"},
      .localized = true,
      .topics = kBookTopics,
      .options = kBookOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_book_number(context, BookNumber::isbn13);
      },
  };
  return kKind;
}

}  // namespace synthgen
