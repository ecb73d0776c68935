#include "synthgen/engine/joined_statistics.hpp"

#include <algorithm>

#include "column_figures.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// The value behind a token: of decimals in units of the last digit.
std::optional<std::int64_t> integer_of(const Type& type, std::string_view token) {
  switch (type.kind) {
    case TypeKind::integer:
      return parse_integer(token);
    case TypeKind::decimal: {
      const std::optional<Scaled> scaled = parse_decimal(token);
      if (!scaled.has_value() || scaled->decimals != type.decimals) return std::nullopt;
      return scaled->value;
    }
    case TypeKind::date:
      return parse_date(token);
    case TypeKind::timestamp:
      return parse_timestamp(token);
    case TypeKind::datetime:
      return parse_datetime(token);
    case TypeKind::time:
      return parse_time(token);
    default:
      return std::nullopt;
  }
}

bool has_extremes(TypeKind kind) { return is_numeric(kind) || is_time(kind); }

std::string token_of(const Type& type, std::string_view text) {
  return is_time(type.kind) ? '"' + std::string(text) + '"' : std::string(text);
}

/// A sum of 64-bit numbers over 2^63 rows has at most 39 digits.
constexpr std::size_t kMostSumDigits = 38;

std::optional<WideSum> parse_sum(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostSumDigits) return std::nullopt;
  WideSum sum = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    sum = 10 * sum + (c - '0');
  }
  return negative ? -sum : sum;
}

}  // namespace

bool JoinedStatistics::add(std::uint64_t rows, std::uint64_t nulls, std::string_view min, std::string_view max,
                           const StatisticsParts& parts) {
  if (nulls > rows) return false;
  const bool values = rows > nulls;
  if (has_extremes(type_.kind) ? values == min.empty() || values == max.empty() : !min.empty() || !max.empty()) {
    return false;
  }
  if (values && !min.empty() && !add_extremes(min, max)) return false;
  if (!parts.sum.empty()) {
    const std::optional<WideSum> sum = parse_sum(parts.sum);
    if (!sum.has_value()) return false;
    sum_ += *sum;
  }
  if (!add_groups(parts.groups)) return false;
  if (type_.kind == TypeKind::string && values && parts.counts.empty()) coded_ = false;
  for (const StatisticsParts::Count& count : parts.counts) {
    auto at = std::lower_bound(counts_.begin(), counts_.end(), count.code,
                               [](const StatisticsParts::Count& known, std::size_t code) { return known.code < code; });
    if (at == counts_.end() || at->code != count.code) at = counts_.insert(at, {count.code, count.text, 0});
    if (at->text != count.text) return false;
    at->count += count.count;
  }
  rows_ += rows;
  nulls_ += nulls;
  any_value_ = any_value_ || values;
  return true;
}

bool JoinedStatistics::add_extremes(std::string_view min, std::string_view max) {
  const auto take = [&](std::string_view token, bool least, bool less) {
    (least ? min_ : max_) = less || !any_value_ ? token_of(type_, token) : (least ? min_ : max_);
  };
  if (type_.kind == TypeKind::number) {
    const std::optional<double> low = parse_number(min);
    const std::optional<double> high = parse_number(max);
    if (!low.has_value() || !high.has_value()) return false;
    take(min, true, *low < min_number_);
    take(max, false, *high > max_number_);
    min_number_ = any_value_ ? std::min(min_number_, *low) : *low;
    max_number_ = any_value_ ? std::max(max_number_, *high) : *high;
    return true;
  }
  const std::optional<std::int64_t> low = integer_of(type_, min);
  const std::optional<std::int64_t> high = integer_of(type_, max);
  if (!low.has_value() || !high.has_value()) return false;
  take(min, true, *low < min_integer_);
  take(max, false, *high > max_integer_);
  min_integer_ = any_value_ ? std::min(min_integer_, *low) : *low;
  max_integer_ = any_value_ ? std::max(max_integer_, *high) : *high;
  return true;
}

bool JoinedStatistics::add_groups(const std::vector<UnitGroup>& groups) {
  for (const UnitGroup& group : groups) {
    const bool power = group.units > 0 && (group.units & (group.units - 1)) == 0;
    if (!power || group.first_unit % group.units != 0 || group.first_unit != next_unit_) return false;
    units_.add(group);
    next_unit_ += group.units;
  }
  return true;
}

ColumnSummary JoinedStatistics::summary() const {
  ColumnSummary summary;
  summary.rows = rows_;
  summary.nulls = nulls_;
  const std::uint64_t values = rows_ - nulls_;
  if (values == 0) return summary;
  summary.most_distinct = std::min(values, places_between(type_, min_integer_, max_integer_));
  summary.min = min_;
  summary.max = max_;
  put_moments(type_, sum_, units_.total(), values, summary);
  if (type_.kind == TypeKind::boolean) {
    summary.distinct = sum_ == 0 || sum_ == static_cast<WideSum>(values) ? 1 : 2;
  } else if (type_.kind == TypeKind::string && coded_) {
    summary.distinct = counts_.size();
    std::vector<const StatisticsParts::Count*> order;
    for (const StatisticsParts::Count& count : counts_) order.push_back(&count);
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->count > b->count; });
    for (std::size_t i = 0; i < std::min(kTopTexts, order.size()); ++i) {
      summary.top.emplace_back(order[i]->text, order[i]->count);
    }
  }
  return summary;
}

}  // namespace synthgen
