// Tables in which sources look things up, made on first use: totals by parent, running sums of weights, indexes. They
// belong to a run and not to the source, which lives as long as the plan: while a plan is made, rows are evaluated
// before its rules and correlations are settled.
//
// Threads: any thread of a run may ask; each table is made once.
#pragma once

#include <cassert>
#include <functional>
#include <memory>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// What an evaluator of a run offers beside Evaluate.
class RunLookups {
 public:
  virtual ~RunLookups() = default;
  /// What `owner` keeps, made by `make` where there is none yet; valid as long as the run.
  virtual const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) = 0;
};

/// The table of a source, made by `make(Evaluate&) -> std::unique_ptr<Table>` on first use.
template <class Table, class Make>
const Table& run_lookup(Evaluate& evaluate, const Source& owner, Make make) {
  auto* run = dynamic_cast<RunLookups*>(&evaluate);
  assert(run != nullptr);
  const auto wrapped = [&]() -> std::shared_ptr<const void> { return std::shared_ptr<const Table>(make(evaluate)); };
  return *static_cast<const Table*>(run->lookup(owner, wrapped));
}

}  // namespace synthgen
