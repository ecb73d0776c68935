// Three-valued logic over sets of scores.
#include "synthgen/rule/rule_logic.hpp"

#include <utility>

namespace synthgen {

TruthSets TruthSets::fixed(std::optional<bool> truth) {
  TruthSets sets;
  if (truth) (*truth ? sets.yes : sets.no) = ScoreSet::whole();
  return sets;
}

TruthSets TruthSets::of(const SignRanges& ranges, Comparison comparison) {
  if (ranges.undefined) return unknown();
  const bool below = comparison == Comparison::less || comparison == Comparison::less_equal;
  const bool above = comparison == Comparison::greater || comparison == Comparison::greater_equal;
  const bool both = comparison == Comparison::not_equal;
  TruthSets sets;
  if (below || both) sets.yes.unite(ScoreSet::of(ranges.negative));
  if (comparison == Comparison::equal || comparison == Comparison::less_equal ||
      comparison == Comparison::greater_equal) {
    sets.yes.unite(ScoreSet::of(ranges.zero));
  }
  if (above || both) sets.yes.unite(ScoreSet::of(ranges.positive));
  sets.no = sets.yes;
  sets.no.complement();
  return sets;
}

void TruthSets::negate() { std::swap(yes, no); }

void TruthSets::join_by_and(const TruthSets& other) {
  yes.intersect(other.yes);
  no.unite(other.no);
}

void TruthSets::join_by_or(const TruthSets& other) {
  yes.unite(other.yes);
  no.intersect(other.no);
}

ScoreSet TruthSets::allowed() const {
  ScoreSet set = no;
  set.complement();
  return set;
}

Zeros zeros_for(Comparison comparison) {
  switch (comparison) {
    case Comparison::less_equal:
    case Comparison::greater:
      return Zeros::with_negative;
    case Comparison::less:
    case Comparison::greater_equal:
      return Zeros::with_positive;
    case Comparison::equal:
    case Comparison::not_equal:
      break;
  }
  return Zeros::apart;
}

}  // namespace synthgen
