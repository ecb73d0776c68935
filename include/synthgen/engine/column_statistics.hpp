// What the manifest says about a column's values: nulls, extremes, mean, standard
// deviation, most frequent texts.
//
// Workers fill a PartialStatistics for each block; the ordered side merges them in row
// order. Integers, decimals and counts are summed exactly. Doubles are summed by unit,
// that is by 1,024 rows aligned in the table, and the units' results are joined as
// unit_groups.hpp says; values of a unit that a block boundary cuts wait until the unit is
// whole. So no digit depends on threads, blocks, shards or vector lanes.
//
// Threads: a PartialStatistics belongs to one thread at a time; ColumnStatistics to the ordered side.
// Method: mean and M2 of a unit in two passes, then unit_groups.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/column/column.hpp"
#include "synthgen/engine/unit_groups.hpp"

namespace synthgen {

/// Most frequent texts that are kept.
inline constexpr std::size_t kTopTexts = 10;

/// Statistics of the rows of one block. Recycle it: its storage stays.
class PartialStatistics {
 public:
  /// Begins a block. `first_row` is the block's first row in its table: it tells where the units lie.
  void begin(Type type, std::uint64_t first_row);
  /// The next rows of the block, any number of them. REQUIRES: the type given to begin(); doubles finite.
  void accumulate(const Column& column);

  Type type() const { return type_; }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t nulls() const { return nulls_; }

 private:
  friend class ColumnStatistics;
  void accumulate_words(const Column& column);
  void accumulate_days(const Column& column);
  void accumulate_codes(const Column& column);
  void accumulate_booleans(const Column& column);
  void add_values(const std::int64_t* values, std::size_t count);
  void add_values(const double* values, std::size_t count);
  void add_piece(const void* values, std::size_t count, std::size_t rows);

  Type type_;
  std::uint64_t first_row_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t nulls_ = 0;
  std::int64_t min_integer_ = 0;  // integers, decimals, dates, timestamps; meaningful where rows_ > nulls_
  std::int64_t max_integer_ = 0;
  double min_number_ = 0;
  double max_number_ = 0;
  __extension__ __int128 sum_ = 0;  // integers and decimals, in units of the last digit; booleans: how many are true

  std::vector<std::uint64_t> head_;  // bits of the valid values before the first unit boundary
  std::vector<Moments> units_;       // whole ones, those without a value included
  std::vector<std::uint64_t> tail_;  // bits of the valid values after the last one
  std::uint64_t tail_rows_ = 0;      // rows after the last boundary, nulls included

  const Dictionary* dictionary_ = nullptr;
  bool coded_ = true;                  // every batch so far was coded in dictionary_
  std::vector<std::uint32_t> counts_;  // by code, kHistograms of them side by side for small dictionaries
  std::vector<std::int32_t> codes_;    // the codes themselves, for dictionaries too large to count per block
};

/// The finished figures. Tokens are JSON (numbers, or texts in quotes); empty where there is no such figure.
struct ColumnSummary {
  std::uint64_t rows = 0;
  std::uint64_t nulls = 0;
  std::string min;
  std::string max;
  std::string mean;                                        ///< numbers; booleans: the share of true
  std::string sd;                                          ///< of the sample (n − 1); numbers only
  std::vector<std::pair<std::string, std::uint64_t>> top;  ///< of dictionary columns; ties in dictionary order
  /// Different values: of dictionary columns and booleans, where they are known exactly.
  std::optional<std::uint64_t> distinct;
  /// No more than these: rows that are not null, or places between min and max.
  std::uint64_t most_distinct = 0;
};

/// What a part of a table hands on, so that the parts' statistics give those of the whole to the last digit. With it go
/// the part's rows, nulls, min and max.
struct StatisticsParts {
  struct Count {
    std::size_t code = 0;  ///< place in the column's dictionary
    std::string text;
    std::uint64_t count = 0;
  };
  std::string sum;                ///< of integers and decimals in units of the last digit, of booleans the true ones
  std::vector<UnitGroup> groups;  ///< of numbers, integers and decimals (the latter two in units of the last digit)
  std::vector<Count> counts;      ///< of all texts of a dictionary column that occur, in dictionary order
};

/// Statistics of a column of a table, or of a part of one.
class ColumnStatistics {
 public:
  explicit ColumnStatistics(Type type) : type_(type) {}

  Type type() const { return type_; }

  /// REQUIRES: the block that follows those merged so far, and the same type.
  void merge(const PartialStatistics& part);
  /// The figures of all rows merged so far.
  ColumnSummary summary() const;
  /// REQUIRES: all rows of the part merged, and its end at the end of a unit or of the table.
  StatisticsParts parts() const;

 private:
  void append_pending(const std::vector<std::uint64_t>& values);
  UnitGroups all_units() const;

  Type type_;
  std::uint64_t first_row_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t nulls_ = 0;
  std::int64_t min_integer_ = 0;
  std::int64_t max_integer_ = 0;
  double min_number_ = 0;
  double max_number_ = 0;
  __extension__ __int128 sum_ = 0;
  UnitGroups units_;
  std::vector<std::uint64_t> pending_;  // bits of the valid values of the unit that is not yet whole
  const Dictionary* dictionary_ = nullptr;
  bool coded_ = true;
  std::vector<std::uint64_t> counts_;
};

}  // namespace synthgen
