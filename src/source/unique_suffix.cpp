// The modifier "unique": "suffix".
#include "synthgen/source/unique_suffix.hpp"

#include <fmt/format.h>

#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#include "synthgen/base/characters.hpp"
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
  std::uint32_t at = 0;  ///< bytes before it
  bool spaced = false;   ///< a space goes before it
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
  if (sign > 0) return {static_cast<std::uint32_t>(sign), false};
  return {static_cast<std::uint32_t>(text.size()), space || (!text.empty() && begins_upper(text))};
}

/// The eight last digits of a number below 10^8 as characters, the first in the lowest byte: halves, quarters and
/// single digits side by side, each quotient by a product that is exact for as many digits.
std::uint64_t eight_digits(std::uint64_t number) {
  const std::uint64_t halves = number / 10'000 | (number % 10'000) << 32;
  const std::uint64_t hundreds = ((halves * 10'486) >> 20) & 0x0000007F0000007F;
  const std::uint64_t pairs = hundreds | (halves - 100 * hundreds) << 16;
  const std::uint64_t tens = ((pairs * 103) >> 10) & 0x000F000F000F000F;
  return (tens | (pairs - 10 * tens) << 8) + 0x3030303030303030;
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
    at = put_word(eight_digits(value % kEightDigits) >> (8 * (8 - part)), part, at);
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

class SuffixedTexts final : public Source {
 public:
  SuffixedTexts(std::unique_ptr<const Source> inner, const Dictionary* dictionary, Permutation order, int digits)
      : inner_(std::move(inner)), order_(std::move(order)), digits_(digits), first_number_(order_.size() / 9) {
    if (dictionary == nullptr) return;
    for (std::size_t code = 0; code < dictionary->size(); ++code) seams_.push_back(find_seam((*dictionary)[code]));
  }

  std::uint64_t memory_bytes() const { return order_.memory_bytes() + seams_.size() * sizeof(Seam); }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const ColumnPool::Lease texts = evaluate.pool().take();
    inner_->fill(evaluate, *texts);
    std::int64_t numbers[kBatchRows];
    for (std::size_t i = 0; i < rows.count; ++i) {
      // Samples may look beyond the table's last row, where texts repeat.
      const std::int64_t row = rows[i];
      numbers[i] = static_cast<std::uint64_t>(row) < order_.size()
                       ? row
                       : static_cast<std::int64_t>(static_cast<std::uint64_t>(row) % order_.size());
    }
    order_.map(numbers, rows.count, numbers);
    const auto write = [&](const auto& put) {
      seams_.empty()
          ? put_texts(
                *texts, numbers, put, [](std::size_t, std::string_view text) { return find_seam(text); }, out)
          : put_texts(
                *texts, numbers, put,
                [&](std::size_t i, std::string_view) {
                  return seams_[static_cast<std::size_t>(texts->data<std::int32_t>()[i])];
                },
                out);
    };
    if (digits_ > 8) {
      write([&](std::uint64_t number, char* at) { return put_long_number(number, digits_, at); });
    } else {
      const std::size_t shift = 8 * (8 - digits_);
      write([&](std::uint64_t number, char* at) { return put_word(eight_digits(number) >> shift, digits_, at); });
    }
  }

 private:
  /// put(number, at) writes it and returns its end; seam(i, text).
  template <class Put, class FindSeam>
  void put_texts(const Column& texts, const std::int64_t* numbers, const Put& put, const FindSeam& seam_of,
                 Column& out) const {
    out.reset({TypeKind::string, 0}, texts.rows());
    out.begin_texts();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      if (texts.is_null(i)) {
        out.append_null();
        continue;
      }
      const std::string_view text = texts.text(i);
      const Seam seam = seam_of(i, text);
      char* const begin = out.text_room(text.size() + 1 + digits_);
      char* at = begin;
      copy_wide(text.data(), seam.at, at);
      at += seam.at;
      if (seam.spaced) *at++ = ' ';
      at = put(static_cast<std::uint64_t>(numbers[i]) + first_number_, at);
      copy_wide(text.data() + seam.at, text.size() - seam.at, at);
      at += text.size() - seam.at;
      out.commit_text(static_cast<std::size_t>(at - begin));
    }
  }

  const std::unique_ptr<const Source> inner_;
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
    const std::int64_t rows = context.table_rows();
    int digits = kFewestDigits;
    while (numbers_of(digits) < static_cast<std::uint64_t>(rows)) ++digits;
    assert(digits <= kMostDigits);  // a table has at most 10^15 rows
    auto source = std::make_unique<const SuffixedTexts>(
        std::move(made.source), made.dictionary,
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
