// A typed buffer of values with validity bits, in Arrow's memory layout (booleans
// excepted, see type.hpp), made to be refilled batch after batch without allocation.
//
// Threads: one thread at a time; const methods from any once it is filled.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/column/type.hpp"

namespace synthgen {

/// Rows of one evaluation step: small enough for a dozen columns to stay in L1 and L2.
inline constexpr std::size_t kBatchRows = 1024;

/// The distinct texts of a choice or word list: immutable, shared by all batches.
class Dictionary {
 public:
  explicit Dictionary(const std::vector<std::string>& texts);
  std::size_t size() const { return offsets_.size() - 1; }
  std::string_view operator[](std::size_t code) const {
    return {bytes_.data() + offsets_[code], static_cast<std::size_t>(offsets_[code + 1] - offsets_[code])};
  }
  /// size() + 1 offsets into bytes(); bytes() is followed by 32 readable bytes, for wide copies.
  std::span<const std::int32_t> offsets() const { return offsets_; }
  const char* bytes() const { return bytes_.data(); }
  std::size_t longest() const { return longest_; }

 private:
  std::vector<std::int32_t> offsets_;
  std::string bytes_;
  std::size_t longest_ = 0;
};

class Column {
 public:
  Column() = default;
  Column(Column&&) noexcept = default;
  Column& operator=(Column&&) noexcept = default;

  /// Makes room for `rows` values, all valid; earlier contents are gone, storage stays. No dictionary.
  void reset(Type type, std::size_t rows);
  /// A string column of codes into `dictionary`; codes are data<std::int32_t>(). The dictionary must outlive the
  /// column.
  void reset(const Dictionary& dictionary, std::size_t rows);
  /// Puts a text that the dictionary lacks into a row and returns its code: dictionary()->size() and above, in the
  /// order of the calls. Only noise makes such columns, and only statistics and writers read them. REQUIRES: a
  /// dictionary, and a row behind those of earlier calls.
  std::int32_t set_extra_text(std::size_t row, std::string_view text);
  std::size_t extra_texts() const { return extra_ends_.size(); }
  /// The rows that have extra texts, ascending; some may be null since.
  const std::vector<std::uint32_t>& extra_rows() const { return extra_rows_; }

  Type type() const { return type_; }
  std::size_t rows() const { return rows_; }

  /// The values: int64, double, int32 (dates, codes), uint8 (booleans), or 16 bytes a row (uuid). Aligned to 64 bytes,
  /// and 64 bytes may be read or written beyond the last value. Null rows hold any value of the type (codes: a valid
  /// code).
  template <class T>
  T* data() {
    return reinterpret_cast<T*>(values_.get());
  }
  template <class T>
  const T* data() const {
    return reinterpret_cast<const T*>(values_.get());
  }

  // Validity. Bit i of word i / 64 is 1 where row i is valid (Arrow's order).
  bool all_valid() const { return !has_nulls_; }
  bool is_valid(std::size_t row) const { return !has_nulls_ || ((validity_[row / 64] >> (row % 64)) & 1) != 0; }
  bool is_null(std::size_t row) const { return !is_valid(row); }
  void set_null(std::size_t row) {
    need_validity();
    validity_[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }
  /// Words of validity; null where all_valid(). Bits beyond the last row are unspecified.
  const std::uint64_t* validity() const { return has_nulls_ ? validity_.data() : nullptr; }
  /// The words to write to, made all valid first where there are none yet.
  std::uint64_t* need_validity();
  /// Valid only where `other` is valid too. REQUIRES: equal rows.
  void intersect_validity(const Column& other);
  std::size_t null_count() const;

  /// Only the first `rows` rows stay. REQUIRES: no more than there are; of texts without a dictionary, all appended.
  void shorten(std::size_t rows) { rows_ = rows; }

  // Strings without a dictionary: append in row order, exactly rows() times.
  const Dictionary* dictionary() const { return dictionary_; }
  /// Begins filling; `append_text` may then be called rows() times, or `text_buffer`/`commit_text` for direct writing.
  void begin_texts();
  void append_text(std::string_view text) {
    char* at = text_room(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) at[i] = text[i];
    commit_text(text.size());
  }
  /// Rows begin … end − 1 of another column without a dictionary, in one piece; their validity is left to the caller.
  void append_texts(const Column& from, std::size_t begin, std::size_t end);
  void append_null() {
    set_null(texts_);
    commit_text(0);
  }
  /// At least `bytes` + 32 writable bytes at the end of the text so far.
  char* text_room(std::size_t bytes) {
    if (text_end_ + bytes + 32 > text_.size()) grow_text(bytes);
    return text_.data() + text_end_;
  }
  /// The next row's text is the `bytes` bytes just written at text_room().
  void commit_text(std::size_t bytes) {
    text_end_ += bytes;
    data<std::int32_t>()[++texts_] = static_cast<std::int32_t>(text_end_);
  }
  /// The next `count` rows in one piece: their texts stand one after another at text_room(), up to byte `end` of all
  /// texts, and data<std::int32_t>() holds the end of each (in the cell behind the row's own).
  void commit_texts(std::size_t count, std::size_t end) {
    texts_ += count;
    text_end_ = end;
    assert(count == 0 || data<std::int32_t>()[texts_] == static_cast<std::int32_t>(end));
  }
  /// Text of a row, with or without a dictionary. Valid until the next reset.
  std::string_view text(std::size_t row) const {
    if (dictionary_ != nullptr) {
      const auto code = static_cast<std::size_t>(data<std::int32_t>()[row]);
      return code < dictionary_->size() ? (*dictionary_)[code] : extra_text(code - dictionary_->size());
    }
    const std::int32_t* offsets = data<std::int32_t>();
    return {text_.data() + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
  }
  /// The extra text of code dictionary()->size() + index; 32 bytes may be read from its start.
  std::string_view extra_text(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : extra_ends_[index - 1];
    return {text_.data() + begin, extra_ends_[index] - begin};
  }
  /// Bytes of all texts; 32 more may be read. REQUIRES: no dictionary.
  const char* text_bytes() const { return text_.data(); }

  /// Makes this a copy of rows `rows` (indices into `from`) of another column. REQUIRES: it has no extra texts.
  void gather(const Column& from, std::span<const std::int64_t> rows);
  /// Appends the rows of `from` to this one. REQUIRES: equal type and dictionary, or this is empty; no extra texts.
  void append(const Column& from);
  /// Bytes held, for memory estimates.
  std::size_t memory_bytes() const;

 private:
  struct Free {
    void operator()(std::byte* p) const;
  };
  void reserve(std::size_t bytes);
  void grow_text(std::size_t bytes);

  Type type_;
  std::size_t rows_ = 0;
  std::unique_ptr<std::byte, Free> values_;
  std::size_t capacity_bytes_ = 0;
  std::vector<std::uint64_t> validity_;
  bool has_nulls_ = false;
  const Dictionary* dictionary_ = nullptr;
  std::vector<char> text_;
  std::size_t text_end_ = 0;
  std::size_t texts_ = 0;
  std::vector<std::size_t> extra_ends_;  // in text_
  std::vector<std::uint32_t> extra_rows_;
};

/// Columns that a thread fills again and again.
class ColumnPool {
 public:
  class Lease {
   public:
    Lease(ColumnPool& pool, std::unique_ptr<Column> column) : pool_(&pool), column_(std::move(column)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { give_back(); }
    Column& operator*() const { return *column_; }
    Column* operator->() const { return column_.get(); }

   private:
    void give_back();
    ColumnPool* pool_;
    std::unique_ptr<Column> column_;
  };
  Lease take();

 private:
  std::vector<std::unique_ptr<Column>> free_;
  std::size_t made_ = 0;
};

/// The rows of one batch, columns in output order.
struct Batch {
  std::int64_t first_row = 0;
  std::size_t rows = 0;
  std::span<const Column* const> columns;
};

/// Converts between numeric types, integer/decimal/number, into `out` (reset here): to a decimal or an integer
/// half away from zero (elementary::round_to_scale); what does not fit is null. Returns how many became null that way.
/// Also date → timestamp or datetime (midnight), and times to another precision (what is beyond it is cut off),
/// timestamp and datetime to one another by the clock of UTC. Equal types copy. REQUIRES: the pair is one of these.
std::size_t convert(const Column& from, Type to, Column& out);

}  // namespace synthgen
