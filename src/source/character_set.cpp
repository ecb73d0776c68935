#include "character_set.hpp"

#include <algorithm>
#include <cassert>

namespace synthgen {
namespace {

constexpr char32_t kFirstSurrogate = 0xD800;
constexpr char32_t kLastSurrogate = 0xDFFF;

/// As CharacterTable keeps them.
std::uint64_t coded(char32_t c) {
  const auto byte = [](char32_t value, unsigned place) { return static_cast<std::uint64_t>(value) << (8 * place); };
  const auto rest = [c](unsigned shift) { return 0x80U | (c >> shift & 0x3FU); };
  const std::uint64_t length = static_cast<std::uint64_t>(utf8_bytes(c)) << 32;
  if (c < 0x80) return length | byte(c, 0);
  if (c < 0x800) return length | byte(0xC0U | c >> 6, 0) | byte(rest(0), 1);
  if (c < 0x10000) return length | byte(0xE0U | c >> 12, 0) | byte(rest(6), 1) | byte(rest(0), 2);
  return length | byte(0xF0U | c >> 18, 0) | byte(rest(12), 1) | byte(rest(6), 2) | byte(rest(0), 3);
}

}  // namespace

std::size_t utf8_bytes(char32_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

void CharacterSet::add(char32_t first, char32_t last) {
  assert(first <= last && last <= kGreatestCharacter);
  if (first < kFirstSurrogate) add_range({first, std::min<char32_t>(last, kFirstSurrogate - 1)});
  if (last > kLastSurrogate) add_range({std::max<char32_t>(first, kLastSurrogate + 1), last});
}

void CharacterSet::add(const CharacterSet& other) {
  for (const CharacterRange range : other.ranges_) add_range(range);
}

void CharacterSet::add_range(CharacterRange range) {
  // From the first range that touches or follows it to behind the last one that touches it.
  const auto begin =
      std::lower_bound(ranges_.begin(), ranges_.end(), range,
                       [](const CharacterRange& a, const CharacterRange& b) { return a.last + 1 < b.first; });
  auto end = begin;
  for (; end != ranges_.end() && end->first <= range.last + 1; ++end) {
    range.first = std::min(range.first, end->first);
    range.last = std::max(range.last, end->last);
  }
  ranges_.insert(ranges_.erase(begin, end), range);
}

CharacterSet CharacterSet::printable_others() const {
  CharacterSet others;
  char32_t next = U' ';
  for (const CharacterRange range : ranges_) {
    if (range.first > U'~') break;
    if (range.first > next) others.add(next, range.first - 1);
    next = std::max<char32_t>(next, range.last + 1);
  }
  if (next <= U'~') others.add(next, U'~');
  return others;
}

std::uint32_t CharacterSet::size() const {
  std::uint32_t size = 0;
  for (const CharacterRange range : ranges_) size += range.size();
  return size;
}

CharacterTable::CharacterTable(const CharacterSet& set) : size_(set.size()) {
  if (size_ <= kLargestTable) {
    coded_.reserve(size_);
    for (const CharacterRange range : set.ranges()) {
      for (char32_t c = range.first; c <= range.last; ++c) coded_.push_back(coded(c));
    }
    return;
  }
  std::uint32_t from = 0;
  for (const CharacterRange range : set.ranges()) {
    runs_.push_back({from, range.first});
    from += range.size();
  }
}

std::uint64_t CharacterTable::coded_beyond(std::uint32_t index) const {
  const auto run =
      std::upper_bound(runs_.begin(), runs_.end(), index, [](std::uint32_t i, const Run& r) { return i < r.from; }) - 1;
  return coded(run->first + (index - run->from));
}

}  // namespace synthgen
