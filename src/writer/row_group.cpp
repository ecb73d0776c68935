#include "row_group.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace synthgen {
namespace {

/// Texts of one column in one group: well inside 31-bit offsets, and a bound on memory.
constexpr std::size_t kTextBytesAtMost = std::size_t{1} << 30;

std::uint64_t low_bits(std::size_t count) { return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1; }

/// `count` ≤ 64 bits of an array of words, from bit `first` on. Reads no word that holds none of them.
std::uint64_t read_bits(const std::uint64_t* words, std::size_t first, std::size_t count) {
  const std::size_t shift = first % 64;
  std::uint64_t bits = words[first / 64] >> shift;
  if (shift + count > 64) bits |= words[first / 64 + 1] << (64 - shift);
  return bits & low_bits(count);
}

/// Puts `count` ≤ 64 bits at bit `at`; what lies beyond them in their words is cleared.
void put_bits(std::uint64_t* words, std::size_t at, std::uint64_t bits, std::size_t count) {
  const std::size_t shift = at % 64;
  words[at / 64] = (words[at / 64] & low_bits(shift)) | (bits << shift);
  if (shift + count > 64) words[at / 64 + 1] = bits >> (64 - shift);
}

std::size_t words_for(std::size_t bits) { return bits / 64 + 1; }

std::size_t width_in_group(const WriterColumn& column) {
  switch (column.type.kind) {
    case TypeKind::boolean:
      return 0;
    case TypeKind::decimal:
      return is_narrow_decimal(column) ? sizeof(std::int32_t) : sizeof(std::int64_t);
    default:
      return value_bytes(column.type.kind);
  }
}

}  // namespace

GroupColumn::GroupColumn(const WriterColumn& column, std::size_t rows_at_most)
    : dictionary_(column.dictionary),
      kind_(column.type.kind),
      plain_texts_(column.type.kind == TypeKind::string && column.dictionary == nullptr),
      narrow_decimal_(is_narrow_decimal(column)),
      width_bytes_(width_in_group(column)) {
  // Left uninitialised: pages that a small table never reaches cost nothing.
  const std::size_t bytes =
      kind_ == TypeKind::boolean ? words_for(rows_at_most) * sizeof(std::uint64_t) : (rows_at_most + 1) * width_bytes_;
  values_ = std::make_unique_for_overwrite<std::byte[]>(bytes);
  clear();
}

void GroupColumn::clear() {
  rows_ = 0;
  has_nulls_ = false;
  texts_.clear();
  if (plain_texts_) data<std::int32_t>()[0] = 0;
}

std::size_t GroupColumn::rows_that_fit(const Column& from, std::size_t first, std::size_t end) const {
  if (!plain_texts_) return end - first;
  const std::int32_t* offsets = from.data<std::int32_t>();
  const auto bytes_until = [&](std::size_t row) { return static_cast<std::size_t>(offsets[row] - offsets[first]); };
  if (texts_.size() + bytes_until(end) <= kTextBytesAtMost) return end - first;
  std::size_t fit = first;
  while (fit < end && texts_.size() + bytes_until(fit + 1) <= kTextBytesAtMost) ++fit;
  return fit - first;
}

void GroupColumn::take_validity(const Column& from, std::size_t first, std::size_t count) {
  if (!has_nulls_) {
    if (from.all_valid()) return;
    validity_.assign(words_for(rows_ + count), ~std::uint64_t{0});
    has_nulls_ = true;
  } else {
    validity_.resize(words_for(rows_ + count));
  }
  for (std::size_t i = 0; i < count; i += 64) {
    const std::size_t n = std::min<std::size_t>(64, count - i);
    const std::uint64_t bits = from.all_valid() ? low_bits(n) : read_bits(from.validity(), first + i, n);
    put_bits(validity_.data(), rows_ + i, bits, n);
  }
}

void GroupColumn::take_booleans(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t* words = data<std::uint64_t>();
  for (std::size_t i = 0; i < count; i += 8) {
    const std::size_t n = std::min<std::size_t>(8, count - i);
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes + i, n);
    // Each byte is 0 or 1; the product gathers byte k's bit as bit 56 + k.
    const std::uint64_t bits = (eight * 0x0102040810204080U) >> 56;
    put_bits(words, rows_ + i, bits, n);
  }
}

void GroupColumn::take_texts(const Column& from, std::size_t first, std::size_t count) {
  const std::int32_t* offsets = from.data<std::int32_t>();
  const std::int32_t begin = offsets[first];
  const std::int32_t end = offsets[first + count];
  const auto shift = static_cast<std::int32_t>(texts_.size()) - begin;
  std::int32_t* mine = data<std::int32_t>() + rows_;
  for (std::size_t i = 1; i <= count; ++i) mine[i] = offsets[first + i] + shift;
  texts_.insert(texts_.end(), from.text_bytes() + begin, from.text_bytes() + end);
}

bool GroupColumn::take(const Column& from, std::size_t first, std::size_t count) {
  bool digits_fit = true;
  if (plain_texts_) {
    take_texts(from, first, count);
  } else if (kind_ == TypeKind::boolean) {
    take_booleans(from.data<std::uint8_t>() + first, count);
  } else if (narrow_decimal_) {
    constexpr std::int64_t kNineDigits = 999'999'999;
    const std::int64_t* wide = from.data<std::int64_t>() + first;
    std::int32_t* narrow = data<std::int32_t>() + rows_;
    bool outside = false;
    for (std::size_t i = 0; i < count; ++i) {
      narrow[i] = static_cast<std::int32_t>(wide[i]);
      outside |= wide[i] > kNineDigits || wide[i] < -kNineDigits;
    }
    // A null row holds any value; only then is a look at each one needed.
    for (std::size_t i = 0; outside && i < count; ++i) {
      if (wide[i] <= kNineDigits && wide[i] >= -kNineDigits) continue;
      narrow[i] = 0;
      digits_fit = digits_fit && from.is_null(first + i);
    }
  } else {
    std::memcpy(values_.get() + rows_ * width_bytes_, from.data<std::byte>() + first * width_bytes_,
                count * width_bytes_);
  }
  take_validity(from, first, count);
  rows_ += count;
  return digits_fit;
}

RowGroup::RowGroup(const WriterTable& table, std::size_t rows_at_most) : rows_at_most_(rows_at_most) {
  columns_.reserve(table.columns.size());
  for (const WriterColumn& column : table.columns) {
    columns_.emplace_back(column, rows_at_most);
    names_.push_back(column.name);
  }
}

Result<std::size_t> RowGroup::take(std::span<const Column> columns, std::size_t first, std::size_t rows) {
  assert(!full_ && columns.size() == columns_.size());
  const std::size_t wanted = std::min(rows - first, rows_at_most_ - rows_);
  std::size_t count = wanted;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    count = std::min(count, columns_[c].rows_that_fit(columns[c], first, first + count));
  }
  // One text beyond the bound still goes through, alone.
  if (count == 0 && rows_ == 0) count = 1;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!columns_[c].take(columns[c], first, count)) {
      return make_error("SG5103", "column \"" + names_[c] + "\" has a value of more than 9 digits", {},
                        "widen its bounds \"min\" and \"max\"");
    }
  }
  rows_ += count;
  full_ = rows_ == rows_at_most_ || count < wanted;
  return count;
}

void RowGroup::clear() {
  for (GroupColumn& column : columns_) column.clear();
  rows_ = 0;
  full_ = false;
}

}  // namespace synthgen
