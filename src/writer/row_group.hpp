// Rows of a table gathered until a row group is full, in Arrow's memory layout: the part
// that makes a column file independent of how its rows were cut into blocks.
//
// Threads: one at a time. Determinism: where a group ends depends on the rows alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// Whether a decimal is kept as 32 bits, at most 9 digits, by what its declared bounds need.
inline bool is_narrow_decimal(const WriterColumn& column) {
  return column.type.kind == TypeKind::decimal && column.precision <= 9 && column.type.decimals <= 9;
}

/// One column of a row group.
class GroupColumn {
 public:
  GroupColumn(const WriterColumn& column, std::size_t rows_at_most);

  /// How many of the rows from `first` to `end` may be added before the texts outgrow their 32-bit offsets.
  std::size_t rows_that_fit(const Column& from, std::size_t first, std::size_t end) const;
  /// Adds rows `first` … `first + count`. False where a decimal has more digits than the column declares.
  bool take(const Column& from, std::size_t first, std::size_t count);
  void clear();

  std::size_t rows() const { return rows_; }
  /// Null where all rows are valid.
  const void* validity() const { return has_nulls_ ? validity_.data() : nullptr; }
  /// int64, double, int32 (dates, codes, decimals of at most 9 digits), bits (booleans), 16 bytes (uuid), or, for
  /// texts without a dictionary, rows() + 1 int32 offsets into texts().
  const void* values() const { return values_.get(); }
  const char* texts() const { return texts_.data(); }
  const Dictionary* dictionary() const { return dictionary_; }
  /// Bytes of one value in values(); 0 for booleans.
  std::size_t width_bytes() const { return width_bytes_; }
  bool plain_texts() const { return plain_texts_; }

 private:
  template <class T>
  T* data() {
    return reinterpret_cast<T*>(values_.get());
  }
  template <class T>
  const T* data() const {
    return reinterpret_cast<const T*>(values_.get());
  }
  void take_validity(const Column& from, std::size_t first, std::size_t count);
  void take_booleans(const std::uint8_t* bytes, std::size_t count);
  void take_texts(const Column& from, std::size_t first, std::size_t count);

  const Dictionary* dictionary_;
  TypeKind kind_;
  bool plain_texts_;
  bool narrow_decimal_;
  std::size_t width_bytes_;
  std::size_t rows_ = 0;
  std::unique_ptr<std::byte[]> values_;
  std::vector<std::uint64_t> validity_;
  bool has_nulls_ = false;
  std::vector<char> texts_;
};

class RowGroup {
 public:
  RowGroup(const WriterTable& table, std::size_t rows_at_most);

  std::size_t rows() const { return rows_; }
  bool full() const { return full_; }
  std::span<const GroupColumn> columns() const { return columns_; }

  /// Adds rows of the block's columns from `first` on until the group is full; gives how many it took.
  /// REQUIRES: not full(). Error: SG5103, a decimal beyond its declared digits.
  Result<std::size_t> take(std::span<const Column> columns, std::size_t first, std::size_t rows);
  /// Empties it, storage kept.
  void clear();

 private:
  std::vector<GroupColumn> columns_;
  std::vector<std::string> names_;
  std::size_t rows_at_most_;
  std::size_t rows_ = 0;
  bool full_ = false;
};

}  // namespace synthgen
