// Knots of a mixture's quantile function: values that occur, with the scores at which the mixture comes to them and
// leaves them, and a cubic for what lies between two of them.
//
// Threads: one thread while they are laid. Determinism: plain additions in a fixed order and our own normal shares.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "branch_curve.hpp"

namespace synthgen {

struct MixturePart {
  const MadeSource* made = nullptr;  ///< drawn by the score, the same function of it in every row
  double weight = 0;                 ///< above 0; their sum need not be 1
};

/// Of t, t² and t³, for t from 0 to 1: rising from 0.
using Cubic = std::array<double, 3>;

/// Scores closer than this are one: normal_score() has no more digits.
inline constexpr double kOneScore = 1e-9;

/// Within the range of scores that are ever asked for.
double clamped_score(double score);

struct MixtureKnot {
  std::int64_t place = 0;     ///< see place_of_number
  double left = 0;            ///< the last score of what lies below it
  double right = 0;           ///< its own last score
  std::vector<double> lefts;  ///< the same of each branch by itself
  std::vector<double> rights;
  Cubic behind = {};  ///< how far the values between this knot and the next have risen, in the gap's units
};

/// The values that may lie between two knots: numbers of a continuum, or multiples of a step.
struct MixtureGap {
  bool even = false;        ///< multiples of a step: of numbers 1
  std::int64_t step = 1;    ///< places
  std::int64_t first = 0;   ///< the least place between the knots, of an even gap of other types than number
  double first_number = 0;  ///< type number: the least, of a continuum the value at the knot itself
  double rise = 0;          ///< how far they go: how many values an even gap has, how wide a continuum is
};

class MixtureKnots {
 public:
  /// As MixtureQuantile.
  MixtureKnots(Type type, std::span<const MixturePart> parts, ScoreEvaluate& evaluate);

  /// By ascending places; at least one, unless all values are null.
  const std::vector<MixtureKnot>& knots() const { return knots_; }
  /// False where so many knots do not suffice: too many kinks or jumps.
  bool complete() const { return complete_; }
  MixtureGap gap_between(const MixtureKnot& a, const MixtureKnot& b) const;

 private:
  void lay();
  double deviation() const;
  double number_of(std::int64_t place) const;
  std::vector<std::int64_t> first_places() const;
  std::vector<std::int64_t> inner_places(const std::vector<bool>& open) const;
  std::vector<MixtureKnot> at(const std::vector<std::int64_t>& places) const;
  double score_of(const std::vector<double>& scores) const;
  double position(const MixtureGap& gap, std::int64_t place) const;
  std::optional<Cubic> cubic_between(const MixtureKnot& a, std::span<const MixtureKnot> inner,
                                     const MixtureKnot& b) const;

  const bool number_;
  std::vector<BranchCurve> curves_;
  std::vector<double> weights_;  // adding up to 1
  double deviation_ = 0;
  bool complete_ = false;
  std::vector<MixtureKnot> knots_;
};

}  // namespace synthgen
