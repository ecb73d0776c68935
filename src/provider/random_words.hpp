// Identifiers that are random bits in some writing: what they are made of, row by row.
//
// Threads: immutable once made.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// write(words, pieces) writes a text from kBlocks · 4 random words. Inlined.
template <std::size_t kBlocks, class Write>
class RandomText final : public Provider {
 public:
  RandomText(StreamKey key, std::size_t room, Write write) : key_(key), room_(room), write_(write) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t words[kBlocks][4 * kBatchRows];
    for (std::size_t b = 0; b < kBlocks; ++b) {
      draw_blocks(key_, rows, evaluate.attempt(), static_cast<std::uint32_t>(b), words[b]);
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      std::uint32_t of_row[4 * kBlocks];
      for (std::size_t w = 0; w < 4 * kBlocks; ++w) of_row[w] = words[w / 4][4 * i + w % 4];
      TextPieces pieces(out, room_);
      write_(of_row, pieces);
      pieces.commit();
    }
  }

 private:
  const StreamKey key_;
  const std::size_t room_;
  const Write write_;
};

template <std::size_t kBlocks, class Write>
MadeProvider make_random_text(const ProviderContext& context, std::size_t room, Write write) {
  MadeProvider made;
  made.unique = true;
  made.provider = std::make_unique<const RandomText<kBlocks, Write>>(context.stream("value/128"), room, write);
  return made;
}

/// Times of identifiers that tell when they were made: within `days` days before the reference time, never before 1970.
class IdTimes {
 public:
  IdTimes(std::int64_t reference_micros, std::int64_t days)
      : end_(reference_micros / 1000), span_(static_cast<std::uint64_t>(days) * 86'400'000) {}

  /// Milliseconds since 1970, from 64 random bits.
  std::uint64_t operator()(std::uint64_t bits) const {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(end_ - 1 - static_cast<std::int64_t>(bounded(bits, span_)), 0));
  }
  std::uint64_t operator()(const std::uint32_t* words) const {
    return (*this)(std::uint64_t{words[0]} << 32 | words[1]);
  }

 private:
  std::int64_t end_;
  std::uint64_t span_;
};

inline constexpr ProviderOption kIdDays = {
    .name = "days",
    .meaning = "How many days before the reference time they may have been made.",
    .form = OptionForm::integer,
    .least = 1,
    .greatest = 36'500,
    .fallback = 365};

}  // namespace synthgen
