#include "synthgen/source/ordered_values.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "family_attempt.hpp"
#include "synthgen/base/order_statistics.hpp"

namespace synthgen {
namespace {

class SortedScores final : public Source {
 public:
  SortedScores(StreamKey values, StreamKey splits, std::int64_t rows, bool descending)
      : order_(values, splits, rows), descending_(descending) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::number, 0}, rows.count);
    if (!descending_ && rows.contiguous() && rows.first + static_cast<std::int64_t>(rows.count) <= order_.count()) {
      order_.scores(rows, out.data<double>());
      return;
    }
    if (order_.count() == 0) {
      std::fill_n(out.data<double>(), rows.count, 0.0);
      return;
    }
    std::int64_t places[kBatchRows];
    const std::int64_t last = order_.count() - 1;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::int64_t row = std::min(rows[i], last);
      places[i] = descending_ ? last - row : row;
    }
    order_.scores(RowSet{0, rows.count, places}, out.data<double>());
  }

  std::size_t memory_bytes() const { return order_.memory_bytes(); }

 private:
  const OrderStatistics order_;
  const bool descending_;
};

/// A total order of values, in which equal ones are the same bits.
inline bool comes_before(double a, double b) { return a < b || (a == b && std::signbit(a) && !std::signbit(b)); }
template <class T>
bool comes_before(T a, T b) {
  return a < b;
}

class SortedValues final : public FamilySource {
 public:
  /// source  of the column `input`, where it is strict
  SortedValues(const MadeSource& drawn, ColumnIndex input, ValueSorting sorting)
      : type_(drawn.type), input_(input), source_(drawn.source.get()), sorting_(sorting) {
    if (drawn.dictionary == nullptr || sorting.in_listed_order) return;
    const Dictionary& words = *drawn.dictionary;
    codes_.resize(words.size());
    std::iota(codes_.begin(), codes_.end(), 0);
    std::sort(codes_.begin(), codes_.end(), [&](std::int32_t a, std::int32_t b) {
      return words[static_cast<std::size_t>(a)] < words[static_cast<std::size_t>(b)];
    });
    ranks_.resize(words.size());
    for (std::size_t r = 0; r < codes_.size(); ++r) {
      ranks_[static_cast<std::size_t>(codes_[r])] = static_cast<std::int32_t>(r);
    }
  }

  void fill_families(FamilyRows& families, Column& out) const override {
    const Column& from = families.column(input_);
    if (type_.kind == TypeKind::string && from.dictionary() == nullptr) {
      sort_texts(families, from, out);
      return;
    }
    convert(from, from.type(), out);
    switch (value_bytes(type_.kind)) {
      case 1:
        sort_all<std::uint8_t>(families, out);
        break;
      case 4:
        if (!ranks_.empty()) exchange(ranks_, out);
        sort_all<std::int32_t>(families, out);
        if (!codes_.empty()) exchange(codes_, out);
        break;
      default:
        if (type_.kind == TypeKind::number) {
          sort_all<double>(families, out);
        } else {
          sort_all<std::int64_t>(families, out);
        }
    }
  }

 private:
  /// Codes for ranks, or the other way round.
  static void exchange(const std::vector<std::int32_t>& by, Column& column) {
    auto* codes = column.data<std::int32_t>();
    for (std::size_t i = 0; i < column.rows(); ++i) codes[i] = by[static_cast<std::size_t>(codes[i])];
  }

  template <class T>
  void sort(T* first, T* last) const {
    if (sorting_.descending) {
      std::sort(first, last, [](T a, T b) { return comes_before(b, a); });
    } else {
      std::sort(first, last, [](T a, T b) { return comes_before(a, b); });
    }
  }

  template <class T>
  void sort_all(FamilyRows& families, Column& out) const {
    if (sorting_.strict) make_different<T>(families, out);
    const std::span<const std::size_t> begins = families.begins();
    T* values = out.data<T>();
    std::vector<T> kept;
    std::vector<std::size_t> places;
    for (std::size_t f = 0; f + 1 < begins.size(); ++f) {
      if (out.all_valid()) {
        sort(values + begins[f], values + begins[f + 1]);
        continue;
      }
      kept.clear();
      places.clear();
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        if (out.is_null(i)) continue;
        kept.push_back(values[i]);
        places.push_back(i);
      }
      sort(kept.data(), kept.data() + kept.size());
      for (std::size_t k = 0; k < kept.size(); ++k) values[places[k]] = kept[k];
    }
  }

  /// By what values are told apart: 0.0 and -0.0 are equal.
  template <class T>
  static std::int64_t key_of(T value) {
    if constexpr (std::is_same_v<T, double>) {
      return std::bit_cast<std::int64_t>(value + 0.0);
    } else {
      return value;
    }
  }

  /// Draws again what a row before it in the family has, row by row at one attempt after the other.
  template <class T>
  void make_different(FamilyRows& families, Column& out) const {
    const std::span<const std::size_t> begins = families.begins();
    T* values = out.data<T>();
    std::vector<std::int64_t> open;
    std::map<std::size_t, std::set<std::int64_t>> seen;  // of families with repeated values
    std::vector<std::int64_t> keys;
    for (std::size_t f = 0; f + 1 < begins.size(); ++f) {
      keys.clear();
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        if (out.is_valid(i)) keys.push_back(key_of(values[i]));
      }
      std::sort(keys.begin(), keys.end());
      if (std::adjacent_find(keys.begin(), keys.end()) == keys.end()) continue;
      std::set<std::int64_t>& known = seen[f];
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        if (out.is_valid(i) && !known.insert(key_of(values[i])).second) open.push_back(static_cast<std::int64_t>(i));
      }
    }
    Column again;
    std::vector<std::int64_t> left;
    for (std::uint32_t attempt = 1; attempt <= kMostRepeatedDraws && !open.empty(); ++attempt) {
      left.clear();
      const std::span<const std::int64_t> all(open);
      for (std::size_t begin = 0; begin < open.size(); begin += kBatchRows) {
        const std::span<const std::int64_t> part = all.subspan(begin, std::min(kBatchRows, open.size() - begin));
        FamilyAttempt evaluate(families, part, attempt);
        source_->fill(evaluate, again);
        for (std::size_t i = 0; i < part.size(); ++i) {
          const auto place = static_cast<std::size_t>(part[i]);
          if (again.is_valid(i) && seen[family_of(begins, place)].insert(key_of(drawn<T>(again, i))).second) {
            values[place] = drawn<T>(again, i);
          } else {
            left.push_back(part[i]);
          }
        }
      }
      open.swap(left);
    }
    for (const std::int64_t place : open) {
      out.set_null(static_cast<std::size_t>(place));
      families.warn(static_cast<std::size_t>(place), CellWarning::repeated);
    }
  }

  template <class T>
  T drawn(const Column& column, std::size_t row) const {
    const T value = column.data<T>()[row];
    if constexpr (std::is_same_v<T, std::int32_t>) {
      if (!ranks_.empty()) return ranks_[static_cast<std::size_t>(value)];
    }
    return value;
  }

  static std::size_t family_of(std::span<const std::size_t> begins, std::size_t place) {
    return static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end(), place) - begins.begin()) - 1;
  }

  void sort_texts(const FamilyRows& families, const Column& from, Column& out) const {
    const std::span<const std::size_t> begins = families.begins();
    std::vector<std::int64_t> sources(from.rows());
    std::vector<std::int64_t> kept;
    std::vector<std::size_t> places;
    for (std::size_t f = 0; f + 1 < begins.size(); ++f) {
      kept.clear();
      places.clear();
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        sources[i] = static_cast<std::int64_t>(i);
        if (from.is_null(i)) continue;
        kept.push_back(static_cast<std::int64_t>(i));
        places.push_back(i);
      }
      // Equal texts are equal bytes, so which of them comes first is the same.
      std::stable_sort(kept.begin(), kept.end(), [&](std::int64_t a, std::int64_t b) {
        if (sorting_.descending) std::swap(a, b);
        return from.text(static_cast<std::size_t>(a)) < from.text(static_cast<std::size_t>(b));
      });
      for (std::size_t k = 0; k < kept.size(); ++k) sources[places[k]] = kept[k];
    }
    out.gather(from, sources);
  }

  const Type type_;
  const ColumnIndex input_;
  const Source* const source_;
  const ValueSorting sorting_;
  std::vector<std::int32_t> ranks_;  // by code, where texts are sorted by their bytes
  std::vector<std::int32_t> codes_;  // by rank
};

}  // namespace

MadeSource make_sorted_values(const MadeSource& drawn, ColumnIndex column, ValueSorting sorting) {
  MadeSource made;
  made.type = drawn.type;
  made.dictionary = drawn.dictionary;
  made.distinct = drawn.distinct;
  made.precision = drawn.precision;
  made.domain = drawn.domain;
  made.inputs = {column};
  made.by_family = true;
  made.own_rows_only = true;
  made.source = std::make_unique<SortedValues>(drawn, column, sorting);
  return made;
}

MadeSource make_sorted_scores(StreamKey values, StreamKey splits, std::int64_t rows, bool descending) {
  auto source = std::make_unique<SortedScores>(values, splits, rows, descending);
  MadeSource made;
  made.type = {TypeKind::number, 0};
  made.own_rows_only = true;
  made.memory_bytes = source->memory_bytes();
  made.source = std::move(source);
  return made;
}

}  // namespace synthgen
