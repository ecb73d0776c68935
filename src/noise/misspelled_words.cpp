#include "misspelled_words.hpp"

#include <algorithm>

#include "data_texts.hpp"
#include "letter_forms.hpp"

namespace synthgen {
namespace {

WordCase case_of(std::string_view word) {
  const Character first = first_character(word);
  if (letter_class(first.code) != LetterClass::upper) return WordCase::lower;
  const std::string_view rest = word.substr(first.bytes);
  return !rest.empty() && letter_class(first_character(rest).code) == LetterClass::upper ? WordCase::upper
                                                                                         : WordCase::first_upper;
}

}  // namespace

MisspelledWords::MisspelledWords(std::string_view data) {
  DataLines lines(data_text(data));
  std::vector<std::string_view> fields;
  while (lines.next(fields)) entries_.push_back({fields[0], {fields.begin() + 1, fields.end()}});
}

bool MisspelledWords::damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const {
  scratch.folded.clear();
  append_lower(text, scratch.folded);
  const std::string_view read = scratch.folded;
  scratch.candidates.clear();
  for (std::size_t at = 0; at < read.size();) {
    std::size_t end = at;
    while (end < read.size()) {
      const Character character = first_character(read.substr(end));
      if (!is_in_word(character.code)) break;
      end += character.bytes;
    }
    if (end == at) {
      at += first_character(read.substr(at)).bytes;
      continue;
    }
    std::string_view word = read.substr(at, end - at);
    // An apostrophe is a letter within a word, and a quotation mark around it.
    while (word.starts_with('\'')) {
      word.remove_prefix(1);
      ++at;
    }
    while (word.ends_with('\'')) word.remove_suffix(1);
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), word,
                                        [](const Entry& entry, std::string_view w) { return entry.word < w; });
    if (found != entries_.end() && found->word == word) {
      scratch.candidates.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(word.size()),
                                    static_cast<std::uint32_t>(found - entries_.begin()), 1});
    }
    at = end;
  }
  if (scratch.candidates.empty()) return false;
  const FaultScratch::Candidate& hit = scratch.candidates[draws.below(scratch.candidates.size())];
  const std::vector<std::string_view>& misspellings = entries_[hit.entry].misspellings;
  out.append(text, 0, hit.begin);
  append_in_case(misspellings[draws.below(misspellings.size())], case_of(text.substr(hit.begin, hit.size)), out);
  out.append(text, hit.begin + hit.size);
  return true;
}

}  // namespace synthgen
