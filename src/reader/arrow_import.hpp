// Arrays of the Arrow C data interface into columns of ours.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "synthgen/arrow/abi.hpp"
#include "synthgen/reader/file_table.hpp"
#include "text_column_builder.hpp"

namespace synthgen {

/// How the values of an Arrow type lie in memory, and what they become.
struct ArrowLayout {
  enum class Form : std::uint8_t {
    whole,      ///< an integer of `width` bytes
    float32,    ///< four bytes
    float64,    ///< eight
    bits,       ///< booleans
    bytes16,    ///< a uuid
    text,       ///< offsets of `width` bytes, and UTF-8
    dictionary  ///< indices of `width` bytes into texts with offsets of `word_width` bytes
  };
  Type type;
  Form form = Form::whole;
  int width = 8;
  bool is_signed = true;
  std::int64_t factor = 1;   ///< of times coarser than microseconds
  std::int64_t divisor = 1;  ///< of finer ones; rounded down
  int word_width = 4;
};

/// Nothing where columns cannot have that type.
std::optional<ArrowLayout> arrow_layout(const ArrowSchema& schema);

/// A column that is put together from the batches of a file.
class ArrowImport {
 public:
  /// rows  of the whole column
  ArrowImport(const ArrowLayout& layout, std::size_t rows);
  /// Appends the array. What is wrong with a value, or empty: "beyond the calendar (years 1 to 9999)"; then
  /// fault_row() is its row.
  std::string append(const ArrowArray& array);
  std::size_t fault_row() const { return fault_row_; }
  /// Null where its texts are too long together (TextColumnBuilder).
  std::shared_ptr<const LoadedColumn> finish();

 private:
  std::string append_whole(const ArrowArray& array);
  template <class T>
  std::string append_floats(const ArrowArray& array);
  std::string append_texts(const ArrowArray& array);
  void append_bits(const ArrowArray& array);
  std::string fault(std::size_t i, std::string what);

  const ArrowLayout layout_;
  const std::size_t total_rows_;
  std::size_t rows_ = 0;
  std::size_t fault_row_ = 0;
  std::shared_ptr<LoadedColumn> fixed_;  // of all but texts
  TextColumnBuilder texts_;
};

}  // namespace synthgen
