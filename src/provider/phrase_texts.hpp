// Texts of sentences, by the locale of the row.
#pragma once

#include "phrase_book.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// Texts of `phrases` phrases with a space between them.
///
/// topic    of the patterns: "sentence_patterns"
/// letters  of a title in English; other languages write titles as sentences
/// phrases  1 … 20
Result<MadeProvider> make_phrase_texts(const ProviderContext& context, std::string_view topic, PhraseCase letters,
                                       std::size_t phrases);

}  // namespace synthgen
