// One column of a batch while it is being damaged: the clean cells, and over them the
// edits of each operator in order.
//
// Few cells are hit, so edits are kept apart until finish(), which gives the column as it
// is written. They are the change log as well: each knows what the cell was before.
//
// Threads: one at a time. Determinism: a function of the clean cells and the edits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/column/cell_text.hpp"

namespace synthgen {

/// How a column is written once it has been damaged.
enum class WrittenForm : std::uint8_t {
  typed,  ///< every cell keeps the column's type
  text,   ///< some cells may leave it, so all are texts
};

/// What a damaged text may have at most: as much as an expression may give.
inline constexpr std::size_t kMostDamagedBytes = std::size_t{1} << 20;

class DamagedColumn {
 public:
  /// form   of cells as texts, by which operators see them and by which two of them are the same
  /// files  of cells as texts in the log, and in the file where the column is written as texts: for Parquet this is ISO
  ///        8601, since it knows no formats
  DamagedColumn(const CellText& form, WrittenForm written, const CellText& files)
      : form_(form), files_(files), written_(written) {}
  DamagedColumn(const CellText& form, WrittenForm written) : DamagedColumn(form, written, form) {}

  const Type& type() const { return form_.type(); }

  /// Begins a batch of at most kBatchRows rows. `clean` must stay until the next begin().
  void begin(const Column& clean);
  /// What follows is done by the operator that stands at `operation` of the table's list, to the `order`-th of its
  /// columns. An operator changes a cell at most once.
  void begin_operation(std::uint16_t operation, std::uint16_t order) {
    operation_ = operation;
    order_ = order;
  }

  // The cell as it is now.
  bool is_null(std::size_t place) const;
  /// A text: any cell of a text column that is not null, and in other columns one that has left the column's type.
  bool is_text(std::size_t place) const;
  /// A value of the column's type, which is not string.
  bool is_value(std::size_t place) const { return !is_null(place) && !is_text(place); }
  /// REQUIRES: is_text(place). Valid until the next change of this column.
  std::string_view text(std::size_t place) const;
  /// REQUIRES: is_value(place), and a type of integers, decimals (units of the last digit), booleans, dates (days) or
  /// times (microseconds).
  std::int64_t word(std::size_t place) const;
  /// REQUIRES: is_value(place) of type number.
  double number(std::size_t place) const;
  /// Any cell that is not null, as a text in `form`. Appends.
  void append_text(std::size_t place, std::string& out) const;

  // Changes. Each returns false, and changes nothing, where the cell would stay what it is, or would be mended: what an
  // earlier operator has damaged must not become the clean value again, or the log would list a cell that is right. A
  // date whose format does not show the difference stays what it is, in all formats of files. Nor does a text grow
  // beyond kMostDamagedBytes.
  bool set_null(std::size_t place);
  /// In a column of another type than string this leaves the type. REQUIRES: then WrittenForm::text; valid UTF-8.
  bool set_text(std::size_t place, std::string_view text);
  /// A value that the type can hold. REQUIRES: as word() and number(); a number is finite.
  bool set_word(std::size_t place, std::int64_t word);
  bool set_number(std::size_t place, double number);
  /// Makes the cell what `from` is at `place`, a text where the types differ. REQUIRES: then WrittenForm::text.
  bool set_as(std::size_t place, const DamagedColumn& from);
  /// Makes the cell what row `row` of a column holds. REQUIRES: the type of this column.
  bool set_from(std::size_t place, const Column& column, std::size_t row);
  /// Exchanges the cells of two columns, as set_as() does for each, or neither where one of the two would be refused,
  /// or would be a text in a column of another type that is written typed.
  static bool swap(std::size_t place, DamagedColumn& left, DamagedColumn& right);

  /// One change, in the order in which they were made.
  struct Edit {
    enum class Form : std::uint8_t { null, word, text, bytes };
    std::uint16_t place = 0;
    std::uint16_t operation = 0;
    std::uint16_t order = 0;
    Form form = Form::null;
    std::int32_t before = -1;  ///< the edit of the same cell before this one; −1: the clean cell was there
    std::int64_t word = 0;     ///< of a column of numbers their bits
    std::uint32_t begin = 0;   ///< of the text or the 16 bytes of a uuid
    std::uint32_t size = 0;
  };
  const std::vector<Edit>& edits() const { return edits_; }
  /// What the cell was before an edit and is after it, as texts; false where that is null. Append.
  bool append_before(const Edit& edit, std::string& out) const;
  bool append_after(const Edit& edit, std::string& out) const;

  /// The column as it is written: the clean one itself where nothing needs to change. Valid until the next begin().
  const Column& finish();

 private:
  /// What set_as() makes of the cell; its text or bytes are put into `bytes`.
  Edit edit_as(std::size_t place, const DamagedColumn& from, std::string& bytes) const;
  bool can_add(std::size_t place, const Edit& edit, std::string_view text) const;
  bool add(std::size_t place, Edit edit, std::string_view text);
  void record(std::size_t place, Edit edit, std::string_view text);
  bool same(const Edit& edit, std::string_view text, const Edit& other) const;
  bool same_as_clean(std::size_t place, const Edit& edit, std::string_view text) const;
  bool same_words(std::int64_t a, std::int64_t b) const;
  bool append_edit(const Edit& edit, const CellText& form, std::string& out) const;
  bool is_touched(std::size_t place) const { return ((touched_[place / 64] >> (place % 64)) & 1) != 0; }
  const Edit* last(std::size_t place) const {
    return is_touched(place) ? &edits_[static_cast<std::size_t>(latest_[place])] : nullptr;
  }
  template <class Visit>
  void for_each_touched(const Visit& visit) const;
  std::string_view text_of(const Edit& edit) const { return {texts_.data() + edit.begin, edit.size}; }
  void write_validity();
  void write_texts();
  void write_codes();
  void write_plain();
  void write_values();

  CellText form_;
  CellText files_;
  WrittenForm written_;
  const Column* clean_ = nullptr;
  std::uint16_t operation_ = 0;
  std::uint16_t order_ = 0;
  std::array<std::uint64_t, kBatchRows / 64> touched_{};  // places that have an edit
  std::array<std::int32_t, kBatchRows> latest_{};         // by place that has one: its last edit
  std::vector<Edit> edits_;
  std::string texts_;
  std::string scratch_;
  Column out_;
};

}  // namespace synthgen
