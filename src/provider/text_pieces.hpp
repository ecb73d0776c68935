// Putting a text together from pieces, straight into a column: no allocation, and a wide copy for short pieces.
#pragma once

#include <cstring>
#include <string_view>

#include "digits.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

/// Where a text is put together, piece by piece: a cursor over bytes that others have made room for. 32 bytes behind
/// the text may be written.
class TextCursor {
 public:
  explicit TextCursor(char* at) : end_(at) {}

  /// A piece of a dictionary: 32 bytes may be read from its start, whatever its size (see Dictionary::bytes()).
  void add_wide(std::string_view piece) {
    if (piece.size() <= 32) {
      std::memcpy(end_, piece.data(), 32);
    } else {
      std::memcpy(end_, piece.data(), piece.size());
    }
    end_ += piece.size();
  }
  /// Any piece.
  void add(std::string_view piece) {
    std::memcpy(end_, piece.data(), piece.size());
    end_ += piece.size();
  }
  void add(char c) { *end_++ = c; }
  /// A character, or nothing where it is 0: without a branch, for what cannot be foreseen.
  void add_optional(char c) {
    *end_ = c;
    end_ += c != 0 ? 1 : 0;
  }
  /// The `digits` last digits of a number, with leading zeros, 1 to 24.
  void add_digits(std::uint64_t number, int digits) {
    write_digits(number, static_cast<std::size_t>(digits), end_);
    end_ += digits;
  }
  /// Past what somebody has written at end().
  void advance(std::size_t bytes) { end_ += bytes; }
  char* end() const { return end_; }

 private:
  char* end_;
};

/// The text of one row.
class TextPieces : public TextCursor {
 public:
  /// room  at least as many bytes as the text will have
  TextPieces(Column& out, std::size_t room) : TextPieces(out, out.text_room(room)) {}

  char* begin() const { return begin_; }
  /// The row is done.
  void commit() { out_.commit_text(static_cast<std::size_t>(end() - begin_)); }

 private:
  TextPieces(Column& out, char* begin) : TextCursor(begin), out_(out), begin_(begin) {}

  Column& out_;
  char* const begin_;
};

/// The texts of a whole batch, one after another, with room for all taken at once: the cursor then stays in a register
/// where TextPieces, whose every byte may be a byte of the column's own members for all the compiler knows, has it
/// loaded again with each row.
class TextRows : public TextCursor {
 public:
  /// Begins the texts of `out`. most  bytes of the longest of them
  TextRows(Column& out, std::size_t rows, std::size_t most) : TextRows(out, begun(out, rows, most)) {}

  /// The row ends here.
  void end_row() { *next_++ = static_cast<std::int32_t>(end() - begin_); }
  /// The row is null. REQUIRES: nothing was added to it.
  void null_row() {
    out_.set_null(static_cast<std::size_t>(next_ - first_));
    end_row();
  }
  /// All rows are done.
  void finish() {
    out_.commit_texts(static_cast<std::size_t>(next_ - first_), static_cast<std::size_t>(end() - begin_));
  }

 private:
  TextRows(Column& out, char* begin)
      : TextCursor(begin), out_(out), begin_(begin), first_(out.data<std::int32_t>() + 1), next_(first_) {}
  static char* begun(Column& out, std::size_t rows, std::size_t most) {
    out.reset({TypeKind::string, 0}, rows);
    return out.text_room(rows * most);
  }

  Column& out_;
  char* const begin_;
  std::int32_t* const first_;
  std::int32_t* next_;
};

/// The texts of a column, for loops that read row after row: what Column::text() looks up each time, looked up once.
class TextCells {
 public:
  /// REQUIRES: no extra texts (see Column::set_extra_text()).
  explicit TextCells(const Column& column)
      : codes_(column.dictionary() != nullptr ? column.data<std::int32_t>() : nullptr),
        offsets_(column.dictionary() != nullptr ? column.dictionary()->offsets().data() : column.data<std::int32_t>()),
        bytes_(column.dictionary() != nullptr ? column.dictionary()->bytes() : column.text_bytes()) {}

  /// 32 bytes may be read from its start.
  std::string_view operator[](std::size_t row) const {
    const std::size_t at = codes_ != nullptr ? static_cast<std::size_t>(codes_[row]) : row;
    return {bytes_ + offsets_[at], static_cast<std::size_t>(offsets_[at + 1] - offsets_[at])};
  }

 private:
  const std::int32_t* codes_;
  const std::int32_t* offsets_;
  const char* bytes_;
};

}  // namespace synthgen
