// Words and their abbreviations, and texts in which they are found.
//
// Threads: immutable once filled.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/noise/noise_draws.hpp"

namespace synthgen {

class AbbreviationTable {
 public:
  /// word           one or several, found in any letter case; a blank of it stands for any number of them
  /// abbreviations  one of them is drawn at each place where it is found
  /// False, and nothing added, where the word is known. REQUIRES: not blank; an abbreviation.
  bool add(std::string_view word, std::vector<std::string> abbreviations);

  /// Appends the text with every word that is found abbreviated; at each place the longest counts. False where none is.
  bool abbreviate(std::string_view text, NoiseDraws& draws, std::string& out) const;

 private:
  struct Entry {
    std::u32string word;  ///< lower case, single blanks
    std::vector<std::string> abbreviations;
  };
  /// Bytes of the entry's word at the head of `text`, 0 where something else stands there.
  static std::size_t match(const Entry& entry, std::string_view text);
  /// Bytes of the longest word at the head of `text`; 0 where there is none.
  std::size_t find(std::string_view text, std::uint32_t before, const Entry*& found) const;

  std::vector<Entry> entries_;     // by first character, then the longest first
  std::bitset<128> begins_ascii_;  // first characters
  bool begins_other_ = false;
};

}  // namespace synthgen
