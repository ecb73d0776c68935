// Sets of standard normal scores, and draws from the normal distribution given that the
// score lies in one.
//
// Threads: plain values. Determinism: our own elementary functions; equal input, equal bits.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace synthgen {

/// Both ends included; empty where low > high. Ends may be infinite.
struct ScoreInterval {
  double low = 0;
  double high = 0;
  bool empty() const { return !(low <= high); }
  /// The interval that holds nothing: what is empty is written this way.
  static constexpr ScoreInterval none() {
    return {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  }
  friend bool operator==(const ScoreInterval&, const ScoreInterval&) = default;
};

/// A union of intervals, disjoint and ascending, with at least one double between any two. The complement of [a, b]
/// ends at the doubles next to a and b. Up to four intervals lie in the set itself, without memory of their own.
class ScoreSet {
 public:
  ScoreSet() = default;  ///< empty
  static ScoreSet whole();
  /// Empty too where it holds no finite score.
  static ScoreSet of(ScoreInterval interval);

  bool empty() const { return count_ == 0; }
  bool is_whole() const;
  std::span<const ScoreInterval> intervals() const {
    return {count_ <= kInside ? inside_.data() : beyond_.data(), count_};
  }
  bool contains(double score) const;

  void intersect(const ScoreSet& other);
  void unite(const ScoreSet& other);
  void complement();

  /// The share of the standard normal distribution that lies in the set; relative error at most 1e-12 while it does
  /// not underflow (to about 37 standard deviations).
  double share() const;
  /// The score below which the share u, of (0, 1), of what lies in the set lies: a draw from the standard normal
  /// distribution given the set, exact in the tails and in intervals however narrow. REQUIRES: not empty.
  /// The result lies in the set; non-decreasing in u, to the last digits. u counts as at least 2^-53 and at most
  /// 1 − 2^-53, the outermost draws of a stream. Where the mass of all intervals underflows, their densities decide,
  /// as they do between intervals of one double each.
  double draw(double u) const;

  friend bool operator==(const ScoreSet& a, const ScoreSet& b);

 private:
  static constexpr std::size_t kInside = 4;

  /// Adds one that does not begin before the last, and joins the two where nothing lies between them.
  void append(ScoreInterval interval);

  std::size_t count_ = 0;
  std::array<ScoreInterval, kInside> inside_{};
  std::vector<ScoreInterval> beyond_;  ///< all of them, where they are more
};

}  // namespace synthgen
