#include "recurrence_fill.hpp"

#include <algorithm>

#include "family_window.hpp"
#include "warned_rows.hpp"

namespace synthgen {

/// The rows of equal number of some families.
class RecurrenceFill::Step final : public FamilyStep {
 public:
  Step(RecurrenceFill& fill, const std::function<void(ColumnIndex, std::size_t, CellWarning)>& warn)
      : fill_(fill), warn_(warn) {}

  void begin(std::size_t number, std::size_t rows) {
    first_ = number == 0;
    rows_ = rows;
  }
  void set_column(ColumnIndex column) { column_ = column; }
  const std::function<void(ColumnIndex, std::size_t, CellWarning)>& told() const { return warn_; }

  const Column& column(ColumnIndex index) override { return fill_.frame_.column(index); }
  const Column& before(ColumnIndex index) override {
    const auto at = std::find(fill_.carried_.begin(), fill_.carried_.end(), index) - fill_.carried_.begin();
    return fill_.before_[static_cast<std::size_t>(at)];
  }
  void warn(std::size_t row, CellWarning warning) override {
    warn_(column_, static_cast<std::size_t>(fill_.places_[row]), warning);
  }

 private:
  RecurrenceFill& fill_;
  const std::function<void(ColumnIndex, std::size_t, CellWarning)>& warn_;
  ColumnIndex column_ = 0;
};

RecurrenceFill::RecurrenceFill(FrameWorld& world, TableIndex table, std::size_t recurrence, FamilyWindow& window)
    : table_(world.plan.tables[table]),
      columns_(table_.recurrences[recurrence].columns),
      frame_(world, table, &window),
      probe_(std::make_unique<Frame>(world, table, &window)),
      sources_(columns_.size()),
      carries_(columns_.size()) {
  std::vector<bool> inside(table_.columns.size(), false);
  for (const ColumnIndex index : columns_) inside[index] = true;
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    const MadeSource& made = table_.columns[columns_[k]].made;
    sources_[k] = dynamic_cast<const StepwiseSource*>(made.source.get());
    const std::optional<ColumnIndex> before = sources_[k] != nullptr ? sources_[k]->reads_before() : std::nullopt;
    if (before.has_value() && std::find(carried_.begin(), carried_.end(), *before) == carried_.end()) {
      carried_.push_back(*before);
    }
    for (const ColumnIndex input : made.inputs) {
      if (!inside[input] && std::find(read_.begin(), read_.end(), input) == read_.end()) read_.push_back(input);
    }
    if (!table_.columns[columns_[k]].internal) outputs_.push_back(columns_[k]);
  }
  for (std::size_t c = 0; c < table_.columns.size(); ++c) {
    if (inside[c]) continue;
    for (const ColumnIndex input : table_.columns[c].made.inputs) {
      if (inside[input]) add_output(input);
    }
  }
  before_.resize(carried_.size());
  stacked_.resize(outputs_.size());
}

RecurrenceFill::~RecurrenceFill() = default;

void RecurrenceFill::add_output(ColumnIndex index) {
  if (std::find(outputs_.begin(), outputs_.end(), index) != outputs_.end()) return;
  outputs_.push_back(index);
  stacked_.resize(outputs_.size());
}

/// The largest first, so that the families of a step are the first ones of the step before.
void RecurrenceFill::order_families(std::span<const std::size_t> begins) {
  families_.clear();
  for (std::size_t f = 0; f + 1 < begins.size(); ++f) {
    const std::size_t size = begins[f + 1] - begins[f];
    if (size > 0) families_.push_back(~static_cast<std::uint64_t>(size) << 32 | f);
  }
  std::sort(families_.begin(), families_.end());
}

void RecurrenceFill::run(FamilyRows& families, std::vector<Column>& columns,
                         const std::function<void(ColumnIndex, std::size_t, CellWarning)>& warn) {
  order_families(families.begins());
  positions_.resize(families.rows());
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    const MadeSource& made = table_.columns[outputs_[o]].made;
    // Earlier contents are gone; what follows appends.
    made.dictionary != nullptr ? stacked_[o].reset(*made.dictionary, 0) : stacked_[o].reset(made.type, 0);
  }
  Step step(*this, warn);
  for (std::size_t begin = 0; begin < families_.size(); begin += kBatchRows) {
    fill_families(families, std::span(families_).subspan(begin, std::min(kBatchRows, families_.size() - begin)), step);
  }
  for (std::size_t o = 0; o < outputs_.size(); ++o) columns[outputs_[o]].gather(stacked_[o], positions_);
}

void RecurrenceFill::fill_families(FamilyRows& families, std::span<const std::uint64_t> keys, Step& step) {
  const std::span<const std::size_t> begins = families.begins();
  const RowSet numbers = families.row_numbers();
  const auto begin_of = [&](std::size_t f) { return begins[keys[f] & 0xFFFF'FFFF]; };
  const auto size_of = [&](std::size_t f) { return begins[(keys[f] & 0xFFFF'FFFF) + 1] - begin_of(f); };
  std::size_t count = keys.size();
  places_.resize(count);
  rows_.resize(count);
  for (std::size_t f = 0; f < count; ++f) places_[f] = static_cast<std::int64_t>(begin_of(f));
  for (std::size_t number = 0;; ++number) {
    while (count > 0 && size_of(count - 1) <= number) --count;
    if (count == 0) return;
    for (std::size_t f = 0; f < count; ++f) rows_[f] = numbers[static_cast<std::size_t>(places_[f])];
    step.begin(number, count);
    fill_step(families, step);
    for (std::size_t f = 0; f < count; ++f) ++places_[f];
  }
}

void RecurrenceFill::fill_step(FamilyRows& families, Step& step) {
  const std::span<const std::int64_t> places(places_.data(), step.rows());
  frame_.begin(RowSet::of({rows_.data(), step.rows()}));
  for (const ColumnIndex index : read_) frame_.put(index).gather(families.column(index), places);
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    const ColumnIndex index = columns_[k];
    if (sources_[k] != nullptr) {
      step.set_column(index);
      sources_[k]->fill_step(step, carries_[k], frame_.put(index));
      continue;
    }
    const CellWarningCounts before = frame_.counts()[index];
    frame_.fill_source(index, 0);
    if (frame_.counts()[index] == before) continue;
    find_warned_rows(frame_, *probe_, index, step.rows(), [&](std::size_t row, CellWarning warning) {
      step.told()(index, static_cast<std::size_t>(places_[row]), warning);
    });
  }
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    const Column& filled = frame_.filled(outputs_[o]);
    const auto first = static_cast<std::int64_t>(stacked_[o].rows());
    stacked_[o].append(filled);
    if (o > 0) continue;
    for (std::size_t f = 0; f < step.rows(); ++f) positions_[places[f]] = first + static_cast<std::int64_t>(f);
  }
  for (std::size_t k = 0; k < carried_.size(); ++k) std::swap(frame_.own(carried_[k]), before_[k]);
}

}  // namespace synthgen
