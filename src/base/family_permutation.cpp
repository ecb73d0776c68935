#include "synthgen/base/family_permutation.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "feistel_round.hpp"

namespace synthgen {
namespace {

constexpr std::uint32_t kRounds = 8;

constexpr auto kInOrder = [] {
  std::array<std::uint8_t, FamilyPermutation::kLargestShuffled> places{};
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::uint8_t>(i);
  return places;
}();

/// Eight round keys out of the four words of a family: neighbours first, then pairs two apart, the words changed.
inline StreamKey round_key(std::uint32_t round, const std::uint32_t (&words)[4]) {
  const std::uint32_t step = round < 4 ? 1 : 2;
  return {words[round % 4] ^ (round < 4 ? 0 : 0x9E3779B9U), words[(round + step) % 4]};
}

/// The same for many rows: words[w][i] is the w-th word of row i.
template <std::size_t kRows>
void run_rounds(const FeistelHalves& halves, const std::uint32_t (&words)[4][kRows], std::size_t n, std::uint32_t* left,
                std::uint32_t* right) {
  for (std::uint32_t r = 0; r < kRounds; ++r) {
    std::uint32_t* half = r % 2 == 0 ? left : right;
    const std::uint32_t* other = r % 2 == 0 ? right : left;
    const std::uint32_t size = r % 2 == 0 ? halves.left_size : halves.right_size;
    const std::uint32_t changed = r < 4 ? 0 : 0x9E3779B9U;
    const std::uint32_t* first = words[r % 4];
    const std::uint32_t* second = words[(r + (r < 4 ? 1 : 2)) % 4];
    for (std::size_t i = 0; i < n; ++i) half[i] = after_round(half[i], other[i], {first[i] ^ changed, second[i]}, size);
  }
}

}  // namespace

FamilyPermutation::FamilyPermutation(StreamKey shuffle_key, StreamKey network_key, std::uint64_t size)
    : shuffle_key_(shuffle_key), network_key_(network_key), size_(size) {
  assert(size > 0 && size <= kLargest);
  const FeistelHalves halves(size);
  left_size_ = halves.left_size;
  right_size_ = halves.right_size;
}

void FamilyPermutation::map(const FamilyIndex& families, RowSet rows, std::int64_t* to) const {
  std::int64_t parents[kPiece];
  std::int64_t numbers[kPiece];
  for (std::size_t begin = 0; begin < rows.count; begin += kPiece) {
    const RowSet part = rows.part(begin, std::min(kPiece, rows.count - begin));
    families.locate(part, parents, numbers);
    if (size_ <= kLargestShuffled) {
      shuffle(part, numbers, to + begin);
    } else {
      network(parents, numbers, part.count, to + begin);
    }
  }
}

void FamilyPermutation::shuffle(RowSet rows, const std::int64_t* numbers, std::int64_t* to) const {
  std::uint64_t bits[kPiece];
  draw_bits64(shuffle_key_, rows, 0, 0, bits);
  std::array<std::uint8_t, kLargestShuffled> order = kInOrder;
  std::int64_t family = -1;  // the first row of the family that is being shuffled
  std::int64_t done = 0;     // entries of `order` that no later step moves
  const auto step = [&](std::int64_t number, std::uint64_t draw) {
    const std::uint64_t left = size_ - static_cast<std::uint64_t>(number);
    std::swap(order[static_cast<std::size_t>(number)],
              order[static_cast<std::size_t>(number) + static_cast<std::size_t>(bounded(draw, left))]);
  };
  for (std::size_t i = 0; i < rows.count; ++i) {
    const std::int64_t begin = rows[i] - numbers[i];
    if (begin != family) {
      order = kInOrder;
      family = begin;
      done = 0;
    }
    if (done < numbers[i]) {
      // Rows of the family that are not asked for, or were in the piece before.
      std::uint64_t before[kLargestShuffled];
      draw_bits64(shuffle_key_, RowSet::range(family + done, static_cast<std::size_t>(numbers[i] - done)), 0, 0,
                  before);
      for (const std::int64_t first = done; done < numbers[i]; ++done) step(done, before[done - first]);
    }
    if (done == numbers[i]) step(done++, bits[i]);
    to[i] = order[static_cast<std::size_t>(numbers[i])];
  }
}

void FamilyPermutation::network(const std::int64_t* parents, const std::int64_t* numbers, std::size_t n,
                                std::int64_t* to) const {
  std::int64_t distinct[kPiece];
  std::size_t of_row[kPiece];
  std::size_t families = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i == 0 || parents[i] != parents[i - 1]) distinct[families++] = parents[i];
    of_row[i] = families - 1;
  }
  std::uint32_t blocks[4 * kPiece];
  draw_blocks(network_key_, RowSet::of({distinct, families}), 0, 0, blocks);
  std::uint32_t words[4][kPiece];
  std::uint32_t left[kPiece];
  std::uint32_t right[kPiece];
  const FeistelHalves halves(left_size_, right_size_);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t w = 0; w < 4; ++w) words[w][i] = blocks[4 * of_row[i] + w];
    halves.split(static_cast<std::uint64_t>(numbers[i]), left[i], right[i]);
  }
  run_rounds(halves, words, n, left, right);
  for (std::size_t i = 0; i < n; ++i) {
    to[i] = halves.join(left[i], right[i]);
    // Fewer than one in sqrt(size) leave the range, and walk on until they are back.
    while (static_cast<std::uint64_t>(to[i]) >= size_) {
      halves.split(static_cast<std::uint64_t>(to[i]), left[i], right[i]);
      const std::uint32_t own[4] = {words[0][i], words[1][i], words[2][i], words[3][i]};
      for (std::uint32_t r = 0; r < kRounds; r += 2) {
        left[i] = after_round(left[i], right[i], round_key(r, own), halves.left_size);
        right[i] = after_round(right[i], left[i], round_key(r + 1, own), halves.right_size);
      }
      to[i] = halves.join(left[i], right[i]);
    }
  }
}

}  // namespace synthgen
