// Scans columns over a grid of scores and locates their jumps.
#include <algorithm>
#include <cmath>

#include "score_increments.hpp"

namespace synthgen {

namespace {

constexpr int kCellsPerUnit = 512;
constexpr double kGridEnd = 8.5;  // a share of 1e-17 lies beyond
constexpr std::size_t kCells = static_cast<std::size_t>(2 * kGridEnd * kCellsPerUnit);
constexpr std::size_t kBatch = 1024;
// A column whose values are finite at all scores up to here can be worked with.
constexpr double kLeastReach = 5;
// Steps of halving that leave nothing of a cell but neighbouring doubles, and as many as do for a small jump.
constexpr int kAllHalvings = 44;
constexpr int kFewHalvings = 12;
// A rise with more than this of the column's standard deviation, times φ^½, is looked into.
constexpr double kMatters = 0.01;
constexpr int kMostLevels = 10;

void evaluate(const ScoredColumn& column, std::size_t place, const std::vector<double>& scores,
              std::vector<double>& values) {
  values.resize(scores.size());
  for (std::size_t first = 0; first < scores.size(); first += kBatch) {
    const std::size_t n = std::min(kBatch, scores.size() - first);
    column.values(place, std::span(scores).subspan(first, n), values.data() + first);
  }
}

// Scores of the cells' ends and middles.
const std::vector<double>& grid_scores() {
  static const std::vector<double> scores = [] {
    std::vector<double> result(2 * kCells + 1);
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = static_cast<double>(i) / (2 * kCellsPerUnit) - kGridEnd;
    }
    return result;
  }();
  return scores;
}

const std::vector<double>& grid_density_roots() {
  static const std::vector<double> roots = [] {
    std::vector<double> result(grid_scores().size());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = density_root_at(grid_scores()[i]);
    return result;
  }();
  return roots;
}

bool finite(double x) { return x - x == 0; }

// Values at the grid, made non-decreasing against rounding; beyond the first that is not finite they stay as they are.
bool grid_values(const ScoredColumn& column, std::size_t place, std::vector<double>& values) {
  evaluate(column, place, grid_scores(), values);
  const std::size_t middle = kCells;
  std::size_t first = middle;
  std::size_t last = middle;
  if (!finite(values[middle])) return false;
  while (first > 0 && finite(values[first - 1])) --first;
  while (last + 1 < values.size() && finite(values[last + 1])) ++last;
  const auto reach = static_cast<std::size_t>(kLeastReach * 2 * kCellsPerUnit);
  if (first + reach > middle || last < middle + reach) return false;
  for (std::size_t i = 0; i < first; ++i) values[i] = values[first];
  for (std::size_t i = last + 1; i < values.size(); ++i) values[i] = values[last];
  for (std::size_t i = 1; i < values.size(); ++i) values[i] = std::max(values[i], values[i - 1]);
  return finite(values.back() - values.front());
}

// The standard deviation to two digits.
double rough_deviation(const std::vector<double>& values) {
  const double from = values[kCells];
  const double range = values.back() - values.front();
  double total = 0;
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = grid_density_roots()[i] * grid_density_roots()[i];
    const double x = (values[i] - from) / range;
    total += weight;
    sum += weight * x;
    squares += weight * x * x;
  }
  const double mean = sum / total;
  return range * std::sqrt(std::max(0.0, squares / total - mean * mean));
}

// A cell that is looked into: the score at which the value passes the middle of its rise.
struct Cell {
  double left, right;
  double low, high;  // values
  bool matters;
  // The bracket, with its values.
  double below, above;
  double value_below, value_above;
};

class Scanner {
 public:
  Scanner(const ScoredColumn& column, std::size_t place) : column_(column), place_(place) {}

  std::optional<Increments> run() {
    std::vector<double> values;
    if (!grid_values(column_, place_, values) || !(values.front() < values.back())) return std::nullopt;
    deviation_ = rough_deviation(values);
    std::vector<Cell> cells;
    for (std::size_t k = 0; k < kCells; ++k) {
      const double low = values[2 * k];
      const double middle = values[2 * k + 1];
      const double high = values[2 * k + 2];
      if (!(low < high)) continue;
      const double left = grid_scores()[2 * k];
      const double right = grid_scores()[2 * k + 2];
      const bool matters = does_matter(high - low, grid_density_roots()[2 * k + 1]);
      // A smooth rise gives half of itself to either half of the cell. Values of so many digits that all cells rise are
      // smooth in all that matters.
      const bool uneven = std::max(middle - low, high - middle) > 0.9 * (high - low);
      if (matters || (uneven && !amid_rises(values, k))) {
        cells.push_back(Cell{left, right, low, high, matters, left, right, low, high});
      } else {
        // The mean score of the rise, by Simpson's rule.
        const double aside = (right - left) / 3 * ((high - middle) - (middle - low)) / (high - low);
        found_.emplace_back(left, right, grid_scores()[2 * k + 1] + aside, high - low);
      }
    }
    for (int level = 0; level < kMostLevels && !cells.empty(); ++level) cells = look_into(std::move(cells));
    for (const Cell& cell : cells) spread(cell.left, cell.right, cell.high - cell.low);
    std::stable_sort(found_.begin(), found_.end(), [](const Increment& a, const Increment& b) { return a.at < b.at; });
    return std::move(found_);
  }

 private:
  bool does_matter(double rise, double density_root) const { return rise * density_root > kMatters * deviation_; }

  // Whether both neighbours rise, and not by far less.
  static bool amid_rises(const std::vector<double>& values, std::size_t cell) {
    if (cell == 0 || cell + 1 == kCells) return false;
    const double rise = values[2 * cell + 2] - values[2 * cell];
    return values[2 * cell] - values[2 * cell - 2] > 0.25 * rise &&
           values[2 * cell + 4] - values[2 * cell + 2] > 0.25 * rise;
  }

  void spread(double left, double right, double rise) {
    if (rise > 0) found_.emplace_back(left, right, 0.5 * (left + right), rise);
  }

  void halve(std::vector<Cell>& cells) {
    std::vector<std::size_t> open;
    std::vector<double> scores;
    std::vector<double> values;
    for (int step = 0; step < kAllHalvings; ++step) {
      open.clear();
      scores.clear();
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const double middle = 0.5 * (cells[i].below + cells[i].above);
        if (!cells[i].matters && step >= kFewHalvings) continue;
        if (!(cells[i].below < middle && middle < cells[i].above)) continue;
        open.push_back(i);
        scores.push_back(middle);
      }
      if (open.empty()) return;
      evaluate(column_, place_, scores, values);
      for (std::size_t i = 0; i < open.size(); ++i) {
        Cell& cell = cells[open[i]];
        const double value = std::min(cell.value_above, std::max(cell.value_below, values[i]));
        if (value < cell.low + 0.5 * (cell.high - cell.low)) {
          cell.below = scores[i];
          cell.value_below = value;
        } else {
          cell.above = scores[i];
          cell.value_above = value;
        }
      }
    }
  }

  // Parts of a cell that still matter go on to the next level.
  void part(double left, double right, double low, double high, std::vector<Cell>& next) {
    if (!(low < high)) return;
    if (left < right && does_matter(high - low, density_root_at(0.5 * (left + right)))) {
      next.push_back(Cell{left, right, low, high, true, left, right, low, high});
    } else {
      spread(left, right, high - low);
    }
  }

  std::vector<Cell> look_into(std::vector<Cell> cells) {
    halve(cells);
    std::vector<Cell> next;
    for (const Cell& cell : cells) {
      const double rise = cell.high - cell.low;
      const double jump = cell.value_above - cell.value_below;
      const double at = 0.5 * (cell.below + cell.above);
      if (cell.matters) {
        // Far more than a smooth rise has between neighbouring doubles.
        const bool jumps = jump > 1e-3 * rise;
        if (jumps) found_.emplace_back(at, at, at, jump);
        part(cell.left, cell.below, cell.low, jumps ? cell.value_below : cell.low + 0.5 * rise, next);
        part(cell.above, cell.right, jumps ? cell.value_above : cell.low + 0.5 * rise, cell.high, next);
      } else if (jump > 0.5 * rise) {
        found_.emplace_back(at, at, at, jump);
        spread(cell.left, cell.below, cell.value_below - cell.low);
        spread(cell.above, cell.right, cell.high - cell.value_above);
      } else {
        spread(cell.left, cell.right, rise);
      }
    }
    return next;
  }

  const ScoredColumn& column_;
  std::size_t place_;
  double deviation_ = 0;
  Increments found_;
};

}  // namespace

std::optional<Increments> scan_increments(const ScoredColumn& column, std::size_t place) {
  return Scanner(column, place).run();
}

}  // namespace synthgen
