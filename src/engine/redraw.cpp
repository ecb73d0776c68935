#include "redraw.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame.hpp"
#include "scatter.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/column/ordered_numbers.hpp"

namespace synthgen {
namespace {

/// Draws of a target within one attempt of its component.
constexpr std::uint32_t kMostInnerAttempts = 1024;
/// The first of them are made without a look at the rules. They leave the law as it is: what is kept is drawn given the
/// rules either way.
constexpr std::uint32_t kBlindAttempts = 8;

}  // namespace

Redraw::Redraw(FrameWorld& world, TableIndex table) : trial_(std::make_unique<Frame>(world, table)) {}
Redraw::~Redraw() = default;

void Redraw::run(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                 std::uint32_t attempt) {
  frame_ = &frame;
  target_ = &target;
  attempt_ = attempt;
  begin(places);
  if (frame.world().failure.has_value()) {
    give_up_open();
    return;
  }
  if (target.score.has_value()) {
    draw_by_score();
  } else {
    draw_by_attempts();
  }
}

void Redraw::begin(std::span<const std::int64_t> places) {
  open_.assign(places.begin(), places.end());
  trial_->begin_within(*frame_, open_);
}

void Redraw::draw_uniforms(std::uint32_t inner, double* uniforms) {
  draw_uniform(target_->draws, trial_->rows(), attempt_ | inner, 0, uniforms);
}

void Redraw::put_innovations(const double* scores) {
  if (!target_->innovation.has_value()) {
    put_scores(scores);
    return;
  }
  Column& column = trial_->put(*target_->innovation);
  column.reset({TypeKind::number, 0}, open_.size());
  std::copy_n(scores, open_.size(), column.data<double>());
  for (const ColumnIndex step : target_->chain) trial_->fill_source(step, attempt_);
}

void Redraw::put_scores(const double* scores) {
  Column& column = trial_->put(*target_->score);
  column.reset({TypeKind::number, 0}, open_.size());
  std::copy_n(scores, open_.size(), column.data<double>());
}

void Redraw::fill_value() { fill_value(attempt_); }

void Redraw::fill_value(std::uint32_t attempt) {
  trial_->set_without_missing(true);
  trial_->fill_source(target_->value, attempt);
  trial_->set_without_missing(false);
  if (target_->value == target_->column) return;
  const Column& drawn = trial_->filled(target_->value);
  Column& own = trial_->put(target_->column);
  // Made a second time, its texts have a dictionary of their own, with the same codes.
  if (drawn.dictionary() != nullptr) {
    own.reset(*frame_->filled(target_->column).dictionary(), open_.size());
    std::copy_n(drawn.data<std::int32_t>(), open_.size(), own.data<std::int32_t>());
    own.intersect_validity(drawn);
  } else {
    convert(drawn, drawn.type(), own);
  }
}

void Redraw::put_null() {
  const Column& before = frame_->filled(target_->column);
  Column& own = trial_->put(target_->column);
  if (before.dictionary() != nullptr) {
    own.reset(*before.dictionary(), open_.size());
    std::fill_n(own.data<std::int32_t>(), open_.size(), 0);
    for (std::size_t i = 0; i < open_.size(); ++i) own.set_null(i);
    return;
  }
  own.reset(before.type(), open_.size());
  const bool texts = before.type().kind == TypeKind::string;
  if (!texts) {
    std::fill_n(own.data<char>(), open_.size() * value_bytes(before.type().kind), '\0');
  }
  for (std::size_t i = 0; i < open_.size(); ++i) {
    texts ? own.append_null() : own.set_null(i);
  }
}

void Redraw::put_value(std::size_t row_of_domain) {
  const std::vector<std::int64_t> rows(open_.size(), static_cast<std::int64_t>(row_of_domain));
  Column& own = trial_->put(target_->column);
  const Column& before = frame_->filled(target_->column);
  if (before.dictionary() != nullptr) {
    own.reset(*before.dictionary(), open_.size());
    const Column& domain = *target_->domain;
    std::fill_n(own.data<std::int32_t>(), open_.size(), domain.data<std::int32_t>()[row_of_domain]);
    if (domain.is_valid(row_of_domain)) return;
    for (std::size_t i = 0; i < open_.size(); ++i) own.set_null(i);
    return;
  }
  own.gather(*target_->domain, rows);
}

std::size_t Redraw::test() {
  for (const ColumnIndex index : target_->dependents) trial_->fill_source(index, attempt_);
  for (const ColumnIndex index : target_->tests) trial_->fill_source(index, attempt_);
  return trial_->find_broken(*target_, broken_.data());
}

void Redraw::accept() {
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> places;
  std::vector<std::int64_t> left;
  kept_rows_.clear();
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (broken_[i] != 0) {
      kept_rows_.push_back(static_cast<std::int64_t>(i));
      left.push_back(open_[i]);
    } else {
      rows.push_back(static_cast<std::int64_t>(i));
      places.push_back(open_[i]);
    }
  }
  if (!rows.empty()) {
    const auto put = [&](ColumnIndex index) { scatter(trial_->column(index), rows, places, frame_->own(index)); };
    put(target_->column);
    if (target_->innovation.has_value()) {
      put(*target_->innovation);
      for (const ColumnIndex index : target_->chain) put(index);
    }
    for (const ColumnIndex index : target_->own) put(index);
    for (const ColumnIndex index : target_->dependents) put(index);
    for (const ColumnIndex index : target_->tests) put(index);
  }
  open_ = std::move(left);
  if (rows.empty()) return;
  if (!sets_.empty()) {
    for (std::size_t i = 0; i < kept_rows_.size(); ++i) {
      if (static_cast<std::size_t>(kept_rows_[i]) != i) {
        sets_[i] = std::move(sets_[static_cast<std::size_t>(kept_rows_[i])]);
      }
    }
    sets_.resize(kept_rows_.size());
  }
  if (!open_.empty()) trial_->begin_within(*frame_, open_);
}

void Redraw::give_up_open() {
  for (const std::int64_t place : open_) frame_->give_up(place);
  open_.clear();
}

/// Rows that need no draw: those that must be null are set apart, those that must have the pin's value take it.
void Redraw::decide_at_once(std::vector<std::int64_t>& apart) {
  const std::size_t n = open_.size();
  for (const ColumnIndex index : target_->fixed) trial_->fill_source(index, attempt_);
  std::array<std::uint8_t, kBatchRows> hopeful;
  bool forced[kBatchRows] = {};
  bool any_forced = false;
  const bool pins = target_->pin.has_value() && !target_->innovation.has_value() && target_->score.has_value();
  for (std::size_t i = 0; i < n; ++i) {
    hopeful[i] = known(target_->tree, i, false) == Kleene::no ? 0 : 1;
    forced[i] = pins && hopeful[i] != 0 && known(target_->tree, i, true) == Kleene::no;
    any_forced = any_forced || forced[i];
  }
  kept_rows_.resize(n);
  for (std::size_t i = 0; i < n; ++i) kept_rows_[i] = static_cast<std::int64_t>(i);
  if (any_forced) {
    // The value must lie among those that the target can have.
    double ends[2][kBatchRows];
    double scores[kBatchRows];
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
      std::fill_n(scores, n, end == 0 ? -kSearched : kSearched);
      put_scores(scores);
      fill_value();
      ordered_numbers(trial_->filled(target_->column), n, ends[end]);
    }
    const Column& wanted = trial_->column(target_->pin->column);
    double values[kBatchRows];
    ordered_numbers(wanted, n, values);
    convert(wanted, wanted.type(), trial_->put(target_->column));
    test();
    for (std::size_t i = 0; i < n; ++i) {
      if (!forced[i] || !(values[i] >= ends[0][i] && values[i] <= ends[1][i])) broken_[i] = 1;
    }
    accept();
  }
  if (open_.empty()) return;
  for (std::size_t i = 0; i < open_.size(); ++i) broken_[i] = hopeful[static_cast<std::size_t>(kept_rows_[i])];
  sets_.resize(open_.size());
  set_apart(apart);
}

/// An equality pins the value itself: no score needs to give all its digits.
void Redraw::try_pin() {
  const std::size_t n = open_.size();
  const std::vector<SignRanges>& ranges = ranges_[target_->pin->atom];
  double scores[kBatchRows];
  bool within[kBatchRows];
  bool any = false;
  for (std::size_t i = 0; i < n; ++i) {
    const SignRanges& range = ranges[i];
    within[i] = sets_[i].empty() && !range.undefined && !range.negative.empty() && !range.positive.empty();
    any = any || within[i];
    scores[i] = within[i] ? std::min(range.negative.high, range.positive.high) : 0;
    if (!std::isfinite(scores[i])) scores[i] = 0;
  }
  if (!any) return;
  if (target_->innovation.has_value()) {
    find_innovations(scores, scores);
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isfinite(scores[i])) scores[i] = 0;
    }
  }
  put_innovations(scores);
  const Column& wanted = trial_->column(target_->pin->column);
  Column& own = trial_->put(target_->column);
  convert(wanted, wanted.type(), own);
  test();
  for (std::size_t i = 0; i < n; ++i) {
    if (!within[i] || own.is_null(i)) broken_[i] = 1;
  }
  accept();
}

void Redraw::try_null() {
  if (!target_->nullable || open_.empty()) return;
  put_null();
  test();
  accept();
}

void Redraw::draw_by_score() {
  double scores[kBatchRows];
  // Without a look at the rules: what a rule leaves is mostly met at once, and a search costs more than a draw.
  std::vector<std::int64_t> hopeless;
  sets_.clear();
  if (target_->decides_at_once) decide_at_once(hopeless);
  sets_.clear();
  for (std::uint32_t inner = 1; inner <= kBlindAttempts && !open_.empty(); ++inner) {
    draw_uniforms(inner, scores);
    normal_score(open_.size(), scores, nullptr, scores);
    put_innovations(scores);
    fill_value();
    test();
    accept();
  }
  if (!open_.empty()) {
    find_sets();
    if (target_->pin.has_value() && target_->domain == nullptr) try_pin();
  }
  for (std::uint32_t inner = kBlindAttempts + 1; inner <= kMostInnerAttempts && !open_.empty(); ++inner) {
    if (inner == kBlindAttempts + 1) {
      for (std::size_t i = 0; i < open_.size(); ++i) broken_[i] = sets_[i].empty() ? 0 : 1;
      set_apart(hopeless);
      if (open_.empty()) break;
    }
    draw_uniforms(inner, scores);
    for (std::size_t i = 0; i < open_.size(); ++i) scores[i] = sets_[i].draw(scores[i]);
    put_innovations(scores);
    fill_value();
    test();
    accept();
  }
  finish(hopeless);
}

/// What no attempt has met, and what none can meet: null, where it may be null.
void Redraw::finish(const std::vector<std::int64_t>& hopeless) {
  sets_.clear();
  open_.insert(open_.end(), hopeless.begin(), hopeless.end());
  if (open_.empty()) return;
  std::sort(open_.begin(), open_.end());
  trial_->begin_within(*frame_, open_);
  try_null();
  give_up_open();
}

/// Rows with broken_ 0 leave the open ones.
void Redraw::set_apart(std::vector<std::int64_t>& apart) {
  std::size_t left = 0;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (broken_[i] == 0) {
      apart.push_back(open_[i]);
      continue;
    }
    open_[left] = open_[i];
    if (left != i) sets_[left] = std::move(sets_[i]);
    ++left;
  }
  if (left == open_.size()) return;
  open_.resize(left);
  sets_.resize(left);
  if (!open_.empty()) trial_->begin_within(*frame_, open_);
}

void Redraw::draw_by_attempts() {
  std::vector<std::int64_t> hopeless;
  sets_.clear();
  if (target_->decides_at_once) decide_at_once(hopeless);
  sets_.clear();
  const std::uint32_t most = target_->varies ? kMostInnerAttempts : 1;
  for (std::uint32_t inner = 1; inner <= most && !open_.empty(); ++inner) {
    if (inner == 2 && target_->solvable) {
      // Rules may leave no value at all, as `is null` does.
      sets_.assign(open_.size(), ScoreSet::whole());
      find_sets_by_tree();
      for (std::size_t i = 0; i < open_.size(); ++i) broken_[i] = sets_[i].empty() ? 0 : 1;
      set_apart(hopeless);
      if (open_.empty()) break;
    }
    trial_->forget_parents();
    trial_->set_without_missing(true);
    for (const ColumnIndex index : target_->own) trial_->fill_source(index, attempt_ | inner);
    fill_value(attempt_ | inner);
    test();
    accept();
  }
  finish(hopeless);
}

}  // namespace synthgen
