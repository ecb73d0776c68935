#include "key_index.hpp"

#include <cstring>

#include "synthgen/column/cell_text.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kFewestSlots = 1024;

/// Finalizer of MurmurHash3 (Austin Appleby, public domain): a permutation of 64 bits.
std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xFF51AFD7ED558CCDULL;
  x ^= x >> 33;
  x *= 0xC4CEB9FE1A85EC53ULL;
  return x ^ (x >> 33);
}

std::uint64_t mix_bytes(const char* bytes, std::size_t size) {
  std::uint64_t hash = mix(size + 0x9E3779B97F4A7C15ULL);
  for (; size >= 8; bytes += 8, size -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, 8);
    hash = mix(hash ^ word) + 0x9E3779B97F4A7C15ULL;
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, bytes, size);
  return mix(hash ^ rest);
}

/// Kept as whole numbers, whose keys may count evenly.
bool is_whole(const Column& column) {
  const TypeKind kind = column.type().kind;
  return kind != TypeKind::string && kind != TypeKind::uuid && kind != TypeKind::number;
}

std::uint64_t print_of_word(std::int64_t word) { return mix(static_cast<std::uint64_t>(word)); }

}  // namespace

std::uint64_t fingerprint(const Column& column, std::size_t row) {
  switch (column.type().kind) {
    case TypeKind::string: {
      const std::string_view text = column.text(row);
      return mix_bytes(text.data(), text.size());
    }
    case TypeKind::uuid:
      return mix_bytes(column.data<char>() + 16 * row, 16);
    case TypeKind::number: {
      // Minus zero equals zero.
      const double value = column.data<double>()[row] + 0.0;
      std::uint64_t bits = 0;
      std::memcpy(&bits, &value, 8);
      return mix(bits);
    }
    default:
      return print_of_word(cell_word(column, row));
  }
}

std::uint64_t fingerprint(std::span<const Column* const> columns, std::size_t row) {
  std::uint64_t print = fingerprint(*columns.front(), row);
  for (const Column* column : columns.subspan(1))
    print = mix(print + 0x9E3779B97F4A7C15ULL) ^ fingerprint(*column, row);
  return print;
}

void FingerprintSet::clear() {
  size_ = 0;
  prints_.clear();
  rows_.clear();
}

std::size_t FingerprintSet::slot_of(std::uint64_t print) const {
  const std::size_t mask = prints_.size() - 1;
  std::size_t slot = print & mask;
  while (prints_[slot] != 0 && prints_[slot] != print) slot = (slot + 1) & mask;
  return slot;
}

bool FingerprintSet::insert(std::uint64_t print, std::int64_t row) {
  if (print == 0) print = 1;
  if (2 * (size_ + 1) > prints_.size()) grow();
  const std::size_t slot = slot_of(print);
  if (prints_[slot] == print) return false;
  prints_[slot] = print;
  if (keeps_rows_) rows_[slot] = row;
  ++size_;
  return true;
}

std::optional<std::int64_t> FingerprintSet::find(std::uint64_t print) const {
  if (prints_.empty()) return std::nullopt;
  if (print == 0) print = 1;
  const std::size_t slot = slot_of(print);
  if (prints_[slot] != print) return std::nullopt;
  return keeps_rows_ ? rows_[slot] : 0;
}

void FingerprintSet::grow() {
  std::vector<std::uint64_t> prints(prints_.empty() ? kFewestSlots : 2 * prints_.size());
  std::vector<std::int64_t> rows(keeps_rows_ ? prints.size() : 0);
  prints.swap(prints_);
  rows.swap(rows_);
  for (std::size_t i = 0; i < prints.size(); ++i) {
    if (prints[i] == 0) continue;
    const std::size_t slot = slot_of(prints[i]);
    prints_[slot] = prints[i];
    if (keeps_rows_) rows_[slot] = rows[i];
  }
}

void KeyIndex::begin(std::uint64_t part, std::uint64_t parts) {
  part_ = part;
  parts_ = parts;
  even_ = true;
  count_ = 0;
  set_.clear();
}

void KeyIndex::keep(std::uint64_t print, std::int64_t row) {
  if (parts_ == 1 || part_of_fingerprint(print, parts_) == part_) set_.insert(print, row);
}

void KeyIndex::add(const Column& keys) {
  for (std::size_t i = 0; i < keys.rows(); ++i, ++count_) {
    if (even_) {
      const bool whole = is_whole(keys) && keys.is_valid(i);
      const std::int64_t word = whole ? cell_word(keys, i) : 0;
      std::int64_t expected = 0;
      if (count_ == 0) {
        first_ = word;
      } else if (count_ == 1) {
        even_ = !__builtin_sub_overflow(word, first_, &step_) && step_ > 0;
      } else {
        even_ = !__builtin_mul_overflow(count_, step_, &expected) &&
                !__builtin_add_overflow(expected, first_, &expected) && expected == word;
      }
      even_ = even_ && whole;
      if (even_) continue;
      for (std::int64_t row = 0; row < count_; ++row) {
        keep(print_of_word(first_ + row * step_), row);
      }
    }
    if (keys.is_valid(i)) keep(fingerprint(keys, i), count_);
  }
}

std::optional<std::int64_t> KeyIndex::find(const Column& column, std::size_t row) const {
  if (!even_) return set_.find(fingerprint(column, row));
  if (count_ == 0 || !is_whole(column)) return std::nullopt;
  const std::int64_t word = cell_word(column, row);
  if (count_ == 1) return word == first_ ? std::optional<std::int64_t>(0) : std::nullopt;
  std::int64_t distance = 0;
  if (__builtin_sub_overflow(word, first_, &distance) || distance < 0 || distance % step_ != 0) return std::nullopt;
  const std::int64_t found = distance / step_;
  return found < count_ ? std::optional(found) : std::nullopt;
}

void KeyIndex::add(std::span<const Column* const> keys) {
  if (keys.size() == 1) return add(*keys.front());
  even_ = false;
  for (std::size_t i = 0; i < keys.front()->rows(); ++i, ++count_) {
    bool valid = true;
    for (const Column* column : keys) valid = valid && column->is_valid(i);
    if (valid) keep(fingerprint(keys, i), count_);
  }
}

std::optional<std::int64_t> KeyIndex::find(std::span<const Column* const> columns, std::size_t row) const {
  return columns.size() == 1 ? find(*columns.front(), row) : set_.find(fingerprint(columns, row));
}

}  // namespace synthgen
