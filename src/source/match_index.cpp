// An index of the rows that meet a `where`, by counting sort into groups and a hash of their keys.
#include "match_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>

namespace synthgen {
namespace {

std::size_t words_of(TypeKind kind) { return kind == TypeKind::uuid ? 2 : 1; }

}  // namespace

void order_values(const Column& column, std::int64_t* values) {
  const std::size_t n = column.rows();
  switch (column.type().kind) {
    case TypeKind::date:
      std::copy_n(column.data<std::int32_t>(), n, values);
      return;
    case TypeKind::number:
      for (std::size_t i = 0; i < n; ++i) {
        const auto bits = std::bit_cast<std::int64_t>(column.data<double>()[i] + 0.0);  // -0 becomes 0
        values[i] = bits < 0 ? bits ^ std::numeric_limits<std::int64_t>::max() : bits;
      }
      return;
    default:
      std::copy_n(column.data<std::int64_t>(), n, values);
  }
}

MatchIndex::MatchIndex(MatchLayout layout)
    : layout_(std::move(layout)), groups_([this] {
        for (const Type& key : layout_.keys) width_ += words_of(key.kind);
        return width_;
      }()) {
  texts_.resize(layout_.keys.size());
}

namespace {

/// The words of a column's cells, `width` apart.
///
/// texts  which number texts; null: there are none among the cells
void write_words(const Column& cells, std::size_t n, std::size_t width, std::uint64_t* words, bool* good,
                 TextNumbers* texts) {
  if (!cells.all_valid()) {
    for (std::size_t i = 0; i < n; ++i) good[i] = good[i] && cells.is_valid(i);
  }
  switch (cells.type().kind) {
    case TypeKind::string:
      for (std::size_t i = 0; i < n; ++i) {
        if (good[i]) words[i * width] = texts->add(cells.text(i));
      }
      return;
    case TypeKind::uuid:
      for (std::size_t i = 0; i < n; ++i) std::memcpy(words + i * width, cells.data<std::uint8_t>() + 16 * i, 16);
      return;
    case TypeKind::boolean:
      for (std::size_t i = 0; i < n; ++i) words[i * width] = cells.data<std::uint8_t>()[i];
      return;
    case TypeKind::date:
      for (std::size_t i = 0; i < n; ++i) {
        words[i * width] = static_cast<std::uint64_t>(std::int64_t{cells.data<std::int32_t>()[i]});
      }
      return;
    case TypeKind::number:
      for (std::size_t i = 0; i < n; ++i) {
        words[i * width] = std::bit_cast<std::uint64_t>(cells.data<double>()[i] + 0.0);
      }
      return;
    default:
      for (std::size_t i = 0; i < n; ++i) words[i * width] = cells.data<std::uint64_t>()[i];
  }
}

}  // namespace

void MatchIndex::append_words(const Column& cells, std::size_t key, std::size_t at, std::size_t n, std::uint64_t* words,
                              bool* good) {
  write_words(cells, n, width_, words + at, good, &texts_[key]);
}

void MatchIndex::read_keys(std::span<const Column* const> keys, std::size_t n, std::uint64_t* words, bool* good) const {
  std::size_t at = 0;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (keys[k]->type().kind == TypeKind::string) {
      for (std::size_t i = 0; i < n; ++i) good[i] = good[i] && keys[k]->is_valid(i);
      texts_[k].find(*keys[k], n, width_, words + at, good);
      for (std::size_t i = 0; i < n; ++i) good[i] = good[i] && words[i * width_ + at] != TextNumbers::kNone;
    } else {
      write_words(*keys[k], n, width_, words + at, good, nullptr);
    }
    at += words_of(layout_.keys[k].kind);
  }
}

void MatchIndex::add(std::span<const Column* const> cells) {
  const std::size_t n = cells.front()->rows();
  bool good[kBatchRows];
  std::fill_n(good, n, true);
  std::size_t next = 0;
  for (; next < layout_.filters; ++next) {
    const Column& filter = *cells[next];
    for (std::size_t i = 0; i < n; ++i) good[i] = good[i] && filter.is_valid(i) && filter.data<std::uint8_t>()[i] != 0;
  }
  std::vector<std::uint64_t> words(n * width_);
  std::size_t at = 0;
  for (std::size_t k = 0; k < layout_.keys.size(); ++k) {
    append_words(*cells[next++], k, at, n, words.data(), good);
    at += words_of(layout_.keys[k].kind);
  }
  std::int64_t from[kBatchRows];
  std::int64_t to[kBatchRows];
  const auto read_bound = [&](bool open, std::int64_t end, std::int64_t* values) {
    const Column& column = *cells[next++];
    order_values(column, values);
    for (std::size_t i = 0; i < n; ++i) {
      if (column.is_valid(i)) continue;
      values[i] = end;
      good[i] = good[i] && open;
    }
  };
  if (layout_.from) read_bound(layout_.from_open_at_null, std::numeric_limits<std::int64_t>::min(), from);
  if (layout_.to) read_bound(layout_.to_open_at_null, std::numeric_limits<std::int64_t>::max(), to);
  Column numbers;
  if (layout_.weight) convert(*cells[next], {TypeKind::number, 0}, numbers);
  for (std::size_t i = 0; i < n; ++i) {
    if (!good[i]) continue;
    std::uint32_t group = 0;
    if (direct()) {
      group = static_cast<std::uint32_t>(words[i]);
    } else if (width_ > 0) {
      group = groups_.add(&words[i * width_]);
    }
    entries_.push_back({static_cast<std::uint32_t>(next_row_ + static_cast<std::int64_t>(i)), group});
    if (layout_.from) from_.push_back(from[i]);
    if (layout_.to) to_.push_back(to[i]);
    if (!layout_.weight) continue;
    const double weight = numbers.is_valid(i) ? numbers.data<double>()[i] : 0;
    faulty_ = faulty_ || !(weight >= 0);
    weights_.push_back(weight);
  }
  next_row_ += static_cast<std::int64_t>(n);
}

void MatchIndex::sort_groups(std::vector<std::uint32_t>& order) const {
  const std::vector<std::int64_t>& first = layout_.from ? from_ : to_;
  const std::vector<std::int64_t>& second = layout_.to ? to_ : from_;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (first[a] != first[b]) return first[a] < first[b];
    if (second[a] != second[b]) return second[a] < second[b];
    return a < b;  // entries stand in the order of their rows
  };
  for (std::size_t group = 0; group + 1 < begins_.size(); ++group) {
    const auto begin = order.begin() + begins_[group];
    const auto end = order.begin() + begins_[group + 1];
    if (!std::is_sorted(begin, end, before)) std::sort(begin, end, before);
  }
}

void MatchIndex::take_weights(const std::vector<std::uint32_t>& order) {
  sums_.resize(order.size());
  for (std::size_t group = 0; group + 1 < begins_.size(); ++group) {
    double sum = 0;
    for (std::size_t place = begins_[group]; place < begins_[group + 1]; ++place) {
      sum += weights_[order[place]];
      sums_[place] = sum;
    }
    faulty_ = faulty_ || sum - sum != 0;
  }
  weights_ = {};
}

void MatchIndex::look_at_ends() {
  if (!layout_.from || !layout_.to) return;
  bool rising = true;
  for (std::size_t group = 0; group + 1 < begins_.size(); ++group) {
    rising = rising && std::is_sorted(to_.begin() + begins_[group], to_.begin() + begins_[group + 1]);
  }
  if (rising) return;
  most_ = to_;
  for (std::size_t group = 0; group + 1 < begins_.size(); ++group) {
    for (std::size_t place = begins_[group] + 1; place < begins_[group + 1]; ++place) {
      most_[place] = std::max(most_[place], most_[place - 1]);
    }
  }
}

void MatchIndex::finish() {
  std::size_t groups = width_ == 0 ? 1 : groups_.size();
  if (direct()) groups = layout_.key_rows > 0 ? static_cast<std::size_t>(layout_.key_rows) : texts_.front().size();
  begins_.assign(groups + 1, 0);
  for (const Entry& entry : entries_) ++begins_[entry.group + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  std::vector<std::uint32_t> order(entries_.size());
  {
    std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
    for (std::size_t e = 0; e < entries_.size(); ++e) order[next[entries_[e].group]++] = static_cast<std::uint32_t>(e);
  }
  if (layout_.from || layout_.to) sort_groups(order);
  const auto arrange = [&](auto& values) {
    std::remove_reference_t<decltype(values)> arranged(values.size());
    for (std::size_t place = 0; place < arranged.size(); ++place) arranged[place] = values[order[place]];
    values = std::move(arranged);
  };
  if (layout_.from) arrange(from_);
  if (layout_.to) arrange(to_);
  if (layout_.weight) take_weights(order);
  rows_.resize(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) rows_[place] = entries_[order[place]].row;
  entries_ = {};
  look_at_ends();
}

void MatchIndex::find(const std::uint64_t* words, const bool* good, std::size_t n, Limit from, Limit to,
                      Range* ranges) const {
  std::int64_t groups[kBatchRows];
  if (direct()) {
    for (std::size_t i = 0; i < n; ++i) {
      const bool known = good[i] && words[i] + 1 < begins_.size();
      groups[i] = known ? static_cast<std::int64_t>(words[i]) : -1;
      if (known) __builtin_prefetch(&begins_[words[i]]);
    }
  } else if (width_ > 0) {
    groups_.find(words, n, groups);
  } else {
    std::fill_n(groups, n, 0);
  }
  for (std::size_t i = 0; i < n; ++i) {
    Range& range = ranges[i];
    range = Range();
    if (!good[i] || groups[i] < 0) continue;
    range.group = range.begin = begins_[static_cast<std::size_t>(groups[i])];
    range.end = begins_[static_cast<std::size_t>(groups[i]) + 1];
    if (range.begin < range.end) __builtin_prefetch(&rows_[static_cast<std::size_t>(range.begin)]);
  }
  const auto narrow = [](const std::vector<std::int64_t>& values, const Range& range, std::int64_t value, bool above) {
    const auto begin = values.begin() + range.begin;
    const auto end = values.begin() + range.end;
    return (above ? std::upper_bound(begin, end, value) : std::lower_bound(begin, end, value)) - values.begin();
  };
  const std::vector<std::int64_t>& ends = layout_.same_value ? from_ : to_;
  for (std::size_t i = 0; i < n; ++i) {
    Range& range = ranges[i];
    if (range.begin == range.end) continue;
    if (from.values != nullptr) range.end = narrow(from_, range, from.values[i], from.closed);
    if (to.values != nullptr && most_.empty()) range.begin = narrow(ends, range, to.values[i], !to.closed);
    range.count = range.end - range.begin;
    if (to.values == nullptr || most_.empty()) continue;
    range.scattered = true;
    range.count = 0;
    // The least whole number that is far enough; beyond the greatest there is none.
    if (!to.closed && to.values[i] == std::numeric_limits<std::int64_t>::max()) {
      range.end = range.begin;
      continue;
    }
    range.least = to.values[i] + (to.closed ? 0 : 1);
    each_match(range, [&](std::int64_t) { return ++range.count, true; });
  }
}

/// From the last on, as long as `take` returns true.
template <class Take>
void MatchIndex::each_match(const Range& range, Take take) const {
  for (std::int64_t place = range.end; place-- > range.begin;) {
    const auto at = static_cast<std::size_t>(place);
    if (most_[at] < range.least) return;
    if (to_[at] >= range.least && !take(place)) return;
  }
}

std::int64_t MatchIndex::row(const Range& range, std::uint64_t match) const {
  std::int64_t place = range.begin + static_cast<std::int64_t>(match);
  if (range.scattered) {
    // In the order of their places, as elsewhere.
    std::uint64_t skip = static_cast<std::uint64_t>(range.count) - 1 - match;
    each_match(range, [&](std::int64_t at) { return place = at, skip-- != 0; });
  }
  return rows_[static_cast<std::size_t>(place)];
}

std::int64_t MatchIndex::weighted_row(const Range& range, double share) const {
  const auto below = [&](std::int64_t place) {
    return place > range.group ? sums_[static_cast<std::size_t>(place - 1)] : 0.0;
  };
  if (!range.scattered) {
    if (range.begin == range.end) return -1;
    const double low = below(range.begin);
    const double whole = below(range.end) - low;
    if (!(whole > 0)) return -1;
    const double target = low + share * whole;
    std::int64_t place =
        std::upper_bound(sums_.begin() + range.begin, sums_.begin() + range.end, target) - sums_.begin();
    // Rounding may reach the end: then it is the last one that has a weight.
    for (place = std::min(place, range.end - 1); !(sums_[static_cast<std::size_t>(place)] > below(place));) --place;
    return rows_[static_cast<std::size_t>(place)];
  }
  const auto weight = [&](std::int64_t place) { return sums_[static_cast<std::size_t>(place)] - below(place); };
  double whole = 0;
  each_match(range, [&](std::int64_t place) { return whole += weight(place), true; });
  if (!(whole > 0)) return -1;
  double left = share * whole;
  std::int64_t found = -1;
  each_match(range, [&](std::int64_t place) {
    if (weight(place) > 0) found = place;
    left -= weight(place);
    return !(left < 0);
  });
  return rows_[static_cast<std::size_t>(found)];
}

void MatchIndex::keep_earlier(Range& range, std::int64_t row) const {
  const auto begin = rows_.begin() + range.begin;
  const auto end = rows_.begin() + range.end;
  range.end = std::lower_bound(begin, end, row) - rows_.begin();
  range.count = range.end - range.begin;
}

std::uint64_t MatchIndex::memory_bytes() const {
  std::uint64_t bytes = groups_.memory_bytes() + 4 * (begins_.capacity() + rows_.capacity()) +
                        8 * (from_.capacity() + to_.capacity() + most_.capacity() + sums_.capacity());
  for (const TextNumbers& texts : texts_) bytes += texts.memory_bytes();
  return bytes;
}

std::uint64_t MatchIndex::most_bytes(const MatchLayout& layout, std::int64_t rows) {
  constexpr std::uint64_t kGuessedText = 32;
  const auto all = static_cast<std::uint64_t>(rows);
  const std::uint64_t values = (layout.from ? 1 : 0) + (layout.to ? 1 : 0) + (layout.weight ? 1 : 0);
  // Row, group and values as they are added; then their order, and all of it once more in order.
  std::uint64_t bytes = all * (8 + 8 * values + 4 + 4 + 8 * values);
  if (layout.from && layout.to) bytes += 8 * all;
  if (layout.key_rows > 0) return bytes + 8 * static_cast<std::uint64_t>(layout.key_rows);
  for (const Type& key : layout.keys) {
    bytes += all * 8 * words_of(key.kind);
    if (key.kind == TypeKind::string) bytes += all * (kGuessedText + 8 + 8);
  }
  return bytes + (layout.keys.empty() ? 0 : all * (8 + 4));
}

}  // namespace synthgen
