// Correlations of columns of numbers: see the header for the methods.
#include "synthgen/copula/sample_correlation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

#include "rank_correlation.hpp"
#include "value_order.hpp"

namespace synthgen {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kBatch = 1024;

using Columns = std::vector<std::vector<double>>;

bool is_set(const std::atomic<bool>* stop) { return stop != nullptr && stop->load(std::memory_order_relaxed); }

void set(SquareMatrix& matrix, std::size_t i, std::size_t j, double value) {
  matrix.at(i, j) = value;
  matrix.at(j, i) = value;
}

bool has_nulls(const std::vector<double>& column) {
  return std::any_of(column.begin(), column.end(), [](double value) { return std::isnan(value); });
}

bool is_constant(const std::vector<double>& column) {
  return std::all_of(column.begin(), column.end(), [&](double value) { return value == column.front(); });
}

double mean_of(const std::vector<double>& column) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < column.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, column.size());
    double part = 0;
    for (std::size_t row = begin; row < end; ++row) {
      if (std::isnan(column[row])) continue;
      part += column[row];
      ++count;
    }
    sum += part;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

/// Takes the mean off, so that sums of squares lose no digits to it. Twice: where values are large beside their spread,
/// rounding keeps the first mean off by a part of that spread.
void centre(std::vector<double>& column) {
  for (int pass = 0; pass < 2; ++pass) {
    const double mean = mean_of(column);
    for (double& value : column) value -= mean;
  }
}

double dot(const double* x, const double* y, std::size_t count) {
  // Four sums, so that none waits for the one before it.
  double sums[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += x[i + lane] * y[i + lane];
  }
  for (; i < count; ++i) sums[0] += x[i] * y[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// Pearson's of the pairs of `whole`: columns without nulls, less their mean.
void correlate_whole(const Columns& columns, const std::vector<std::size_t>& whole, SquareMatrix& result,
                     const std::atomic<bool>* stop) {
  if (whole.empty()) return;
  const std::size_t rows = columns.front().size();
  SquareMatrix products(whole.size());
  for (std::size_t begin = 0; begin < rows && !is_set(stop); begin += kBatch) {
    const std::size_t count = std::min(kBatch, rows - begin);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const double* x = columns[whole[i]].data() + begin;
      for (std::size_t j = 0; j <= i; ++j) products.at(i, j) += dot(x, columns[whole[j]].data() + begin, count);
    }
  }
  std::vector<bool> constant;
  for (const std::size_t column : whole) constant.push_back(is_constant(columns[column]));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double r =
          constant[i] || constant[j] ? kNone : correlation_of(products.at(i, j), products.at(i, i), products.at(j, j));
      set(result, whole[i], whole[j], r);
    }
  }
}

/// Sums over the rows in which neither of two columns is NaN, in lanes, so that none waits for the one before it.
struct PairSums {
  static constexpr std::size_t kLanes = 4;
  double rows[kLanes] = {};
  double x[kLanes] = {};
  double y[kLanes] = {};
  double xx[kLanes] = {};
  double yy[kLanes] = {};
  double xy[kLanes] = {};

  void add(std::size_t lane, double a, double b) {
    const bool both = !(std::isnan(a) | std::isnan(b));
    const double from_x = both ? a : 0;
    const double from_y = both ? b : 0;
    rows[lane] += both ? 1 : 0;
    x[lane] += from_x;
    y[lane] += from_y;
    xx[lane] += from_x * from_x;
    yy[lane] += from_y * from_y;
    xy[lane] += from_x * from_y;
  }
};

double joined(const double (&lanes)[PairSums::kLanes]) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); }

/// Whether x has two values or more in the rows in which neither is NaN.
bool varies(std::span<const double> x, std::span<const double> y) {
  double first = kNone;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (std::isnan(x[row]) || std::isnan(y[row])) continue;
    if (std::isnan(first)) first = x[row];
    if (x[row] != first) return true;  // in most columns after a few rows
  }
  return false;
}

/// Pearson's over the rows in which neither is NaN; of columns whose values are not far from 0 beside their spread.
double pearson_pair(std::span<const double> x, std::span<const double> y) {
  if (!varies(x, y) || !varies(y, x)) return kNone;
  PairSums all;  // of a single lane
  for (std::size_t begin = 0; begin < x.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, x.size());
    PairSums part;
    std::size_t row = begin;
    for (; row + PairSums::kLanes <= end; row += PairSums::kLanes) {
      for (std::size_t lane = 0; lane < PairSums::kLanes; ++lane) part.add(lane, x[row + lane], y[row + lane]);
    }
    for (; row < end; ++row) part.add(0, x[row], y[row]);
    all.rows[0] += joined(part.rows);
    all.x[0] += joined(part.x);
    all.y[0] += joined(part.y);
    all.xx[0] += joined(part.xx);
    all.yy[0] += joined(part.yy);
    all.xy[0] += joined(part.xy);
  }
  const double mean_x = all.x[0] / all.rows[0];
  const double mean_y = all.y[0] / all.rows[0];
  return correlation_of(all.xy[0] - all.x[0] * mean_y, all.xx[0] - all.x[0] * mean_x, all.yy[0] - all.y[0] * mean_y);
}

std::vector<std::size_t> columns_without_nulls(const Columns& columns) {
  std::vector<std::size_t> whole;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!has_nulls(columns[c])) whole.push_back(c);
  }
  return whole;
}

/// The pairs of which one column or both have nulls.
template <class Visit>
void for_each_other_pair(std::size_t columns, const std::vector<std::size_t>& whole, const std::atomic<bool>* stop,
                         Visit visit) {
  std::vector<bool> is_whole(columns, false);
  for (const std::size_t column : whole) is_whole[column] = true;
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j < i && !is_set(stop); ++j) {
      if (!is_whole[i] || !is_whole[j]) visit(i, j);
    }
  }
}

SquareMatrix pearson(Columns& columns, const std::atomic<bool>* stop) {
  SquareMatrix result = SquareMatrix::identity(columns.size());
  const std::vector<std::size_t> whole = columns_without_nulls(columns);
  for (std::vector<double>& column : columns) centre(column);
  correlate_whole(columns, whole, result, stop);
  for_each_other_pair(columns.size(), whole, stop,
                      [&](std::size_t i, std::size_t j) { set(result, i, j, pearson_pair(columns[i], columns[j])); });
  return result;
}

SquareMatrix spearman(Columns& columns, const std::atomic<bool>* stop) {
  SquareMatrix result = SquareMatrix::identity(columns.size());
  const std::vector<std::size_t> whole = columns_without_nulls(columns);
  const bool all_whole = whole.size() == columns.size();
  std::vector<ValueOrder> orders;
  for (std::vector<double>& column : columns) {
    if (is_set(stop)) return result;
    ValueOrder order(column);
    if (order.size() == column.size()) centred_ranks(order, column);
    if (!all_whole) orders.push_back(std::move(order));
  }
  correlate_whole(columns, whole, result, stop);
  // Who has a rank, and which, is another matter for each pair of which one has nulls.
  std::vector<std::int32_t> scratch(columns.empty() ? 0 : columns.front().size());
  for_each_other_pair(columns.size(), whole, stop, [&](std::size_t i, std::size_t j) {
    set(result, i, j, spearman_pair(orders[i], orders[j], scratch));
  });
  return result;
}

SquareMatrix kendall(const Columns& columns, const std::atomic<bool>* stop) {
  SquareMatrix result = SquareMatrix::identity(columns.size());
  std::vector<ValueOrder> orders;
  std::vector<std::vector<std::uint32_t>> levels;
  for (const std::vector<double>& column : columns) {
    if (is_set(stop)) return result;
    orders.emplace_back(column);
    levels.push_back(levels_of(orders.back(), column.size()));
  }
  KendallScratch scratch;
  for_each_other_pair(columns.size(), {}, stop, [&](std::size_t i, std::size_t j) {
    set(result, i, j, kendall_pair(orders[i], levels[j], scratch));
  });
  return result;
}

}  // namespace

SquareMatrix sample_correlations(Columns& columns, CorrelationMeasure measure, const std::atomic<bool>* stop) {
  assert(std::all_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return column.size() == columns.front().size(); }));
  switch (measure) {
    case CorrelationMeasure::pearson:
    case CorrelationMeasure::latent:
      return pearson(columns, stop);
    case CorrelationMeasure::spearman:
      return spearman(columns, stop);
    case CorrelationMeasure::kendall:
      return kendall(columns, stop);
  }
  return {};
}

}  // namespace synthgen
