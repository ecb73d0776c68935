// Uniform numbers in [min, max): the greatest is left out, also when rounding would reach it.
#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

#include "bound_inputs.hpp"
#include "cell_inputs.hpp"
#include "samplers.hpp"

namespace synthgen {
namespace {

/// The greatest double below a finite one.
double next_below(double x) {
  if (x == 0) return -std::numeric_limits<double>::denorm_min();
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  return std::bit_cast<double>(x > 0 ? bits - 1 : bits + 1);
}

class UniformSampler final : public Sampler {
 public:
  UniformSampler(const SamplerSpec& spec, const DrawKeys& keys)
      : draws_(keys),
        ranges_{spec.kind->parameterisations[spec.parameterisation][0].range,
                spec.kind->parameterisations[spec.parameterisation][1].range},
        distribution_(spec.kind->make({})) {
    for (std::size_t which = 0; which < 2; ++which) {
      const double bound = fixed_bound(spec, which).value_or(0.0);
      std::fill_n(fixed_[which], kChunkRows, bound);
      fixed_are_valid_[which] = std::isfinite(bound) && ranges_[which].contains(bound);
    }
  }

  void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
            Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::number, 0}, rows.count);
    const Column* columns[2] = {bound_column(min, parameters, 0), bound_column(max, parameters, 1)};
    for (std::size_t begin = 0; begin < rows.count; begin += kChunkRows) {
      const std::size_t n = std::min(kChunkRows, rows.count - begin);
      CellStates states(n);
      double given[2][kChunkRows];
      const double* bounds[2] = {fixed_[0], fixed_[1]};
      for (std::size_t which = 0; which < 2; ++which) {
        if (columns[which] != nullptr) {
          read_numbers(*columns[which], begin, given[which], states);
          check_numbers(ranges_[which], given[which], states);
          bounds[which] = given[which];
        } else if (!fixed_are_valid_[which]) {
          for (std::size_t i = 0; i < n; ++i) states.spoil(i, CellState::invalid);
        }
      }
      std::uint64_t empty = 0;
      for (std::size_t i = 0; i < n; ++i) empty += static_cast<std::uint64_t>(!(bounds[0][i] < bounds[1][i]));
      if (empty != 0) {
        for (std::size_t i = 0; i < n; ++i) {
          if (!(bounds[0][i] < bounds[1][i])) states.spoil(i, CellState::empty);
        }
      }
      double below[kChunkRows];
      draws_.below(evaluate, begin, n, below);
      double* values = out.data<double>() + begin;
      // Its quantile reads the probabilities from below alone.
      distribution_->quantile({n, below, below, nullptr}, bounds, values);
      std::uint64_t reached = 0;
      for (std::size_t i = 0; i < n; ++i) reached += static_cast<std::uint64_t>(!(values[i] < bounds[1][i]));
      if (reached != 0) {
        for (std::size_t i = 0; i < n; ++i) {
          if (!(values[i] < bounds[1][i])) values[i] = next_below(bounds[1][i]);
        }
      }
      states.apply(evaluate, begin, out);
    }
  }

 private:
  CellDraws draws_;
  Range ranges_[2];
  std::unique_ptr<Distribution> distribution_;
  bool fixed_are_valid_[2];
  double fixed_[2][kChunkRows];
};

}  // namespace

std::unique_ptr<const Sampler> make_uniform_sampler(const SamplerSpec& spec, const DrawKeys& keys) {
  return std::make_unique<UniformSampler>(spec, keys);
}

}  // namespace synthgen
