// Numbers and truth values in words, in the languages of the locales.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace synthgen {

enum class WordLanguage : std::uint8_t {
  american,  ///< one hundred one
  british,   ///< one hundred and one
  spanish,
  german,
};
WordLanguage word_language(std::string_view locale);

/// Appends a whole number: "twenty-one thousand", "veintiún mil", "einundzwanzigtausend". Standing alone, the Spanish
/// one is "uno" and the German one "eins". Long scale in Spanish and German.
void append_number_words(std::uint64_t number, WordLanguage language, std::string& out);
/// Appends the words for a plain number such as "-12.50": "minus twelve point five zero", decimals digit by digit and
/// left out where all are 0. False, with nothing appended, for one that is written with an exponent.
bool append_plain_number_words(std::string_view plain, WordLanguage language, std::string& out);
std::string_view truth_word(bool truth, WordLanguage language);  ///< "yes", "nein"

}  // namespace synthgen
