// Draws of bernoulli: booleans, or 0 and 1 in a numeric column.
#include <algorithm>
#include <cassert>
#include <limits>

#include "cell_inputs.hpp"
#include "grid.hpp"
#include "samplers.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

class BooleanSampler final : public Sampler {
 public:
  BooleanSampler(const SamplerSpec& spec, const DrawKeys& keys)
      : draws_(keys),
        type_(spec.type),
        range_(spec.kind->parameterisations[spec.parameterisation][0].range),
        is_fixed_(!spec.fixed.empty() && spec.fixed[0].has_value()),
        one_(type_.kind == TypeKind::decimal ? power_of_ten(type_.decimals) : 1) {
    assert(type_.kind == TypeKind::boolean || is_numeric(type_.kind));
    const double rate = is_fixed_ ? *spec.fixed[0] : 0.0;
    std::fill_n(fixed_, kChunkRows, rate);
    edge_ = rate <= 0   ? std::numeric_limits<double>::infinity()
            : rate >= 1 ? -std::numeric_limits<double>::infinity()
                        : normal_score(1 - rate, rate);
  }

  void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
            Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(type_, rows.count);
    for (std::size_t begin = 0; begin < rows.count; begin += kChunkRows) {
      const std::size_t n = std::min(kChunkRows, rows.count - begin);
      CellStates states(n);
      double given[kChunkRows];
      const double* rates = fixed_;
      if (is_fixed_) {
        check_numbers(range_, fixed_, states);
      } else {
        read_numbers(*parameters[0], begin, given, states);
        check_numbers(range_, given, states);
        if (!states.all_good()) {
          for (std::size_t i = 0; i < n; ++i) given[i] = states.good(i) ? given[i] : 0.0;
        }
        rates = given;
      }
      std::uint8_t hits[kChunkRows];
      if (is_fixed_ && draws_.by_score()) {
        const double* scores = draws_.scores(evaluate, begin);
        for (std::size_t i = 0; i < n; ++i) hits[i] = scores[i] > edge_ ? 1 : 0;
      } else {
        draws_.hits(evaluate, begin, n, rates, hits);
      }
      if (min != nullptr || max != nullptr) condition(min, max, begin, rates, hits, states);
      write(begin, n, hits, out);
      states.apply(evaluate, begin, out);
    }
  }

 private:
  // Of two values a bound leaves both, one or none; the one that it leaves must have a probability.
  static void condition(const Column* min, const Column* max, std::size_t begin, const double* rates,
                        std::uint8_t* hits, CellStates& states) {
    const Grid whole = Grid::numbers(0);
    std::int64_t low[kChunkRows];
    std::int64_t high[kChunkRows];
    std::fill_n(low, states.rows(), 0);
    std::fill_n(high, states.rows(), 1);
    if (min != nullptr) whole.place(*min, begin, Edge::least, low, states);
    if (max != nullptr) whole.place(*max, begin, Edge::greatest, high, states);
    for (std::size_t i = 0; i < states.rows(); ++i) {
      const bool zero = low[i] <= 0 && high[i] >= 0 && rates[i] < 1;
      const bool one = low[i] <= 1 && high[i] >= 1 && rates[i] > 0;
      if (!zero && !one) states.spoil(i, CellState::empty);
      if (zero != one) hits[i] = one ? 1 : 0;
    }
  }

  void write(std::size_t begin, std::size_t n, const std::uint8_t* hits, Column& out) const {
    if (type_.kind == TypeKind::boolean) {
      std::copy_n(hits, n, out.data<std::uint8_t>() + begin);
    } else if (type_.kind == TypeKind::number) {
      for (std::size_t i = 0; i < n; ++i) out.data<double>()[begin + i] = hits[i];
    } else {
      for (std::size_t i = 0; i < n; ++i) out.data<std::int64_t>()[begin + i] = hits[i] * one_;
    }
  }

  CellDraws draws_;
  Type type_;
  Range range_;
  bool is_fixed_;
  std::int64_t one_;
  double edge_ = 0;  // the score above which a fixed probability gives true
  double fixed_[kChunkRows];
};

}  // namespace

std::unique_ptr<const Sampler> make_boolean_sampler(const SamplerSpec& spec, const DrawKeys& keys) {
  return std::make_unique<BooleanSampler>(spec, keys);
}

}  // namespace synthgen
