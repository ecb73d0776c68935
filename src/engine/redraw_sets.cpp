// The scores that rules allow a target: by trying its values, or by the borders of comparisons.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "frame.hpp"
#include "redraw.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/rule/value_pieces.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// A target that its own score hardly moves follows from the others of its group.
constexpr double kLeastSlope = 1e-9;

}  // namespace

void Redraw::find_sets() {
  sets_.assign(open_.size(), ScoreSet::whole());
  if (target_->domain != nullptr) {
    find_sets_by_values();
  } else if (target_->few_by_row) {
    find_sets_by_row();
  } else if (target_->solvable) {
    find_sets_by_tree();
  } else {
    return;
  }
  if (target_->innovation.has_value()) move_sets_to_innovations();
}

void Redraw::find_sets_by_values() {
  for (ScoreSet& set : sets_) set = ScoreSet();
  double after = -kInfinity;  // the greatest score of the value before
  for (std::size_t v = 0; v < target_->ends.size(); ++v) {
    const double low = v == 0 ? -kInfinity : std::nextafter(after, kInfinity);
    after = target_->ends[v];
    put_value(v);
    test();
    const ScoreSet piece = ScoreSet::of({low, after});
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (broken_[i] == 0) sets_[i].unite(piece);
    }
  }
}

/// Each row has few values at scores of its own, such as a choice by weights that differ by row.
void Redraw::find_sets_by_row() {
  const std::vector<std::int64_t> open = open_;
  std::vector<ScoreSet> sets;
  for (const std::int64_t place : open) sets.push_back(set_of_row(place));
  open_ = open;
  trial_->begin_within(*frame_, open_);
  sets_ = std::move(sets);
}

/// Finds where the values of one row change along the score, the row standing in the trial as often as there are
/// scores to look at, and tries each value.
ScoreSet Redraw::set_of_row(std::int64_t place) {
  constexpr std::size_t kLooks = 256;
  constexpr std::size_t kMostPieces = kBatchRows / 2;
  const auto look = [&](const std::vector<double>& scores) -> const Column& {
    open_.assign(scores.size(), place);
    trial_->begin_within(*frame_, open_);
    put_scores(scores.data());
    fill_value();
    return trial_->filled(target_->column);
  };
  std::vector<double> looks(kLooks);
  for (std::size_t i = 0; i < kLooks; ++i) {
    looks[i] = kSearched * (2 * static_cast<double>(i) / static_cast<double>(kLooks - 1) - 1);
  }
  const std::optional<ValuePieces> pieces = find_value_pieces(looks, kMostPieces, look);
  if (!pieces.has_value()) return ScoreSet::whole();  // values lie dense after all: attempts
  open_.assign(pieces->ends.size(), place);
  trial_->begin_within(*frame_, open_);
  std::vector<std::int64_t> all(open_.size());
  std::iota(all.begin(), all.end(), 0);
  trial_->put(target_->column).gather(pieces->values, all);
  test();
  ScoreSet allowed;
  for (std::size_t v = 0; v < open_.size(); ++v) {
    if (broken_[v] == 0) allowed.unite(ScoreSet::of({pieces->begins[v], pieces->ends[v]}));
  }
  return allowed;
}

void Redraw::find_sets_by_tree() {
  const std::size_t n = open_.size();
  if (target_->same_set) {
    const auto known_set = same_sets_.find(target_);
    if (known_set != same_sets_.end()) {
      std::fill(sets_.begin(), sets_.end(), known_set->second);
      return;
    }
  }
  for (const ColumnIndex index : target_->fixed) trial_->fill_source(index, attempt_);
  ranges_.resize(target_->atoms.size());
  double left[kBatchRows];
  double right[kBatchRows];
  for (std::size_t a = 0; a < target_->atoms.size(); ++a) {
    const RuleAtom& atom = target_->atoms[a];
    ranges_[a].resize(n);
    if (atom.bare != RuleAtom::Bare::neither && !target_->ladder.empty()) {
      read_ladder(atom, ranges_[a]);
      continue;
    }
    if (atom.bare != RuleAtom::Bare::neither && target_->unrounded.has_value()) {
      search_unrounded(atom, ranges_[a]);
      continue;
    }
    if (atom.fixed) {
      const auto known = fixed_ranges_.find(&atom);
      if (known != fixed_ranges_.end()) {
        std::fill(ranges_[a].begin(), ranges_[a].end(), known->second);
        continue;
      }
    }
    const auto difference = [&](const double* scores, double* values) {
      put_scores(scores);
      fill_value();
      for (const ColumnIndex index : atom.columns) trial_->fill_source(index, attempt_);
      ordered_numbers(trial_->column(atom.left), n, left);
      ordered_numbers(trial_->column(atom.right), n, right);
      for (std::size_t i = 0; i < n; ++i) values[i] = left[i] - right[i];
    };
    find_sign_ranges(n, -kSearched, kSearched, zeros_for(atom.comparison), difference, ranges_[a].data());
    if (atom.fixed) fixed_ranges_.emplace(&atom, ranges_[a].front());
  }
  for (std::size_t i = 0; i < n; ++i) {
    sets_[i] = truth_sets(target_->tree, [&](const RuleTree& leaf) { return truth(leaf, i); }).allowed();
    if (!target_->same_set) continue;
    same_sets_.emplace(target_, sets_[i]);
    std::fill(sets_.begin(), sets_.end(), sets_[i]);
    return;
  }
}

/// The target beside a number, rounded: it changes where the value before rounding passes the middle between two
/// written ones, and that rises smoothly with the score.
void Redraw::search_unrounded(const RuleAtom& atom, std::vector<SignRanges>& ranges) {
  const std::size_t n = open_.size();
  const bool left = atom.bare == RuleAtom::Bare::left;
  const int decimals = trial_->table().columns[target_->column].made.type.decimals;
  double numbers[kBatchRows];
  double least[kBatchRows];   // from here on the written value is the number, or more
  double beyond[kBatchRows];  // from here on it is more
  ordered_numbers(trial_->column(left ? atom.right : atom.left), n, numbers);
  const double step = elementary::from_scaled(1, decimals);
  for (std::size_t i = 0; i < n; ++i) {
    // The written value next to the number, which may lie on it, below or above.
    const double near = std::floor(numbers[i] / step + 0.5);
    if (!(std::fabs(near) < 0x1p62)) {
      least[i] = beyond[i] = numbers[i];
      continue;
    }
    const double written = elementary::from_scaled(static_cast<std::int64_t>(near), decimals);
    least[i] = (written >= numbers[i] ? near - 0.5 : near + 0.5) * step;
    beyond[i] = (written > numbers[i] ? near - 0.5 : near + 0.5) * step;
  }
  const auto search = [&](const double* borders, std::vector<SignRanges>& found) {
    const auto distance = [&](const double* scores, double* values) {
      put_scores(scores);
      trial_->fill_source(*target_->unrounded, attempt_);
      const double* before = trial_->filled(*target_->unrounded).data<double>();
      for (std::size_t i = 0; i < n; ++i) values[i] = before[i] - borders[i];
    };
    find_sign_ranges(n, -kSearched, kSearched, Zeros::with_positive, distance, found.data());
  };
  const Comparison comparison = atom.comparison;
  const bool below = left ? comparison == Comparison::less || comparison == Comparison::greater_equal
                          : comparison == Comparison::greater || comparison == Comparison::less_equal;
  const bool apart = comparison == Comparison::equal || comparison == Comparison::not_equal;
  std::vector<SignRanges> low(n);
  std::vector<SignRanges> high(n);
  if (below || apart) search(least, low);
  if (!below || apart) search(beyond, high);
  for (std::size_t i = 0; i < n; ++i) {
    const SignRanges& first = below || apart ? low[i] : high[i];
    const SignRanges& second = !below || apart ? high[i] : low[i];
    SignRanges& range = ranges[i];
    range = SignRanges{{1, 0}, {1, 0}, {1, 0}, numbers[i] != numbers[i]};
    if (range.undefined) continue;
    (left ? range.negative : range.positive) = first.negative;
    (left ? range.positive : range.negative) = second.positive;
    if (!apart || first.positive.empty() || second.negative.empty()) continue;
    range.zero = {first.positive.low, second.negative.high};
  }
}

/// The target beside a number: the scores of the values below, equal and above it stand in a table.
void Redraw::read_ladder(const RuleAtom& atom, std::vector<SignRanges>& ranges) {
  const std::size_t n = open_.size();
  const bool left = atom.bare == RuleAtom::Bare::left;
  const std::vector<double>& ends = target_->ladder;
  const auto first = static_cast<double>(target_->ladder_first);
  const auto steps = static_cast<double>(ends.size());
  double numbers[kBatchRows];
  ordered_numbers(trial_->column(left ? atom.right : atom.left), n, numbers);
  for (std::size_t i = 0; i < n; ++i) {
    SignRanges& range = ranges[i];
    range = SignRanges{{1, 0}, {1, 0}, {1, 0}, numbers[i] != numbers[i]};
    if (range.undefined) continue;
    const auto below = static_cast<std::size_t>(std::clamp(std::ceil(numbers[i]) - first, 0.0, steps));
    const auto up_to = static_cast<std::size_t>(std::clamp(std::floor(numbers[i]) - first + 1, 0.0, steps));
    const double least = below == 0 ? -kInfinity : std::nextafter(ends[below - 1], kInfinity);
    const double beyond = up_to == 0 ? -kInfinity : std::nextafter(ends[up_to - 1], kInfinity);
    ScoreInterval& low = left ? range.negative : range.positive;
    ScoreInterval& high = left ? range.positive : range.negative;
    if (below > 0) low = {-kInfinity, ends[below - 1]};
    if (up_to > below) range.zero = {least, ends[up_to - 1]};
    if (up_to < ends.size()) high = {beyond, kInfinity};
  }
}

/// What a tree says whatever the target's value is, as long as it is not null; `pinned`: and none of those that pins
/// give.
Redraw::Kleene Redraw::known(const RuleTree& tree, std::size_t row, bool pinned) const {
  switch (tree.kind) {
    case RuleTree::Kind::all:
    case RuleTree::Kind::any: {
      const Kleene dominant = tree.kind == RuleTree::Kind::all ? Kleene::no : Kleene::yes;
      Kleene result = tree.kind == RuleTree::Kind::all ? Kleene::yes : Kleene::no;
      for (const RuleTree& part : tree.parts) {
        const Kleene one = known(part, row, pinned);
        if (one == dominant) return dominant;
        if (one == Kleene::unknown) result = Kleene::unknown;
      }
      return result;
    }
    case RuleTree::Kind::negation: {
      const Kleene one = known(tree.parts.front(), row, pinned);
      return one == Kleene::unknown ? one : one == Kleene::yes ? Kleene::no : Kleene::yes;
    }
    case RuleTree::Kind::certain:
      return known(tree.parts.front(), row, pinned);
    case RuleTree::Kind::atom:
      return pinned && is_pin(tree.atom) ? Kleene::no : Kleene::unknown;
    case RuleTree::Kind::null_test:
      return target_->null_by_source ? Kleene::unknown : Kleene::no;
    case RuleTree::Kind::fixed: {
      const Column& column = trial_->column(tree.column);
      if (column.is_null(row)) return Kleene::unknown;
      return column.data<std::uint8_t>()[row] != 0 ? Kleene::yes : Kleene::no;
    }
    case RuleTree::Kind::unknown:
      break;
  }
  return Kleene::unknown;
}

TruthSets Redraw::truth(const RuleTree& leaf, std::size_t row) const {
  switch (leaf.kind) {
    case RuleTree::Kind::atom:
      return TruthSets::of(ranges_[leaf.atom][row], target_->atoms[leaf.atom].comparison);
    case RuleTree::Kind::null_test:
      return target_->null_by_source ? TruthSets::unknown() : TruthSets::fixed(false);
    case RuleTree::Kind::fixed: {
      const Column& column = trial_->column(leaf.column);
      if (column.is_null(row)) return TruthSets::unknown();
      return TruthSets::fixed(column.data<std::uint8_t>()[row] != 0);
    }
    case RuleTree::Kind::certain: {
      TruthSets sets = truth_sets(leaf.parts.front(), [&](const RuleTree& part) { return truth(part, row); });
      sets.no = sets.yes;
      sets.no.complement();
      return sets;
    }
    default:
      return TruthSets::unknown();
  }
}

/// In a correlation group the score follows from the target's own one and those of the members before it: the own ones
/// that give some scores.
void Redraw::find_innovations(const double* scores, double* innovations) {
  const std::size_t n = open_.size();
  const auto score_at = [&](const double* at, double* values) {
    put_innovations(at);
    std::copy_n(trial_->filled(*target_->score).data<double>(), n, values);
  };
  if (target_->linear_chain) {
    double zero[kBatchRows] = {};
    double slope[kBatchRows];
    score_at(zero, zero);
    std::fill_n(slope, n, 1.0);
    score_at(slope, slope);
    for (std::size_t i = 0; i < n; ++i) {
      const double rise = slope[i] - zero[i];
      const double distance = scores[i] - zero[i];
      if (rise > kLeastSlope || std::isinf(distance)) {
        innovations[i] = distance / std::max(rise, kLeastSlope);
      } else {
        // It follows from the others, whatever its own score is.
        innovations[i] = distance > 0 ? kInfinity : distance < 0 ? -kInfinity : 0;
      }
    }
    return;
  }
  // Where the row's spread is small its own score must go far, which normal scores of the group need not.
  constexpr double kFarthest = 1e4;
  std::vector<SignRanges> found(n);
  find_sign_ranges(
      n, -kFarthest, kFarthest, Zeros::with_negative,
      [&](const double* at, double* values) {
        score_at(at, values);
        for (std::size_t i = 0; i < n; ++i) values[i] -= std::isfinite(scores[i]) ? scores[i] : 0;
      },
      found.data());
  for (std::size_t i = 0; i < n; ++i) {
    innovations[i] = !std::isfinite(scores[i])   ? scores[i]
                     : found[i].negative.empty() ? -kInfinity
                                                 : found[i].negative.high;
  }
}

/// Carries the borders of all sets back to the target's own scores, all rows' k-th at once.
void Redraw::move_sets_to_innovations() {
  const std::size_t n = open_.size();
  std::vector<ScoreSet> moved(n);
  double low[kBatchRows];
  double high[kBatchRows];
  for (std::size_t k = 0;; ++k) {
    bool any = false;
    for (std::size_t i = 0; i < n; ++i) {
      const bool there = k < sets_[i].intervals().size();
      any = any || there;
      low[i] = there ? sets_[i].intervals()[k].low : 0;
      high[i] = there ? sets_[i].intervals()[k].high : 0;
    }
    if (!any) break;
    find_innovations(low, low);
    find_innovations(high, high);
    for (std::size_t i = 0; i < n; ++i) {
      if (k < sets_[i].intervals().size() && low[i] <= high[i]) moved[i].unite(ScoreSet::of({low[i], high[i]}));
    }
  }
  sets_ = std::move(moved);
}

}  // namespace synthgen
