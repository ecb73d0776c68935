// Registration plates of a country: patterns of which each has a number of texts, in an order.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "locale_data.hpp"
#include "weighted_index.hpp"

namespace synthgen {

class PlatePatterns {
 public:
  PlatePatterns() = default;
  /// table  plates.txt of a locale, which tells the letters of a pattern
  explicit PlatePatterns(const DataTable& table);

  bool empty() const { return patterns_.empty(); }
  /// All texts of one year.
  std::uint64_t count() const { return count_; }
  /// Of the pattern that `bits` draw by weight, one text by `more`.
  std::size_t draw(std::uint64_t bits, std::uint64_t more, std::int64_t year, char* to) const;
  /// A text by its number below count(): different ones of one year or of different years differ.
  std::size_t write(std::uint64_t number, std::int64_t year, char* to) const;

  static constexpr std::size_t kRoom = 16;

 private:
  enum class Form : unsigned char { literal, listed, year };
  struct Piece {
    Form form = Form::literal;
    std::uint32_t radix = 1;
    std::uint32_t width = 1;
    std::string texts;  ///< all of one width, one behind the other
  };
  struct Pattern {
    std::vector<Piece> pieces;
    std::uint64_t count = 1;
  };
  static Pattern compile(std::string_view pattern, std::string_view letters);
  static std::size_t write(const Pattern& pattern, std::uint64_t number, std::int64_t year, char* to);

  std::vector<Pattern> patterns_;
  WeightedIndex index_;
  std::uint64_t count_ = 0;
};

}  // namespace synthgen
