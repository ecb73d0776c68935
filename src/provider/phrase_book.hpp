// Sentences and titles of a language, drawn from patterns of word classes: "DET ADJT THING is ADJQ." A pattern's tokens
// stand between single spaces. Capitals that name a class of the table of words are a word of that class, other tokens
// are written as they are; . , ? ! : ; stick to the token before them. The first letter becomes a capital.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "locale_data.hpp"
#include "synthgen/column/column.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// Which letters of a phrase are capitals.
enum class PhraseCase : std::uint8_t {
  sentence,  ///< the first
  headline,  ///< the first of each word of a class too, as English titles have it
};

class PhraseBook {
 public:
  /// Draws that one phrase may take: one for the pattern, and one for each word of a class.
  static constexpr std::size_t kMostDraws = 16;

  /// words     columns word, class, weight; weights compare within a class
  /// patterns  columns pattern, weight
  /// language  "en" has the article a, which is an before vowels
  PhraseBook(const DataTable& words, const DataTable& patterns, std::string_view language, PhraseCase letters);

  /// What the longest phrase takes of kMostDraws.
  std::size_t draws() const { return draws_; }
  /// Bytes of the longest phrase, at most.
  std::size_t longest() const { return longest_; }
  /// Writes a phrase and returns its end. 32 bytes beyond `longest()` may be written.
  ///
  /// bits    draws() 64-bit draws, each `stride` behind the one before
  char* write(const std::uint64_t* bits, std::size_t stride, char* to) const;

 private:
  /// Words of a class.
  struct Pool {
    WeightedIndex index;
    std::vector<std::int32_t> codes;
    bool differ = false;  ///< no word of it comes twice in a phrase
  };
  struct Token {
    const Pool* pool = nullptr;  ///< null: a word that is written as it is
    std::int32_t code = 0;       ///< that word
    char mark = 0;               ///< what sticks to it
    bool capital = false;
    bool article = false;  ///< a, or an where the next word asks for it
  };
  struct Pattern {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };

  WeightedIndex index_;
  std::vector<Pattern> patterns_;
  std::vector<Token> tokens_;
  std::vector<Pool> pools_;
  std::vector<std::uint8_t> takes_an_;  // by code
  // By code; the other with a capital first letter.
  std::unique_ptr<const Dictionary> texts_;
  std::unique_ptr<const Dictionary> capitals_;
  std::size_t draws_ = 0;
  std::size_t longest_ = 0;
};

/// The text with the capital of its first letter.
std::string with_capital(std::string_view text);

}  // namespace synthgen
