#include "warned_rows.hpp"

#include <numeric>

namespace synthgen {
namespace {

class WarnedRows {
 public:
  WarnedRows(Frame& frame, Frame& probe, ColumnIndex column, const std::function<void(std::size_t, CellWarning)>& tell)
      : frame_(frame), probe_(probe), column_(column), tell_(tell) {}

  void search(std::size_t begin, std::size_t end) {
    places_.resize(end - begin);
    std::iota(places_.begin(), places_.end(), static_cast<std::int64_t>(begin));
    const CellWarningCounts before = probe_.counts()[column_];
    probe_.begin_within(frame_, places_);
    probe_.fill_source(column_, 0);
    const CellWarningCounts after = probe_.counts()[column_];
    if (after == before) return;
    if (end - begin == 1) {
      for (std::size_t w = 0; w < kCellWarnings; ++w) {
        for (std::uint64_t n = before[w]; n < after[w]; ++n) tell_(begin, static_cast<CellWarning>(w));
      }
      return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    search(begin, middle);
    search(middle, end);
  }

 private:
  Frame& frame_;
  Frame& probe_;
  const ColumnIndex column_;
  const std::function<void(std::size_t, CellWarning)>& tell_;
  std::vector<std::int64_t> places_;
};

}  // namespace

void find_warned_rows(Frame& frame, Frame& probe, ColumnIndex column, std::size_t rows,
                      const std::function<void(std::size_t, CellWarning)>& tell) {
  WarnedRows(frame, probe, column, tell).search(0, rows);
}

}  // namespace synthgen
