#include "shared_draws.hpp"

#include <algorithm>
#include <numeric>

#include "synthgen/source/entities.hpp"

namespace synthgen {
namespace {

bool contains(const std::vector<ColumnIndex>& columns, ColumnIndex column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// The number of a row's locale is no draw, for it follows from a column.
bool draws(const Draft& draft, std::size_t table, ColumnIndex column) {
  return draft.plan.tables[table].columns[column].source_name != kEntityLocale;
}

/// Whether a target can be drawn again only with an earlier one: both are made of one draw, or what is filled with the
/// later is the earlier.
bool share(const Draft& draft, std::size_t table, const PlannedTarget& earlier, const PlannedTarget& later) {
  return contains(later.dependents, earlier.column) ||
         std::any_of(later.own.begin(), later.own.end(),
                     [&](ColumnIndex own) { return contains(earlier.own, own) && draws(draft, table, own); });
}

}  // namespace

void mark_drawn(const Draft& draft, std::size_t table, const PlannedTarget& target, std::vector<bool>& changed) {
  for (const ColumnIndex index : draft.own_internals(table, target.column)) changed[index] = true;
  for (const std::vector<ColumnIndex>* list : {&target.chain, &target.dependents, &target.tests}) {
    for (const ColumnIndex index : *list) changed[index] = true;
  }
  if (target.innovation.has_value()) changed[*target.innovation] = true;
  changed[target.column] = true;
}

std::vector<SharedDraws> find_shared_draws(const Draft& draft, std::size_t table, std::vector<PlannedTarget>& targets) {
  const std::size_t n = targets.size();
  std::vector<SharedDraws> shared(n);
  std::vector<std::size_t> set(n);  // of targets that share draws, by the least of them
  std::iota(set.begin(), set.end(), std::size_t{0});
  for (std::size_t later = 0; later < n; ++later) {
    bool any = false;
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (!share(draft, table, targets[earlier], targets[later])) continue;
      any = true;
      std::replace(set.begin(), set.begin() + static_cast<std::ptrdiff_t>(later) + 1,
                   std::max(set[earlier], set[later]), std::min(set[earlier], set[later]));
    }
    if (!any) continue;
    SharedDraws& mine = shared[later];
    mine.changed.resize(draft.plan.tables[table].columns.size(), false);
    for (std::size_t mate = 0; mate < later; ++mate) {
      if (set[mate] != set[later]) continue;
      mine.mates.push_back(mate);
      mark_drawn(draft, table, targets[mate], mine.changed);
    }
    // What the target is made of is drawn with it; what follows it comes after.
    for (const ColumnIndex own : draft.own_internals(table, targets[later].column)) mine.changed[own] = true;
  }
  for (std::size_t later = 0; later < n; ++later) {
    if (!shared[later].mates.empty()) targets[later].own.clear();
  }
  return shared;
}

}  // namespace synthgen
