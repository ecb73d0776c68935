// The columns of one table for the rows at hand: what an evaluator fills.
//
// Threads: one thread. Determinism: a cell depends on the plan and its row, never on the rows filled with it.
#pragma once

#include <cassert>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "synthgen/column/row_bits.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/source/child_aggregate.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {

class FamilyWindow;
class Redraw;

/// What all frames of an evaluator share.
struct FrameWorld {
  const Plan& plan;
  KeptColumns& kept;
  ColumnPool& pool;
  /// The first row that could not be completed; after it no further attempts are made, for the run ends.
  std::optional<RuleFailure> failure = std::nullopt;

  /// Attempts multiply where a rule draws a key again whose parent has rules of its own: they are counted for each
  /// batch of the table that was asked for, and come to an end that no schema with an outcome is near to.
  TableIndex root = 0;
  std::uint64_t nested_draws = 0;
  static constexpr std::uint64_t kMostNestedDraws = std::uint64_t{1} << 26;
  bool exhausted() const { return nested_draws > kMostNestedDraws; }
  /// A failure of another table that came of too many draws, which is told unless the table that was asked for fails.
  std::optional<RuleFailure> passed_over = std::nullopt;

  /// The row of the root table up to which rows will be asked for in turn.
  std::int64_t horizon = 0;
};

/// Rows that are evaluated beside those asked for have a count of their own: they are no attempts of these.
class OwnDraws {
 public:
  explicit OwnDraws(FrameWorld& world) : world_(world), before_(world.nested_draws) {
    if (!world.exhausted()) world.nested_draws = 0;
  }
  OwnDraws(const OwnDraws&) = delete;
  OwnDraws& operator=(const OwnDraws&) = delete;
  ~OwnDraws() {
    if (!world_.exhausted()) world_.nested_draws = before_;
  }

 private:
  FrameWorld& world_;
  const std::uint64_t before_;
};

class Frame final : public Evaluate, public FilledTogether, public RunLookups {
 public:
  /// window  which gives the columns that look at other rows of their family; null: the frame has one of its own
  Frame(FrameWorld& world, TableIndex table, FamilyWindow* window = nullptr);
  ~Frame() override;

  /// Rows of the table; nothing is filled.
  void begin(RowSet rows);
  /// Which columns of these rows will be filled, so that some can be together. Of one that is not among them, nothing
  /// is computed ahead.
  void expect(std::span<const ColumnIndex> columns);
  /// Some rows of another frame of the same table: what is not filled here is taken from there.
  ///
  /// places  indices of rows of `base`; copied
  void begin_within(Frame& base, std::span<const std::int64_t> places);

  /// Fills a column, and with one of a component all others. REQUIRES: what it reads is filled.
  void fill(ColumnIndex index);
  /// Fills a column as its source gives it, even where it is filled.
  void fill_source(ColumnIndex index, std::uint32_t attempt);
  /// A column given from outside, to be filled by the caller.
  Column& put(ColumnIndex index);
  /// The columns that a component draws anew, at an attempt of its own; rows that cannot be completed are given up.
  ///
  /// attempt  word of the outer attempt
  void fill_component(const PlannedComponent& component, std::uint32_t attempt);
  /// The next fill() computes cells of parents anew: what picks them has changed.
  void forget_parents() { ++parent_epoch_; }
  void set_without_missing(bool without) { without_missing_ = without; }

  /// The rows in which a rule of the target does not hold. REQUIRES: its tests are filled.
  /// Of a violation the other way round: all but the rows that break its rule and keep the others.
  void find_broken(const PlannedTarget& target, RowBits& broken);
  /// Draws the target of a violation in all rows of this frame. REQUIRES: it lies within another one, which has what
  /// the violation reads. Returns 1 at rows in which there is no such value, valid until the next use.
  std::span<const std::uint8_t> violate(const PlannedTarget& target);
  void give_up(std::int64_t place) {
    given_up_[static_cast<std::size_t>(place)] = 1;
    any_given_up_ = true;
  }

  const Column& column(ColumnIndex index) override;
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override;
  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override;
  void scan_columns(TableIndex table, std::span<const ColumnIndex> columns,
                    const std::function<void(std::span<const Column* const>)>& take) override;
  void read(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows,
            std::span<const Column*> cells) override;

  Column* also(ColumnIndex column) override;
  void warn_also(ColumnIndex column, CellWarning warning, std::uint64_t cells) override;

  const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) override {
    return world_.kept.lookup(owner, make);
  }

  const PlannedTable& table() const { return table_; }
  TableIndex index() const { return index_; }
  const Column& filled(ColumnIndex index) const { return columns_[index]; }
  Column& own(ColumnIndex index) { return columns_[index]; }
  FrameWorld& world() { return world_; }
  std::vector<CellWarningCounts>& counts() { return counts_; }
  RuleCounts& rule_counts() { return rule_counts_; }

 private:
  struct Parent {
    TableIndex table = 0;
    const Column* picks = nullptr;
    std::uint64_t epoch = 0;
    std::vector<std::int64_t> rows;
    std::vector<std::int64_t> expanded;  ///< place among `rows` of each pick, where equal picks follow each other
    std::unique_ptr<Frame> frame;
    std::map<ColumnIndex, std::vector<ColumnIndex>> closures;
  };

  void fill_by_family(ColumnIndex index);
  /// The parent's frame at the rows of `picks`, which several columns share.
  Parent& parent_of(TableIndex table, const Column& picks);
  static void take_rows(const Column& picks, Parent& parent);
  /// Joins in the rows in which a part of a rule does not hold.
  void mark_broken(const PlannedRule::Part& part, RowBits& broken);
  bool may_break(const PlannedTarget& target, std::size_t row);
  void fill_target(const PlannedTarget& target, std::uint32_t attempt);
  /// Draws a target anew with all that shares its draws.
  void redraw_together(const PlannedTarget& target, std::span<const std::int64_t> places, std::uint32_t attempt);
  void fill_together(const PlannedTarget& target, std::uint32_t attempt);
  bool can_be_met(const PlannedTarget& target, std::int64_t place, std::uint32_t turn);
  void keep_met(const PlannedTarget& target, std::span<const std::int64_t> rows, std::span<const std::int64_t> places);
  void put_met_texts(const PlannedTarget& target);
  void forget_given_up();
  /// Of `places`, those in which a part of one rule does not hold: that of the target's part `first`.
  std::uint64_t count_broken(const PlannedTarget& target, std::size_t first, std::span<const std::int64_t> places);
  void restart(const PlannedComponent& component);
  void restart_rows(const PlannedComponent& component, std::span<const std::int64_t> places);
  void restart_once(const PlannedComponent& component, std::uint32_t outer, std::vector<std::int64_t>& open);
  std::vector<std::int64_t>::const_iterator least_row(const std::vector<std::int64_t>& places) const;
  void fail(const PlannedComponent& component, const std::vector<std::int64_t>& places);

  FrameWorld& world_;
  const TableIndex index_;
  const PlannedTable& table_;
  std::vector<Column> columns_;
  std::vector<std::uint64_t> filled_;    // the batch for which a column was filled last
  std::vector<std::uint64_t> expected_;  // the batch of which a column is wanted
  std::uint64_t batch_ = 0;
  std::uint64_t parent_epoch_ = 0;
  std::vector<CellWarningCounts> counts_;
  RuleCounts rule_counts_;
  std::deque<Parent> parents_;
  struct Reader {
    std::unique_ptr<Frame> frame;
    std::map<std::vector<ColumnIndex>, std::vector<ColumnIndex>> orders;  ///< by the columns that are read
  };
  std::map<TableIndex, Reader> readers_;
  FamilyWindow* window_;
  std::unique_ptr<FamilyWindow> own_window_;

  // Of a frame within another.
  Frame* base_ = nullptr;
  std::vector<std::int64_t> places_;
  std::vector<std::int64_t> row_list_;

  // Rules.
  std::vector<std::uint8_t> given_up_;  // by place, of the component at hand
  bool any_given_up_ = false;
  std::vector<std::int64_t> broken_places_;  // kept for its storage
  std::unique_ptr<Redraw> redraw_;
  std::unique_ptr<Frame> restarted_;
  std::unique_ptr<Frame> together_;
  std::vector<Column> met_texts_;         // by column: of rows that `together_` completed, in the order in which it did
  std::vector<std::int64_t> met_places_;  // of these rows
  Column before_;                         // kept for its storage
  const PlannedTarget* shares_ = nullptr;  // of a frame that draws it anew with all that shares its draws
};

/// Hands all cells of a column to `take`, batch after batch, with an evaluator of its own: the caller may stand in the
/// midst of another batch.
void scan_column(const Plan& plan, KeptColumns& kept, TableIndex table, ColumnIndex column,
                 const std::function<void(const Column&)>& take);
/// The same of several columns at once.
void scan_columns(const Plan& plan, KeptColumns& kept, TableIndex table, std::span<const ColumnIndex> columns,
                  const std::function<void(std::span<const Column* const>)>& take);

}  // namespace synthgen
