// Draws the target of rules again in the rows that broke them.
//
// A rule says nothing of how its target is drawn, so this works on the normal score behind
// the target's value, which rises with it: once without a look at the rules, for most rules
// are easy to meet; then given the set of scores that they allow; and where no set describes
// what they allow, again and again.
//
// Threads: one thread. Determinism: a row's cells depend on its number and the plan, never on the other rows.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "synthgen/base/normal.hpp"
#include "synthgen/engine/attempts.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/rule/rule_logic.hpp"

namespace synthgen {

class Frame;
struct FrameWorld;

/// Beyond this score no value changes: see kGreatestScore.
inline constexpr double kSearched = kGreatestScore + 0.05;

class Redraw {
 public:
  Redraw(FrameWorld& world, TableIndex table);
  ~Redraw();

  /// Draws the target anew at some places of a frame, and puts the results there, with what follows from them; gives up
  /// the places for which there is no value.
  ///
  /// attempt  word of the outer attempt
  void run(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places, std::uint32_t attempt);
  /// Of a target that shares draws: gives it null where the rules leave nothing else, whatever is drawn, and gives up
  /// the places where they forbid that too. Returns the other places.
  std::vector<std::int64_t> decide(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                                   std::uint32_t attempt);
  /// Gives the target null at some places, where it may be null, and gives up the others.
  void give_null(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                 std::uint32_t attempt);

 private:
  bool stays_hopeless(const PlannedTarget& target) const;
  void take(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places, std::uint32_t attempt);
  // All of these work on the rows of `trial_`, which stand for open_.
  bool exhausted() const;
  void begin(std::span<const std::int64_t> places);
  /// The rows of trial_ become those of open_, `turns` times one behind the other: each time for another attempt.
  void begin_open(std::size_t turns);
  void draw_uniforms(std::uint32_t inner, double* uniforms);
  /// Gives the target the scores, its own ones in a correlation group.
  void put_innovations(const double* scores);
  /// Gives the column of scores itself, whatever stands before it.
  void put_scores(const double* scores);
  void put_numbers(ColumnIndex index, const double* scores);
  void fill_value();
  void fill_value(std::uint32_t attempt);
  void put_null();
  void put_value(std::size_t row_of_domain);
  /// Fills what follows from the target, and notes the rows that break a rule.
  void test();
  /// Puts the rows that broke nothing in the frame, and keeps the others open.
  void accept();
  /// The same of the first of several attempts that broke nothing, but trial_ is left to the caller, as are the sets.
  /// Returns whether there are such rows.
  bool settle(std::size_t turns);
  void set_apart(std::vector<std::int64_t>& apart);
  void give_up_open();

  enum class Kleene : std::uint8_t { no, unknown, yes };
  Kleene known(const RuleTree& tree, std::size_t row, bool pinned) const;
  void decide_at_once(std::vector<std::int64_t>& apart);
  void search_unrounded(const RuleAtom& atom, std::vector<SignRanges>& ranges);
  void read_ladder(const RuleAtom& atom, std::vector<SignRanges>& ranges);
  void find_sets();
  void find_sets_by_values();
  void find_sets_by_tree();
  void find_sets_by_row();
  ScoreSet set_of_row(std::int64_t place);
  TruthSets truth(const RuleTree& leaf, std::size_t row) const;
  void find_innovations(const double* scores, double* innovations);
  void move_sets_to_innovations();
  bool is_pin(std::size_t atom) const;
  /// The pin that comes `turn`-th for a row, by its draw.
  std::size_t pin_at(std::size_t turn, double uniform) const;
  /// Gives the target the value of each row's pin_at().
  void put_pins(std::size_t turn, const double* uniforms);
  void try_pins();
  void try_null();
  void finish(const std::vector<std::int64_t>& hopeless);
  void draw_blindly();
  void draw_by_score();
  void draw_by_attempts();

  std::unique_ptr<Frame> trial_;
  Frame* frame_ = nullptr;
  const PlannedTarget* target_ = nullptr;
  std::uint32_t attempt_ = 0;  // the outer word

  std::vector<std::int64_t> open_;                      // places of the frame, as the rows of trial_
  std::vector<std::int64_t> kept_rows_;                 // of trial_, after accept(): those that stay open
  std::vector<ScoreSet> sets_;                          // by row of trial_
  std::vector<std::vector<SignRanges>> ranges_;         // by atom and row
  std::map<const RuleAtom*, SignRanges> fixed_ranges_;  // of atoms that are the same in all rows, once searched
  std::map<const PlannedTarget*, ScoreSet> same_sets_;  // of targets whose set is the same in all rows
  std::array<std::uint8_t, kBatchRows> broken_{};
  std::array<std::int64_t, kBatchRows> accepted_rows_{};  // of trial_, and their places in the frame: within settle()
  std::array<std::int64_t, kBatchRows> accepted_places_{};
};

}  // namespace synthgen
