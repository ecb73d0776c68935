// The words of a dictionary as CSV fields, quoted and followed by the separator once, so
// that a cell is one copy.
//
// Threads: immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "csv_options.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen::csv {

class WordTable {
 public:
  /// Words up to this many bytes, separator included, stand in slots of equal size.
  static constexpr std::size_t kLongestSlot = 32;

  WordTable(const Dictionary& dictionary, char separator, const CsvOptions& options);

  const Dictionary* dictionary() const { return dictionary_; }
  /// The code after the last word stands for null: the separator alone.
  std::int32_t null_code() const { return null_code_; }

  /// 16 or 32: bytes of a slot in slots(), the field at its start; 0 where words are longer.
  std::size_t slot_bytes() const { return slot_bytes_; }
  const char* slots() const { return bytes_.data(); }
  const std::uint8_t* lengths() const { return lengths_.data(); }  ///< of each field with its separator; slots only
  std::size_t shortest() const { return shortest_; }               ///< of all but the null

  /// A field of any length with its separator; 32 bytes may be read from its start at least. Without slots only.
  const char* field(std::int32_t code) const { return bytes_.data() + offsets_[static_cast<std::size_t>(code)]; }
  std::size_t field_length(std::int32_t code) const {
    return offsets_[static_cast<std::size_t>(code) + 1] - offsets_[static_cast<std::size_t>(code)];
  }

 private:
  const Dictionary* dictionary_;
  std::int32_t null_code_;
  std::size_t slot_bytes_ = 0;
  std::size_t shortest_ = 0;
  std::vector<char> bytes_;
  std::vector<std::uint8_t> lengths_;
  std::vector<std::size_t> offsets_;
};

}  // namespace synthgen::csv
