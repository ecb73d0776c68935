#include "folded_names.hpp"

#include "synthgen/base/ascii.hpp"

namespace synthgen {

std::size_t fold_name(std::string_view name, NamePart part, Transliteration rules, char* at) {
  std::size_t size = 0;
  std::size_t letters = 0;     // also those that are cut
  std::size_t first_word = 0;  // its size, once it has ended
  for_each_ascii(name, rules, [&](std::string_view piece) {
    for (char c : piece) {
      c = lower_case(c);
      const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!kept) {
        // An apostrophe ends no word.
        if (c != '\'' && first_word == 0) first_word = size;
        continue;
      }
      ++letters;
      if (size < kLongestFolded) at[size++] = c;
    }
  });
  return part == NamePart::first && letters > kLongestFirst && first_word != 0 ? first_word : size;
}

FoldedNames::FoldedNames(const FactColumn& column, NamePart part, const std::vector<Transliteration>& rules)
    : column_(column.column), part_(part) {
  if (column.dictionary == nullptr) return;
  for (const Transliteration rule : rules) {
    std::vector<std::string> texts;
    texts.reserve(column.dictionary->size());
    for (std::size_t code = 0; code < column.dictionary->size(); ++code) {
      char room[32];
      texts.emplace_back(room, fold_name((*column.dictionary)[code], part, rule, room));
    }
    folded_[static_cast<std::size_t>(rule)] = std::make_unique<const Dictionary>(texts);
  }
}

}  // namespace synthgen
