#include "synthgen/column/column.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <new>

namespace synthgen {
namespace {

constexpr std::size_t kAlignment = 64;
// Kernels may read and write whole vectors past the last value.
constexpr std::size_t kSlackBytes = 64;
constexpr std::size_t kTextSlackBytes = 32;
// What an offset of 32 bits reaches. The buffer is never larger than this and the slack, so that every text
// that finds room without growth has an offset too.
constexpr std::size_t kMostTextBytes = std::numeric_limits<std::int32_t>::max();

}  // namespace

Dictionary::Dictionary(const std::vector<std::string>& texts) {
  offsets_.reserve(texts.size() + 1);
  offsets_.push_back(0);
  for (const std::string& text : texts) {
    bytes_ += text;
    longest_ = std::max(longest_, text.size());
    offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
  }
  bytes_.append(kTextSlackBytes, '\0');
}

void Column::Free::operator()(std::byte* p) const { ::operator delete (p, std::align_val_t{kAlignment}); }

void Column::reserve(std::size_t bytes) {
  const std::size_t wanted = bytes + kSlackBytes;
  if (wanted <= capacity_bytes_) return;
  const std::size_t grown = std::max(wanted, capacity_bytes_ + capacity_bytes_ / 2);
  values_.reset(static_cast<std::byte*>(::operator new (grown, std::align_val_t{kAlignment})));
  capacity_bytes_ = grown;
}

void Column::reset(Type type, std::size_t rows) {
  type_ = type;
  rows_ = rows;
  has_nulls_ = false;
  dictionary_ = nullptr;
  extra_ends_.clear();
  extra_rows_.clear();
  reserve((rows + 1) * value_bytes(type.kind));  // one more for the offsets of texts
  if (type.kind == TypeKind::string) begin_texts();
}

void Column::reset(const Dictionary& dictionary, std::size_t rows) {
  type_ = {TypeKind::string, 0};
  rows_ = rows;
  has_nulls_ = false;
  reserve(rows * sizeof(std::int32_t));
  dictionary_ = &dictionary;
  extra_ends_.clear();
  extra_rows_.clear();
}

std::int32_t Column::set_extra_text(std::size_t row, std::string_view text) {
  assert(dictionary_ != nullptr && row < rows_ && (extra_rows_.empty() || extra_rows_.back() < row));
  if (extra_ends_.empty()) text_end_ = 0;
  if (text_.empty()) text_.resize(kTextSlackBytes * 8);
  std::memcpy(text_room(text.size()), text.data(), text.size());
  text_end_ += text.size();
  extra_ends_.push_back(text_end_);
  extra_rows_.push_back(static_cast<std::uint32_t>(row));
  const auto code = static_cast<std::int32_t>(dictionary_->size() + extra_ends_.size() - 1);
  data<std::int32_t>()[row] = code;
  return code;
}

std::uint64_t* Column::need_validity() {
  if (!has_nulls_) {
    validity_.assign((rows_ + 63) / 64, ~std::uint64_t{0});
    has_nulls_ = true;
  }
  return validity_.data();
}

void Column::intersect_validity(const Column& other) {
  assert(rows_ == other.rows_);
  if (other.all_valid()) return;
  std::uint64_t* mine = need_validity();
  for (std::size_t w = 0; w < (rows_ + 63) / 64; ++w) mine[w] &= other.validity_[w];
}

std::size_t Column::null_count() const {
  if (!has_nulls_) return 0;
  std::size_t valid = 0;
  const std::size_t whole = rows_ / 64;
  for (std::size_t w = 0; w < whole; ++w) valid += static_cast<std::size_t>(std::popcount(validity_[w]));
  if (const std::size_t rest = rows_ % 64; rest != 0) {
    valid += static_cast<std::size_t>(std::popcount(validity_[whole] & ((std::uint64_t{1} << rest) - 1)));
  }
  return rows_ - valid;
}

void Column::begin_texts() {
  assert(dictionary_ == nullptr);
  text_end_ = 0;
  texts_ = 0;
  if (text_.empty()) text_.resize(kTextSlackBytes * 8);
  data<std::int32_t>()[0] = 0;
}

void Column::grow_text(std::size_t bytes) {
  // Offsets are 32 bits wide. Texts beyond that are no mistake of ours, and are told as memory that ran out.
  if (bytes > kMostTextBytes - text_end_) throw std::bad_alloc();
  const std::size_t doubled = std::min(text_.size() * 2, kMostTextBytes + kTextSlackBytes);
  text_.resize(std::max(text_end_ + bytes + kTextSlackBytes, doubled));
}

void Column::append_texts(const Column& from, std::size_t begin, std::size_t end) {
  assert(dictionary_ == nullptr && from.dictionary_ == nullptr && texts_ + (end - begin) <= rows_);
  const std::int32_t* theirs = from.data<std::int32_t>() + begin;
  const std::size_t count = end - begin;
  const auto bytes = static_cast<std::size_t>(theirs[count] - theirs[0]);
  std::memcpy(text_room(bytes), from.text_.data() + theirs[0], bytes);
  const std::int32_t shift = static_cast<std::int32_t>(text_end_) - theirs[0];
  std::int32_t* mine = data<std::int32_t>() + texts_;
  for (std::size_t i = 1; i <= count; ++i) mine[i] = theirs[i] + shift;
  texts_ += count;
  text_end_ += bytes;
}

void Column::gather(const Column& from, std::span<const std::int64_t> rows) {
  const std::size_t n = rows.size();
  assert(from.dictionary_ == nullptr || from.extra_ends_.empty());
  if (from.dictionary_ != nullptr) {
    reset(*from.dictionary_, n);
  } else {
    reset(from.type_, n);
  }
  const auto copy = [&](auto* to, const auto* source) {
    for (std::size_t i = 0; i < n; ++i) to[i] = source[rows[i]];
  };
  struct Sixteen {
    std::uint64_t words[2];
  };
  if (type_.kind == TypeKind::string && dictionary_ == nullptr) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view text = from.text(static_cast<std::size_t>(rows[i]));
      std::memcpy(text_room(text.size()), text.data(), text.size());
      commit_text(text.size());
    }
  } else {
    switch (value_bytes(type_.kind)) {
      case 1:
        copy(data<std::uint8_t>(), from.data<std::uint8_t>());
        break;
      case 4:
        copy(data<std::int32_t>(), from.data<std::int32_t>());
        break;
      case 8:
        copy(data<std::int64_t>(), from.data<std::int64_t>());
        break;
      default:
        copy(data<Sixteen>(), from.data<Sixteen>());
        break;
    }
  }
  if (from.all_valid()) return;
  // By words and without branches: nulls may lie anywhere.
  std::uint64_t* words = need_validity();
  std::uint64_t nulls = 0;
  for (std::size_t begin = 0; begin < n; begin += 64) {
    const std::size_t end = std::min(n, begin + 64);
    std::uint64_t word = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto row = static_cast<std::uint64_t>(rows[i]);
      const std::uint64_t valid = from.validity_[row / 64] >> (row % 64) & 1;
      word |= valid << (i - begin);
      nulls |= valid ^ 1;
    }
    words[begin / 64] = word;
  }
  has_nulls_ = nulls != 0;
}

void Column::append(const Column& from) {
  assert(rows_ == 0 || (type_ == from.type_ && dictionary_ == from.dictionary_));
  assert(from.dictionary_ == nullptr || from.extra_ends_.empty());
  const bool texts = from.type_.kind == TypeKind::string && from.dictionary_ == nullptr;
  if (rows_ == 0) {
    if (from.dictionary_ != nullptr) {
      reset(*from.dictionary_, 0);
    } else {
      reset(from.type_, 0);
    }
  }
  const std::size_t before = rows_;
  const std::size_t width = value_bytes(type_.kind);
  const std::size_t used = (before + (texts ? 1 : 0)) * width;
  const std::size_t needed = (before + from.rows_ + 1) * width;
  if (needed + kSlackBytes > capacity_bytes_) {
    // reserve() forgets the contents; here they must move along.
    const std::unique_ptr<std::byte, Free> old = std::move(values_);
    const std::size_t grown = std::max(needed, capacity_bytes_ + capacity_bytes_ / 2);
    capacity_bytes_ = 0;  // should memory run out now, nothing is held
    reserve(grown);
    if (old != nullptr) std::memcpy(values_.get(), old.get(), used);
  }
  rows_ = before + from.rows_;
  if (texts) {
    const std::size_t bytes = from.text_end_;
    std::memcpy(text_room(bytes), from.text_.data(), bytes);
    std::int32_t* offsets = data<std::int32_t>();
    const std::int32_t* others = from.data<std::int32_t>();
    const auto base = static_cast<std::int32_t>(text_end_);
    for (std::size_t i = 1; i <= from.rows_; ++i) offsets[before + i] = base + others[i];
    text_end_ += bytes;
    texts_ += from.rows_;
  } else if (from.rows_ != 0) {
    std::memcpy(values_.get() + used, from.values_.get(), from.rows_ * width);
  }
  if (!has_nulls_ && from.all_valid()) return;
  if (!has_nulls_) {
    need_validity();
  } else {
    const std::size_t old_words = validity_.size();
    validity_.resize((rows_ + 63) / 64, ~std::uint64_t{0});
    // Bits beyond the old last row were unspecified.
    if (before % 64 != 0 && old_words != 0) validity_[before / 64] |= ~std::uint64_t{0} << (before % 64);
  }
  if (!from.all_valid()) {
    for (std::size_t i = 0; i < from.rows_; ++i) {
      if (from.is_null(i)) validity_[(before + i) / 64] &= ~(std::uint64_t{1} << ((before + i) % 64));
    }
  }
}

std::size_t Column::memory_bytes() const {
  return capacity_bytes_ + validity_.capacity() * sizeof(std::uint64_t) + text_.capacity();
}

ColumnPool::Lease ColumnPool::take() {
  if (free_.empty()) {
    // Room for it to come back: giving back happens in destructors, where nothing may throw.
    free_.reserve(made_ + 1);
    auto column = std::make_unique<Column>();
    ++made_;
    return {*this, std::move(column)};
  }
  std::unique_ptr<Column> column = std::move(free_.back());
  free_.pop_back();
  return {*this, std::move(column)};
}

ColumnPool::Lease& ColumnPool::Lease::operator=(Lease&& other) noexcept {
  give_back();
  pool_ = other.pool_;
  column_ = std::move(other.column_);
  return *this;
}

void ColumnPool::Lease::give_back() {
  if (column_ != nullptr) pool_->free_.push_back(std::move(column_));
}

}  // namespace synthgen
