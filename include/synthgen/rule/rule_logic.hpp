// Where along a score a condition is true and where it is false: SQL's three-valued logic
// over sets of scores.
//
// Threads: plain values. Determinism: as of ScoreSet.
#pragma once

#include <optional>

#include "synthgen/expression/condition.hpp"
#include "synthgen/rule/score_set.hpp"
#include "synthgen/rule/sign_ranges.hpp"

namespace synthgen {

/// Disjoint; the condition is null, or nothing is known of it, at the scores in neither.
struct TruthSets {
  ScoreSet yes;
  ScoreSet no;

  /// Null everywhere; also what stands for a condition of which nothing is known.
  static TruthSets unknown() { return {}; }
  /// One truth whatever the score; null without.
  static TruthSets fixed(std::optional<bool> truth);
  /// Of left `comparison` right, from the signs of left − right. The uncertain gap between two signs counts as false,
  /// so that what is drawn from `yes` was seen to hold. REQUIRES: the search kept zeros as zeros_for() says, or apart.
  static TruthSets of(const SignRanges& ranges, Comparison comparison);

  void negate();
  void join_by_and(const TruthSets& other);
  void join_by_or(const TruthSets& other);

  /// Where the condition is not false, so that a row passes.
  ScoreSet allowed() const;
};

/// On which side of the border zeros of left − right count for a comparison.
Zeros zeros_for(Comparison comparison);

/// The sets of a tree of conditions.
///
/// tree  with `kind`, one of Kind::all, any, negation or a leaf, and `parts`: plan's RuleTree
/// leaf  TruthSets of a tree of another kind
template <class Tree, class Leaf>
TruthSets truth_sets(const Tree& tree, const Leaf& leaf) {
  using Kind = typename Tree::Kind;
  if (tree.kind == Kind::negation) {
    TruthSets sets = truth_sets(tree.parts.front(), leaf);
    sets.negate();
    return sets;
  }
  if (tree.kind != Kind::all && tree.kind != Kind::any) return leaf(tree);
  const bool all = tree.kind == Kind::all;
  TruthSets sets = TruthSets::fixed(all);
  for (const Tree& part : tree.parts) {
    if (all) {
      sets.join_by_and(truth_sets(part, leaf));
    } else {
      sets.join_by_or(truth_sets(part, leaf));
    }
  }
  return sets;
}

}  // namespace synthgen
