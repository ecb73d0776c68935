// Single words of a language: nouns, verbs, adjectives and adverbs of its table of words.
#pragma once

#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// The words of each locale that a column's rows may have.
class WordLists {
 public:
  explicit WordLists(const RowLocales& locales);

  const CodedTexts& words() const { return words_; }
  /// Of each locale, as places in words().
  const LocaleLists& lists() const { return lists_; }

 private:
  CodedTexts words_;
  LocaleLists lists_;
};

}  // namespace synthgen
