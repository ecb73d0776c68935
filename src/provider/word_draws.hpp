// Single words of a language: nouns, verbs, adjectives and adverbs of its table of words.
#pragma once

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// The words of each locale that a column's rows may have.
class WordLists {
 public:
  explicit WordLists(const RowLocales& locales);

  const CodedTexts& words() const { return words_; }
  /// The code of a word of the locale. REQUIRES: it is one of those given.
  std::int32_t code(std::size_t locale, std::uint64_t bits) const {
    const List& list = lists_[locale];
    return words_.codes()[list.base + list.index(bits)];
  }
  /// As Dictionary::operator[].
  std::string_view text(std::int32_t code) const { return words_.dictionary()[static_cast<std::size_t>(code)]; }

 private:
  struct List {
    WeightedIndex index;
    std::size_t base = 0;
  };
  std::array<List, kMostLocales> lists_;
  CodedTexts words_;
};

}  // namespace synthgen
