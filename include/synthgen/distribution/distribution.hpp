// Univariate distributions, drawn by inversion, over batches of rows whose parameters
// may differ from row to row.
//
// Threads: immutable once made; any thread may call any method.
// Determinism: a pure function of probabilities and parameters. It owns no
// generator and calls no libm, so equal input gives equal bits on every machine; a
// fixed parameter and the same number in every row give equal bits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synthgen/column/type.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

class Sampler;
struct SamplerSpec;
struct DrawKeys;

/// n probabilities from both ends, so that neither tail loses digits: below[i] + above[i] = 1. Neither is null.
/// Where they came from standard normal scores these are given too; what stands on scores then need not find them
/// again.
struct Probabilities {
  std::size_t n = 0;
  const double* below = nullptr;
  const double* above = nullptr;
  const double* scores = nullptr;
};

/// One pointer per canonical parameter, each to n values.
using ParameterRows = std::span<const double* const>;

class Distribution {
 public:
  virtual ~Distribution() = default;

  /// The values below which the shares of the mass lie; every element of `values` is written. Non-decreasing in
  /// the probability. Relative error at most 1e-9, to 1e-15 of either end (discrete ones: the exact integer).
  virtual void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const = 0;

  /// Whether quantile() reads the scores alone, where they are given: the shares may then hold anything.
  virtual bool by_score() const { return false; }

  /// The shares of the mass at or below, and above, each of n values, each with its own digits. For discrete
  /// distributions `below` includes the value.
  virtual void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
                     double* above) const = 0;

  /// The value below which the share u of the mass between `low` and `high` lies, for intervals whose mass has no
  /// digits left in doubles: so far out that it underflows, or so narrow that it cancels. Bounds may be infinite.
  ///
  /// u           in (0, 1)
  /// parameters  canonical, one value each
  /// Returns NaN where the support has nothing between the bounds.
  virtual double quantile_between(double u, double low, double high, const double* parameters) const = 0;
};

enum class Outcome : std::uint8_t {
  continuous,
  discrete,  ///< integers
  boolean,   ///< true with probability of the first parameter
  lattice,   ///< every integer between the first and the second parameter alike, both included; drawn by
             ///< multiply-shift in 64-bit integers, not by quantile()
  time,      ///< dates and times only, between its bounds, by a sampler of its own
};

/// For kinds whose parameters are canonical as they are given: copies them.
void keep_parameters(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> canonical);

/// For kinds that prepare nothing.
template <class Kind>
std::unique_ptr<Distribution> make_plain(std::span<const std::optional<double>> /*fixed*/) {
  return std::make_unique<Kind>();
}

/// The lists of a parameterisation whose parameters are lists, in its order.
using ParameterLists = std::span<const std::vector<double>>;

/// What is wrong with lists whose numbers are each within their range.
struct ListFault {
  std::size_t parameter = 0;                       ///< which list, in the order of the parameterisation
  std::optional<std::size_t> item = std::nullopt;  ///< which of its numbers, from 0; the whole list without
  std::string message;
  std::string hint;
};

struct DistributionKind {
  Record record;
  Outcome outcome = Outcome::continuous;
  /// Of a continuous kind: single values may have a share of their own, so that those at a bound matter.
  bool has_atoms = false;
  /// `min` and `max` are at once its parameters and the truncation.
  bool bounds_are_parameters = false;
  std::span<const Parameterisation> parameterisations;
  std::size_t canonical_count = 0;
  /// Canonical parameters of n rows from those of parameterisation `which`, in the order of its list. One that comes
  /// out not finite makes its row invalid.
  void (*canonical)(std::size_t which, std::size_t n, ParameterRows given,
                    std::span<double* const> canonical) = &keep_parameters;
  /// fixed: a canonical parameter that is the same in all rows, where it is; may be used to prepare tables.
  std::unique_ptr<Distribution> (*make)(std::span<const std::optional<double>> fixed) = nullptr;
  /// What is wrong with numbers that are each within their range but do not go together ("\"mode\" lies outside …");
  /// empty where nothing is. Rows of that kind are those to which canonical() gives no finite number.
  std::string (*contradiction)(std::size_t which, std::span<const double> given) = nullptr;
  /// For kinds with lists among their parameters, canonical_count is 0: all parameters are lists in every
  /// parameterisation, and these two are in place of `make`; but with `make_sampler`, which is then in place of the
  /// second, others stand empty among the lists, as do lists that are not given. REQUIRES of the second: no fault.
  std::optional<ListFault> (*list_fault)(std::size_t which, ParameterLists lists) = nullptr;
  std::unique_ptr<Distribution> (*make_of_lists)(std::size_t which, ParameterLists lists) = nullptr;

  /// For kinds that are drawn in a way of their own. REQUIRES: as of Sampler::make.
  std::unique_ptr<const Sampler> (*make_sampler)(const SamplerSpec& spec, const DrawKeys& keys) = nullptr;
  /// For Outcome::time: whether it has any value from `low` to `high`, both included, as they lie in memory. REQUIRES:
  /// no fault, and bounds within the calendar.
  bool (*any_between)(ParameterLists lists, Type type, std::int64_t low, std::int64_t high) = nullptr;

  bool takes_lists() const { return list_fault != nullptr; }
};

/// All of them, in the order of builtin.def.
std::span<const DistributionKind* const> distribution_kinds();
const DistributionKind* find_distribution(std::string_view name);

}  // namespace synthgen
