// Sets of scores at which conditions hold, against three-valued logic score by score.
#include "synthgen/rule/rule_logic.hpp"

#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

using Truth = std::optional<bool>;

/// left − right = slope · (step · floor(score / step) − at), or no value at all.
struct Atom {
  double slope = 1;
  double at = 0;
  bool no_value = false;
  Comparison comparison = Comparison::equal;

  double difference(double score) const { return no_value ? NAN : slope * (std::floor(score * 2) / 2 - at); }
};

struct Tree {
  enum class Kind { all, any, negation, atom, fixed, unknown };
  Kind kind = Kind::atom;
  std::vector<Tree> parts = {};
  Atom atom = {};
  Truth truth = {};
};

Truth compare(double difference, Comparison comparison) {
  if (difference != difference) return {};
  switch (comparison) {
    case Comparison::equal:
      return difference == 0;
    case Comparison::not_equal:
      return difference != 0;
    case Comparison::less:
      return difference < 0;
    case Comparison::less_equal:
      return difference <= 0;
    case Comparison::greater:
      return difference > 0;
    case Comparison::greater_equal:
      return difference >= 0;
  }
  return {};
}

Truth truth_at(const Tree& tree, double score) {
  if (tree.kind == Tree::Kind::atom) return compare(tree.atom.difference(score), tree.atom.comparison);
  if (tree.kind == Tree::Kind::fixed || tree.kind == Tree::Kind::unknown) return tree.truth;
  if (tree.kind == Tree::Kind::negation) {
    const Truth inner = truth_at(tree.parts[0], score);
    return inner ? Truth(!*inner) : inner;
  }
  // All: false wins, then null. Any: true wins, then null.
  const bool winner = tree.kind == Tree::Kind::any;
  bool null = false;
  for (const Tree& part : tree.parts) {
    const Truth one = truth_at(part, score);
    if (one == Truth(winner)) return winner;
    null = null || !one;
  }
  return null ? Truth() : Truth(!winner);
}

SignRanges signs_of(const Atom& atom) {
  SignRanges ranges;
  find_sign_ranges(
      1, -8.2, 8.2, zeros_for(atom.comparison),
      [&](const double* scores, double* values) { values[0] = atom.difference(scores[0]); }, &ranges);
  return ranges;
}

TruthSets leaf(const Tree& tree) {
  if (tree.kind == Tree::Kind::fixed) return TruthSets::fixed(tree.truth);
  if (tree.kind == Tree::Kind::unknown) return TruthSets::unknown();
  return TruthSets::of(signs_of(tree.atom), tree.atom.comparison);
}

Tree random_tree(std::mt19937_64& random, int depth) {
  Tree tree;
  const auto pick = random() % 10;
  if (depth > 0 && pick < 6) {
    tree.kind = pick < 2 ? Tree::Kind::all : (pick < 4 ? Tree::Kind::any : Tree::Kind::negation);
    const std::size_t count = tree.kind == Tree::Kind::negation ? 1 : 2 + random() % 3;
    for (std::size_t i = 0; i < count; ++i) tree.parts.push_back(random_tree(random, depth - 1));
    return tree;
  }
  if (random() % 8 == 0) {
    tree.kind = random() % 3 == 0 ? Tree::Kind::unknown : Tree::Kind::fixed;
    if (tree.kind == Tree::Kind::fixed && random() % 3 != 0) tree.truth = random() % 2 == 0;
    return tree;
  }
  tree.atom.slope = random() % 2 == 0 ? 3 : -2;
  tree.atom.at = static_cast<double>(random() % 17) / 2 - 4;
  if (random() % 4 == 0) tree.atom.at += 0.2;  // never equal
  tree.atom.no_value = random() % 12 == 0;
  tree.atom.comparison = static_cast<Comparison>(random() % 6);
  return tree;
}

}  // namespace

TEST_CASE("the sets of a tree of conditions are those of three-valued logic at every score") {
  std::mt19937_64 random(5);
  int yes = 0;
  int no = 0;
  int null = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const Tree tree = random_tree(random, 4);
    const TruthSets sets = truth_sets(tree, leaf);
    const ScoreSet allowed = sets.allowed();
    ScoreSet both = sets.yes;
    both.intersect(sets.no);
    CHECK(both.empty());
    bool wrong = false;
    // Between the steps, and beyond the ends of the search.
    for (double score = -9.9; score < 10; score += 0.1) {
      if (std::abs(score * 2 - std::round(score * 2)) < 0.01) continue;
      const Truth truth = truth_at(tree, std::clamp(score, -8.2, 8.2));
      wrong = wrong || sets.yes.contains(score) != (truth == Truth(true));
      wrong = wrong || sets.no.contains(score) != (truth == Truth(false));
      wrong = wrong || allowed.contains(score) != (truth != Truth(false));
      ++(truth ? (*truth ? yes : no) : null);
    }
    CHECK_FALSE(wrong);
  }
  // All three were met often.
  for (const int count : {yes, no, null}) CHECK(count > 30'000);
}

TEST_CASE("what is drawn where a comparison is true was seen to be true") {
  // The gaps at the borders count as false, so that draws from the allowed set need no second try.
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> border(-4, 4);
  for (int trial = 0; trial < 500; ++trial) {
    const double c = border(random);
    for (const Comparison comparison : {Comparison::less, Comparison::less_equal, Comparison::greater,
                                        Comparison::greater_equal, Comparison::not_equal}) {
      SignRanges ranges;
      const auto difference = [c](double x) { return 3 * x - 3 * c; };
      find_sign_ranges(
          1, -8.2, 8.2, zeros_for(comparison),
          [&](const double* scores, double* values) { values[0] = difference(scores[0]); }, &ranges);
      const ScoreSet allowed = TruthSets::of(ranges, comparison).allowed();
      bool wrong = allowed.empty();
      for (const ScoreInterval& interval : allowed.intervals()) {
        for (const double end : {interval.low, interval.high}) {
          if (std::isfinite(end)) wrong = wrong || compare(difference(end), comparison) != Truth(true);
        }
      }
      CHECK_FALSE(wrong);
    }
  }
}
