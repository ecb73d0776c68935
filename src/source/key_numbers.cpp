#include "key_numbers.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace synthgen {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 0x9E3779B97F4A7C15U + text.size();
  while (text.size() > 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = mix(hash ^ word);
    text.remove_prefix(8);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), text.size());
  return mix(hash ^ word);
}

/// Slots for twice as many entries at least.
std::size_t slots_for(std::size_t entries) { return std::bit_ceil(std::max<std::size_t>(16, 2 * entries)); }

}  // namespace

std::string_view TextNumbers::text(std::size_t number) const {
  const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(bytes_).substr(begin, ends_[number] - begin);
}

void TextNumbers::grow() {
  slots_.assign(slots_for(ends_.size() + 1), 0);
  for (std::size_t number = 0; number < ends_.size(); ++number) {
    std::size_t slot = hash_text(text(number)) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(number + 1);
  }
}

std::uint64_t TextNumbers::add(std::string_view added) {
  if (2 * (ends_.size() + 1) > slots_.size()) grow();
  std::size_t slot = hash_text(added) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (text(slots_[slot] - 1) == added) return slots_[slot] - 1;
  }
  bytes_ += added;
  ends_.push_back(bytes_.size());
  slots_[slot] = static_cast<std::uint32_t>(ends_.size());
  return ends_.size() - 1;
}

void TextNumbers::find(const Column& cells, std::size_t n, std::size_t width, std::uint64_t* numbers,
                       const bool* good) const {
  if (slots_.empty()) {
    for (std::size_t i = 0; i < n; ++i) numbers[i * width] = kNone;
    return;
  }
  // Ahead of their use, what is not in the cache is asked for.
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t slot = good[i] ? hash_text(cells.text(i)) & (slots_.size() - 1) : 0;
    __builtin_prefetch(&slots_[slot]);
    numbers[i * width] = slot;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t found = slots_[numbers[i * width]];
    if (found != 0) __builtin_prefetch(&ends_[found - 1]);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t found = slots_[numbers[i * width]];
    if (found != 0) __builtin_prefetch(text(found - 1).data());
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t slot = numbers[i * width];
    numbers[i * width] = kNone;
    if (!good[i]) continue;
    const std::string_view wanted = cells.text(i);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      if (text(slots_[slot] - 1) != wanted) continue;
      numbers[i * width] = slots_[slot] - 1;
      break;
    }
  }
}

std::uint64_t TextNumbers::memory_bytes() const {
  return bytes_.capacity() + ends_.capacity() * 8 + slots_.capacity() * 4;
}

std::uint64_t WordNumbers::hash(const std::uint64_t* words) const {
  std::uint64_t hash = 0;
  for (std::size_t w = 0; w < width_; ++w) hash = mix(hash + 0x9E3779B97F4A7C15U + words[w]);
  return hash;
}

bool WordNumbers::equal(std::size_t number, const std::uint64_t* words) const {
  return std::equal(words, words + width_, words_.begin() + static_cast<std::ptrdiff_t>(number * width_));
}

void WordNumbers::grow() {
  slots_.assign(slots_for(size_ + 1), 0);
  for (std::size_t number = 0; number < size_; ++number) {
    std::size_t slot = hash(&words_[number * width_]) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(number + 1);
  }
}

std::uint32_t WordNumbers::add(const std::uint64_t* words) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  std::size_t slot = hash(words) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (equal(slots_[slot] - 1, words)) return slots_[slot] - 1;
  }
  words_.insert(words_.end(), words, words + width_);
  slots_[slot] = static_cast<std::uint32_t>(++size_);
  return slots_[slot] - 1;
}

void WordNumbers::find(const std::uint64_t* words, std::size_t n, std::int64_t* numbers) const {
  if (slots_.empty()) {
    std::fill_n(numbers, n, -1);
    return;
  }
  // Ahead of their use, what is not in the cache is asked for.
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t slot = hash(words + i * width_) & (slots_.size() - 1);
    __builtin_prefetch(&slots_[slot]);
    numbers[i] = static_cast<std::int64_t>(slot);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t found = slots_[static_cast<std::size_t>(numbers[i])];
    if (found != 0) __builtin_prefetch(&words_[(found - 1) * width_]);
  }
  for (std::size_t i = 0; i < n; ++i) {
    auto slot = static_cast<std::size_t>(numbers[i]);
    numbers[i] = -1;
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      if (!equal(slots_[slot] - 1, words + i * width_)) continue;
      numbers[i] = slots_[slot] - 1;
      break;
    }
  }
}

}  // namespace synthgen
