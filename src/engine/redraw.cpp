#include "redraw.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "frame.hpp"
#include "scatter.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/column/cell_draws.hpp"
#include "synthgen/column/ordered_numbers.hpp"

namespace synthgen {
namespace {

/// The first of them are made without a look at the rules. They leave the law as it is: what is kept is drawn given the
/// rules either way.
constexpr std::uint32_t kBlindAttempts = 8;
/// Few cells cost as much as this many, one word of bits. So the attempts of few rows are made together, and the first
/// good one counts.
constexpr std::size_t kCellsAtOnce = 64;

}  // namespace

Redraw::Redraw(FrameWorld& world, TableIndex table) : trial_(std::make_unique<Frame>(world, table)) {}
Redraw::~Redraw() = default;

void Redraw::take(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                  std::uint32_t attempt) {
  frame_ = &frame;
  target_ = &target;
  attempt_ = attempt;
  begin(places);
}

void Redraw::run(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                 std::uint32_t attempt) {
  take(frame, target, places, attempt);
  if (frame.world().failure.has_value() || frame.world().exhausted()) {
    give_up_open();
    return;
  }
  if (target.score.has_value()) {
    draw_by_score();
  } else {
    draw_by_attempts();
  }
}

std::vector<std::int64_t> Redraw::decide(Frame& frame, const PlannedTarget& target,
                                         std::span<const std::int64_t> places, std::uint32_t attempt) {
  if (!target.decides_at_once) return {places.begin(), places.end()};
  take(frame, target, places, attempt);
  std::vector<std::int64_t> hopeless;
  sets_.clear();
  decide_at_once(hopeless);
  sets_.clear();
  std::vector<std::int64_t> left = open_;
  if (!hopeless.empty()) {
    begin(hopeless);
    try_null();
    if (stays_hopeless(target)) {
      give_up_open();
    } else {
      left.insert(left.end(), open_.begin(), open_.end());
      std::sort(left.begin(), left.end());
    }
  }
  open_.clear();
  return left;
}

/// Whether what left a target no value is not drawn anew with it.
bool Redraw::stays_hopeless(const PlannedTarget& target) const {
  const std::vector<PlannedColumn>& columns = frame_->table().columns;
  std::vector<ColumnIndex> read = target.fixed;
  std::vector<bool> seen(columns.size(), false);
  while (!read.empty()) {
    const ColumnIndex index = read.back();
    read.pop_back();
    if (seen[index]) continue;
    seen[index] = true;
    if (std::find(target.together.begin(), target.together.end(), index) != target.together.end()) return false;
    read.insert(read.end(), columns[index].made.inputs.begin(), columns[index].made.inputs.end());
  }
  return true;
}

void Redraw::give_null(Frame& frame, const PlannedTarget& target, std::span<const std::int64_t> places,
                       std::uint32_t attempt) {
  take(frame, target, places, attempt);
  sets_.clear();
  try_null();
  give_up_open();
}

bool Redraw::exhausted() const { return frame_->world().exhausted(); }

void Redraw::begin(std::span<const std::int64_t> places) {
  open_.assign(places.begin(), places.end());
  trial_->begin_within(*frame_, open_);
}

void Redraw::begin_open(std::size_t turns) {
  const std::size_t n = open_.size();
  open_.resize(n * turns);
  for (std::size_t t = 1; t < turns; ++t)
    std::copy_n(open_.begin(), n, open_.begin() + static_cast<std::ptrdiff_t>(t * n));
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
  put_numbers(*target_->innovation, scores);
  for (const ColumnIndex step : target_->chain) trial_->fill_source(step, attempt_);
}

void Redraw::put_scores(const double* scores) { put_numbers(*target_->score, scores); }

void Redraw::put_numbers(ColumnIndex index, const double* scores) {
  Column& column = trial_->put(index);
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

void Redraw::test() {
  for (const ColumnIndex index : target_->dependents) trial_->fill_source(index, attempt_);
  for (const ColumnIndex index : target_->tests) trial_->fill_source(index, attempt_);
  RowBits broken;
  trial_->find_broken(*target_, broken);
  for (std::size_t w = 0; w < row_words(open_.size()); ++w) unpack_word(broken[w], broken_.data() + 64 * w);
}

void Redraw::accept() {
  if (!settle(1)) return;
  if (!sets_.empty()) {
    for (std::size_t i = 0; i < kept_rows_.size(); ++i) {
      if (static_cast<std::size_t>(kept_rows_[i]) != i) {
        sets_[i] = std::move(sets_[static_cast<std::size_t>(kept_rows_[i])]);
      }
    }
    sets_.resize(kept_rows_.size());
  }
  if (!open_.empty()) begin_open(1);
}

bool Redraw::settle(std::size_t turns) {
  assert(turns == 1 || open_.size() <= 64);
  const std::size_t n = open_.size() / turns;
  kept_rows_.resize(n);
  std::size_t good = 0;
  std::size_t left = 0;
  std::size_t draws = 0;
  for (std::size_t w = 0; w < row_words(n); ++w) {
    const std::uint64_t broken = pack_word(broken_.data() + 64 * w);
    std::uint64_t open = row_word(n, w);
    for (std::size_t t = 0; t < turns; ++t) {
      draws += static_cast<std::size_t>(std::popcount(open));
      const std::uint64_t hits = open & ~(broken >> (t * n));
      for_each_row(hits, w, [&](std::size_t row) {
        accepted_rows_[good] = static_cast<std::int64_t>(t * n + row);
        accepted_places_[good++] = open_[row];
      });
      open &= ~hits;
    }
    for_each_row(open, w, [&](std::size_t row) {
      kept_rows_[left] = static_cast<std::int64_t>(row);
      open_[left++] = open_[row];
    });
  }
  FrameWorld& world = frame_->world();
  if (frame_->index() != world.root) world.nested_draws += draws;
  kept_rows_.resize(left);
  open_.resize(left);
  const std::span<const std::int64_t> rows(accepted_rows_.data(), good);
  const std::span<const std::int64_t> places(accepted_places_.data(), good);
  if (!rows.empty()) {
    const auto put = [&](ColumnIndex index) { scatter(trial_->column(index), rows, places, frame_->own(index)); };
    put(target_->column);
    if (target_->innovation.has_value()) {
      put(*target_->innovation);
      for (const ColumnIndex index : target_->chain) put(index);
    }
    for (const ColumnIndex index : target_->own) put(index);
    // Cells of the parents that were picked before are no longer those of the row.
    if (!target_->own.empty()) frame_->forget_parents();
    for (const ColumnIndex index : target_->dependents) put(index);
    for (const ColumnIndex index : target_->tests) put(index);
  }
  return good != 0;
}

void Redraw::give_up_open() {
  for (const std::int64_t place : open_) frame_->give_up(place);
  open_.clear();
}

void Redraw::try_null() {
  if (!target_->nullable || open_.empty()) return;
  put_null();
  test();
  if (target_->null_rate.has_value()) {
    // A row of its own probability may have none.
    trial_->fill_source(*target_->null_rate, attempt_);
    double rates[kBatchRows];
    ordered_numbers(trial_->column(*target_->null_rate), open_.size(), rates);
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!(rates[i] > 0)) broken_[i] = 1;
    }
  }
  accept();
}

/// Without a look at the rules: what a rule leaves is mostly met at once, and a search costs more than a draw.
void Redraw::draw_blindly() {
  double scores[kBatchRows];
  std::size_t turns = 1;
  for (std::uint32_t inner = 1; inner <= kBlindAttempts && !open_.empty();) {
    const std::size_t n = open_.size() / turns;
    const RowSet rows = chunk_of(trial_->rows(), 0, n);
    for (std::size_t t = 0; t < turns; ++t) draw_uniform(target_->draws, rows, attempt_ | inner++, 0, scores + t * n);
    // Whole vectors are faster than a few values one by one.
    const std::size_t whole = (open_.size() + 7) / 8 * 8;
    std::fill(scores + open_.size(), scores + whole, 0.5);
    normal_score(whole, scores, nullptr, scores);
    put_innovations(scores);
    fill_value();
    test();
    if (!settle(turns) && turns == 1) continue;
    if (open_.empty()) break;
    turns = std::clamp<std::size_t>(kCellsAtOnce / open_.size(), 1, std::max(kBlindAttempts + 1 - inner, 1U));
    begin_open(turns);
  }
}

void Redraw::draw_by_score() {
  double scores[kBatchRows];
  std::vector<std::int64_t> hopeless;
  sets_.clear();
  if (target_->decides_at_once) decide_at_once(hopeless);
  sets_.clear();
  draw_blindly();
  if (!open_.empty()) {
    find_sets();
    if (!target_->pins.empty() && target_->domain == nullptr) try_pins();
  }
  for (std::uint32_t inner = kBlindAttempts + 1; inner <= kMostInnerAttempts && !open_.empty() && !exhausted();
       ++inner) {
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
