// Rows whose target needs no draw: rules leave it one value, or null.
#include <algorithm>
#include <cmath>

#include "frame.hpp"
#include "redraw.hpp"
#include "scatter.hpp"
#include "synthgen/column/ordered_numbers.hpp"

namespace synthgen {

bool Redraw::is_pin(std::size_t atom) const {
  return std::any_of(target_->pins.begin(), target_->pins.end(),
                     [&](const PlannedTarget::Pin& pin) { return pin.atom == atom; });
}

std::size_t Redraw::pin_at(std::size_t turn, double uniform) const {
  const std::size_t count = target_->pins.size();
  return (std::min(count - 1, static_cast<std::size_t>(uniform * static_cast<double>(count))) + turn) % count;
}

void Redraw::put_pins(std::size_t turn, const double* uniforms) {
  const std::size_t n = open_.size();
  const std::size_t count = target_->pins.size();
  if (count == 1) {
    const Column& wanted = trial_->column(target_->pins.front().column);
    convert(wanted, wanted.type(), trial_->put(target_->column));
    return;
  }
  Column& own = trial_->put(target_->column);
  own.reset(trial_->table().columns[target_->column].made.type, n);
  std::vector<std::vector<std::int64_t>> rows(count);
  for (std::size_t i = 0; i < n; ++i) rows[pin_at(turn, uniforms[i])].push_back(static_cast<std::int64_t>(i));
  for (std::size_t p = 0; p < count; ++p) scatter(trial_->column(target_->pins[p].column), rows[p], rows[p], own);
}

/// Rows that need no draw: those that must be null are set apart, those that must have the value of a pin take it.
void Redraw::decide_at_once(std::vector<std::int64_t>& apart) {
  const std::size_t n = open_.size();
  for (const ColumnIndex index : target_->fixed) trial_->fill_source(index, attempt_);
  std::vector<std::int64_t> kept(n);
  std::array<std::uint8_t, kBatchRows> hopeful;
  std::array<std::uint8_t, kBatchRows> forced{};
  bool any_forced = false;
  for (std::size_t i = 0; i < n; ++i) {
    kept[i] = static_cast<std::int64_t>(i);
    hopeful[i] = known(target_->tree, i, false) == Kleene::no ? 0 : 1;
    forced[i] = target_->pins_at_once && hopeful[i] != 0 && known(target_->tree, i, true) == Kleene::no ? 1 : 0;
    any_forced = any_forced || forced[i] != 0;
  }
  double uniforms[kBatchRows];
  if (any_forced) draw_uniforms(0, uniforms);
  for (std::size_t turn = 0; any_forced && turn < target_->pins.size() && !open_.empty(); ++turn) {
    const std::size_t left = open_.size();
    // The value must lie among those that the target can have, which lie dense.
    double ends[2][kBatchRows];
    double scores[kBatchRows];
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
      std::fill_n(scores, left, end == 0 ? -kSearched : kSearched);
      put_scores(scores);
      fill_value();
      ordered_numbers(trial_->filled(target_->column), left, ends[end]);
    }
    for (const ColumnIndex index : target_->fixed) trial_->fill_source(index, attempt_);
    double turns[kBatchRows];
    for (std::size_t i = 0; i < left; ++i) turns[i] = uniforms[kept[i]];
    put_pins(turn, turns);
    double values[kBatchRows];
    ordered_numbers(trial_->filled(target_->column), left, values);
    test();
    for (std::size_t i = 0; i < left; ++i) {
      const bool within = values[i] >= ends[0][i] && values[i] <= ends[1][i];
      if (forced[static_cast<std::size_t>(kept[i])] == 0 || !within) broken_[i] = 1;
    }
    accept();
    for (std::size_t i = 0; i < kept_rows_.size(); ++i) kept[i] = kept[static_cast<std::size_t>(kept_rows_[i])];
  }
  if (open_.empty()) return;
  for (std::size_t i = 0; i < open_.size(); ++i) broken_[i] = hopeful[static_cast<std::size_t>(kept[i])];
  sets_.resize(open_.size());
  set_apart(apart);
}

/// An equality pins the value itself: no score needs to give all its digits. Of several that hold one is drawn.
void Redraw::try_pins() {
  const std::size_t n = open_.size();
  double uniforms[kBatchRows];
  draw_uniforms(0, uniforms);
  std::vector<std::int64_t> kept(n);
  for (std::size_t i = 0; i < n; ++i) kept[i] = static_cast<std::int64_t>(i);
  for (std::size_t turn = 0; turn < target_->pins.size() && !open_.empty(); ++turn) {
    const std::size_t left = open_.size();
    double scores[kBatchRows];
    double ends[2][kBatchRows];
    double spread[2][kBatchRows];
    bool within[kBatchRows];
    bool any = false;
    // A value across which the target jumps is none of its own: on both sides of the border it must be near.
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
      for (std::size_t i = 0; i < left; ++i) {
        const SignRanges& range =
            ranges_[target_->pins[pin_at(turn, uniforms[kept[i]])].atom][static_cast<std::size_t>(kept[i])];
        within[i] = sets_[i].empty() && !range.undefined && !range.negative.empty() && !range.positive.empty();
        any = any || within[i];
        const bool rises = within[i] && range.negative.high < range.positive.high;
        const ScoreInterval& lower = rises ? range.negative : range.positive;
        const ScoreInterval& upper = rises ? range.positive : range.negative;
        scores[i] = !within[i] ? 0 : end == 0 ? lower.high : upper.low;
      }
      if (!any) return;
      put_scores(scores);
      fill_value();
      ordered_numbers(trial_->filled(target_->column), left, ends[end]);
    }
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
      std::fill_n(spread[end], left, end == 0 ? -0.5 : 0.5);
      put_scores(spread[end]);
      fill_value();
      ordered_numbers(trial_->filled(target_->column), left, spread[end]);
    }
    const bool whole = trial_->table().columns[target_->column].made.type.kind != TypeKind::number;
    for (std::size_t i = 0; i < left; ++i) {
      const double near = 1e-6 * (std::fabs(ends[0][i]) + std::fabs(ends[1][i])) +
                          1e-6 * std::fabs(spread[1][i] - spread[0][i]) + (whole ? 1 : 0);
      within[i] = within[i] && std::fabs(ends[1][i] - ends[0][i]) <= near;
      if (!within[i] || !std::isfinite(scores[i])) scores[i] = 0;
    }
    if (target_->innovation.has_value()) {
      find_innovations(scores, scores);
      for (std::size_t i = 0; i < left; ++i) {
        if (!std::isfinite(scores[i])) scores[i] = 0;
      }
    }
    put_innovations(scores);
    for (const ColumnIndex index : target_->fixed) trial_->fill_source(index, attempt_);
    double turns[kBatchRows];
    for (std::size_t i = 0; i < left; ++i) turns[i] = uniforms[kept[i]];
    put_pins(turn, turns);
    const Column& own = trial_->filled(target_->column);
    test();
    for (std::size_t i = 0; i < left; ++i) {
      if (!within[i] || own.is_null(i)) broken_[i] = 1;
    }
    accept();
    for (std::size_t i = 0; i < kept_rows_.size(); ++i) kept[i] = kept[static_cast<std::size_t>(kept_rows_[i])];
  }
}

}  // namespace synthgen
