// Draws by inversion: one 64-bit uniform per cell, conditioned to the bounds on the side
// of the tail that has the digits, turned into a value by the distribution, rounded to the
// grid of written values.
#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "cell_inputs.hpp"
#include "grid.hpp"
#include "samplers.hpp"
#include "scored_values.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kLeast64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kGreatest64 = std::numeric_limits<std::int64_t>::max();

/// An interval whose mass is a smaller part of its tail than this has lost more than half of its digits by subtraction.
constexpr double kCancelled = 0x1p-30;
/// Near underflow the shares themselves lose digits.
constexpr double kUnderflown = 1e-280;

/// The next lower double.
double before(double x) {
  if (!(x > -kInfinity)) return x;
  if (x == 0) return -std::numeric_limits<double>::denorm_min();
  return std::bit_cast<double>(std::bit_cast<std::int64_t>(x) + (x > 0 ? -1 : 1));
}

/// What a chunk needs besides the output, on the stack.
struct Scratch {
  explicit Scratch(std::size_t n) : states(n) {}

  CellStates states;
  double given[kMostParameters][kChunkRows];
  double canonical[kMostParameters][kChunkRows];
  const double* parameters[kMostParameters] = {};  // canonical ones, computed or fixed
  double u[kChunkRows];
  double below[kChunkRows];
  double above[kChunkRows];
  double values[kChunkRows];
  std::uint8_t fits[kChunkRows];
  std::uint16_t far[kChunkRows];  // rows that quantile_between() must answer
  std::size_t far_count = 0;
};

/// The bounds of a chunk, three times over.
struct Bounds {
  std::int64_t low_place[kChunkRows];  // on the grid
  std::int64_t high_place[kChunkRows];
  double low[kChunkRows];  // of the draw before rounding; for discrete kinds the least and greatest integer
  double high[kChunkRows];
  double edge[kChunkRows];  // where shares are taken
  double low_below[kChunkRows];
  double low_above[kChunkRows];
  double high_below[kChunkRows];
  double high_above[kChunkRows];
};

class QuantileSampler final : public Sampler {
 public:
  QuantileSampler(const SamplerSpec& spec, const DrawKeys& keys)
      : draws_(keys),
        kind_(*spec.kind),
        which_(spec.parameterisation),
        type_(spec.type),
        discrete_(kind_.outcome == Outcome::discrete),
        grid_(Grid::numbers(discrete_ ? 0 : type_.decimals)),
        scale_(type_.kind == TypeKind::decimal ? power_of_ten(type_.decimals) : 1),
        half_step_(0.5 / static_cast<double>(scale_)) {
    assert(is_numeric(type_.kind));
    const Parameterisation parameters = kind_.parameterisations[which_];
    if (kind_.takes_lists()) {
      assert(spec.lists.size() == parameters.size() && kind_.canonical_count == 0);
      all_fixed_ = true;
      distribution_ = kind_.make_of_lists(which_, spec.lists);
      if (keys.score.has_value()) tabulate(spec);
      return;
    }
    std::vector<std::optional<double>> canonical(kind_.canonical_count);
    all_fixed_ = true;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      const bool fixed = p < spec.fixed.size() && spec.fixed[p].has_value();
      is_fixed_[p] = fixed;
      all_fixed_ = all_fixed_ && fixed;
      std::fill_n(fixed_[p], kChunkRows, fixed ? *spec.fixed[p] : 0.0);
    }
    if (all_fixed_) {
      const double* given[kMostParameters];
      double* out[kMostParameters];
      double first[kMostParameters] = {};
      for (std::size_t p = 0; p < parameters.size(); ++p) given[p] = fixed_[p];
      for (std::size_t c = 0; c < kind_.canonical_count; ++c) out[c] = &first[c];
      kind_.canonical(which_, 1, {given, parameters.size()}, {out, kind_.canonical_count});
      for (std::size_t p = 0; p < parameters.size(); ++p) {
        fixed_are_valid_ = fixed_are_valid_ && parameters[p].range.contains(*spec.fixed[p]);
      }
      for (std::size_t c = 0; c < kind_.canonical_count; ++c) {
        fixed_are_valid_ = fixed_are_valid_ && std::isfinite(first[c]);
        canonical[c] = first[c];
      }
      for (std::size_t c = 0; c < kind_.canonical_count; ++c) std::fill_n(canonical_[c], kChunkRows, first[c]);
    }
    if (!fixed_are_valid_) canonical.assign(kind_.canonical_count, std::nullopt);
    distribution_ = kind_.make(canonical);
    if (keys.score.has_value()) tabulate(spec);
  }

  void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
            Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(type_, rows.count);
    for (std::size_t begin = 0; begin < rows.count; begin += kChunkRows) {
      const std::size_t n = std::min(kChunkRows, rows.count - begin);
      if (min == nullptr && max == nullptr && (curve_.has_value() || counts_.has_value())) {
        draw_tabulated(evaluate, begin, n, out);
        continue;
      }
      Scratch scratch(n);
      if (prepare_parameters(parameters, begin, scratch)) {
        const bool unbounded = min == nullptr && max == nullptr;
        const double* scores = unbounded && distribution_->by_score() ? draws_.scores(evaluate, begin) : nullptr;
        if (scores == nullptr) scores = draws_.probabilities(evaluate, begin, n, scratch.below, scratch.above);
        if (unbounded) {
          distribution_->quantile({n, scratch.below, scratch.above, scores},
                                  {scratch.parameters, kind_.canonical_count}, scratch.values);
          write(begin, nullptr, scratch, out);
        } else {
          draw_between(min, max, begin, scratch, out);
        }
      }
      scratch.states.apply(evaluate, begin, out);
    }
  }

 private:
  /// Values of scores, where the parameters are the same in all rows and nothing is cut off.
  void tabulate(const SamplerSpec& spec) {
    if (!all_fixed_ || !fixed_are_valid_ || spec.has_min || spec.has_max || distribution_->by_score()) return;
    const double* rows[kMostParameters];
    for (std::size_t c = 0; c < kind_.canonical_count; ++c) rows[c] = canonical_[c];
    const ParameterRows parameters{rows, kind_.canonical_count};
    if (!discrete_) {
      if (!kind_.has_atoms) curve_ = score_curve_of(*distribution_, parameters);
      return;
    }
    counts_ = ScoredCounts::make(*distribution_, parameters);
    std::int64_t written = 0;
    const bool fits = counts_.has_value() && !__builtin_mul_overflow(counts_->first(), scale_, &written) &&
                      !__builtin_mul_overflow(counts_->last(), scale_, &written);
    if (!fits) counts_.reset();
  }

  /// No row of these can fail.
  void draw_tabulated(Evaluate& evaluate, std::size_t begin, std::size_t n, Column& out) const {
    const double* scores = draws_.scores(evaluate, begin);
    if (counts_.has_value()) {
      std::int32_t places[kChunkRows];
      counts_->steps().places(n, scores, places);
      const std::int64_t first = counts_->first();
      if (type_.kind == TypeKind::number) {
        double* to = out.data<double>() + begin;
        for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<double>(first) + places[i];
      } else {
        std::int64_t* to = out.data<std::int64_t>() + begin;
        for (std::size_t i = 0; i < n; ++i) to[i] = (first + places[i]) * scale_;
      }
    } else if (type_.kind == TypeKind::number) {
      curve_->read(n, scores, out.data<double>() + begin);
    } else {
      Scratch scratch(n);
      curve_->read(n, scores, scratch.values);
      write(begin, nullptr, scratch, out);
      scratch.states.apply(evaluate, begin, out);
    }
  }

  /// Canonical parameters of the chunk, rows without good ones patched; false where no row has good ones.
  bool prepare_parameters(std::span<const Column* const> columns, std::size_t begin, Scratch& scratch) const {
    const std::size_t n = scratch.states.rows();
    const Parameterisation parameters = kind_.parameterisations[which_];
    if (all_fixed_) {
      if (!fixed_are_valid_) {
        for (std::size_t i = 0; i < n; ++i) scratch.states.spoil(i, CellState::invalid);
        return false;
      }
      for (std::size_t c = 0; c < kind_.canonical_count; ++c) scratch.parameters[c] = canonical_[c];
      return true;
    }
    const double* given[kMostParameters];
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (is_fixed_[p]) {
        given[p] = fixed_[p];
      } else {
        read_numbers(*columns[p], begin, scratch.given[p], scratch.states);
        given[p] = scratch.given[p];
      }
      check_numbers(parameters[p].range, given[p], scratch.states);
    }
    if (!patch(parameters.size(), scratch.given, scratch.states)) return false;
    double* canonical[kMostParameters];
    for (std::size_t c = 0; c < kind_.canonical_count; ++c) {
      canonical[c] = scratch.canonical[c];
      scratch.parameters[c] = scratch.canonical[c];
    }
    kind_.canonical(which_, n, {given, parameters.size()}, {canonical, kind_.canonical_count});
    for (std::size_t c = 0; c < kind_.canonical_count; ++c) check_numbers(Range::any(), canonical[c], scratch.states);
    return patch(kind_.canonical_count, scratch.canonical, scratch.states);
  }

  static bool patch(std::size_t count, double (*numbers)[kChunkRows], const CellStates& states) {
    if (states.all_good()) return true;
    const std::size_t good = states.first_good();
    if (good == states.rows()) return false;
    for (std::size_t p = 0; p < count; ++p) patch_numbers(good, states, numbers[p]);
    return true;
  }

  void draw_between(const Column* min, const Column* max, std::size_t begin, Scratch& scratch, Column& out) const {
    Bounds bounds;
    const std::size_t n = scratch.states.rows();
    const bool on_grid = discrete_ || type_.kind != TypeKind::number;
    if (on_grid) {
      place_bounds(min, max, begin, bounds, scratch.states);
    } else {
      read_bounds(min, max, begin, bounds, scratch.states);
    }
    if (scratch.states.first_good() == n) return;
    const bool same = take_shares(min != nullptr, max != nullptr, bounds, scratch);
    condition(same, bounds, scratch);
    const ParameterRows parameters{scratch.parameters, kind_.canonical_count};
    distribution_->quantile({n, scratch.below, scratch.above, nullptr}, parameters, scratch.values);
    for (std::size_t f = 0; f < scratch.far_count; ++f) {
      const std::size_t i = scratch.far[f];
      double own[kMostParameters];
      for (std::size_t c = 0; c < kind_.canonical_count; ++c) own[c] = scratch.parameters[c][i];
      scratch.values[i] = distribution_->quantile_between(scratch.u[i], bounds.low[i], bounds.high[i], own);
      if (scratch.values[i] != scratch.values[i]) scratch.states.spoil(i, CellState::empty);
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double value = scratch.values[i] < bounds.low[i] ? bounds.low[i] : scratch.values[i];
      scratch.values[i] = value > bounds.high[i] ? bounds.high[i] : value;
    }
    write(begin, on_grid && !discrete_ ? &bounds : nullptr, scratch, out);
  }

  /// Bounds of rounded and of discrete values. A rounded value is within the bounds when the draw is within the cells
  /// of the first and the last grid value, which reach half a step beyond them.
  void place_bounds(const Column* min, const Column* max, std::size_t begin, Bounds& bounds, CellStates& states) const {
    const std::size_t n = states.rows();
    std::fill_n(bounds.low_place, n, kLeast64);
    std::fill_n(bounds.high_place, n, kGreatest64);
    if (min != nullptr) grid_.place(*min, begin, Edge::least, bounds.low_place, states);
    if (max != nullptr) grid_.place(*max, begin, Edge::greatest, bounds.high_place, states);
    std::uint64_t empty = 0;
    for (std::size_t i = 0; i < n; ++i) {
      empty += static_cast<std::uint64_t>(bounds.low_place[i] > bounds.high_place[i]);
    }
    if (empty != 0 || !states.all_good()) {
      for (std::size_t i = 0; i < n; ++i) {
        if (bounds.low_place[i] > bounds.high_place[i]) states.spoil(i, CellState::empty);
        if (states.good(i)) continue;
        bounds.low_place[i] = kLeast64;
        bounds.high_place[i] = kGreatest64;
      }
    }
    const double reach = discrete_ ? 0.0 : half_step_;
    bounds.low[0] = edge_of(bounds.low_place[0], -reach);
    bounds.high[0] = edge_of(bounds.high_place[0], reach);
    for (std::size_t i = 1; i < n; ++i) {
      bounds.low[i] =
          bounds.low_place[i] == bounds.low_place[i - 1] ? bounds.low[i - 1] : edge_of(bounds.low_place[i], -reach);
      bounds.high[i] =
          bounds.high_place[i] == bounds.high_place[i - 1] ? bounds.high[i - 1] : edge_of(bounds.high_place[i], reach);
    }
  }

  /// The double that a grid value stands for, moved by `reach`; infinite where the grid value stands for no bound.
  double edge_of(std::int64_t place, double reach) const {
    if (place == kLeast64) return -kInfinity;
    if (place == kGreatest64) return kInfinity;
    return elementary::from_scaled(place, discrete_ ? 0 : type_.decimals) + reach;
  }

  static void read_bounds(const Column* min, const Column* max, std::size_t begin, Bounds& bounds, CellStates& states) {
    const std::size_t n = states.rows();
    std::fill_n(bounds.low, n, -kInfinity);
    std::fill_n(bounds.high, n, kInfinity);
    if (min != nullptr) read_numbers(*min, begin, bounds.low, states);
    if (max != nullptr) read_numbers(*max, begin, bounds.high, states);
    for (std::size_t i = 0; i < n; ++i) {
      if (bounds.low[i] != bounds.low[i] || bounds.high[i] != bounds.high[i]) states.spoil(i, CellState::invalid);
      // Nothing is written that is not finite, so that an infinite bound leaves either all or nothing.
      const bool none = bounds.low[i] > bounds.high[i] || bounds.low[i] == kInfinity || bounds.high[i] == -kInfinity;
      if (none) states.spoil(i, CellState::empty);
      if (!states.good(i)) {
        bounds.low[i] = -kInfinity;
        bounds.high[i] = kInfinity;
      }
    }
  }

  /// The shares on both sides of both bounds. Where bounds and parameters are the same in all rows, of the first row
  /// alone: true.
  bool take_shares(bool has_low, bool has_high, Bounds& bounds, const Scratch& scratch) const {
    const std::size_t n = scratch.states.rows();
    bool same = all_fixed_;
    for (std::size_t i = 1; same && i < n; ++i) {
      same = bounds.low[i] == bounds.low[0] && bounds.high[i] == bounds.high[0];
    }
    const std::size_t count = same ? 1 : n;
    const ParameterRows parameters{scratch.parameters, kind_.canonical_count};
    if (has_low) {
      // Of a discrete kind the least value itself belongs to the interval.
      for (std::size_t i = 0; i < count; ++i) bounds.edge[i] = discrete_ ? bounds.low[i] - 1 : bounds.low[i];
      if (kind_.has_atoms) {
        // Nor does a value that rounds up into the first cell, as halves above 0 do, lie under the interval.
        for (std::size_t i = 0; i < count; ++i) {
          if (type_.kind == TypeKind::number || bounds.low[i] > 0) bounds.edge[i] = before(bounds.low[i]);
        }
      }
      distribution_->share(count, bounds.edge, parameters, bounds.low_below, bounds.low_above);
    } else {
      std::fill_n(bounds.low_below, count, 0.0);
      std::fill_n(bounds.low_above, count, 1.0);
    }
    if (has_high) {
      std::copy_n(bounds.high, count, bounds.edge);
      if (kind_.has_atoms && type_.kind != TypeKind::number) {
        // A half above 0 is rounded up, beyond the last cell.
        for (std::size_t i = 0; i < count; ++i) {
          if (bounds.high[i] > 0) bounds.edge[i] = before(bounds.high[i]);
        }
      }
      distribution_->share(count, bounds.edge, parameters, bounds.high_below, bounds.high_above);
    } else {
      std::fill_n(bounds.high_below, count, 1.0);
      std::fill_n(bounds.high_above, count, 0.0);
    }
    return same;
  }

  /// What an interval leaves: the mass below it, in it and above it. far: it has no digits left.
  struct Shares {
    double under;
    double mass;
    double over;
    bool far;
  };
  static Shares shares_of(const Bounds& bounds, std::size_t i) {
    const double under = bounds.low_below[i];
    const double over = bounds.high_above[i];
    double mass = 1 - under - over;
    double tail = 1;
    // In the tail where the mass has digits.
    if (bounds.high_below[i] < 0.5) {
      tail = bounds.high_below[i];
      mass = tail - under;
    } else if (bounds.low_above[i] < 0.5) {
      tail = bounds.low_above[i];
      mass = tail - over;
    }
    return {under, mass, over, !(mass > kUnderflown && mass > tail * kCancelled)};
  }

  /// Probabilities given the interval: what lies below it plus u of its mass, and what lies above it plus the rest of
  /// its mass, each summed from its own end. Bounds that remove nothing leave the probabilities as they are, to the
  /// bit.
  static void condition(bool same, const Bounds& bounds, Scratch& scratch) {
    const std::size_t n = scratch.states.rows();
    std::copy_n(scratch.below, n, scratch.u);
    const double* u = scratch.u;
    Shares shares = shares_of(bounds, 0);
    if (same && !shares.far) {
      for (std::size_t i = 0; i < n; ++i) {
        scratch.below[i] = shares.under + u[i] * shares.mass;
        // Each by its own digits: those of a score reach further than 1 − u.
        scratch.above[i] = shares.over + scratch.above[i] * shares.mass;
      }
      return;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (!same) shares = shares_of(bounds, i);
      if (shares.far) {
        scratch.far[scratch.far_count++] = static_cast<std::uint16_t>(i);
        scratch.below[i] = 0.5;
        scratch.above[i] = 0.5;
        continue;
      }
      scratch.below[i] = shares.under + u[i] * shares.mass;
      scratch.above[i] = shares.over + scratch.above[i] * shares.mass;
    }
  }

  void write(std::size_t begin, const Bounds* bounds, Scratch& scratch, Column& out) const {
    const std::size_t n = scratch.states.rows();
    const double* values = scratch.values;
    if (type_.kind == TypeKind::number) {
      double* to = out.data<double>() + begin;
      constexpr double kGreatest = std::numeric_limits<double>::max();
      std::uint64_t finite = 0;  // counted without branches, so that the loop is vectorised
      for (std::size_t i = 0; i < n; ++i) {
        to[i] = values[i];
        finite += static_cast<std::uint64_t>((values[i] >= -kGreatest) & (values[i] <= kGreatest));
      }
      if (finite == n) return;
      for (std::size_t i = 0; i < n; ++i) {
        if (!std::isfinite(values[i])) scratch.states.spoil(i, CellState::overflow);
      }
      return;
    }
    std::int64_t* to = out.data<std::int64_t>() + begin;
    std::memset(scratch.fits, 1, n);
    if (discrete_) {
      for (std::size_t i = 0; i < n; ++i) {
        const bool whole = values[i] >= -0x1p62 && values[i] <= 0x1p62;
        to[i] = whole ? static_cast<std::int64_t>(values[i]) : 0;
        scratch.fits[i] = whole && !__builtin_mul_overflow(to[i], scale_, &to[i]) ? 1 : 0;
      }
    } else {
      elementary::round_to_scale(n, values, type_.decimals, to, scratch.fits);
      if (bounds != nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
          to[i] = std::clamp(to[i], bounds->low_place[i], bounds->high_place[i]);
        }
      }
    }
    if (std::memchr(scratch.fits, 0, n) == nullptr) return;
    for (std::size_t i = 0; i < n; ++i) {
      if (scratch.fits[i] == 0) scratch.states.spoil(i, CellState::overflow);
    }
  }

  CellDraws draws_;
  const DistributionKind& kind_;
  std::size_t which_;
  Type type_;
  bool discrete_;
  Grid grid_;
  std::int64_t scale_;  // written value of 1
  double half_step_;    // of the grid
  bool all_fixed_ = false;
  bool fixed_are_valid_ = true;
  bool is_fixed_[kMostParameters] = {};
  std::unique_ptr<Distribution> distribution_;
  std::optional<ScoreCurve> curve_;
  std::optional<ScoredCounts> counts_;
  // Fixed parameters are laid out as rows, so that they meet the same arithmetic as those of expressions.
  double fixed_[kMostParameters][kChunkRows] = {};
  double canonical_[kMostParameters][kChunkRows] = {};
};

}  // namespace

std::unique_ptr<const Sampler> make_quantile_sampler(const SamplerSpec& spec, const DrawKeys& keys) {
  return std::make_unique<QuantileSampler>(spec, keys);
}

}  // namespace synthgen
