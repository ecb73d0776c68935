#include "family_window.hpp"

#include <algorithm>
#include <numeric>

#include "frame.hpp"
#include "recurrence_fill.hpp"
#include "warned_rows.hpp"

namespace synthgen {
namespace {

/// Families ahead are filled together with those asked for, up to so many rows.
constexpr std::int64_t kAheadRows = 8'192;
/// Row by row, the more families there are side by side the less each step costs.
constexpr std::int64_t kRecurrenceAheadRows = 32'768;

}  // namespace

FamilyWindow::FamilyWindow(FrameWorld& world, TableIndex table)
    : world_(world),
      index_(table),
      table_(world.plan.tables[table]),
      families_(*table_.family->index),
      columns_(table_.columns.size()),
      filled_(table_.columns.size(), 0),
      warned_(table_.columns.size()),
      told_(table_.columns.size(), 0) {
  recurrences_.resize(table_.recurrences.size());
  find_silent();
}

FamilyWindow::~FamilyWindow() = default;

bool FamilyWindow::covers(RowSet rows) const {
  if (window_ == 0 || rows.count == 0) return rows.count == 0;
  if (contiguous_) {
    const auto end = first_row_ + static_cast<std::int64_t>(FamilyRows::rows());
    if (rows.contiguous()) return rows.first >= first_row_ && rows.first + static_cast<std::int64_t>(rows.count) <= end;
    return std::all_of(rows.list, rows.list + rows.count,
                       [&](std::int64_t row) { return row >= first_row_ && row < end; });
  }
  for (std::size_t i = 0; i < rows.count; ++i) {
    if (!std::binary_search(parents_.begin(), parents_.end(), families_.find(rows[i]).parent)) return false;
  }
  return true;
}

void FamilyWindow::begin() {
  ++window_;
  begins_.clear();
}

void FamilyWindow::cover(RowSet rows, std::int64_t horizon) {
  if (covers(rows)) return;
  begin();
  contiguous_ = rows.contiguous();
  if (contiguous_) {
    const std::int64_t first = families_.find(rows.first).parent;
    const std::int64_t last_row = rows.first + static_cast<std::int64_t>(rows.count) - 1;
    const std::int64_t reach = table_.recurrences.empty() ? kAheadRows : kRecurrenceAheadRows;
    const std::int64_t ahead = std::min({horizon - 1, rows.first + reach - 1, families_.rows() - 1});
    const std::int64_t last = families_.find(std::max(last_row, ahead)).parent;
    first_row_ = families_.begin(first);
    std::size_t place = 0;
    for (std::int64_t parent = first; parent <= last; ++parent) {
      begins_.push_back(place);
      place += static_cast<std::size_t>(families_.size(parent));
    }
    begins_.push_back(place);
    return;
  }
  parents_.resize(rows.count);
  families_.locate(rows, parents_.data(), nullptr);
  std::sort(parents_.begin(), parents_.end());
  parents_.erase(std::unique(parents_.begin(), parents_.end()), parents_.end());
  row_list_.clear();
  for (const std::int64_t parent : parents_) {
    begins_.push_back(row_list_.size());
    const std::size_t before = row_list_.size();
    row_list_.resize(before + static_cast<std::size_t>(families_.size(parent)));
    std::iota(row_list_.begin() + static_cast<std::ptrdiff_t>(before), row_list_.end(), families_.begin(parent));
  }
  begins_.push_back(row_list_.size());
}

std::size_t FamilyWindow::place_of(std::int64_t row) const {
  if (contiguous_) return static_cast<std::size_t>(row - first_row_);
  const FamilyIndex::Place place = families_.find(row);
  const auto family = std::lower_bound(parents_.begin(), parents_.end(), place.parent) - parents_.begin();
  return begins_[static_cast<std::size_t>(family)] + static_cast<std::size_t>(place.number);
}

/// Columns that are written are filled by the table's own frame, which counts their warnings; those that only families
/// read are told with the first family column that reads them.
void FamilyWindow::find_silent() {
  silent_.resize(table_.columns.size());
  std::vector<bool> known(table_.columns.size(), false);
  for (const ColumnIndex index : table_.generation) known[index] = true;
  for (const ColumnIndex index : table_.generation) {
    if (!table_.columns[index].made.by_family) continue;
    std::vector<ColumnIndex> open = {index};
    while (!open.empty()) {
      const ColumnIndex at = open.back();
      open.pop_back();
      for (const ColumnIndex input : table_.columns[at].made.inputs) {
        if (known[input]) continue;
        known[input] = true;
        silent_[index].push_back(input);
        open.push_back(input);
      }
    }
  }
  is_silent_.assign(table_.columns.size(), false);
  for (const std::vector<ColumnIndex>& columns : silent_) {
    for (const ColumnIndex index : columns) is_silent_[index] = true;
  }
}

void FamilyWindow::gather(ColumnIndex index, RowSet rows, Column& out, std::vector<CellWarningCounts>& counts) {
  const Column& whole = column(index);
  places_.resize(rows.count);
  if (contiguous_ && rows.contiguous()) {
    std::iota(places_.begin(), places_.end(), rows.first - first_row_);
  } else {
    for (std::size_t i = 0; i < rows.count; ++i) places_[i] = static_cast<std::int64_t>(place_of(rows[i]));
  }
  out.gather(whole, places_);
  count_warnings(index, counts[index]);
  for (const ColumnIndex input : silent_[index]) count_warnings(input, counts[input]);
}

void FamilyWindow::begin_warnings(ColumnIndex index) {
  warned_[index].clear();
  told_[index] = window_;
}

/// Those of the cells at places_.
void FamilyWindow::count_warnings(ColumnIndex index, CellWarningCounts& counts) const {
  const std::vector<std::pair<std::size_t, CellWarning>>& warned = warned_[index];
  if (told_[index] != window_ || warned.empty()) return;
  const auto before = [](const std::pair<std::size_t, CellWarning>& one, std::int64_t place) {
    return one.first < static_cast<std::size_t>(place);
  };
  for (const std::int64_t place : places_) {
    for (auto at = std::lower_bound(warned.begin(), warned.end(), place, before);
         at != warned.end() && at->first == static_cast<std::size_t>(place); ++at) {
      ++counts[static_cast<std::size_t>(at->second)];
    }
  }
}

RowSet FamilyWindow::row_numbers() const {
  return contiguous_ ? RowSet::range(first_row_, FamilyRows::rows()) : RowSet::of(row_list_);
}

const Column& FamilyWindow::column(ColumnIndex index) {
  if (filled_[index] != window_) fill({&index, 1});
  return columns_[index];
}

void FamilyWindow::fill(std::span<const ColumnIndex> columns) {
  std::vector<ColumnIndex> plain;
  for (const ColumnIndex index : columns) {
    if (filled_[index] == window_ || std::find(plain.begin(), plain.end(), index) != plain.end()) continue;
    table_.columns[index].made.by_family ? fill_by_family(index) : plain.push_back(index);
  }
  if (!plain.empty()) fill_batches(plain);
}

void FamilyWindow::fill_by_family(ColumnIndex index) {
  const PlannedColumn& planned = table_.columns[index];
  if (!planned.recurrence.has_value()) {
    fill(planned.made.inputs);
    const ColumnIndex outer = filling_;
    filling_ = index;
    begin_warnings(index);
    static_cast<const FamilySource&>(*planned.made.source).fill_families(*this, columns_[index]);
    filling_ = outer;
    filled_[index] = window_;
    return;
  }
  std::unique_ptr<RecurrenceFill>& recurrence = recurrences_[*planned.recurrence];
  if (recurrence == nullptr) recurrence = std::make_unique<RecurrenceFill>(world_, index_, *planned.recurrence, *this);
  recurrence->add_output(index);
  fill(recurrence->reads());
  const std::vector<ColumnIndex>& together = table_.recurrences[*planned.recurrence].columns;
  for (const ColumnIndex one : together) begin_warnings(one);
  recurrence->run(*this, columns_, [this](ColumnIndex column, std::size_t place, CellWarning warning) {
    warned_[column].emplace_back(place, warning);
  });
  // They were told step by step.
  for (const ColumnIndex one : together) std::sort(warned_[one].begin(), warned_[one].end());
  for (const ColumnIndex output : recurrence->outputs()) filled_[output] = window_;
}

void FamilyWindow::fill_batches(const std::vector<ColumnIndex>& columns) {
  std::vector<ColumnIndex>& order = orders_[columns];
  if (order.empty()) order = table_.fill_order(columns);
  // While a batch is under way, what looks at other rows is only handed out.
  for (const ColumnIndex step : order) {
    if (table_.columns[step].made.by_family) column(step);
  }
  if (frame_ == nullptr) {
    frame_ = std::make_unique<Frame>(world_, index_, this);
    probe_ = std::make_unique<Frame>(world_, index_, this);
  }
  const RowSet all = row_numbers();
  for (const ColumnIndex index : columns) columns_[index].reset(table_.columns[index].made.type, 0);  // storage stays
  std::vector<ColumnIndex> silent;
  for (const ColumnIndex step : order) {
    if (!is_silent_[step] || table_.columns[step].made.by_family) continue;
    silent.push_back(step);
    begin_warnings(step);
  }
  std::vector<CellWarningCounts> before(silent.size());
  for (std::size_t begin = 0; begin < all.count; begin += kBatchRows) {
    const std::size_t rows = std::min(kBatchRows, all.count - begin);
    for (std::size_t s = 0; s < silent.size(); ++s) before[s] = frame_->counts()[silent[s]];
    frame_->begin(all.part(begin, rows));
    {
      const OwnDraws own(world_);
      for (const ColumnIndex step : order) frame_->fill(step);
    }
    for (const ColumnIndex index : columns) columns_[index].append(frame_->filled(index));
    for (std::size_t s = 0; s < silent.size(); ++s) {
      const ColumnIndex index = silent[s];
      if (frame_->counts()[index] == before[s] || table_.columns[index].component.has_value()) continue;
      find_warned_rows(*frame_, *probe_, index, rows, [&](std::size_t row, CellWarning warning) {
        warned_[index].emplace_back(begin + row, warning);
      });
    }
  }
  for (const ColumnIndex index : columns) filled_[index] = window_;
}

ColumnPool& FamilyWindow::pool() const { return world_.pool; }

const void* FamilyWindow::lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) {
  return world_.kept.lookup(owner, make);
}

void FamilyWindow::warn(std::size_t place, CellWarning warning) { warned_[filling_].emplace_back(place, warning); }

}  // namespace synthgen
