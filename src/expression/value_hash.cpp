// The hash of values.
#include "value_hash.hpp"

#include <algorithm>
#include <cmath>

#include "arithmetic.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen::expression {
namespace {

/// What a value is, for a text '1' and the number 1 are different things. These numbers never change.
enum class Tag : std::uint64_t {
  null = 0,
  number = 1,
  text = 2,
  boolean = 3,
  date = 4,
  timestamp = 5,
  datetime = 6,
  time = 7,
  uuid = 8,
};

/// SplitMix64's output function (variant 13 of Stafford's mixers). Source: Steele, Lea, Flood 2014.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  std::uint64_t z = (state ^ word) + 0x9E37'79B9'7F4A'7C15;
  z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
  z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
  return z ^ (z >> 31);
}

std::uint64_t digest(Tag tag, std::uint64_t first, std::uint64_t second) {
  return mix(mix(mix(0, static_cast<std::uint64_t>(tag)), first), second);
}

/// Eight bytes as a word, the first the lowest; what lies beyond the end is zero.
std::uint64_t word_of(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

std::uint64_t text_digest(std::string_view text) {
  std::uint64_t state = mix(mix(0, static_cast<std::uint64_t>(Tag::text)), text.size());
  for (std::size_t at = 0; at < text.size(); at += 8) {
    state = mix(state, word_of(text.data() + at, std::min<std::size_t>(8, text.size() - at)));
  }
  return state;
}

/// digits·10^exponent, so that equal numbers of any type are equal here: whole ones have the exponent 0, others no
/// trailing zeros.
std::uint64_t scaled_digest(std::int64_t value, int decimals) {
  while (decimals > 0 && value % 10 == 0) {
    value /= 10;
    --decimals;
  }
  return digest(Tag::number, static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(-std::int64_t{decimals}));
}

std::uint64_t number_digest(double value) {
  if (value >= -0x1p63 && value < 0x1p63 && value == std::trunc(value)) {
    return scaled_digest(static_cast<std::int64_t>(value), 0);
  }
  const ShortestDecimal decimal = shortest_decimal(std::fabs(value));
  const std::uint64_t digits = value < 0 ? 0 - decimal.digits : decimal.digits;
  return digest(Tag::number, digits, static_cast<std::uint64_t>(std::int64_t{decimal.exponent}));
}

class HashStep final : public Step {
 public:
  explicit HashStep(std::vector<StepPtr> values) : Step({TypeKind::integer}), values_(std::move(values)) {
    for (const StepPtr& value : values_) {
      std::vector<std::uint64_t>& digests = by_code_.emplace_back();
      if (const Dictionary* dictionary = value->dictionary()) {
        for (std::size_t i = 0; i < dictionary->size(); ++i) digests.push_back(text_digest((*dictionary)[i]));
      }
    }
  }

  void fill(Run& run, Column& out) const override {
    out.reset(type(), run.rows);
    auto* states = out.data<std::uint64_t>();
    std::fill_n(states, run.rows, std::uint64_t{0});
    for (std::size_t v = 0; v < values_.size(); ++v) absorb(run, *values_[v], by_code_[v], states);
    for (std::size_t i = 0; i < run.rows; ++i) states[i] >>= 1;
  }

 private:
  static void absorb(Run& run, const Step& step, const std::vector<std::uint64_t>& by_code, std::uint64_t* states) {
    const Operand value(step, run);
    const std::uint64_t null = digest(Tag::null, 0, 0);
    const auto each = [&](auto digest_of) {
      for (std::size_t i = 0; i < run.rows; ++i) {
        states[i] = mix(states[i], value.is_null(i) ? null : digest_of(value.at(i)));
      }
    };
    const auto as_integer = [&](std::size_t at) { return value.data<std::int64_t>()[at]; };
    const auto tagged = [&](Tag tag) {
      each([&](std::size_t at) { return digest(tag, static_cast<std::uint64_t>(as_integer(at)), 0); });
    };
    switch (step.type().kind) {
      case TypeKind::integer:
      case TypeKind::decimal:
        return each([&](std::size_t at) { return scaled_digest(as_integer(at), step.type().decimals); });
      case TypeKind::number:
        return each([&](std::size_t at) { return number_digest(value.data<double>()[at]); });
      case TypeKind::string:
        if (!by_code.empty()) {
          return each(
              [&](std::size_t at) { return by_code[static_cast<std::size_t>(value.data<std::int32_t>()[at])]; });
        }
        return each([&](std::size_t at) { return text_digest(value.column().text(at)); });
      case TypeKind::boolean:
        return each([&](std::size_t at) { return digest(Tag::boolean, value.data<std::uint8_t>()[at], 0); });
      case TypeKind::date:
        return each([&](std::size_t at) {
          return digest(Tag::date, static_cast<std::uint64_t>(std::int64_t{value.data<std::int32_t>()[at]}), 0);
        });
      case TypeKind::timestamp:
        return tagged(Tag::timestamp);
      case TypeKind::datetime:
        return tagged(Tag::datetime);
      case TypeKind::time:
        return tagged(Tag::time);
      case TypeKind::uuid:
        return each([&](std::size_t at) {
          const char* bytes = value.data<char>() + 16 * at;
          return digest(Tag::uuid, word_of(bytes, 8), word_of(bytes + 8, 8));
        });
    }
  }

  std::vector<StepPtr> values_;
  std::vector<std::vector<std::uint64_t>> by_code_;  ///< digests of the entries, for dictionary-coded texts
};

}  // namespace

StepPtr make_hash(std::vector<StepPtr> values) {
  const bool changes = std::any_of(values.begin(), values.end(), [](const StepPtr& value) { return varies(value); });
  return fold(std::make_shared<HashStep>(std::move(values)), changes);
}

}  // namespace synthgen::expression
