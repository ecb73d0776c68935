#include "frame.hpp"

#include <algorithm>

#include "family_window.hpp"
#include "redraw.hpp"
#include "scatter.hpp"

namespace synthgen {
namespace {

/// Rows that begin anew together: so few that a row which can never be completed is found within moments.
constexpr std::size_t kRestartedRows = 64;

}  // namespace

Frame::Frame(FrameWorld& world, TableIndex table, FamilyWindow* window)
    : world_(world),
      index_(table),
      table_(world.plan.tables[table]),
      columns_(table_.columns.size()),
      filled_(table_.columns.size(), 0),
      counts_(table_.columns.size()),
      window_(window) {
  pool_ = &world.pool;
  rule_counts_.redrawn.resize(table_.rules.size());
  if (!table_.targets.empty()) given_up_.resize(kBatchRows);
}

Frame::~Frame() = default;

void Frame::begin(RowSet rows) {
  rows_ = rows;
  base_ = nullptr;
  shares_ = nullptr;
  ++batch_;
  ++parent_epoch_;
}

void Frame::expect(std::span<const ColumnIndex> columns) {
  expected_.resize(columns_.size(), 0);
  for (const ColumnIndex column : columns) expected_[column] = batch_;
}

Column* Frame::also(ColumnIndex column) {
  if (expected_.empty() || expected_[column] != batch_ || filled_[column] == batch_) return nullptr;
  return &put(column);
}

void Frame::warn_also(ColumnIndex column, CellWarning warning, std::uint64_t cells) {
  counts_[column][static_cast<std::size_t>(warning)] += cells;
}

void Frame::begin_within(Frame& base, std::span<const std::int64_t> places) {
  places_.assign(places.begin(), places.end());
  row_list_.resize(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) row_list_[i] = base.rows_[static_cast<std::size_t>(places_[i])];
  begin(RowSet::of(row_list_));
  base_ = &base;
  shares_ = base.shares_;
}

void Frame::fill_source(ColumnIndex index, std::uint32_t attempt) {
  const CellWarningCounts before = warnings_;
  attempt_ = attempt;
  if (shares_ == nullptr || without_missing_ ||
      std::find(shares_->kept_nulls.begin(), shares_->kept_nulls.end(), index) == shares_->kept_nulls.end()) {
    table_.columns[index].made.source->fill(*this, columns_[index]);
  } else {
    // Whether a cell is null is drawn first, and its value given that.
    without_missing_ = true;
    table_.columns[index].made.source->fill(*this, columns_[index]);
    without_missing_ = false;
    before_.gather(base_->column(index), places_);
    columns_[index].intersect_validity(before_);
  }
  attempt_ = 0;
  for (std::size_t w = 0; w < kCellWarnings; ++w) counts_[index][w] += warnings_[w] - before[w];
  filled_[index] = batch_;
}

void Frame::fill(ColumnIndex index) {
  if (filled_[index] == batch_) return;
  if (table_.columns[index].made.by_family) {
    fill_by_family(index);
    return;
  }
  const std::optional<std::uint32_t> component = table_.columns[index].component;
  if (!component.has_value()) {
    fill_source(index, 0);
    return;
  }
  const PlannedComponent& planned = table_.components[*component];
  fill_component(planned, 0);
  restart(planned);
}

void Frame::fill_by_family(ColumnIndex index) {
  if (window_ == nullptr) {
    own_window_ = std::make_unique<FamilyWindow>(world_, index_);
    window_ = own_window_.get();
  }
  if (window_ == own_window_.get()) window_->cover(rows_, index_ == world_.root ? world_.horizon : 0);
  window_->gather(index, rows_, columns_[index], counts_);
  filled_[index] = batch_;
}

Column& Frame::put(ColumnIndex index) {
  filled_[index] = batch_;
  return columns_[index];
}

const Column& Frame::column(ColumnIndex index) {
  if (filled_[index] != batch_) {
    assert(base_ != nullptr);
    columns_[index].gather(base_->column(index), places_);
    filled_[index] = batch_;
  }
  return columns_[index];
}

void Frame::forget_given_up() {
  if (any_given_up_) std::fill_n(given_up_.begin(), kBatchRows, 0);
  any_given_up_ = false;
}

void Frame::fill_component(const PlannedComponent& component, std::uint32_t attempt) {
  forget_given_up();
  for (const ColumnIndex index : component.columns) {
    // A target fills what its tests read together with itself.
    if (filled_[index] == batch_) continue;
    const std::optional<std::uint32_t> target = table_.columns[index].target;
    if (target.has_value()) {
      fill_target(table_.targets[*target], attempt);
    } else {
      fill_source(index, attempt);
    }
  }
}

void Frame::mark_broken(const PlannedRule::Part& part, RowBits& broken) {
  const Column& check = column(part.check);
  const Column* condition = part.condition.has_value() ? &column(*part.condition) : nullptr;
  const std::uint64_t flip = part.otherwise ? ~std::uint64_t{0} : 0;
  for (std::size_t w = 0; w < row_words(rows_.count); ++w) {
    std::uint64_t word = ~pack_word(check.data<std::uint8_t>() + 64 * w);
    if (!check.all_valid()) word &= check.validity()[w];
    if (condition != nullptr) {
      word &= pack_word(condition->data<std::uint8_t>() + 64 * w) ^ flip;
      if (!condition->all_valid()) word &= condition->validity()[w];
    }
    broken[w] |= word;
  }
}

void Frame::find_broken(const PlannedTarget& target, RowBits& broken) {
  const std::size_t words = row_words(rows_.count);
  std::fill_n(broken.begin(), words, 0);
  RowBits violated;
  std::fill_n(violated.begin(), target.violated.has_value() ? words : 0, 0);
  for (const PlannedTarget::PartAt& at : target.parts) {
    mark_broken(table_.rules[at.rule].parts[at.part], target.violated == at.rule ? violated : broken);
  }
  for (std::size_t w = 0; w < words; ++w) {
    if (target.violated.has_value()) broken[w] |= ~violated[w];
    broken[w] &= row_word(rows_.count, w);
  }
}

std::span<const std::uint8_t> Frame::violate(const PlannedTarget& target) {
  assert(base_ != nullptr && target.violated.has_value());
  constexpr std::uint32_t kAttempt = kViolationAttempt << kInnerAttemptBits;
  // What the redraw puts values into is a copy of what the other frame has.
  column(target.column);
  if (target.innovation.has_value()) column(*target.innovation);
  for (const std::vector<ColumnIndex>* list : {&target.chain, &target.dependents, &target.tests}) {
    for (const ColumnIndex index : *list) column(index);
  }
  for (const ColumnIndex index : target.own) fill_source(index, kAttempt);
  given_up_.assign(kBatchRows, 0);
  std::vector<std::int64_t> open;
  for (std::size_t i = 0; i < rows_.count; ++i) {
    if (may_break(target, i)) {
      open.push_back(static_cast<std::int64_t>(i));
    } else {
      given_up_[i] = 1;
    }
  }
  if (!open.empty()) {
    if (redraw_ == nullptr) redraw_ = std::make_unique<Redraw>(world_, index_);
    redraw_->run(*this, target, open, kAttempt);
  }
  return {given_up_.data(), rows_.count};
}

/// Whether some part of the violated rule applies, or may come to apply: where its `if` is false for good, nothing
/// does.
bool Frame::may_break(const PlannedTarget& target, std::size_t row) {
  return std::any_of(target.parts.begin(), target.parts.end(), [&](const PlannedTarget::PartAt& at) {
    const PlannedRule::Part& part = table_.rules[at.rule].parts[at.part];
    if (at.rule != *target.violated) return false;
    if (!part.condition.has_value()) return true;
    if (std::find(target.tests.begin(), target.tests.end(), *part.condition) != target.tests.end()) return true;
    return applies(part, &column(*part.condition), row);
  });
}

void Frame::fill_target(const PlannedTarget& target, std::uint32_t attempt) {
  const bool without = without_missing_;
  without_missing_ = without || shares_ == &target;
  fill_source(target.column, attempt);
  without_missing_ = without;
  for (const ColumnIndex index : target.dependents) fill_source(index, attempt);
  for (const ColumnIndex index : target.tests) fill_source(index, attempt);
  RowBits broken;
  find_broken(target, broken);
  // Rows that were given up at an earlier target are drawn anew as a whole.
  broken_places_.resize(kBatchRows);
  std::int64_t* all = broken_places_.data();
  std::size_t count = 0;
  for (std::size_t w = 0; w < row_words(rows_.count); ++w) {
    const std::uint64_t given_up = any_given_up_ ? pack_word(given_up_.data() + 64 * w) : 0;
    for_each_row(broken[w] & ~given_up, w, [&](std::size_t row) { all[count++] = static_cast<std::int64_t>(row); });
  }
  if (count == 0) return;
  const std::span<const std::int64_t> places(all, count);
  if (attempt == 0 && base_ == nullptr) {
    for (std::size_t p = 0; p < target.parts.size(); ++p) {
      const PlannedTarget::PartAt& at = target.parts[p];
      if (p > 0 && target.parts[p - 1].rule == at.rule) continue;
      // Where there is one rule, it is the one that they break.
      const bool only = target.parts.front().rule == target.parts.back().rule;
      rule_counts_.redrawn[at.rule] += only ? count : count_broken(target, p, places);
    }
  }
  if (!target.together.empty()) {
    redraw_together(target, places, attempt);
    return;
  }
  if (redraw_ == nullptr) redraw_ = std::make_unique<Redraw>(world_, index_);
  redraw_->run(*this, target, places, attempt);
}

std::uint64_t Frame::count_broken(const PlannedTarget& target, std::size_t first,
                                  std::span<const std::int64_t> places) {
  std::uint64_t count = 0;
  for (const std::int64_t place : places) {
    const auto i = static_cast<std::size_t>(place);
    for (std::size_t p = first; p < target.parts.size() && target.parts[p].rule == target.parts[first].rule; ++p) {
      const PlannedRule::Part& part = table_.rules[target.parts[p].rule].parts[target.parts[p].part];
      const Column* condition = part.condition.has_value() ? &columns_[*part.condition] : nullptr;
      if (!breaks(part, columns_[part.check], condition, i)) continue;
      ++count;
      break;
    }
  }
  return count;
}

void Frame::restart(const PlannedComponent& component) {
  if (!any_given_up_) return;
  std::vector<std::int64_t> open;
  for (std::size_t i = 0; i < rows_.count; ++i) {
    if (given_up_[i] != 0) open.push_back(static_cast<std::int64_t>(i));
  }
  rule_counts_.restarted += open.size();
  if (restarted_ == nullptr) restarted_ = std::make_unique<Frame>(world_, index_);
  const std::span<const std::int64_t> all(open);
  for (std::size_t begin = 0; begin < open.size() && !world_.failure.has_value(); begin += kRestartedRows) {
    restart_rows(component, all.subspan(begin, std::min(kRestartedRows, open.size() - begin)));
  }
  forget_parents();
}

void Frame::restart_rows(const PlannedComponent& component, std::span<const std::int64_t> places) {
  std::vector<std::int64_t> open(places.begin(), places.end());
  restart_once(component, 1, open);
  std::vector<std::int64_t> one;
  if (open.size() == places.size() && open.size() > 1) {
    // Where none came out well, mostly none ever does, which one row tells as well as all of them.
    const auto least = least_row(open);
    one.push_back(*least);
    for (std::uint32_t outer = 2; outer <= kMostOuterAttempts && !one.empty(); ++outer) {
      restart_once(component, outer, one);
    }
    if (!one.empty()) {
      fail(component, one);
      return;
    }
    open.erase(least);
  }
  for (std::uint32_t outer = 2; outer <= kMostOuterAttempts && !open.empty(); ++outer) {
    restart_once(component, outer, open);
  }
  if (!open.empty()) fail(component, open);
}

/// Draws the whole component in the open rows, which become those that it could not be completed in.
void Frame::restart_once(const PlannedComponent& component, std::uint32_t outer, std::vector<std::int64_t>& open) {
  Frame& anew = *restarted_;
  anew.begin_within(*this, open);
  anew.fill_component(component, outer << kInnerAttemptBits);
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> left;
  for (std::size_t i = 0; i < open.size(); ++i) {
    // The last attempt stays where none was good: something must stand there.
    if (anew.given_up_[i] != 0) left.push_back(open[i]);
    rows.push_back(static_cast<std::int64_t>(i));
  }
  for (const ColumnIndex index : component.columns) scatter(anew.columns_[index], rows, open, columns_[index]);
  open = std::move(left);
}

/// That of some places whose row comes first in the table.
std::vector<std::int64_t>::const_iterator Frame::least_row(const std::vector<std::int64_t>& places) const {
  return std::min_element(places.begin(), places.end(), [&](std::int64_t a, std::int64_t b) {
    return rows_[static_cast<std::size_t>(a)] < rows_[static_cast<std::size_t>(b)];
  });
}

void Frame::fail(const PlannedComponent& component, const std::vector<std::int64_t>& places) {
  if (world_.failure.has_value()) return;
  const auto row = static_cast<std::size_t>(*least_row(places));
  RuleFailure failure;
  failure.table = index_;
  failure.row = rows_[row];
  // Those of the first target that could not be completed with what stands before it.
  for (const std::size_t t : component.targets) {
    const PlannedTarget& target = table_.targets[t];
    RowBits broken;
    find_broken(target, broken);
    if (!has_row(broken, row)) continue;
    failure.target = target.column;
    for (const std::size_t other : component.targets) {
      // Of those that share its draws, all rules are to hold at once.
      const PlannedTarget& one = table_.targets[other];
      const bool with = std::find(target.together.begin(), target.together.end(), one.column) != target.together.end();
      if (other != t && !with) continue;
      for (const PlannedTarget::PartAt& at : one.parts) {
        if (std::find(failure.rules.begin(), failure.rules.end(), at.rule) == failure.rules.end()) {
          failure.rules.push_back(at.rule);
        }
        failure.by_attempts =
            failure.by_attempts || table_.rules[at.rule].parts[at.part].method == RuleMethod::attempts;
      }
    }
    std::sort(failure.rules.begin(), failure.rules.end());
    break;
  }
  for (const ColumnIndex index : component.columns) {
    const PlannedColumn& column = table_.columns[index];
    // What a rule reads through a foreign key tells as much as the row's own columns.
    if (!column.internal || column.source_name == kParentCell)
      failure.cells.emplace_back(column.name, shown_cell(column, columns_[index], row));
  }
  // It is the table that was asked for whose attempts took too many rows of this one, if it tells so itself.
  const bool told_by_root = world_.exhausted() && index_ != world_.root;
  (told_by_root ? world_.passed_over : world_.failure) = std::move(failure);
}

void Frame::cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) {
  if (const Column* kept = world_.kept.get(table, column); kept != nullptr) {
    out.gather(*kept, {picks.data<std::int64_t>(), picks.rows()});
  } else {
    Parent& parent = parent_of(table, picks);
    auto [order, fresh] = parent.closures.try_emplace(column);
    if (fresh) order->second = world_.plan.tables[table].fill_order({column});
    for (const ColumnIndex step : order->second) parent.frame->fill(step);
    const Column& from = parent.frame->filled(column);
    if (parent.expanded.empty()) {
      convert(from, from.type(), out);
    } else {
      out.gather(from, parent.expanded);
    }
  }
  out.intersect_validity(picks);
}

void Frame::scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) {
  scan_column(world_.plan, world_.kept, table, column, take);
}

void Frame::scan_columns(TableIndex table, std::span<const ColumnIndex> columns,
                         const std::function<void(std::span<const Column* const>)>& take) {
  synthgen::scan_columns(world_.plan, world_.kept, table, columns, take);
}

void Frame::read(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows, std::span<const Column*> cells) {
  Reader& reader = readers_[table];
  if (reader.frame == nullptr) reader.frame = std::make_unique<Frame>(world_, table);
  std::vector<ColumnIndex> wanted(columns.begin(), columns.end());
  std::vector<ColumnIndex>& order = reader.orders[wanted];
  if (order.empty()) order = world_.plan.tables[table].fill_order(wanted);
  reader.frame->begin(rows);
  const OwnDraws own(world_);
  // What is computed for this read alone has nobody else to tell what became null in it.
  const std::vector<PlannedColumn>& planned = world_.plan.tables[table].columns;
  const auto warned = [&](std::size_t c) -> const CellWarningCounts& { return reader.frame->counts()[columns[c]]; };
  std::vector<CellWarningCounts> before(columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) before[c] = warned(c);
  for (const ColumnIndex step : order) reader.frame->fill(step);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    cells[c] = &reader.frame->filled(columns[c]);
    if (!planned[columns[c]].internal) continue;
    for (std::size_t w = 0; w < kCellWarnings; ++w) warnings_[w] += warned(c)[w] - before[c][w];
  }
}

/// Rows of one family have the same parent, which is computed once.
void Frame::take_rows(const Column& picks, Parent& parent) {
  const auto* first = picks.data<std::int64_t>();
  const std::size_t n = picks.rows();
  parent.rows.clear();
  parent.expanded.clear();
  for (std::size_t i = 0; i < n; ++i) {
    if (i == 0 || first[i] != first[i - 1]) parent.rows.push_back(first[i]);
    parent.expanded.push_back(std::ssize(parent.rows) - 1);
  }
  if (2 * parent.rows.size() > n) {
    parent.rows.assign(first, first + n);
    parent.expanded.clear();
  }
  const bool in_turn = !parent.rows.empty() &&
                       parent.rows.back() - parent.rows.front() == std::ssize(parent.rows) - 1 &&
                       std::is_sorted(parent.rows.begin(), parent.rows.end(), std::less_equal<>());
  parent.frame->begin(in_turn ? RowSet::range(parent.rows.front(), parent.rows.size()) : RowSet::of(parent.rows));
}

Frame::Parent& Frame::parent_of(TableIndex table, const Column& picks) {
  Parent* found = nullptr;
  for (Parent& parent : parents_) {
    if (parent.table == table && parent.picks == &picks) found = &parent;
  }
  if (found == nullptr) {
    found = &parents_.emplace_back();
    found->table = table;
    found->picks = &picks;
    found->frame = std::make_unique<Frame>(world_, table);
  }
  if (found->epoch != parent_epoch_) {
    found->epoch = parent_epoch_;
    take_rows(picks, *found);
  }
  return *found;
}

}  // namespace synthgen
