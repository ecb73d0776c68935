// Draws the cells of a column from a distribution: parameter checks, truncation, the
// grid of written values. Used by the source `distribution` and by draws inside expressions.
//
// Threads: immutable once made. Determinism: pure in (keys, rows, attempt, parameters).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synthgen/column/cell_draws.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {

struct SamplerSpec {
  const DistributionKind* kind = nullptr;
  std::size_t parameterisation = 0;
  Type type;  ///< of the cells: all but string and uuid
  /// Numbers known before the first row, in the order of the parameterisation; absent ones come per row.
  std::vector<std::optional<double>> fixed;
  /// For kinds that take lists, in the order of the parameterisation; `fixed` is then left empty, or holds bounds that
  /// are parameters.
  std::vector<std::vector<double>> lists = {};
  bool has_min = false;  ///< truncation beyond the parameters; for kinds whose bounds are parameters these are they
  bool has_max = false;
};

class Sampler {
 public:
  /// REQUIRES: fixed parameters within their ranges, lists without fault (the schema check saw to it).
  static std::unique_ptr<const Sampler> make(const SamplerSpec& spec, const DrawKeys& keys);
  virtual ~Sampler() = default;

  /// parameters  one column per parameter of the parameterisation, of any numeric type; null where it is fixed
  /// min, max    columns, of a type that converts to the cells' type or (for numbers) any numeric type; null where
  /// absent.
  ///             They are mapped to the grid of written values: least value up, greatest down; the greatest is left
  ///             out for uniform numbers and times of microseconds ([min, max)), and kept everywhere else.
  ///             For the kinds whose bounds are parameters a null `min` or `max` is read from parameters[0] or [1], or,
  ///             where that is null too, from the fixed numbers (of dates: days; of other times: microseconds).
  /// Uniform decimals and times of microseconds take every grid value in [min, max) alike, uniform integers and dates
  /// every one in [min, max]. Truncated decimals and integers have the law of the rounded draw given that it lies
  /// within the bounds. A row with a null or out-of-range parameter or a null bound gives null and a counted
  /// `invalid_parameter` (a null input is not counted); an empty interval gives null and a counted `empty_interval`, a
  /// value beyond 64 bits (or beyond doubles) null and a counted `overflow`.
  virtual void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
                    Column& out) const = 0;
};

}  // namespace synthgen
