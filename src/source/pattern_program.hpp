// A pattern compiled for drawing: one flat list of steps, each a uniform choice or a piece of text.
//
// Threads: immutable once made. Determinism: integer arithmetic on the draws of a cell, in the order of its steps.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "character_set.hpp"
#include "pattern_parser.hpp"
#include "synthgen/base/stream.hpp"

namespace synthgen {

/// The 64-bit draws of some rows, as many of each row as its text takes: number k of a row is its draw at block k.
class PatternWords {
 public:
  /// Rows of one piece.
  static constexpr std::size_t kRows = 128;

  PatternWords(StreamKey key, std::uint32_t attempt) : key_(key), attempt_(attempt) {}

  /// From now on those of these rows. REQUIRES: at most kRows.
  void set_rows(RowSet rows) {
    rows_ = rows;
    drawn_ = 0;
  }
  std::uint64_t word(std::size_t row, std::uint32_t number) {
    if (number < drawn_) return words_[number][row];
    return draw(row, number);
  }

 private:
  /// The first draws are made for all rows together, later ones where a row takes them.
  static constexpr std::uint32_t kTogether = 16;
  std::uint64_t draw(std::size_t row, std::uint32_t number);

  const StreamKey key_;
  const std::uint32_t attempt_;
  RowSet rows_;
  std::uint32_t drawn_ = 0;
  std::array<std::array<std::uint64_t, kRows>, kTogether> words_;
};

/// Uniform whole numbers out of the words of one row. A word serves choices whose sizes multiply to at most 2³², so
/// that each of their outcomes is within 2⁻³² of its share, relatively.
class PatternDigits {
 public:
  PatternDigits(PatternWords& words, std::size_t row) : words_(words), row_(row) {}

  /// 0 … size − 1. REQUIRES: 1 ≤ size ≤ 2³¹.
  std::uint32_t take(std::uint32_t size) {
    used_ *= size;
    if (used_ > kMostUsed) {
      fraction_ = words_.word(row_, next_++);
      used_ = size;
    }
    const auto product = static_cast<unsigned __int128>(fraction_) * size;
    fraction_ = static_cast<std::uint64_t>(product);
    return static_cast<std::uint32_t>(product >> 64);
  }

 private:
  static constexpr std::uint64_t kMostUsed = std::uint64_t{1} << 32;

  PatternWords& words_;
  const std::size_t row_;
  std::uint64_t fraction_ = 0;
  std::uint64_t used_ = kMostUsed;  // no word yet
  std::uint32_t next_ = 0;
};

class PatternProgram {
 public:
  /// Bytes behind a text that may be written too.
  static constexpr std::size_t kSlack = 16;

  explicit PatternProgram(const PatternNode& pattern);

  /// Bytes of the longest text.
  std::size_t longest() const { return longest_; }
  /// True where all texts have the same bytes but for single ones, so that write_fixed() can be called.
  bool fixed() const { return !template_.empty(); }

  /// Writes the text of the row's draws and returns its end. longest() + kSlack bytes may be written.
  char* write(PatternWords& words, std::size_t row, char* at) const;
  /// The same texts for rows 0 … rows − 1 of `words`, longest() bytes each, one behind the other. REQUIRES: fixed().
  void write_fixed(PatternWords& words, std::size_t rows, char* at) const;

 private:
  enum class Code : std::uint8_t {
    text,    ///< a: where in texts_, b: bytes
    one,     ///< a: the table
    some,    ///< a: the table, b: least, c: most
    branch,  ///< a: the first of its targets, b: how many
    jump,    ///< a: the step
    loop,    ///< a: least, b: most, c: the step behind the loop
    again,   ///< a: the first step of the loop
    end,
  };
  struct Step {
    Code code = Code::end;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
  };
  /// A byte of fixed texts that is drawn.
  struct Slot {
    std::uint32_t at = 0;     ///< in the text
    std::uint32_t table = 0;  ///< where in bytes_
    std::uint32_t size = 0;   ///< how many
    std::uint32_t word = 0;   ///< number of the draw
    bool fresh = false;       ///< the first that the draw serves
  };

  std::uint32_t step() const { return static_cast<std::uint32_t>(steps_.size()); }
  void add(const PatternNode& node);
  void add_repeat(const PatternNode& node);
  void add_text(const CharacterTable& one);
  std::uint32_t add_table(const CharacterSet& set);
  void lay_out();

  std::vector<Step> steps_;
  std::vector<std::uint32_t> targets_;
  std::vector<CharacterTable> tables_;
  std::string texts_;
  std::size_t longest_;
  std::size_t joined_from_ = 0;  ///< the first step that a text may be joined to: none jumps behind it

  std::string template_;  ///< of fixed texts, with any byte where one is drawn
  std::string bytes_;
  std::vector<Slot> slots_;
};

}  // namespace synthgen
