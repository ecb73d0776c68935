// Column statistics: see the header for what is summed in which order.
#include "synthgen/engine/column_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "column_figures.hpp"
#include "statistics_kernels.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

__extension__ typedef __int128 Wide;

// Equal codes in a row would wait for each other's counter to be stored and loaded again; four tables in turn let
// four of them be under way. Above this size the tables would push each other out of the first cache instead.
constexpr std::size_t kHistograms = 4;
constexpr std::size_t kManyCodes = 1024;
// A block's own table would be larger than the block from here on: its codes go to the ordered side as they are.
constexpr std::size_t kTooManyCodes = 65'536;

// Copies the valid values of `count` rows from `from` on, in row order; returns how many there are.
template <class T>
std::size_t compact(const Column& column, std::size_t from, std::size_t count, T* out) {
  const T* values = column.data<T>();
  const std::uint64_t* validity = column.validity();
  std::size_t kept = 0;
  for (std::size_t row = from; row < from + count;) {
    const std::size_t bit = row % 64;
    const std::size_t rows = std::min<std::size_t>(64 - bit, from + count - row);
    std::uint64_t valid = validity[row / 64] >> bit;
    for (std::size_t i = 0; i < rows; ++i) {
      out[kept] = values[row + i];
      kept += valid & 1;
      valid >>= 1;
    }
    row += rows;
  }
  return kept;
}

// Calls `visit(row)` for each null row of the column.
template <class Visit>
void for_each_null(const Column& column, Visit visit) {
  const std::uint64_t* validity = column.validity();
  for (std::size_t row = 0; row < column.rows(); row += 64) {
    std::uint64_t nulls = ~validity[row / 64];
    if (column.rows() - row < 64) nulls &= (std::uint64_t{1} << (column.rows() - row)) - 1;
    for (; nulls != 0; nulls &= nulls - 1) visit(row + static_cast<std::size_t>(std::countr_zero(nulls)));
  }
}

bool is_summed(TypeKind kind) { return is_numeric(kind); }

std::uint64_t rows_to_boundary(std::uint64_t row) {
  return (kStatisticsUnitRows - row % kStatisticsUnitRows) % kStatisticsUnitRows;
}

Moments unit_of(const double* values, std::size_t count, double sum) {
  Moments unit{count, sum, 0, sum / static_cast<double>(count), 0};
  unit.squares = statistics::squares_from(values, count, unit.mean);
  return unit;
}

Moments unit_of(const std::int64_t* values, std::size_t count, const statistics::IntegerExtent& extent, Wide sum) {
  Moments unit{count, static_cast<double>(sum), 0, static_cast<double>(sum) / static_cast<double>(count), 0};
  const std::uint64_t width = static_cast<std::uint64_t>(extent.max) - static_cast<std::uint64_t>(extent.min);
  if (width < (std::uint64_t{1} << 52)) {
    // Counted from the least value, so that large numbers close together (keys, cents of large sums) lose no digit.
    const Wide above = sum - static_cast<Wide>(extent.min) * static_cast<Wide>(count);
    unit.squares =
        statistics::squares_from(values, count, extent.min, static_cast<double>(above) / static_cast<double>(count));
    return unit;
  }
  double sums[8] = {};
  for (std::size_t i = 0; i < count; ++i) {
    const double distance = static_cast<double>(values[i]) - unit.mean;
    sums[i % 8] += distance * distance;
  }
  for (const double part : sums) unit.squares += part;
  return unit;
}

Wide exact_sum(const std::int64_t* values, std::size_t count, const statistics::IntegerExtent& extent) {
  const std::uint64_t width = static_cast<std::uint64_t>(extent.max) - static_cast<std::uint64_t>(extent.min);
  if (width < (std::uint64_t{1} << 53)) {
    // The sum above count·min is below 2^10·2^53, so the wrapped sum tells it exactly.
    const std::uint64_t above = extent.wrapped_sum - static_cast<std::uint64_t>(extent.min) * count;
    return static_cast<Wide>(extent.min) * static_cast<Wide>(count) + static_cast<Wide>(above);
  }
  Wide sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += values[i];
  return sum;
}

// A unit from the bits of its values, in row order.
Moments unit_of_bits(TypeKind kind, const std::vector<std::uint64_t>& bits) {
  if (bits.empty()) return {};
  assert(bits.size() <= kStatisticsUnitRows);
  if (kind == TypeKind::number) {
    double values[kStatisticsUnitRows];
    std::memcpy(values, bits.data(), bits.size() * sizeof(double));
    return unit_of(values, bits.size(), statistics::number_extent(values, bits.size()).sum);
  }
  std::int64_t values[kStatisticsUnitRows];
  std::memcpy(values, bits.data(), bits.size() * sizeof(std::int64_t));
  const statistics::IntegerExtent extent = statistics::integer_extent(values, bits.size());
  return unit_of(values, bits.size(), extent, exact_sum(values, bits.size(), extent));
}

// Decimal digits of a sum; std::to_string knows 64 bits only.
std::string wide_text(Wide value) {
  if (value < 0)
    return "-" + wide_text(-value);  // a sum of 2^63 rows is far from the least value, which has no opposite
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value > 0);
  return digits;
}

std::string quoted(std::string text) { return '"' + std::move(text) + '"'; }

std::string integer_token(const Type& type, std::int64_t value) {
  switch (type.kind) {
    case TypeKind::date:
      return quoted(date_text(static_cast<std::int32_t>(value)));
    case TypeKind::timestamp:
      return quoted(timestamp_text(value, type.decimals));
    case TypeKind::datetime:
      return quoted(datetime_text(value, type.decimals));
    case TypeKind::time:
      return quoted(time_text(value, type.decimals));
    case TypeKind::decimal:
      return decimal_text(value, type.decimals);
    default:
      return std::to_string(value);
  }
}

}  // namespace

void PartialStatistics::begin(Type type, std::uint64_t first_row) {
  type_ = type;
  first_row_ = first_row;
  rows_ = 0;
  nulls_ = 0;
  sum_ = 0;
  head_.clear();
  units_.clear();
  tail_.clear();
  tail_rows_ = 0;
  dictionary_ = nullptr;
  coded_ = true;
  counts_.clear();
  codes_.clear();
}

void PartialStatistics::accumulate(const Column& column) {
  assert(column.type() == type_);
  if (column.rows() == 0) return;
  switch (type_.kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::number:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      accumulate_words(column);
      return;  // counts rows and nulls itself, piece by piece
    case TypeKind::date:
      accumulate_days(column);
      break;
    case TypeKind::string:
      accumulate_codes(column);
      break;
    case TypeKind::boolean:
      accumulate_booleans(column);
      break;
    case TypeKind::uuid:
      break;
  }
  rows_ += column.rows();
  if (!column.all_valid()) nulls_ += column.null_count();
}

void PartialStatistics::accumulate_words(const Column& column) {
  alignas(64) std::uint64_t kept[kStatisticsUnitRows];
  for (std::size_t row = 0; row < column.rows();) {
    const std::uint64_t to_boundary = kStatisticsUnitRows - (first_row_ + rows_) % kStatisticsUnitRows;
    const std::size_t rows = static_cast<std::size_t>(std::min<std::uint64_t>(to_boundary, column.rows() - row));
    if (column.all_valid()) {
      add_piece(column.data<std::uint64_t>() + row, rows, rows);
    } else {
      const std::size_t count = compact(column, row, rows, kept);
      add_piece(kept, count, rows);
    }
    row += rows;
  }
}

void PartialStatistics::add_piece(const void* values, std::size_t count, std::size_t rows) {
  const bool whole_unit = rows == kStatisticsUnitRows && (first_row_ + rows_) % kStatisticsUnitRows == 0;
  if (count > 0) {
    const bool first = rows_ == nulls_;
    if (type_.kind == TypeKind::number) {
      const double* numbers = static_cast<const double*>(values);
      const statistics::NumberExtent extent = statistics::number_extent(numbers, count);
      min_number_ = first ? extent.min : std::min(min_number_, extent.min);
      max_number_ = first ? extent.max : std::max(max_number_, extent.max);
      if (whole_unit) units_.push_back(unit_of(numbers, count, extent.sum));
    } else {
      const std::int64_t* integers = static_cast<const std::int64_t*>(values);
      const statistics::IntegerExtent extent = statistics::integer_extent(integers, count);
      min_integer_ = first ? extent.min : std::min(min_integer_, extent.min);
      max_integer_ = first ? extent.max : std::max(max_integer_, extent.max);
      if (is_summed(type_.kind)) {
        const Wide sum = exact_sum(integers, count, extent);
        sum_ += sum;
        if (whole_unit) units_.push_back(unit_of(integers, count, extent, sum));
      }
    }
  }
  if (whole_unit && count == 0 && is_summed(type_.kind)) units_.push_back({});
  if (!whole_unit && is_summed(type_.kind)) {
    const std::uint64_t* bits = static_cast<const std::uint64_t*>(values);
    const std::uint64_t head_rows = rows_to_boundary(first_row_);
    std::vector<std::uint64_t>& loose = rows_ < head_rows ? head_ : tail_;
    loose.insert(loose.end(), bits, bits + count);
    if (rows_ >= head_rows) tail_rows_ += rows;
    if (tail_rows_ == kStatisticsUnitRows) {
      units_.push_back(unit_of_bits(type_.kind, tail_));
      tail_.clear();
      tail_rows_ = 0;
    }
  }
  rows_ += rows;
  nulls_ += rows - count;
}

void PartialStatistics::accumulate_days(const Column& column) {
  const std::int32_t* days = column.data<std::int32_t>();
  std::int32_t kept[kBatchRows];
  bool first = rows_ == nulls_;
  for (std::size_t row = 0; row < column.rows(); row += kBatchRows) {
    const std::size_t rows = std::min(kBatchRows, column.rows() - row);
    const std::int32_t* values = days + row;
    std::size_t count = rows;
    if (!column.all_valid()) {
      count = compact(column, row, rows, kept);
      values = kept;
    }
    if (count == 0) continue;
    const statistics::DayExtent extent = statistics::day_extent(values, count);
    min_integer_ = first ? extent.min : std::min<std::int64_t>(min_integer_, extent.min);
    max_integer_ = first ? extent.max : std::max<std::int64_t>(max_integer_, extent.max);
    first = false;
  }
}

void PartialStatistics::accumulate_codes(const Column& column) {
  const Dictionary* dictionary = column.dictionary();
  if (rows_ == 0) dictionary_ = dictionary;
  if (dictionary == nullptr || dictionary != dictionary_ || column.extra_texts() != 0) coded_ = false;
  if (!coded_) return;
  const std::size_t size = dictionary->size();
  const std::int32_t* codes = column.data<std::int32_t>();
  const std::size_t rows = column.rows();
  if (size > kTooManyCodes) {
    if (column.all_valid()) {
      codes_.insert(codes_.end(), codes, codes + rows);
    } else {
      const std::size_t before = codes_.size();
      codes_.resize(before + rows);
      codes_.resize(before + compact(column, 0, rows, codes_.data() + before));
    }
    return;
  }
  const std::size_t tables = size <= kManyCodes ? kHistograms : 1;
  if (counts_.empty()) counts_.assign(size * tables, 0);
  std::uint32_t* counts = counts_.data();
  std::size_t row = 0;
  if (tables == kHistograms) {
    for (; row + kHistograms <= rows; row += kHistograms) {
      for (std::size_t k = 0; k < kHistograms; ++k) ++counts[k * size + static_cast<std::size_t>(codes[row + k])];
    }
  }
  for (; row < rows; ++row) ++counts[static_cast<std::size_t>(codes[row])];
  // Null rows hold some code as well: taking them off again keeps the loop above free of branches. A table may wrap
  // below zero; the sum of the tables is right.
  if (!column.all_valid()) {
    for_each_null(column, [&](std::size_t null_row) { --counts[static_cast<std::size_t>(codes[null_row])]; });
  }
}

void PartialStatistics::accumulate_booleans(const Column& column) {
  const std::uint8_t* values = column.data<std::uint8_t>();
  std::uint64_t count = 0;
  for (std::size_t row = 0; row < column.rows(); row += 255 * 8) {
    // Eight counters in one word, for as many words as no counter overflows.
    const std::size_t rows = std::min<std::size_t>(255 * 8, column.rows() - row);
    std::uint64_t bytes = 0;
    std::size_t i = 0;
    for (; i + 8 <= rows; i += 8) {
      std::uint64_t word;
      std::memcpy(&word, values + row + i, 8);
      bytes += word;
    }
    for (int shift = 0; shift < 64; shift += 8) count += (bytes >> shift) & 0xff;
    for (; i < rows; ++i) count += values[row + i];
  }
  if (!column.all_valid()) for_each_null(column, [&](std::size_t row) { count -= values[row]; });
  sum_ += static_cast<Wide>(count);
}

void ColumnStatistics::append_pending(const std::vector<std::uint64_t>& values) {
  pending_.insert(pending_.end(), values.begin(), values.end());
}

void ColumnStatistics::merge(const PartialStatistics& part) {
  assert(part.type_ == type_);
  if (part.rows_ == 0) return;
  if (rows_ == 0) first_row_ = part.first_row_;
  if (part.rows_ > part.nulls_) {
    const bool first = rows_ == nulls_;
    min_integer_ = first ? part.min_integer_ : std::min(min_integer_, part.min_integer_);
    max_integer_ = first ? part.max_integer_ : std::max(max_integer_, part.max_integer_);
    min_number_ = first ? part.min_number_ : std::min(min_number_, part.min_number_);
    max_number_ = first ? part.max_number_ : std::max(max_number_, part.max_number_);
  }
  sum_ += part.sum_;
  if (is_summed(type_.kind)) {
    append_pending(part.head_);
    const std::uint64_t head_rows = rows_to_boundary(part.first_row_);
    if (part.rows_ >= head_rows) {
      const std::uint64_t first_unit = first_row_ / kStatisticsUnitRows;
      if (head_rows > 0) units_.add_unit(first_unit, unit_of_bits(type_.kind, pending_));
      pending_.clear();
      for (const Moments& unit : part.units_) units_.add_unit(first_unit, unit);
      append_pending(part.tail_);
    }
  }
  if (type_.kind == TypeKind::string) {
    if (rows_ == 0) dictionary_ = part.dictionary_;
    coded_ = coded_ && part.coded_ && part.dictionary_ == dictionary_;
    if (coded_) {
      const std::size_t size = dictionary_->size();
      counts_.resize(size, 0);
      for (std::size_t code = 0; code < size && !part.counts_.empty(); ++code) {
        std::uint32_t count = part.counts_[code];
        for (std::size_t at = code + size; at < part.counts_.size(); at += size) count += part.counts_[at];
        counts_[code] += count;
      }
      for (const std::int32_t code : part.codes_) ++counts_[static_cast<std::size_t>(code)];
    }
  }
  rows_ += part.rows_;
  nulls_ += part.nulls_;
}

// With the unit at the end of the table, which may be short.
UnitGroups ColumnStatistics::all_units() const {
  UnitGroups all = units_;
  if (is_summed(type_.kind) && rows_ > 0 && (first_row_ + rows_) % kStatisticsUnitRows != 0) {
    all.add_unit(first_row_ / kStatisticsUnitRows, unit_of_bits(type_.kind, pending_));
  }
  return all;
}

ColumnSummary ColumnStatistics::summary() const {
  ColumnSummary summary;
  summary.rows = rows_;
  summary.nulls = nulls_;
  const std::uint64_t values = rows_ - nulls_;
  if (values == 0) return summary;
  summary.most_distinct = std::min(values, places_between(type_, min_integer_, max_integer_));
  put_moments(type_, sum_, all_units().total(), values, summary);
  switch (type_.kind) {
    case TypeKind::number:
      summary.min = number_token(without_negative_zero(min_number_));
      summary.max = number_token(without_negative_zero(max_number_));
      break;
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::date:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      summary.min = integer_token(type_, min_integer_);
      summary.max = integer_token(type_, max_integer_);
      break;
    case TypeKind::boolean:
      summary.distinct = sum_ == 0 || sum_ == static_cast<Wide>(values) ? 1 : 2;
      break;
    case TypeKind::string:
      if (coded_) {
        std::vector<std::size_t> codes;
        for (std::size_t code = 0; code < counts_.size(); ++code) {
          if (counts_[code] > 0) codes.push_back(code);
        }
        summary.distinct = codes.size();
        const auto middle = codes.begin() + static_cast<std::ptrdiff_t>(std::min(kTopTexts, codes.size()));
        std::partial_sort(codes.begin(), middle, codes.end(), [&](std::size_t a, std::size_t b) {
          return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : a < b;
        });
        for (auto code = codes.begin(); code != middle; ++code) {
          summary.top.emplace_back(std::string((*dictionary_)[*code]), counts_[*code]);
        }
      }
      break;
    case TypeKind::uuid:
      break;
  }
  return summary;
}

StatisticsParts ColumnStatistics::parts() const {
  StatisticsParts parts;
  switch (type_.kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::boolean:
      parts.sum = wide_text(sum_);
      break;
    default:
      break;
  }
  parts.groups = all_units().groups();
  for (std::size_t code = 0; coded_ && code < counts_.size(); ++code) {
    if (counts_[code] > 0) parts.counts.push_back({code, std::string((*dictionary_)[code]), counts_[code]});
  }
  return parts;
}

}  // namespace synthgen
