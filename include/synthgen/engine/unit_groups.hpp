// Moments of a column, joined over its rows in an order that belongs to the table and not
// to whoever computes them.
//
// Rows are taken in units of 1,024, aligned in the table. Two neighbours are joined where
// together they are one of 2, 4, 8 … units aligned to their own number, so that the same
// tree grows whether one run sees all rows or several runs see a part each: what a part
// hands on is a few groups for each binary digit of its units, and adding these in order
// gives every digit of the whole.
//
// Threads: plain values. Method: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing
// Sample Variances" (1979); sums with Neumaier's compensation (1974).
#pragma once

#include <cstdint>
#include <vector>

namespace synthgen {

/// Rows whose doubles are summed together: a property of the manifest, not of the engine's batches.
inline constexpr std::uint64_t kStatisticsUnitRows = 1024;

/// Values of some rows: count, sum and what rounding took from it, mean, and sum of squared distances from the mean.
struct Moments {
  std::uint64_t values = 0;
  double sum = 0;
  double correction = 0;
  double mean = 0;
  double squares = 0;

  /// Adds the values of rows that follow.
  void join(const Moments& later);
  friend bool operator==(const Moments&, const Moments&) = default;
};

/// `units` units from `first_unit` on: a power of two, which divides `first_unit`. The last of a table may be short.
struct UnitGroup {
  std::uint64_t first_unit = 0;
  std::uint64_t units = 1;
  Moments moments;
};

class UnitGroups {
 public:
  /// REQUIRES: the group that follows those added so far.
  void add(const UnitGroup& group);
  /// The unit that follows; the first is unit `first_unit` of the table.
  void add_unit(std::uint64_t first_unit, const Moments& unit);
  /// The fewest groups that all units so far make.
  const std::vector<UnitGroup>& groups() const { return groups_; }
  Moments total() const;

 private:
  std::vector<UnitGroup> groups_;
};

}  // namespace synthgen
