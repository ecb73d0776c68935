// A set of characters, as a class of a pattern has one: ranges of code points, surrogates never among them.
//
// Threads: a plain value.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace synthgen {

/// Both ends included.
struct CharacterRange {
  char32_t first = 0;
  char32_t last = 0;
  std::uint32_t size() const { return static_cast<std::uint32_t>(last - first) + 1; }
  friend auto operator<=>(const CharacterRange&, const CharacterRange&) = default;
};

inline constexpr char32_t kGreatestCharacter = 0x10FFFF;

class CharacterSet {
 public:
  CharacterSet() = default;
  /// The characters from `first` to `last`; surrogates are passed over. REQUIRES: first ≤ last ≤ kGreatestCharacter.
  CharacterSet(char32_t first, char32_t last) { add(first, last); }
  explicit CharacterSet(char32_t character) { add(character, character); }

  /// U+0020 to U+007E.
  static CharacterSet printable_ascii() { return {U' ', U'~'}; }

  void add(char32_t first, char32_t last);
  void add(const CharacterSet& other);
  /// The printable characters of ASCII that are not in it.
  CharacterSet printable_others() const;

  bool empty() const { return ranges_.empty(); }
  std::uint32_t size() const;
  /// Ascending, disjoint, and none next to another.
  std::span<const CharacterRange> ranges() const { return ranges_; }
  friend auto operator<=>(const CharacterSet&, const CharacterSet&) = default;

 private:
  void add_range(CharacterRange range);

  std::vector<CharacterRange> ranges_;
};

/// Bytes in UTF-8, 1 … 4.
std::size_t utf8_bytes(char32_t character);

/// The characters of a set by number, written as UTF-8.
class CharacterTable {
 public:
  explicit CharacterTable(const CharacterSet& set);

  std::uint32_t size() const { return size_; }
  std::size_t memory_bytes() const { return coded_.size() * sizeof(std::uint64_t) + runs_.size() * sizeof(Run); }
  /// Writes the character and returns what is behind it; 4 bytes may be written. REQUIRES: index < size().
  char* write(std::uint32_t index, char* at) const {
    assert(index < size_);
    return put(coded_.empty() ? coded_beyond(index) : coded_[index], at);
  }

 private:
  static char* put(std::uint64_t character, char* at) {
    for (unsigned i = 0; i < 4; ++i) at[i] = static_cast<char>(character >> (8 * i) & 0xFF);
    return at + (character >> 32);
  }
  /// The same as in coded_, where there is no table.
  std::uint64_t coded_beyond(std::uint32_t index) const;

  /// Sets of more are kept as ranges.
  static constexpr std::uint32_t kLargestTable = 4096;
  struct Run {
    std::uint32_t from;  ///< number of its first character
    char32_t first;
  };

  std::uint32_t size_;
  std::vector<std::uint64_t> coded_;  ///< the bytes, the first one lowest, and above 32 bits how many they are
  std::vector<Run> runs_;             ///< where there is no table
};

}  // namespace synthgen
