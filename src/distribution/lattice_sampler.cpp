// Every grid value between two bounds alike: integers, dates, timestamps, uniform
// decimals. Multiply-shift on the bits, no rejection: the bias is below count/2^64
// (dates: count/2^32), and the value never falls as the bits rise.
#include <algorithm>
#include <cassert>

#include "bound_inputs.hpp"
#include "cell_inputs.hpp"
#include "grid.hpp"
#include "samplers.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen {
namespace {

Grid grid_of(const SamplerSpec& spec) {
  switch (spec.type.kind) {
    case TypeKind::date:
      return Grid::days();
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return Grid::times(spec.type.kind, step_micros(spec.type));
    case TypeKind::decimal:
      // Integers in a decimal column stay integers.
      return Grid::numbers(spec.kind->outcome == Outcome::lattice ? 0 : spec.type.decimals);
    default:
      return Grid::numbers(0);
  }
}

class LatticeSampler final : public Sampler {
 public:
  LatticeSampler(const SamplerSpec& spec, const DrawKeys& keys)
      : draws_(keys),
        type_(spec.type),
        grid_(grid_of(spec)),
        // [min, max) for what approximates a continuum, both ends for what is counted.
        edges_{Edge::least,
               spec.kind->outcome == Outcome::continuous && (type_.kind == TypeKind::decimal || is_micros(type_.kind))
                   ? Edge::before
                   : Edge::greatest},
        scale_(is_micros(type_.kind) ? step_micros(type_)
               : type_.kind == TypeKind::decimal && spec.kind->outcome == Outcome::lattice
                   ? power_of_ten(type_.decimals)
                   : 1) {
    assert(is_time(type_.kind) || is_numeric(type_.kind));
    for (std::size_t which = 0; which < 2; ++which) {
      const std::optional<double> bound = fixed_bound(spec, which);
      if (!bound) continue;
      std::int64_t k = 0;
      if (*bound != *bound) {
        fixed_state_[which] = CellState::invalid;
      } else if (!grid_.place(*bound, edges_[which], k)) {
        fixed_state_[which] = CellState::empty;
      }
      std::fill_n(fixed_[which], kChunkRows, k);
    }
  }

  void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
            Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(type_, rows.count);
    const Column* columns[2] = {bound_column(min, parameters, 0), bound_column(max, parameters, 1)};
    for (std::size_t begin = 0; begin < rows.count; begin += kChunkRows) {
      const std::size_t n = std::min(kChunkRows, rows.count - begin);
      CellStates states(n);
      std::int64_t given[2][kChunkRows];
      const std::int64_t* bounds[2] = {fixed_[0], fixed_[1]};
      for (std::size_t which = 0; which < 2; ++which) {
        if (columns[which] != nullptr) {
          grid_.place(*columns[which], begin, edges_[which], given[which], states);
          bounds[which] = given[which];
        } else if (fixed_state_[which] != CellState::good) {
          for (std::size_t i = 0; i < n; ++i) states.spoil(i, fixed_state_[which]);
        }
      }
      bool any_empty = false;
      for (std::size_t i = 0; i < n; ++i) any_empty |= bounds[0][i] > bounds[1][i];
      if (any_empty) {
        for (std::size_t i = 0; i < n; ++i) {
          if (bounds[0][i] > bounds[1][i]) states.spoil(i, CellState::empty);
        }
      }
      if (type_.kind == TypeKind::date) {
        draw_dates(evaluate, begin, bounds, out, states);
      } else {
        draw_integers(evaluate, begin, bounds, out, states);
      }
      states.apply(evaluate, begin, out);
    }
  }

 private:
  void draw_dates(Evaluate& evaluate, std::size_t begin, const std::int64_t* const* bounds, Column& out,
                  CellStates& states) const {
    const std::size_t n = states.rows();
    std::uint32_t bits[kChunkRows];
    draws_.bits32(evaluate, begin, n, bits);
    std::int32_t* days = out.data<std::int32_t>() + begin;
    bool in_calendar = true;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t low = static_cast<std::uint64_t>(bounds[0][i]);
      const std::uint64_t count = static_cast<std::uint64_t>(bounds[1][i]) - low + 1;
      days[i] = static_cast<std::int32_t>(low + ((bits[i] * count) >> 32));
      in_calendar &= bounds[0][i] >= kFirstDay && bounds[1][i] <= kLastDay;
    }
    if (in_calendar) return;
    for (std::size_t i = 0; i < n; ++i) {
      if (bounds[0][i] < kFirstDay || bounds[1][i] > kLastDay) states.spoil(i, CellState::overflow);
    }
  }

  void draw_integers(Evaluate& evaluate, std::size_t begin, const std::int64_t* const* bounds, Column& out,
                     CellStates& states) const {
    const std::size_t n = states.rows();
    std::uint64_t bits[kChunkRows];
    draws_.bits64(evaluate, begin, n, bits);
    std::int64_t places[kChunkRows];
    std::int64_t* values = type_.kind == TypeKind::number ? places : out.data<std::int64_t>() + begin;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t low = static_cast<std::uint64_t>(bounds[0][i]);
      // All 2^64 integers count as 0, which is what bounded() takes for them.
      const std::uint64_t count = static_cast<std::uint64_t>(bounds[1][i]) - low + 1;
      values[i] = static_cast<std::int64_t>(low + bounded(bits[i], count));
    }
    if (type_.kind == TypeKind::number) {
      for (std::size_t i = 0; i < n; ++i) out.data<double>()[begin + i] = static_cast<double>(places[i]);
    } else if (scale_ != 1) {
      for (std::size_t i = 0; i < n; ++i) {
        if (__builtin_mul_overflow(values[i], scale_, &values[i])) states.spoil(i, CellState::overflow);
      }
    }
    if (is_micros(type_.kind)) {
      const bool clock = type_.kind == TypeKind::time;
      const std::int64_t first = clock ? 0 : kFirstDay * kMicrosPerDay;
      const std::int64_t last = clock ? kMicrosPerDay - 1 : (kLastDay + 1) * kMicrosPerDay - 1;
      for (std::size_t i = 0; i < n; ++i) {
        if (values[i] < first || values[i] > last) states.spoil(i, CellState::overflow);
      }
    }
  }

  CellDraws draws_;
  Type type_;
  Grid grid_;
  Edge edges_[2];
  std::int64_t scale_;  // written value of one grid step
  CellState fixed_state_[2] = {CellState::good, CellState::good};
  std::int64_t fixed_[2][kChunkRows] = {};
};

}  // namespace

std::unique_ptr<const Sampler> make_lattice_sampler(const SamplerSpec& spec, const DrawKeys& keys) {
  return std::make_unique<LatticeSampler>(spec, keys);
}

}  // namespace synthgen
