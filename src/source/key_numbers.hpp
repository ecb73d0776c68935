// Keys of rows as small numbers, in the order in which they come up first: hash tables with exact comparison.
//
// Threads: immutable once filled. Determinism: numbers depend on the order of what was added only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// Texts and a number for each, from 0.
class TextNumbers {
 public:
  /// The number that the text has, or gets now.
  std::uint64_t add(std::string_view text);
  /// Those of the first n cells, `width` apart: kNone for a text that has none. Cells that are not `good` are passed
  /// over.
  void find(const Column& cells, std::size_t n, std::size_t width, std::uint64_t* numbers, const bool* good) const;
  std::size_t size() const { return ends_.size(); }
  std::uint64_t memory_bytes() const;

  static constexpr std::uint64_t kNone = ~std::uint64_t{0};

 private:
  std::string_view text(std::size_t number) const;
  void grow();

  std::string bytes_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint32_t> slots_;  ///< number + 1, open addressing; 0: free
};

/// Lists of words of one length and a number for each, from 0.
class WordNumbers {
 public:
  explicit WordNumbers(std::size_t width) : width_(width) {}
  std::size_t size() const { return size_; }
  std::uint32_t add(const std::uint64_t* words);
  /// For n lists, one behind the other: the number, or −1 where a list has none.
  void find(const std::uint64_t* words, std::size_t n, std::int64_t* numbers) const;
  std::uint64_t memory_bytes() const { return words_.capacity() * 8 + slots_.capacity() * 4; }

 private:
  std::uint64_t hash(const std::uint64_t* words) const;
  bool equal(std::size_t number, const std::uint64_t* words) const;
  void grow();

  std::size_t width_;
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace synthgen
