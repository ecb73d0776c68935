#include "synthgen/base/family_index.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace synthgen {
namespace {

template <class Size>
std::int64_t sum_of(const Size* sizes, std::int64_t count) {
  std::int64_t sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += static_cast<std::int64_t>(sizes[i]);
  return sum;
}

}  // namespace

FamilyIndex FamilyIndex::uniform(std::int64_t parents, std::int64_t each) {
  FamilyIndex index;
  index.parents_ = parents;
  index.each_ = each;
  index.rows_ = parents * each;
  index.largest_ = parents > 0 ? each : 0;
  index.childless_ = each == 0 ? parents : 0;
  return index;
}

template <class Size>
void FamilyIndex::append(std::vector<Size>& to, std::span<const std::int64_t> sizes) {
  for (const std::int64_t size : sizes) {
    if (parents_ % kStride == 0) begins_.push_back(rows_);
    to.push_back(static_cast<Size>(size));
    ++parents_;
    rows_ += size;
    childless_ += size == 0 ? 1 : 0;
  }
}

/// The narrowest list that can hold it takes over what is there.
void FamilyIndex::widen(std::int64_t largest) {
  largest_ = std::max(largest_, largest);
  const int width = largest_ <= std::numeric_limits<std::uint8_t>::max()    ? 1
                    : largest_ <= std::numeric_limits<std::uint16_t>::max() ? 2
                                                                            : 4;
  if (width <= width_) return;
  if (width == 2) {
    halves_.assign(bytes_.begin(), bytes_.end());
  } else if (width_ == 1) {
    words_.assign(bytes_.begin(), bytes_.end());
  } else {
    words_.assign(halves_.begin(), halves_.end());
    halves_ = {};
  }
  bytes_ = {};
  width_ = width;
}

void FamilyIndex::add(std::span<const std::int64_t> sizes) {
  assert(each_ < 0);
  if (sizes.empty()) return;
  const auto [least, greatest] = std::minmax_element(sizes.begin(), sizes.end());
  assert(*least >= 0 && *greatest <= std::numeric_limits<std::uint32_t>::max());
  widen(*greatest);
  width_ == 1 ? append(bytes_, sizes) : width_ == 2 ? append(halves_, sizes) : append(words_, sizes);
}

void FamilyIndex::finish() {
  bytes_.shrink_to_fit();
  halves_.shrink_to_fit();
  words_.shrink_to_fit();
  begins_.shrink_to_fit();
}

std::int64_t FamilyIndex::size(std::int64_t parent) const {
  if (each_ >= 0) return each_;
  const auto p = static_cast<std::size_t>(parent);
  return width_ == 1 ? bytes_[p] : width_ == 2 ? halves_[p] : words_[p];
}

std::int64_t FamilyIndex::begin(std::int64_t parent) const {
  if (each_ >= 0) return parent * each_;
  if (parent >= parents_) return rows_;
  const std::int64_t first = parent / kStride * kStride;
  const std::int64_t before = begins_[static_cast<std::size_t>(parent / kStride)];
  const std::int64_t count = parent - first;
  switch (width_) {
    case 1:
      return before + sum_of(bytes_.data() + first, count);
    case 2:
      return before + sum_of(halves_.data() + first, count);
    default:
      return before + sum_of(words_.data() + first, count);
  }
}

template <class Size>
FamilyIndex::Place FamilyIndex::find_among(const std::vector<Size>& sizes, std::int64_t row) const {
  // The last stride that begins at the row or before it. Of several without children only the last can hold it.
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), row);
  const std::int64_t stride = after - begins_.begin() - 1;
  std::int64_t parent = stride * kStride;
  std::int64_t number = row - begins_[static_cast<std::size_t>(stride)];
  while (number >= static_cast<std::int64_t>(sizes[static_cast<std::size_t>(parent)])) {
    number -= static_cast<std::int64_t>(sizes[static_cast<std::size_t>(parent)]);
    ++parent;
  }
  return {parent, number};
}

FamilyIndex::Place FamilyIndex::find(std::int64_t row) const {
  assert(row >= 0 && row < rows_);
  if (each_ >= 0) return {row / each_, row % each_};
  return width_ == 1 ? find_among(bytes_, row) : width_ == 2 ? find_among(halves_, row) : find_among(words_, row);
}

template <class Size>
void FamilyIndex::locate_range(const std::vector<Size>& sizes, RowSet rows, std::int64_t* parents,
                               std::int64_t* numbers) const {
  Place place = find_among(sizes, rows.first);
  auto left = static_cast<std::int64_t>(sizes[static_cast<std::size_t>(place.parent)]) - place.number;
  for (std::size_t i = 0; i < rows.count; ++i) {
    while (left == 0) {
      ++place.parent;
      place.number = 0;
      left = static_cast<std::int64_t>(sizes[static_cast<std::size_t>(place.parent)]);
    }
    if (parents != nullptr) parents[i] = place.parent;
    if (numbers != nullptr) numbers[i] = place.number;
    ++place.number;
    --left;
  }
}

void FamilyIndex::locate(RowSet rows, std::int64_t* parents, std::int64_t* numbers) const {
  if (rows.count == 0) return;
  const bool inside = rows.contiguous() && rows.first + static_cast<std::int64_t>(rows.count) <= rows_;
  if (inside && each_ < 0) {
    switch (width_) {
      case 1:
        return locate_range(bytes_, rows, parents, numbers);
      case 2:
        return locate_range(halves_, rows, parents, numbers);
      default:
        return locate_range(words_, rows, parents, numbers);
    }
  }
  for (std::size_t i = 0; i < rows.count; ++i) {
    const Place place = rows_ == 0 ? Place() : find(std::min(rows[i], rows_ - 1));
    if (parents != nullptr) parents[i] = place.parent;
    if (numbers != nullptr) numbers[i] = place.number;
  }
}

std::uint64_t FamilyIndex::memory_bytes() const {
  return bytes_.size() + halves_.size() * sizeof(std::uint16_t) + words_.size() * sizeof(std::uint32_t) +
         begins_.size() * sizeof(std::int64_t);
}

}  // namespace synthgen
