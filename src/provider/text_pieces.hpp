// Putting a text together from pieces, straight into a column: no allocation, and a wide copy for short pieces.
#pragma once

#include <cstring>
#include <string_view>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// The text of one row. 32 bytes beyond what `room` says may be written.
class TextPieces {
 public:
  /// room  at least as many bytes as the text will have
  TextPieces(Column& out, std::size_t room) : out_(out), begin_(out.text_room(room)), end_(begin_) {}

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
  /// The `digits` last digits of a number, with leading zeros.
  void add_digits(std::uint64_t number, int digits) {
    for (int d = digits - 1; d >= 0; --d) {
      end_[d] = static_cast<char>('0' + number % 10);
      number /= 10;
    }
    end_ += digits;
  }
  char* begin() const { return begin_; }
  char* end() const { return end_; }
  /// The row is done.
  void commit() { out_.commit_text(static_cast<std::size_t>(end_ - begin_)); }

 private:
  Column& out_;
  char* const begin_;
  char* end_;
};

}  // namespace synthgen
