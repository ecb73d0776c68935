#include "abbreviation_table.hpp"

#include <algorithm>
#include <span>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"

namespace synthgen {
namespace {

constexpr std::uint32_t kNothing = ' ';

std::u32string folded(std::string_view word) {
  word = without_blanks(word);
  std::u32string folded;
  while (!word.empty()) {
    const Character character = first_character(word);
    word.remove_prefix(character.bytes);
    if (!is_blank(character.code)) {
      folded += static_cast<char32_t>(lower_of(character.code));
    } else if (folded.back() != U' ') {
      folded += U' ';
    }
  }
  return folded;
}

/// Whether two neighbours may belong to different words.
bool parts(std::uint32_t left, std::uint32_t right) { return !is_word_character(left) || !is_word_character(right); }

}  // namespace

bool AbbreviationTable::add(std::string_view word, std::vector<std::string> abbreviations) {
  Entry entry{folded(word), std::move(abbreviations)};
  const auto before = [](const Entry& a, const Entry& b) {
    if (a.word[0] != b.word[0]) return a.word[0] < b.word[0];
    if (a.word.size() != b.word.size()) return a.word.size() > b.word.size();
    return a.word < b.word;
  };
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), entry, before);
  if (at != entries_.end() && at->word == entry.word) return false;
  if (entry.word[0] < 128) {
    begins_ascii_.set(entry.word[0]);
  } else {
    begins_other_ = true;
  }
  entries_.insert(at, std::move(entry));
  return true;
}

std::size_t AbbreviationTable::match(const Entry& entry, std::string_view text) {
  std::size_t at = 0;
  for (const char32_t wanted : entry.word) {
    if (at == text.size()) return 0;
    Character character = first_character(text.substr(at));
    if (wanted != U' ') {
      if (lower_of(character.code) != wanted) return 0;
      at += character.bytes;
      continue;
    }
    if (!is_blank(character.code)) return 0;
    while (at < text.size()) {
      character = first_character(text.substr(at));
      if (!is_blank(character.code)) break;
      at += character.bytes;
    }
  }
  const std::uint32_t next = at == text.size() ? kNothing : first_character(text.substr(at)).code;
  return parts(entry.word.back(), next) ? at : 0;
}

std::size_t AbbreviationTable::find(std::string_view text, std::uint32_t before, const Entry*& found) const {
  const std::uint32_t first = lower_of(first_character(text).code);
  if (first < 128 ? !begins_ascii_[first] : !begins_other_) return 0;
  if (!parts(before, first)) return 0;
  auto entry = std::lower_bound(entries_.begin(), entries_.end(), first,
                                [](const Entry& a, std::uint32_t code) { return a.word[0] < code; });
  for (; entry != entries_.end() && entry->word[0] == first; ++entry) {
    if (const std::size_t bytes = match(*entry, text); bytes != 0) {
      found = &*entry;
      return bytes;
    }
  }
  return 0;
}

bool AbbreviationTable::abbreviate(std::string_view text, NoiseDraws& draws, std::string& out) const {
  std::size_t written = 0;
  std::uint32_t before = kNothing;
  bool any = false;
  for (std::size_t at = 0; at < text.size();) {
    const Entry* entry = nullptr;
    const std::size_t bytes = find(text.substr(at), before, entry);
    if (bytes == 0) {
      const Character character = first_character(text.substr(at));
      before = character.code;
      at += character.bytes;
      continue;
    }
    const std::size_t count = entry->abbreviations.size();
    const std::string_view drawn = entry->abbreviations[count == 1 ? 0 : draws.below(count)];
    out += text.substr(written, at - written);
    out += drawn;
    at += bytes;
    // One point is enough where the word had one already: "5 Main Street." gives "5 Main St."
    if (drawn.back() == '.' && at < text.size() && text[at] == '.') ++at;
    written = at;
    before = entry->word.back();
    any = true;
  }
  out += text.substr(written);
  return any;
}

}  // namespace synthgen
