// Which rows of a table meet a `where`: groups of rows with equal keys, within a group by the value of an interval or
// by row, and where picks are by weight the running sums.
//
// Threads: immutable once finished. Determinism: what is found depends on the rows that were added only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "key_numbers.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

/// What a MatchIndex is given of each row, and in which order: conditions, keys, `from`, `to`, weight.
struct MatchLayout {
  std::size_t filters = 0;
  std::vector<Type> keys;
  std::int64_t key_rows = 0;  ///< where the one key is a row number of some table: how many that has; else 0
  bool from = false;
  bool from_open_at_null = false;
  bool to = false;  ///< given by itself: not where the value is that of `from`
  bool to_open_at_null = false;
  bool same_value = false;  ///< `from` and `to` are bounds of one value, which stands at `from`
  bool weight = false;

  std::size_t columns() const { return filters + keys.size() + (from ? 1 : 0) + (to ? 1 : 0) + (weight ? 1 : 0); }
};

class MatchIndex {
 public:
  /// Places within the index.
  struct Range {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t group = 0;  ///< where its group begins
    std::int64_t count = 0;  ///< rows that match: all of them but for intervals that lie within each other
    bool scattered = false;  ///< those of begin … end whose `to` is far enough, `least` says how far
    std::int64_t least = 0;
  };
  /// A row's value at a bound, as a whole number whose order is that of the values.
  struct Limit {
    const std::int64_t* values = nullptr;  ///< one for each row; null: there is no such bound
    bool closed = false;
  };

  explicit MatchIndex(MatchLayout layout);
  /// The next rows, in order: at most kBatchRows. REQUIRES: fewer than 2³¹ in all.
  void add(std::span<const Column* const> cells);
  void finish();

  /// Words of the n rows' keys, width() for each row one behind the other; `good` becomes false where one is null.
  void read_keys(std::span<const Column* const> keys, std::size_t n, std::uint64_t* words, bool* good) const;
  std::size_t width() const { return width_; }
  /// Where the rows with these keys and within the limits stand. Of rows that are not good: nowhere.
  void find(const std::uint64_t* words, const bool* good, std::size_t n, Limit from, Limit to, Range* ranges) const;

  /// The row at one of the matches, 0 … count − 1.
  std::int64_t row(const Range& range, std::uint64_t match) const;
  /// The row at a share of the weights, 0 < share < 1; −1 where none of the matches has a weight.
  std::int64_t weighted_row(const Range& range, double share) const;
  /// Only those with a smaller row number. REQUIRES: no interval.
  void keep_earlier(Range& range, std::int64_t row) const;

  /// Some weight is negative, or their sum infinite.
  bool faulty() const { return faulty_; }
  std::uint64_t memory_bytes() const;

  /// Upper bound of what making and keeping it takes.
  static std::uint64_t most_bytes(const MatchLayout& layout, std::int64_t rows);

 private:
  struct Entry {
    std::uint32_t row;
    std::uint32_t group;
  };

  /// The one key is its group's number: a row number, or the number of a text.
  bool direct() const {
    return layout_.key_rows > 0 || (layout_.keys.size() == 1 && layout_.keys.front().kind == TypeKind::string);
  }
  void append_words(const Column& cells, std::size_t key, std::size_t at, std::size_t n, std::uint64_t* words,
                    bool* good);
  void sort_groups(std::vector<std::uint32_t>& order) const;
  void take_weights(const std::vector<std::uint32_t>& order);
  void look_at_ends();
  template <class Take>
  void each_match(const Range& range, Take take) const;

  MatchLayout layout_;
  std::size_t width_ = 0;
  std::vector<TextNumbers> texts_;  ///< by key
  WordNumbers groups_;
  std::vector<std::uint32_t> begins_;  ///< by group, and one more
  std::vector<std::uint32_t> rows_;
  std::vector<std::int64_t> from_;
  std::vector<std::int64_t> to_;
  std::vector<std::int64_t> most_;  ///< greatest `to` of the group up to each row, where they do not rise
  std::vector<double> sums_;        ///< of weights, within the group, the row's own included
  bool faulty_ = false;

  // While rows are added.
  std::int64_t next_row_ = 0;
  std::vector<Entry> entries_;
  std::vector<double> weights_;
};

/// Values as whole numbers in the same order. Nulls are left as they lie.
void order_values(const Column& column, std::int64_t* values);

}  // namespace synthgen
