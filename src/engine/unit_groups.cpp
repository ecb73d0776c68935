// Joining of units.
#include "synthgen/engine/unit_groups.hpp"

#include <cassert>
#include <cmath>

namespace synthgen {

void Moments::join(const Moments& later) {
  if (later.values == 0) return;
  if (values == 0) {
    *this = later;
    return;
  }
  const double larger = std::abs(sum) >= std::abs(later.sum) ? sum : later.sum;
  const double smaller = std::abs(sum) >= std::abs(later.sum) ? later.sum : sum;
  const double whole = sum + later.sum;
  correction += (larger - whole) + smaller;
  correction += later.correction;
  sum = whole;

  const auto before = static_cast<double>(values);
  const auto added = static_cast<double>(later.values);
  values += later.values;
  const auto all = static_cast<double>(values);
  const double distance = later.mean - mean;
  mean += distance * (added / all);
  squares += later.squares + distance * distance * (before * added / all);
}

void UnitGroups::add(const UnitGroup& group) {
  assert(groups_.empty() || groups_.back().first_unit + groups_.back().units == group.first_unit);
  assert(group.first_unit % group.units == 0);
  groups_.push_back(group);
  while (groups_.size() >= 2) {
    UnitGroup& earlier = groups_[groups_.size() - 2];
    const UnitGroup& later = groups_.back();
    if (earlier.units != later.units || earlier.first_unit % (2 * earlier.units) != 0) break;
    earlier.moments.join(later.moments);
    earlier.units *= 2;
    groups_.pop_back();
  }
}

void UnitGroups::add_unit(std::uint64_t first_unit, const Moments& unit) {
  const std::uint64_t next = groups_.empty() ? first_unit : groups_.back().first_unit + groups_.back().units;
  add({next, 1, unit});
}

Moments UnitGroups::total() const {
  Moments all;
  for (const UnitGroup& group : groups_) all.join(group.moments);
  return all;
}

}  // namespace synthgen
