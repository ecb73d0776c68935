// The modifier "unique": "suffix".
#include "synthgen/source/unique_suffix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/eight_digits.hpp"
#include "synthgen/base/letter_case.hpp"
#include "synthgen/base/permutation.hpp"

namespace synthgen {
namespace {

/// The fewest digits: a table that grows from five rows to ninety keeps its numbers.
constexpr int kFewestDigits = 2;
/// The most whose numbers a permutation can lay out: 9·10^17 of them.
constexpr int kMostDigits = 18;

/// Numbers of so many digits, the first of them not 0.
constexpr std::uint64_t numbers_of(int digits) {
  std::uint64_t count = 9;
  for (int d = 1; d < digits; ++d) count *= 10;
  return count;
}

/// Where the number goes in a text.
struct Seam {
  std::uint32_t at = 0;    ///< bytes before it
  std::uint32_t rest = 0;  ///< where the text goes on behind it
  char before = '\0';      ///< what goes before it; 0: nothing
};

/// Eight bytes as a number whose lowest byte is the first.
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// Every byte of the word that equals `byte` has its high bit set in the result, no other bit is set.
std::uint64_t equal_bytes(std::uint64_t word, char byte) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
  const std::uint64_t other = word ^ (0x0101010101010101 * static_cast<unsigned char>(byte));
  return ~(((other & kLow) + kLow) | other | kLow);
}

/// The high bits of eight bytes, the first byte's lowest.
std::uint64_t high_bits(std::uint64_t word) { return ((word >> 7) * 0x0102040810204080) >> 56; }

/// Which of 32 bytes are `byte`.
struct Equal {
  Equal(const char* bytes, char byte) {
    for (std::size_t w = 0; w < 4; ++w) words[w] = equal_bytes(word_at(bytes + 8 * w), byte);
  }
  bool any() const { return (words[0] | words[1] | words[2] | words[3]) != 0; }
  /// The first byte's bit is the lowest.
  std::uint32_t mask() const {
    std::uint64_t mask = 0;
    for (std::size_t w = 0; w < 4; ++w) mask |= high_bits(words[w]) << (8 * w);
    return static_cast<std::uint32_t>(mask);
  }
  std::uint64_t words[4];
};

bool begins_upper(std::string_view text) {
  const std::uint32_t code = first_character(text).code;
  return code != kNoCharacter && lower_of(code) != code;
}

Seam at_end(std::size_t size, bool spaced) {
  return {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(size), spaced ? ' ' : '\0'};
}

/// 32 bytes behind the text's start, and behind its end, are read.
Seam find_seam(std::string_view text) {
  bool space = false;
  std::size_t sign = 0;
  // Names and addresses are shorter than 32 bytes, so that this loop ends where the processor expects it.
  for (std::size_t begin = 0; begin < text.size(); begin += 32) {
    const char* const bytes = text.data() + begin;
    const std::size_t rest = text.size() - begin;
    const std::uint32_t inside = rest >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << rest) - 1;
    // What is behind the text may look like it, so that the masks decide; mostly there is nothing to be masked.
    if (const Equal blank(bytes, ' '); !space && blank.any()) space = (blank.mask() & inside) != 0;
    if (const Equal signs(bytes, '@'); signs.any()) {
      if (const std::uint32_t found = signs.mask() & inside; found != 0) {
        sign = begin + static_cast<std::size_t>(31 - __builtin_clz(found));
      }
    }
  }
  // What begins with its only @ is the name of an account, not an address.
  if (sign > 0) return {static_cast<std::uint32_t>(sign), static_cast<std::uint32_t>(sign)};
  return at_end(text.size(), space || (!text.empty() && begins_upper(text)));
}

/// Eight bytes are written, whatever `bytes` says to keep.
char* put_word(std::uint64_t word, std::size_t bytes, char* at) {
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  std::memcpy(at, &word, 8);
  return at + bytes;
}

constexpr std::uint64_t kEightDigits = 100'000'000;

/// A number of nine digits or more.
char* put_long_number(std::uint64_t number, std::size_t digits, char* at) {
  for (std::size_t left = digits; left > 0;) {
    // The first part may be shorter than those behind it.
    const std::size_t part = (left - 1) % 8 + 1;
    std::uint64_t value = number;
    for (std::size_t d = part; d < left; d += 8) value /= kEightDigits;
    at = put_word(eight_digits(static_cast<std::uint32_t>(value % kEightDigits)) >> (8 * (8 - part)), part, at);
    left -= part;
  }
  return at;
}

/// 32 bytes behind both may be read and written.
void copy_wide(const char* from, std::size_t bytes, char* to) {
  if (bytes <= 32) {
    std::memcpy(to, from, 32);
  } else {
    std::memcpy(to, from, bytes);
  }
}

constexpr std::size_t kLongestLabel = 63;  // RFC 1035, section 2.3.4

/// Of a text that has one @. 32 bytes behind its end are read.
Seam before_at(const char* text, std::size_t size) {
  for (std::size_t begin = 0; begin < size; begin += 32) {
    const Equal signs(text + begin, '@');
    // What is behind the text may have one too, but not before the text's own.
    if (!signs.any()) continue;
    const auto at = static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(__builtin_ctz(signs.mask()));
    return at < size ? Seam{at, at} : at_end(size, false);
  }
  return at_end(size, false);
}

Seam before_extension(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  const std::size_t dot = path.rfind('.');
  const std::size_t at = dot == std::string_view::npos || dot <= name ? path.size() : dot;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at), '_'};
}

/// A label that would become too long gives its last letters for the digits.
Seam in_first_label(std::string_view url, std::size_t digits) {
  const std::size_t scheme = url.find("://");
  std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  if (url.substr(begin).starts_with("www.")) begin += 4;
  const std::size_t end = std::min(url.find_first_of("./:?#", begin), url.size());
  const std::size_t at = std::min(end, begin + kLongestLabel - digits);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
}

class SuffixedTexts final : public Source {
 public:
  SuffixedTexts(std::unique_ptr<const Source> inner, const Dictionary* dictionary, SuffixPlace place, Permutation order,
                int digits)
      : inner_(std::move(inner)),
        place_(place),
        order_(std::move(order)),
        digits_(static_cast<std::size_t>(digits)),
        first_number_(order_.size() / 9) {
    if (dictionary == nullptr) return;
    for (std::size_t code = 0; code < dictionary->size(); ++code) {
      const std::string_view text = (*dictionary)[code];
      with_place([&](auto seam) { seams_.push_back(seam(text.data(), text.size())); });
    }
  }

  std::uint64_t memory_bytes() const { return order_.memory_bytes() + seams_.size() * sizeof(Seam); }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const ColumnPool::Lease texts = evaluate.pool().take();
    inner_->fill(evaluate, *texts);
    std::int64_t numbers[kBatchRows];
    if (rows.contiguous() && static_cast<std::uint64_t>(rows.first) + rows.count <= order_.size()) {
      order_.map(rows, numbers);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) {
        // Samples may look beyond the table's last row, where texts repeat.
        numbers[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(rows[i]) % order_.size());
      }
      order_.map(numbers, rows.count, numbers);
    }
    if (texts->dictionary() != nullptr) {
      const Dictionary& dictionary = *texts->dictionary();
      const auto* codes = texts->data<std::int32_t>();
      const std::int32_t* offsets = dictionary.offsets().data();
      put_numbers(
          [&](std::size_t i) {
            const std::int32_t code = codes[i];
            return Text{dictionary.bytes() + offsets[code],
                        static_cast<std::size_t>(offsets[code + 1] - offsets[code])};
          },
          [&](std::size_t i, Text) { return seams_[static_cast<std::size_t>(codes[i])]; }, *texts, numbers, out);
      return;
    }
    const char* bytes = texts->text_bytes();
    const auto* offsets = texts->data<std::int32_t>();
    with_place([&](auto seam) {
      put_numbers(
          [&](std::size_t i) {
            return Text{bytes + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
          },
          [&](std::size_t, Text text) { return seam(text.bytes, text.size); }, *texts, numbers, out);
    });
  }

 private:
  struct Text {
    const char* bytes = nullptr;
    std::size_t size = 0;
  };

  /// Calls use(seam) with the function of bytes and size that finds the seam of the place.
  template <class Use>
  void with_place(const Use& use) const {
    switch (place_) {
      case SuffixPlace::by_text:
        return use([](const char* bytes, std::size_t size) { return find_seam({bytes, size}); });
      case SuffixPlace::end:
        return use([](const char*, std::size_t size) { return at_end(size, false); });
      case SuffixPlace::end_after_space:
        return use([](const char*, std::size_t size) { return at_end(size, true); });
      case SuffixPlace::before_at:
        return use([](const char* bytes, std::size_t size) { return before_at(bytes, size); });
      case SuffixPlace::before_extension:
        return use([](const char* bytes, std::size_t size) { return before_extension({bytes, size}); });
      case SuffixPlace::first_label:
        return use([this](const char* bytes, std::size_t size) { return in_first_label({bytes, size}, digits_); });
    }
  }

  template <class TextOf, class SeamOf>
  void put_numbers(const TextOf& text_of, const SeamOf& seam_of, const Column& texts, const std::int64_t* numbers,
                   Column& out) const {
    if (digits_ > 8) {
      put_texts(
          text_of, seam_of,
          [&](std::size_t i, char* at) {
            return put_long_number(static_cast<std::uint64_t>(numbers[i]) + first_number_, digits_, at);
          },
          texts, out);
    } else {
      const std::size_t shift = 8 * (8 - digits_);
      put_texts(
          text_of, seam_of,
          [&](std::size_t i, char* at) {
            const std::uint64_t number = static_cast<std::uint64_t>(numbers[i]) + first_number_;
            return put_word(eight_digits(static_cast<std::uint32_t>(number)) >> shift, digits_, at);
          },
          texts, out);
    }
  }

  /// The room of the batch is taken once, so that nothing but bytes is written row by row.
  ///
  /// put(i, at) writes the number of a row and returns its end
  template <class TextOf, class SeamOf, class Put>
  void put_texts(const TextOf& text_of, const SeamOf& seam_of, const Put& put, const Column& texts, Column& out) const {
    const std::size_t rows = texts.rows();
    out.reset({TypeKind::string, 0}, rows);
    out.begin_texts();
    std::size_t room = rows * (1 + digits_);
    for (std::size_t i = 0; i < rows; ++i) room += text_of(i).size;
    char* const begin = out.text_room(room);
    char* at = begin;
    auto* const ends = out.data<std::int32_t>() + 1;
    const bool nulls = !texts.all_valid();
    for (std::size_t i = 0; i < rows; ++i) {
      if (!nulls || texts.is_valid(i)) {
        const Text text = text_of(i);
        const Seam seam = seam_of(i, text);
        copy_wide(text.bytes, seam.at, at);
        at += seam.at;
        *at = seam.before;
        at += seam.before != '\0' ? 1 : 0;
        at = put(i, at);
        if (seam.rest < text.size) {
          copy_wide(text.bytes + seam.rest, text.size - seam.rest, at);
          at += text.size - seam.rest;
        }
      }
      ends[i] = static_cast<std::int32_t>(at - begin);
    }
    out.commit_texts(rows, static_cast<std::size_t>(at - begin));
    out.intersect_validity(texts);
  }

  const std::unique_ptr<const Source> inner_;
  const SuffixPlace place_;
  const Permutation order_;
  const std::size_t digits_;
  const std::uint64_t first_number_;  ///< the least of that many digits
  std::vector<Seam> seams_;           ///< by code, where the texts are coded
};

class SuffixSpec final : public SourceSpec {
 public:
  explicit SuffixSpec(std::unique_ptr<SourceSpec> inner) : inner_(std::move(inner)) {}

  std::vector<const Expression*> expressions() const override { return inner_->expressions(); }
  std::vector<PathUse> paths() const override { return inner_->paths(); }
  bool unique() const override { return true; }
  bool drawn() const override { return inner_->drawn(); }
  std::string unscored() const override { return "has a number put to each value"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    Result<MadeSource> inner = inner_->make(context);
    if (!inner.ok()) return inner.diagnostics();
    MadeSource made = std::move(*inner);
    const ColumnDeclaration& declaration = context.declaration();
    if (made.type.kind != TypeKind::string) {
      return make_error("SG2750",
                        fmt::format("\"suffix\" puts a number to each text, and column \"{}\" is of type {}",
                                    declaration.name, type_text(made.type)),
                        declaration.unique_place,
                        made.unique ? "its values differ as they are: leave \"unique\" out"
                                    : "\"unique\": true is for integers, dates and times; or make it a text: "
                                      "\"template\": \"{a}\" with \"a\" a hidden column");
    }
    if (!made.no_suffix.empty()) {
      return make_error("SG2750", "a number put to a value of this column would make it something else",
                        declaration.unique_place, std::string(made.no_suffix));
    }
    const std::int64_t rows = context.table_rows();
    int digits = kFewestDigits;
    while (numbers_of(digits) < static_cast<std::uint64_t>(rows)) ++digits;
    assert(digits <= kMostDigits);  // a table has at most 10^15 rows
    auto source = std::make_unique<const SuffixedTexts>(
        std::move(made.source), made.dictionary, made.suffix_place,
        Permutation(context.stream("suffix permutation/64"), numbers_of(digits)), digits);
    made.memory_bytes += source->memory_bytes();
    made.source = std::move(source);
    made.dictionary = nullptr;
    made.domain = nullptr;
    made.cell.reset();
    made.ascending = false;
    made.distinct = true;
    made.unique = true;
    return made;
  }

 private:
  const std::unique_ptr<SourceSpec> inner_;
};

}  // namespace

std::unique_ptr<SourceSpec> with_unique_suffix(std::unique_ptr<SourceSpec> spec) {
  return std::make_unique<SuffixSpec>(std::move(spec));
}

}  // namespace synthgen
