#include "scatter.hpp"

#include <cassert>
#include <vector>

namespace synthgen {
namespace {

template <class T>
void copy_cells(const Column& from, std::span<const std::int64_t> rows, std::span<const std::int64_t> places,
                Column& to) {
  const T* source = from.data<T>();
  T* target = to.data<T>();
  for (std::size_t i = 0; i < rows.size(); ++i) target[places[i]] = source[rows[i]];
}

void copy_validity(const Column& from, std::span<const std::int64_t> rows, std::span<const std::int64_t> places,
                   Column& to) {
  if (from.all_valid() && to.all_valid()) return;
  std::uint64_t* words = to.need_validity();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto place = static_cast<std::size_t>(places[i]);
    const std::uint64_t bit = std::uint64_t{1} << (place % 64);
    if (from.is_valid(static_cast<std::size_t>(rows[i]))) {
      words[place / 64] |= bit;
    } else {
      words[place / 64] &= ~bit;
    }
  }
}

void rebuild_texts(const Column& from, std::span<const std::int64_t> rows, std::span<const std::int64_t> places,
                   Column& to) {
  std::vector<std::int64_t> source(to.rows(), -1);
  for (std::size_t i = 0; i < rows.size(); ++i) source[static_cast<std::size_t>(places[i])] = rows[i];
  Column merged;
  merged.reset(to.type(), to.rows());
  for (std::size_t row = 0; row < to.rows();) {
    if (source[row] >= 0) {
      const auto at = static_cast<std::size_t>(source[row++]);
      from.is_null(at) ? merged.append_null() : merged.append_text(from.text(at));
      continue;
    }
    // What stays is mostly much, and copied in one piece.
    const std::size_t begin = row;
    while (row < to.rows() && source[row] < 0) ++row;
    merged.append_texts(to, begin, row);
    for (std::size_t i = begin; !to.all_valid() && i < row; ++i) {
      if (to.is_null(i)) merged.set_null(i);
    }
  }
  to = std::move(merged);
}

}  // namespace

void scatter(const Column& from, std::span<const std::int64_t> rows, std::span<const std::int64_t> places, Column& to) {
  assert(from.type() == to.type() && rows.size() == places.size());
  assert((from.dictionary() == nullptr) == (to.dictionary() == nullptr));
  if (to.type().kind == TypeKind::string && to.dictionary() == nullptr) {
    rebuild_texts(from, rows, places, to);
    return;
  }
  struct Sixteen {
    std::uint64_t words[2];
  };
  switch (value_bytes(to.type().kind)) {
    case 1:
      copy_cells<std::uint8_t>(from, rows, places, to);
      break;
    case 4:
      copy_cells<std::int32_t>(from, rows, places, to);
      break;
    case 8:
      copy_cells<std::int64_t>(from, rows, places, to);
      break;
    default:
      copy_cells<Sixteen>(from, rows, places, to);
      break;
  }
  copy_validity(from, rows, places, to);
}

}  // namespace synthgen
