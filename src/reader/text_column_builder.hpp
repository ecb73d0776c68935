// Texts one after another into a column: coded in a dictionary as long as they repeat.
//
// Memory: that of the finished column, and while it is finished at most that of one column more.
// Threads: one at a time. Determinism: whether the column is coded depends on its texts alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/reader/file_table.hpp"

namespace synthgen {

class TextColumnBuilder {
 public:
  TextColumnBuilder();

  void append(std::string_view text);
  void append_null() { push(kNull); }
  std::int64_t rows() const { return rows_; }

  /// Null where the texts are more than a column holds, 2 GiB. The builder is empty afterwards.
  std::shared_ptr<const LoadedColumn> finish();

 private:
  static constexpr std::int32_t kNull = -1;
  static constexpr std::size_t kPieceRows = std::size_t{1} << 16;
  static constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

  struct TextPiece {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
    std::size_t used = 0;
  };

  void push(std::int32_t entry) {
    if (static_cast<std::size_t>(rows_) % kPieceRows == 0) {
      entries_.push_back(std::make_unique_for_overwrite<std::int32_t[]>(kPieceRows));
    }
    entries_.back()[static_cast<std::size_t>(rows_++) % kPieceRows] = entry;
  }
  std::int32_t& entry(std::size_t row) { return entries_[row / kPieceRows][row % kPieceRows]; }
  /// The code of a word, which is added where it is new.
  std::int32_t code_of(std::string_view text);
  void grow_slots();
  void append_plain(std::string_view text);
  /// Gives the dictionary up: what has been coded becomes plain text.
  void spell_out();
  std::shared_ptr<const LoadedColumn> finish_coded();
  std::shared_ptr<const LoadedColumn> finish_plain();

  bool coded_ = true;
  std::int64_t rows_ = 0;
  std::vector<std::unique_ptr<std::int32_t[]>> entries_;  // a row's code, or the length of its text
  std::vector<std::string> words_;
  std::size_t word_bytes_ = 0;
  std::vector<std::int32_t> slots_;  // open addressing, a power of two: code + 1, or 0 where free
  std::vector<TextPiece> pieces_;    // texts in row order, each whole in one piece
  std::size_t text_bytes_ = 0;
};

}  // namespace synthgen
