// Rows in which the rules of targets that share draws do not hold: all that these are made of is drawn anew.
#include <algorithm>
#include <numeric>

#include "frame.hpp"
#include "redraw.hpp"
#include "scatter.hpp"

namespace synthgen {
namespace {

/// After so many turns in which no row came out well, one row shows whether any can.
constexpr std::uint32_t kTurnsInVain = 4;

/// Texts lie behind each other, so that a change of a few means that all are copied.
bool moves_texts(const Column& column) {
  return column.type().kind == TypeKind::string && column.dictionary() == nullptr;
}

}  // namespace

/// Targets that share draws: what they are made of is drawn anew until the rules of all of them hold, so that together
/// they have their distribution given all these rules. Within an attempt, a target whose draws no earlier one has is
/// drawn until its own rules hold, which leaves that distribution as it is.
void Frame::redraw_together(const PlannedTarget& target, std::span<const std::int64_t> places, std::uint32_t attempt) {
  if (shares_ != nullptr) {  // this is such an attempt
    for (const std::int64_t place : places) give_up(place);
    return;
  }
  if (redraw_ == nullptr) redraw_ = std::make_unique<Redraw>(world_, index_);
  std::vector<std::int64_t> open = redraw_->decide(*this, target, places, attempt);
  if (together_ == nullptr) together_ = std::make_unique<Frame>(world_, index_);
  Frame& anew = *together_;
  met_texts_.resize(columns_.size());
  met_places_.clear();
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> met;
  std::vector<std::int64_t> left;
  for (std::uint32_t turn = 1; turn <= kMostSharedAttempts && !open.empty(); ++turn) {
    if (world_.failure.has_value() || world_.exhausted()) break;
    if (index_ != world_.root) world_.nested_draws += open.size();
    anew.begin_within(*this, open);
    anew.fill_together(target, attempt | turn << kSharedAttemptShift);
    rows.clear();
    met.clear();
    left.clear();
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (anew.given_up_[i] != 0) {
        left.push_back(open[i]);
      } else {
        rows.push_back(static_cast<std::int64_t>(i));
        met.push_back(open[i]);
      }
    }
    if (!rows.empty()) keep_met(target, rows, met);
    open.swap(left);
    // Within another frame there are few rows. Null is cheaper than what one row shows.
    if (turn == kTurnsInVain && met_places_.empty() && !open.empty() && base_ == nullptr && !target.nullable &&
        !can_be_met(target, *least_row(open), turn + 1)) {
      break;
    }
  }
  put_met_texts(target);
  forget_parents();
  if (!open.empty()) redraw_->give_null(*this, target, open, attempt);
}

void Frame::fill_together(const PlannedTarget& target, std::uint32_t attempt) {
  shares_ = &target;
  forget_given_up();
  for (const ColumnIndex index : target.together) {
    if (filled_[index] == batch_) continue;
    const std::optional<std::uint32_t> within = table_.columns[index].target;
    if (within.has_value()) {
      fill_target(table_.targets[*within], attempt);
    } else {
      fill_source(index, attempt);
    }
  }
}

/// Puts rows of `together_` at some places. Texts wait for put_met_texts().
void Frame::keep_met(const PlannedTarget& target, std::span<const std::int64_t> rows,
                     std::span<const std::int64_t> places) {
  for (const ColumnIndex index : target.together) {
    const Column& from = together_->columns_[index];
    if (!moves_texts(from)) {
      scatter(from, rows, places, columns_[index]);
      continue;
    }
    Column& kept = met_texts_[index];
    if (met_places_.empty()) kept.reset(from.type(), kBatchRows);
    for (const std::int64_t i : rows) {
      const auto row = static_cast<std::size_t>(i);
      from.is_null(row) ? kept.append_null() : kept.append_text(from.text(row));
    }
  }
  met_places_.insert(met_places_.end(), places.begin(), places.end());
}

void Frame::put_met_texts(const PlannedTarget& target) {
  if (met_places_.empty()) return;
  std::vector<std::int64_t> rows(met_places_.size());
  std::iota(rows.begin(), rows.end(), 0);
  for (const ColumnIndex index : target.together) {
    if (moves_texts(columns_[index])) scatter(met_texts_[index], rows, met_places_, columns_[index]);
  }
}

/// Makes all further attempts of one row, from a turn of the first outer one on. Where none is good, the run has failed
/// with that row, and the many others need not be tried. Else the row is as it was: it will be drawn in its turn.
bool Frame::can_be_met(const PlannedTarget& target, std::int64_t place, std::uint32_t turn) {
  const PlannedComponent& component = table_.components[*table_.columns[target.column].component];
  const std::vector<std::int64_t> places{place};
  const auto met = [&](Frame& anew) {
    return anew.given_up_[0] == 0 || world_.failure.has_value() || world_.exhausted();
  };
  for (; turn <= kMostSharedAttempts; ++turn) {
    if (index_ != world_.root) ++world_.nested_draws;
    together_->begin_within(*this, places);
    together_->fill_together(target, turn << kSharedAttemptShift);
    if (met(*together_)) return true;
  }
  if (restarted_ == nullptr) restarted_ = std::make_unique<Frame>(world_, index_);
  for (std::uint32_t outer = 1; outer <= kMostOuterAttempts; ++outer) {
    restarted_->begin_within(*this, places);
    restarted_->fill_component(component, outer << kInnerAttemptBits);
    if (met(*restarted_)) return true;
  }
  // What is told of the row is its last attempt.
  for (const ColumnIndex index : component.columns) {
    if (filled_[index] != batch_) fill_source(index, 0);
  }
  const std::vector<std::int64_t> rows{0};
  for (const ColumnIndex index : component.columns) scatter(restarted_->columns_[index], rows, places, columns_[index]);
  fail(component, places);
  return false;
}

}  // namespace synthgen
