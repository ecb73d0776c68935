// Bounds onto the grid, in integers wherever they came as integers.
#include "grid.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kLeast64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kGreatest64 = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::int64_t power_of_ten(int exponent) {
  assert(exponent >= 0 && exponent <= 18);
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

bool Grid::place_scaled(std::int64_t value, std::int64_t multiply, std::int64_t divide, Edge edge,
                        std::int64_t& k) const {
  const __int128 product = static_cast<__int128>(value) * multiply;
  __int128 floor = product / divide;
  const bool exact = floor * divide == product;
  if (!exact && product < 0) floor -= 1;
  const __int128 placed = edge == Edge::greatest ? floor
                          : edge == Edge::least  ? (exact ? floor : floor + 1)
                                                 : (exact ? floor - 1 : floor);
  if (edge == Edge::least ? placed > kGreatest64 : placed < kLeast64) return false;
  k = placed > kGreatest64 ? kGreatest64 : placed < kLeast64 ? kLeast64 : static_cast<std::int64_t>(placed);
  return true;
}

bool Grid::place(double bound, Edge edge, std::int64_t& k) const {
  std::int64_t nearest = 0;
  if (!elementary::round_to_scale(bound, decimals_, nearest)) {
    const bool above_all = bound > 0;
    if (edge == Edge::least ? above_all : !above_all) return false;
    k = above_all ? kGreatest64 : kLeast64;
    return true;
  }
  // `nearest` is within half a step of the bound's decimal form; which side it is on, the double that it stands for
  // tells.
  const double at = elementary::from_scaled(nearest, decimals_);
  if (is_micros(kind_)) {
    const std::int64_t micros =
        edge == Edge::greatest ? (at > bound ? nearest - 1 : nearest) : (at < bound ? nearest + 1 : nearest);
    return place_scaled(micros, 1, step_micros_, edge, k);
  }
  if (edge == Edge::least) {
    if (at < bound && nearest == kGreatest64) return false;
    k = at < bound ? nearest + 1 : nearest;
  } else {
    const bool too_great = edge == Edge::before ? at >= bound : at > bound;
    if (too_great && nearest == kLeast64) return false;
    k = too_great ? nearest - 1 : nearest;
  }
  return true;
}

void Grid::place(const Column& bounds, std::size_t begin, Edge edge, std::int64_t* k, CellStates& states) const {
  const std::size_t n = states.rows();
  // Bounds are often the same for many rows on end: the one before is remembered.
  const auto each = [&](const auto* in, auto&& place_one) {
    bool fits = place_one(in[0], k[0]);
    if (!fits) k[0] = 0;
    if (!fits && bounds.is_valid(begin)) states.spoil(0, CellState::empty);
    for (std::size_t i = 1; i < n; ++i) {
      if (in[i] == in[i - 1]) {
        k[i] = k[i - 1];
      } else {
        fits = place_one(in[i], k[i]);
        if (!fits) k[i] = 0;
      }
      if (!fits && bounds.is_valid(begin + i)) states.spoil(i, CellState::empty);
    }
  };
  if (!bounds.all_valid()) {
    for (std::size_t i = 0; i < n; ++i) {
      if (bounds.is_null(begin + i)) states.spoil(i, CellState::null);
    }
  }
  const bool times = is_micros(kind_);
  switch (bounds.type().kind) {
    case TypeKind::number:
      // Not a number: no comparison holds, and the row is invalid rather than empty.
      for (std::size_t i = 0; i < n; ++i) {
        const double x = bounds.data<double>()[begin + i];
        if (x != x) states.spoil(i, CellState::invalid);
      }
      each(bounds.data<double>() + begin, [&](double x, std::int64_t& out) { return place(x, edge, out); });
      break;
    case TypeKind::integer:
    case TypeKind::decimal: {
      const int more = times ? 0 : decimals_ - bounds.type().decimals;
      const std::int64_t multiply = more > 0 ? power_of_ten(more) : 1;
      const std::int64_t divide = times ? step_micros_ : more < 0 ? power_of_ten(-more) : 1;
      each(bounds.data<std::int64_t>() + begin,
           [&](std::int64_t x, std::int64_t& out) { return place_scaled(x, multiply, divide, edge, out); });
      break;
    }
    case TypeKind::date: {
      const std::int64_t multiply = times ? kMicrosPerDay : 1;
      each(bounds.data<std::int32_t>() + begin,
           [&](std::int32_t x, std::int64_t& out) { return place_scaled(x, multiply, step_micros_, edge, out); });
      break;
    }
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time: {
      const std::int64_t divide = times ? step_micros_ : kMicrosPerDay;
      each(bounds.data<std::int64_t>() + begin,
           [&](std::int64_t x, std::int64_t& out) { return place_scaled(x, 1, divide, edge, out); });
      break;
    }
    default:
      assert(false && "a bound must be a number or a time");
      break;
  }
}

}  // namespace synthgen
