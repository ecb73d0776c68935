// Some rows of whole families at a further attempt: for what is drawn again until the rows of a family differ.
//
// Threads: one thread. Determinism: a cell depends on its row and the attempt.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "synthgen/source/family_source.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {

/// Which rows are null was drawn before, so that values are drawn without those that `missing` makes.
class FamilyAttempt final : public Evaluate, public RunLookups {
 public:
  /// places  indices of rows of the families, at most kBatchRows; must outlive this
  FamilyAttempt(FamilyRows& families, std::span<const std::int64_t> places, std::uint32_t attempt);

  const Column& column(ColumnIndex index) override;
  /// REQUIRES: not called, as scan() is not: what is drawn again reads its own row, and look-ups that were made before.
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override;
  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override;
  const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) override;

 private:
  struct Gathered {
    ColumnIndex index = 0;
    std::unique_ptr<ColumnPool::Lease> column;  // by pointer: references stay while more are added
  };

  FamilyRows& families_;
  const std::span<const std::int64_t> places_;
  std::vector<std::int64_t> list_;
  std::vector<Gathered> gathered_;
};

}  // namespace synthgen
