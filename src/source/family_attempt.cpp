#include "family_attempt.hpp"

#include <cassert>

namespace synthgen {

FamilyAttempt::FamilyAttempt(FamilyRows& families, std::span<const std::int64_t> places, std::uint32_t attempt)
    : families_(families), places_(places), list_(places.size()) {
  const RowSet all = families.row_numbers();
  for (std::size_t i = 0; i < places.size(); ++i) list_[i] = all[static_cast<std::size_t>(places[i])];
  rows_ = RowSet::of(list_);
  attempt_ = attempt;
  pool_ = &families.pool();
  without_missing_ = true;
}

const Column& FamilyAttempt::column(ColumnIndex index) {
  for (const Gathered& known : gathered_) {
    if (known.index == index) return **known.column;
  }
  Gathered& added = gathered_.emplace_back();
  added.index = index;
  added.column = std::make_unique<ColumnPool::Lease>(pool().take());
  (*added.column)->gather(families_.column(index), places_);
  return **added.column;
}

void FamilyAttempt::cells(TableIndex, ColumnIndex, const Column&, Column& out) {
  assert(false && "what is drawn again reads its own row");
  out.reset({TypeKind::integer, 0}, rows_.count);
}

void FamilyAttempt::scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) {
  assert(false && "what is drawn again reads its own row");
}

const void* FamilyAttempt::lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) {
  return dynamic_cast<RunLookups&>(families_).lookup(owner, make);
}

}  // namespace synthgen
