#include "parquet_encoding.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

namespace synthgen {
namespace {

/// Rows looked at; a column that changes its manner later is written less tightly, never wrongly.
constexpr std::size_t kSampleRows = 8'192;
/// Parquet's DELTA_BINARY_PACKED as Arrow writes it: a minimum per block, a bit width per part of it.
constexpr std::size_t kDeltaBlock = 128;
constexpr std::size_t kDeltaPart = 32;
/// A dictionary of numbers is looked up value by value, and pays with few entries only.
constexpr std::size_t kNumberWords = 1'024;

bool is_valid(const GroupColumn& column, std::size_t row) {
  const auto* words = static_cast<const std::uint64_t*>(column.validity());
  return words == nullptr || ((words[row / 64] >> (row % 64)) & 1) != 0;
}

/// The first values that are not null: what lies under a null is of no account.
template <class Value, class Read>
std::vector<Value> sample(const GroupColumn& column, Read read) {
  std::vector<Value> values;
  values.reserve(std::min(column.rows(), kSampleRows));
  for (std::size_t row = 0; row < std::min(column.rows(), kSampleRows); ++row) {
    if (is_valid(column, row)) values.push_back(read(row));
  }
  return values;
}

template <class Value>
std::size_t count_distinct(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

std::vector<std::int64_t> sample_integers(const GroupColumn& column) {
  if (column.width_bytes() == sizeof(std::int32_t)) {
    const auto* values = static_cast<const std::int32_t*>(column.values());
    return sample<std::int64_t>(column, [&](std::size_t row) { return std::int64_t{values[row]}; });
  }
  const auto* values = static_cast<const std::int64_t*>(column.values());
  return sample<std::int64_t>(column, [&](std::size_t row) { return values[row]; });
}

std::vector<std::string_view> sample_texts(const GroupColumn& column) {
  const auto* offsets = static_cast<const std::int32_t*>(column.values());
  return sample<std::string_view>(column, [&](std::size_t row) {
    return std::string_view(column.texts() + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row]));
  });
}

/// Bits that the packed differences of the values take. Differences wrap, as in the encoding.
std::size_t delta_bits(const std::vector<std::int64_t>& values) {
  std::size_t bits = 0;
  std::vector<std::int64_t> deltas;
  for (std::size_t i = 1; i < values.size(); ++i) {
    deltas.push_back(
        static_cast<std::int64_t>(static_cast<std::uint64_t>(values[i]) - static_cast<std::uint64_t>(values[i - 1])));
  }
  for (std::size_t block = 0; block < deltas.size(); block += kDeltaBlock) {
    const std::size_t end = std::min(block + kDeltaBlock, deltas.size());
    const auto least = static_cast<std::uint64_t>(*std::min_element(deltas.begin() + block, deltas.begin() + end));
    for (std::size_t part = block; part < end; part += kDeltaPart) {
      std::uint64_t all = 0;
      for (std::size_t i = part; i < std::min(part + kDeltaPart, end); ++i) {
        all |= static_cast<std::uint64_t>(deltas[i]) - least;
      }
      bits += kDeltaPart * std::bit_width(all);
    }
  }
  return bits;
}

std::int32_t integer_encoding(const WriterColumn& column, const GroupColumn& first_rows) {
  if (column.ascending || column.distinct) return kSynthgenDelta;
  const std::vector<std::int64_t> values = sample_integers(first_rows);
  const std::size_t words = count_distinct(values);
  if (words == 0 || words > kNumberWords) return kSynthgenDelta;
  // The dictionary itself counts too: 8 bytes a word.
  const std::size_t dictionary_bits = values.size() * std::bit_width(words - 1) + words * 64;
  return dictionary_bits * 2 <= delta_bits(values) ? kSynthgenDictionary : kSynthgenDelta;
}

/// Whether at most one in four of the texts is a new one.
bool repeats(const GroupColumn& column) {
  const std::vector<std::string_view> texts = sample_texts(column);
  return !texts.empty() && count_distinct(texts) * 4 <= texts.size();
}

}  // namespace

SynthgenArrowColumn choose_encoding(const WriterColumn& column, const GroupColumn& first_rows) {
  SynthgenArrowColumn chosen{kSynthgenPlain, kSynthgenUncompressed, 0};
  switch (column.type.kind) {
    case TypeKind::integer:
    case TypeKind::date:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
    case TypeKind::decimal:
      chosen.encoding = integer_encoding(column, first_rows);
      break;
    case TypeKind::string:
      if (column.dictionary != nullptr || (!column.distinct && repeats(first_rows))) {
        chosen.encoding = kSynthgenDictionary;
      } else {
        chosen.codec = kSynthgenSnappy;
      }
      break;
    case TypeKind::number:
    case TypeKind::boolean:
    case TypeKind::uuid:
      break;
  }
  return chosen;
}

}  // namespace synthgen
