// Statistics of a column, joined from those of parts of its table: to the last digit what one run over all rows tells.
//
// Threads: plain values. Determinism: the parts come in the order of their rows; unit_groups.hpp says why no digit
// depends on where the table was cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "synthgen/engine/column_statistics.hpp"
#include "synthgen/engine/unit_groups.hpp"

namespace synthgen {

class JoinedStatistics {
 public:
  explicit JoinedStatistics(Type type) : type_(type) {}

  /// The part of the rows that follow.
  ///   rows, nulls  of the part
  ///   min, max     JSON tokens as ColumnSummary has them, without quotes; empty where there are none
  /// False where it is malformed: a token that is none of the type, groups that do not follow on those before them, a
  /// sum that is no number. Then nothing more may be asked of this.
  bool add(std::uint64_t rows, std::uint64_t nulls, std::string_view min, std::string_view max,
           const StatisticsParts& parts);

  const Type& type() const { return type_; }
  /// Of all rows so far: as ColumnStatistics::summary().
  ColumnSummary summary() const;

 private:
  bool add_extremes(std::string_view min, std::string_view max);
  bool add_groups(const std::vector<UnitGroup>& groups);

  Type type_;
  std::uint64_t rows_ = 0;
  std::uint64_t nulls_ = 0;
  bool any_value_ = false;
  std::int64_t min_integer_ = 0;
  std::int64_t max_integer_ = 0;
  double min_number_ = 0;
  double max_number_ = 0;
  std::string min_;  ///< tokens of the extremes, with their quotes
  std::string max_;
  __extension__ __int128 sum_ = 0;
  UnitGroups units_;
  std::uint64_t next_unit_ = 0;
  bool coded_ = true;                           ///< every part knew all its texts by their places in one dictionary
  std::vector<StatisticsParts::Count> counts_;  ///< in the order of their places
};

}  // namespace synthgen
