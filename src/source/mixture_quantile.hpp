// The quantile function of a mixture: the one non-decreasing function of a standard normal score whose values have the
// mixture's law, F = Σ w·F_b. It is found from the branches' own functions of a score, whatever they are.
//
// Threads: immutable once made. Determinism: plain additions in a fixed order and our own normal shares.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mixture_knots.hpp"

namespace synthgen {

class MixtureQuantile {
 public:
  /// type  of the values, to which those of the parts convert: numeric, boolean, or one of times
  /// REQUIRES: parts, whose values never fall where the score rises.
  /// Values that a part gives with a probability of their own keep it, but for 1e-9; between them the value is that of
  /// a score within 2e-8 of the given one, or within 1e-6 if that is within 1e-6 standard deviations of the right
  /// value. Source: inversion of the distribution function tabulated at adaptive knots, cubics between them, and a
  /// guide table for look-up (Chen and Asau 1974).
  MixtureQuantile(Type type, std::span<const MixturePart> parts, ScoreEvaluate& evaluate);

  /// False where the branches have more kinks and jumps than a table may hold (some 60,000): the promise is not kept.
  bool complete() const { return complete_; }
  /// The values at n scores, into `out` (reset here).
  void values(std::size_t n, const double* scores, Column& out) const;
  std::uint64_t memory_bytes() const;

 private:
  /// One value, or a cubic of the score, for scores up to an end and beyond that of the segment before.
  struct Segment {
    double start = 0;         ///< score
    double scale = 0;         ///< 1/width; 0 where the segment has one value
    double cubic[3] = {};     ///< of t, t² and t³, where t is the part of the width
    double first_number = 0;  ///< type number: the value at the start
    double last_number = 0;   ///< type number: the greatest
    std::int64_t first = 0;   ///< other types: the least place
    std::int64_t last = 0;    ///< other types: no place is greater
    std::int64_t step = 1;    ///< other types: from place to place
    bool even = false;        ///< type number: whole numbers only

    double rise_at(double score) const {
      const double t = (score - start) * scale;
      return t * (cubic[0] + t * (cubic[1] + t * cubic[2]));
    }
  };

  void add(double end, const Segment& segment);
  void lay_guide();
  std::size_t cell_of(double score) const;
  std::size_t segment_of(double score) const;
  double number_at(double score) const;
  std::int64_t place_at(double score) const;

  const Type type_;
  bool complete_ = false;
  std::vector<double> ends_;
  std::vector<Segment> segments_;
  std::vector<std::uint32_t> guide_;  // by cells of scores: the first segment that may hold one
  double cells_per_score_ = 0;
};

}  // namespace synthgen
