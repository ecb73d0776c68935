// Edits over clean cells, and the column that they make.
#include "synthgen/noise/damaged_column.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <new>

namespace synthgen {
namespace {

using Form = DamagedColumn::Edit::Form;

constexpr std::size_t kUuidBytes = 16;

}  // namespace

void DamagedColumn::begin(const Column& clean) {
  assert(clean.type() == form_.type() && clean.rows() <= kBatchRows);
  clean_ = &clean;
  touched_.fill(0);
  edits_.clear();
  texts_.clear();
}

bool DamagedColumn::is_null(std::size_t place) const {
  const Edit* edit = last(place);
  return edit != nullptr ? edit->form == Form::null : clean_->is_null(place);
}

bool DamagedColumn::is_text(std::size_t place) const {
  if (const Edit* edit = last(place); edit != nullptr) return edit->form == Form::text;
  return type().kind == TypeKind::string && clean_->is_valid(place);
}

std::string_view DamagedColumn::text(std::size_t place) const {
  assert(is_text(place));
  const Edit* edit = last(place);
  return edit != nullptr ? text_of(*edit) : clean_->text(place);
}

std::int64_t DamagedColumn::word(std::size_t place) const {
  assert(is_value(place) && type().kind != TypeKind::number && type().kind != TypeKind::uuid);
  const Edit* edit = last(place);
  return edit != nullptr ? edit->word : cell_word(*clean_, place);
}

double DamagedColumn::number(std::size_t place) const {
  assert(is_value(place) && type().kind == TypeKind::number);
  const Edit* edit = last(place);
  return edit != nullptr ? std::bit_cast<double>(edit->word) : clean_->data<double>()[place];
}

void DamagedColumn::append_text(std::size_t place, std::string& out) const {
  assert(!is_null(place));
  if (const Edit* edit = last(place); edit != nullptr) {
    append_edit(*edit, form_, out);
  } else {
    form_.append(*clean_, place, out);
  }
}

bool DamagedColumn::append_edit(const Edit& edit, const CellText& form, std::string& out) const {
  switch (edit.form) {
    case Form::null:
      return false;
    case Form::text:
      out += text_of(edit);
      return true;
    case Form::word:
      if (type().kind == TypeKind::number) {
        form.append_number(std::bit_cast<double>(edit.word), out);
      } else {
        form.append_word(edit.word, out);
      }
      return true;
    case Form::bytes: {
      Column one;
      one.reset(type(), 1);
      std::memcpy(one.data<char>(), text_of(edit).data(), kUuidBytes);
      form.append(one, 0, out);
      return true;
    }
  }
  return false;
}

bool DamagedColumn::append_before(const Edit& edit, std::string& out) const {
  if (edit.before >= 0) return append_edit(edits_[static_cast<std::size_t>(edit.before)], files_, out);
  // What stood in the clean file, in whose form it can be put back.
  if (clean_->is_null(edit.place)) return false;
  files_.append(*clean_, edit.place, out);
  return true;
}

bool DamagedColumn::append_after(const Edit& edit, std::string& out) const { return append_edit(edit, files_, out); }

bool DamagedColumn::same_words(std::int64_t a, std::int64_t b) const {
  if (a == b || !form_.has_format()) return a == b;
  std::string left;
  std::string right;
  form_.append_word(a, left);
  form_.append_word(b, right);
  return left == right;
}

bool DamagedColumn::same(const Edit& edit, std::string_view text, const Edit& other) const {
  if (edit.form == Form::null || other.form == Form::null) return edit.form == other.form;
  if (edit.form == Form::word && other.form == Form::word) return same_words(edit.word, other.word);
  if (edit.form == other.form) return text == text_of(other);
  // One of them is a text: "12" for 12 is what the file has already.
  std::string written;
  if (edit.form == Form::text) {
    append_edit(other, form_, written);
    return text == written;
  }
  if (edit.form == Form::word) append_edit(edit, form_, written);
  return written == text_of(other);
}

bool DamagedColumn::same_as_clean(std::size_t place, const Edit& edit, std::string_view text) const {
  if (clean_->is_null(place) || edit.form == Form::null) return clean_->is_null(place) && edit.form == Form::null;
  switch (edit.form) {
    case Form::text:
      if (type().kind == TypeKind::string) return text == clean_->text(place);
      break;  // by its text, below: "12" for 12 is what the file had before
    case Form::bytes:
      return std::memcmp(text.data(), clean_->data<char>() + place * kUuidBytes, kUuidBytes) == 0;
    default:
      if (type().kind == TypeKind::number) {
        return edit.word == std::bit_cast<std::int64_t>(clean_->data<double>()[place]);
      }
      return same_words(edit.word, cell_word(*clean_, place));
  }
  std::string written;
  form_.append(*clean_, place, written);
  return text == written;
}

bool DamagedColumn::can_add(std::size_t place, const Edit& edit, std::string_view text) const {
  const Edit* now = last(place);
  return (now == nullptr || !same(edit, text, *now)) && !same_as_clean(place, edit, text);
}

bool DamagedColumn::add(std::size_t place, Edit edit, std::string_view text) {
  if (!can_add(place, edit, text)) return false;
  record(place, edit, text);
  return true;
}

void DamagedColumn::record(std::size_t place, Edit edit, std::string_view text) {
  // Places of texts are 32 bits wide. What is beyond is no mistake of ours, and is told as memory that ran out.
  if (text.size() > std::numeric_limits<std::uint32_t>::max() - texts_.size()) throw std::bad_alloc();
  assert(last(place) == nullptr || last(place)->operation != operation_);
  edit.place = static_cast<std::uint16_t>(place);
  edit.operation = operation_;
  edit.order = order_;
  edit.before = is_touched(place) ? latest_[place] : -1;
  edit.begin = static_cast<std::uint32_t>(texts_.size());
  edit.size = static_cast<std::uint32_t>(text.size());
  // `text` may lie in texts_ itself, which append() allows for.
  texts_.append(text);
  latest_[place] = static_cast<std::int32_t>(edits_.size());
  touched_[place / 64] |= std::uint64_t{1} << (place % 64);
  edits_.push_back(edit);
}

bool DamagedColumn::set_null(std::size_t place) { return add(place, {.form = Form::null}, {}); }

bool DamagedColumn::set_text(std::size_t place, std::string_view text) {
  if (text.size() > kMostDamagedBytes) return false;
  // Most hits are the first of their cell, in a column of texts.
  if (type().kind == TypeKind::string && !is_touched(place)) {
    if (clean_->is_valid(place) && clean_->text(place) == text) return false;
    record(place, {.form = Form::text}, text);
    return true;
  }
  assert(type().kind == TypeKind::string || written_ == WrittenForm::text);
  return add(place, {.form = Form::text}, text);
}

bool DamagedColumn::set_word(std::size_t place, std::int64_t word) {
  return add(place, {.form = Form::word, .word = word}, {});
}

bool DamagedColumn::set_number(std::size_t place, double number) {
  return add(place, {.form = Form::word, .word = std::bit_cast<std::int64_t>(number)}, {});
}

DamagedColumn::Edit DamagedColumn::edit_as(std::size_t place, const DamagedColumn& from, std::string& bytes) const {
  bytes.clear();
  if (from.is_null(place)) return {.form = Form::null};
  if (from.type() != type() || !from.is_value(place)) {
    from.append_text(place, bytes);
    return {.form = Form::text};
  }
  if (type().kind == TypeKind::number) {
    return {.form = Form::word, .word = std::bit_cast<std::int64_t>(from.number(place))};
  }
  if (type().kind != TypeKind::uuid) return {.form = Form::word, .word = from.word(place)};
  const Edit* edit = from.last(place);
  bytes = edit != nullptr ? from.text_of(*edit)
                          : std::string_view(from.clean_->data<char>() + place * kUuidBytes, kUuidBytes);
  return {.form = Form::bytes};
}

bool DamagedColumn::set_as(std::size_t place, const DamagedColumn& from) {
  const Edit edit = edit_as(place, from, scratch_);
  assert(edit.form != Form::text || type().kind == TypeKind::string || written_ == WrittenForm::text);
  return add(place, edit, scratch_);
}

bool DamagedColumn::swap(std::size_t place, DamagedColumn& left, DamagedColumn& right) {
  const Edit to_left = left.edit_as(place, right, left.scratch_);
  const Edit to_right = right.edit_as(place, left, right.scratch_);
  const auto holds = [place](const DamagedColumn& column, const Edit& edit) {
    const bool fits =
        edit.form != Form::text || column.type().kind == TypeKind::string || column.written_ == WrittenForm::text;
    return fits && column.can_add(place, edit, column.scratch_);
  };
  if (!holds(left, to_left) || !holds(right, to_right)) return false;
  left.add(place, to_left, left.scratch_);
  right.add(place, to_right, right.scratch_);
  return true;
}

bool DamagedColumn::set_from(std::size_t place, const Column& column, std::size_t row) {
  assert(column.type() == type());
  if (column.is_null(row)) return set_null(place);
  switch (type().kind) {
    case TypeKind::string:
      return set_text(place, column.text(row));
    case TypeKind::number:
      return set_number(place, column.data<double>()[row]);
    case TypeKind::uuid:
      return add(place, {.form = Form::bytes}, {column.data<char>() + row * kUuidBytes, kUuidBytes});
    default:
      return set_word(place, cell_word(column, row));
  }
}

const Column& DamagedColumn::finish() {
  if (written_ == WrittenForm::text && type().kind != TypeKind::string) {
    write_texts();
    return out_;
  }
  if (edits_.empty()) return *clean_;
  if (type().kind != TypeKind::string) {
    write_values();
  } else if (clean_->dictionary() != nullptr) {
    write_codes();
  } else {
    write_plain();
  }
  return out_;
}

/// A column of another type, all cells as texts.
void DamagedColumn::write_texts() {
  out_.reset(Type{TypeKind::string, 0}, clean_->rows());
  for (std::size_t place = 0; place < clean_->rows(); ++place) {
    if (is_null(place)) {
      out_.append_null();
      continue;
    }
    scratch_.clear();
    if (const Edit* edit = last(place); edit != nullptr) {
      append_edit(*edit, files_, scratch_);
    } else {
      files_.append(*clean_, place, scratch_);
    }
    out_.append_text(scratch_);
  }
}

/// Calls visit(place, its last edit) in the order of the places.
template <class Visit>
void DamagedColumn::for_each_touched(const Visit& visit) const {
  for (std::size_t word = 0; word < touched_.size(); ++word) {
    for (std::uint64_t bits = touched_[word]; bits != 0; bits &= bits - 1) {
      const std::size_t place = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      visit(place, edits_[static_cast<std::size_t>(latest_[place])]);
    }
  }
}

/// Validity of the clean column, but for cells that were emptied or filled.
void DamagedColumn::write_validity() {
  bool emptied = false;
  for (const Edit& edit : edits_) emptied |= edit.form == Form::null;
  if (!emptied && clean_->all_valid()) return;
  out_.intersect_validity(*clean_);
  for_each_touched([&](std::size_t place, const Edit& edit) {
    if (edit.form == Form::null) {
      out_.set_null(place);
    } else if (!out_.all_valid()) {
      out_.need_validity()[place / 64] |= std::uint64_t{1} << (place % 64);
    }
  });
}

void DamagedColumn::write_codes() {
  const std::size_t rows = clean_->rows();
  out_.reset(*clean_->dictionary(), rows);
  std::memcpy(out_.data<std::int32_t>(), clean_->data<std::int32_t>(), rows * sizeof(std::int32_t));
  for_each_touched([&](std::size_t place, const Edit& edit) {
    // A null row holds a valid code all the same.
    if (edit.form == Form::text) out_.set_extra_text(place, text_of(edit));
  });
  write_validity();
}

/// Texts without a dictionary: what lies between two edits is copied in one piece.
void DamagedColumn::write_plain() {
  const std::size_t rows = clean_->rows();
  out_.reset(type(), rows);
  std::size_t next = 0;
  for_each_touched([&](std::size_t place, const Edit& edit) {
    out_.append_texts(*clean_, next, place);
    std::memcpy(out_.text_room(edit.size), texts_.data() + edit.begin, edit.size);
    out_.commit_text(edit.size);
    next = place + 1;
  });
  out_.append_texts(*clean_, next, rows);
  write_validity();
}

void DamagedColumn::write_values() {
  const std::size_t rows = clean_->rows();
  const std::size_t width = value_bytes(type().kind);
  out_.reset(type(), rows);
  std::memcpy(out_.data<char>(), clean_->data<char>(), rows * width);
  for_each_touched([&](std::size_t place, const Edit& edit) {
    if (edit.form == Form::bytes) {
      std::memcpy(out_.data<char>() + place * width, text_of(edit).data(), width);
    } else if (edit.form == Form::null) {
      // It holds the clean value.
    } else if (width == 1) {
      out_.data<std::uint8_t>()[place] = static_cast<std::uint8_t>(edit.word);
    } else if (width == 4) {
      out_.data<std::int32_t>()[place] = static_cast<std::int32_t>(edit.word);
    } else {
      out_.data<std::int64_t>()[place] = edit.word;
    }
  });
  write_validity();
}

}  // namespace synthgen
