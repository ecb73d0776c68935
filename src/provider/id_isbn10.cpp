// Numbers of books, of ten digits.
#include "book_numbers.hpp"

namespace synthgen {

const ProviderKind& id_isbn10_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.isbn10",
                 .summary = "An ISBN of ten digits, as books had it before 2007; the last may be an X.",
                 .source = "ISO 2108; data/<locale>/isbn_groups.txt",
                 .example = R"({"provider": "id.isbn10"})"},
      .localized = true,
      .topics = kBookTopics,
      .options = kBookOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_book_number(context, BookNumber::isbn10);
      },
  };
  return kKind;
}

}  // namespace synthgen
