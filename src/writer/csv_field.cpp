#include "csv_field.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "csv_kernels.hpp"
#include "csv_quote.hpp"
#include "synthgen/base/eight_digits.hpp"

namespace synthgen::csv {
namespace {

typedef char Vector16 __attribute__((vector_size(16)));

/// Bytes in registers.
template <std::size_t kWidth>
struct Piece {
  static constexpr std::size_t kVectors = kWidth / 16;
  Vector16 vectors[kVectors];

  static Piece load(const char* from) {
    Piece piece;
    for (std::size_t k = 0; k < kVectors; ++k) std::memcpy(&piece.vectors[k], from + 16 * k, 16);
    return piece;
  }
  void store(char* to) const {
    for (std::size_t k = 0; k < kVectors; ++k) std::memcpy(to + 16 * k, &vectors[k], 16);
  }
};

template <>
struct Piece<8> {
  std::uint64_t word;

  static Piece load(const char* from) {
    Piece piece;
    std::memcpy(&piece.word, from, 8);
    return piece;
  }
  void store(char* to) const { std::memcpy(to, &word, 8); }
};

template <FieldRun::Form kForm, std::size_t kWidth, bool kGuarded>
void place_slots(const FieldRun& run, std::size_t rows, char** at) {
  const char* base = run.base;
  const std::size_t stride = run.stride;
  const std::uint8_t* lengths = run.lengths;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t length = lengths[i];
    const char* from = nullptr;
    if constexpr (kForm == FieldRun::Form::slots) from = base + i * stride - length;
    if constexpr (kForm == FieldRun::Form::head) from = base + i * stride;
    if constexpr (kForm == FieldRun::Form::words) from = base + static_cast<std::size_t>(run.codes[i]) * kWidth;
    if constexpr (kForm == FieldRun::Form::tails) {
      from = base + static_cast<std::size_t>(run.codes[i]) * kWidth - length;
    }
    char* const to = at[i];
    const auto field = Piece<kWidth>::load(from);
    if constexpr (kGuarded) {
      const auto behind = Piece<kWidth>::load(to + length);
      field.store(to);
      behind.store(to + length);
    } else {
      field.store(to);
    }
    at[i] = to + length;
  }
}

/// Writes no byte behind the field, so that it needs no guard.
template <bool kDay, bool kZone, int kDigits>
void place_clocks(const FieldRun& run, std::size_t rows, char** at) {
  constexpr ClockForm kForm{kDay, kZone, kDigits};
  constexpr std::size_t kSeconds = (kDay ? 11 : 0) + 6;
  for (std::size_t i = 0; i < rows; ++i) {
    // Each copy overwrites what the one before wrote beyond its text.
    char* const to = at[i];
    const std::uint32_t minute = run.clocks[i] / 60;
    if constexpr (kDay) std::memcpy(to, run.base + static_cast<std::size_t>(run.codes[i]) * 16, 16);
    std::memcpy(to + kSeconds - 6, kMinuteTexts[minute].data(), 8);
    // "00Z,", "00," or "00.".
    std::memcpy(to + kSeconds, (*run.seconds)[run.clocks[i] - minute * 60].data(), kDigits == 0 && kZone ? 4 : 3);
    if constexpr (kDigits == 3) {
      std::memcpy(to + kSeconds + 3, (*run.millis)[run.fractions[i] / 1000].data(), 4);
    } else if constexpr (kDigits == 6) {
      char digits[8];
      write_eight_digits(run.fractions[i], digits);
      std::memcpy(to + kSeconds + 3, digits + 2, 6);
      if constexpr (kZone) to[kForm.bytes() - 2] = 'Z';
    }
    if constexpr (kDigits == 6 || (kDigits == 3 && kZone)) to[kForm.bytes() - 1] = run.separator;
    at[i] = to + kForm.bytes();
  }
}

template <bool kDay, bool kZone>
void place_by_digits(const FieldRun& run, std::size_t rows, char** at) {
  if (run.clock.digits == 0) return place_clocks<kDay, kZone, 0>(run, rows, at);
  if (run.clock.digits == 3) return place_clocks<kDay, kZone, 3>(run, rows, at);
  place_clocks<kDay, kZone, 6>(run, rows, at);
}

void place_moments(const FieldRun& run, std::size_t rows, char** at) {
  if (!run.clock.day) return place_by_digits<false, false>(run, rows, at);
  if (run.clock.zone) return place_by_digits<true, true>(run, rows, at);
  place_by_digits<true, false>(run, rows, at);
}

/// A text of any size at `to`, of which 32 bytes may be read, and 32 bytes behind `to` + size may be written: two
/// copies that overlap serve for up to 64 bytes, so that the branch can be foreseen.
inline void copy_text(const char* from, std::size_t size, char* to) {
  const std::size_t last = size > 32 ? size - 32 : 0;
  Piece<32>::load(from).store(to);
  if (size > 64) std::memcpy(to + 32, from + 32, size - 64);
  Piece<32>::load(from + last).store(to + last);
}

template <bool kGuarded>
void place_far(const FieldRun& run, std::size_t rows, char** at) {
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t length = run.long_lengths[i];
    char* const to = at[i];
    const auto behind = Piece<32>::load(to + length);
    const char* const from = run.starts[i];
    Piece<32>::load(from).store(to);
    if (length > 32) std::memcpy(to + 32, from + 32, length - 32);
    if constexpr (kGuarded) behind.store(to + length);
    at[i] = to + length;
  }
}

/// The same without a byte behind it: pieces of 16 that overlap. REQUIRES: size ≥ 16.
inline void copy_text_exactly(const char* from, std::size_t size, char* to) {
  if (size > 64) {
    std::memcpy(to, from, size);
    return;
  }
  const std::size_t second = std::min<std::size_t>(16, size - 16);
  const std::size_t third = size > 32 ? size - 32 : 0;
  const auto a = Piece<16>::load(from);
  const auto b = Piece<16>::load(from + second);
  const auto c = Piece<16>::load(from + third);
  const auto d = Piece<16>::load(from + size - 16);
  a.store(to);
  b.store(to + second);
  c.store(to + third);
  d.store(to + size - 16);
}

template <bool kGuarded, bool kQuotes, bool kWide>
void place_texts(const FieldRun& run, std::size_t rows, char** at) {
  const std::int32_t* const offsets = run.offsets;
  const std::uint32_t* const lengths = run.long_lengths;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t length = lengths[i];
    char* const to = at[i];
    at[i] = to + length;
    std::size_t size = length - 1;
    std::size_t quote = 0;
    if constexpr (kQuotes) {
      // A null has a length of 1, and its text does not count.
      size = std::min(static_cast<std::size_t>(offsets[i + 1] - offsets[i]), size);
      if (run.doubled && length > size + 3) {
        write_quoted({run.starts[i], size}, run.quote, to);
        to[length - 1] = run.separator;
        continue;
      }
      // Quotes are written everywhere: where there are none, the text goes over the first and the separator over the
      // second.
      quote = (length - 1 - size) / 2;
      to[0] = run.quote;
    }
    // What stands behind is kept by not writing there, or by writing it again. To read it, from beyond the first cache,
    // takes as long as all the rest, but less than a branch that cannot be foreseen, as it would be among short texts.
    if (kGuarded && kWide && size >= 16) {
      copy_text_exactly(run.starts[i], size, to + quote);
      if constexpr (kQuotes) to[quote + size] = run.quote;
      to[length - 1] = run.separator;
      continue;
    }
    [[maybe_unused]] const auto behind = Piece<32>::load(to + length);
    if constexpr (kWide) {
      copy_text(run.starts[i], size, to + quote);
    } else {
      Piece<32>::load(run.starts[i]).store(to + quote);
    }
    if constexpr (kQuotes) to[quote + size] = run.quote;
    to[length - 1] = run.separator;
    if constexpr (kGuarded) behind.store(to + length);
  }
}

template <bool kGuarded>
void place_texts_by_kind(const FieldRun& run, std::size_t rows, char** at) {
  if (run.quotes) {
    if (run.wide) return place_texts<kGuarded, true, true>(run, rows, at);
    return place_texts<kGuarded, true, false>(run, rows, at);
  }
  if (run.wide) return place_texts<kGuarded, false, true>(run, rows, at);
  place_texts<kGuarded, false, false>(run, rows, at);
}

template <FieldRun::Form kForm, bool kGuarded>
void place_by_width(const FieldRun& run, std::size_t rows, char** at) {
  switch (run.width) {
    case 8:
      place_slots<kForm, 8, kGuarded>(run, rows, at);
      break;
    case 16:
      place_slots<kForm, 16, kGuarded>(run, rows, at);
      break;
    case 32:
      place_slots<kForm, 32, kGuarded>(run, rows, at);
      break;
    default:
      place_slots<kForm, 48, kGuarded>(run, rows, at);
      break;
  }
}

template <bool kGuarded>
void place_by_form(const FieldRun& run, std::size_t rows, char** at) {
  using Form = FieldRun::Form;
  switch (run.form) {
    case Form::slots:
      place_by_width<Form::slots, kGuarded>(run, rows, at);
      break;
    case Form::head:
      place_by_width<Form::head, kGuarded>(run, rows, at);
      break;
    case Form::words:
      place_by_width<Form::words, kGuarded>(run, rows, at);
      break;
    case Form::tails:
      place_by_width<Form::tails, kGuarded>(run, rows, at);
      break;
    case Form::moments:
      place_moments(run, rows, at);
      break;
    case Form::uuids:
      place_uuids(reinterpret_cast<const std::uint8_t*>(run.base), rows, run.separator, kGuarded, at);
      break;
    case Form::far:
      place_far<kGuarded>(run, rows, at);
      break;
    case Form::texts:
      place_texts_by_kind<kGuarded>(run, rows, at);
      break;
  }
}

}  // namespace

void add_lengths(const FieldRun& run, std::size_t rows, std::uint32_t* totals) {
  if (run.long_lengths != nullptr) {
    for (std::size_t i = 0; i < rows; ++i) totals[i] += run.long_lengths[i];
  } else {
    for (std::size_t i = 0; i < rows; ++i) totals[i] += run.lengths[i];
  }
}

void place(const FieldRun& run, std::size_t rows, bool guarded, char** at) {
  if (guarded) {
    place_by_form<true>(run, rows, at);
  } else {
    place_by_form<false>(run, rows, at);
  }
}

}  // namespace synthgen::csv
