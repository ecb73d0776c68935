// Curves over scores against the functions that they stand for.
#include "synthgen/base/score_curve.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"
#include "synthgen/base/normal.hpp"

using namespace synthgen;

namespace {

/// A curve of f(z), where there is one.
template <class F>
std::optional<ScoreCurve> fit(F f) {
  return ScoreCurve::fit([f](std::size_t n, const double*, const double*, const double* z, double* values) {
    for (std::size_t i = 0; i < n; ++i) values[i] = f(z[i]);
  });
}

/// Scores from end to end, in steps that meet no segment's end but by accident, and neighbours of all ends.
std::vector<double> many_scores() {
  std::vector<double> scores;
  for (double z = -8.3; z < 8.3; z += 0.000371) scores.push_back(z);
  for (int end = -8 * 64; end <= 8 * 64; ++end) {
    double z = end / 64.0;
    for (int k = 0; k < 40; ++k) z = std::nextafter(z, -10.0);
    for (int k = 0; k < 80; ++k) scores.push_back(z = std::nextafter(z, 10.0));
  }
  std::sort(scores.begin(), scores.end());
  return scores;
}

double capped(double z) { return std::clamp(z, -kGreatestScore, kGreatestScore); }

}  // namespace

TEST_CASE("a curve follows its function to the promised part of the value or of its slope") {
  const auto check = [](auto f, auto slope) {
    const std::optional<ScoreCurve> curve = fit(f);
    REQUIRE(curve.has_value());
    double worst = 0;
    for (const double score : many_scores()) {
      const double z = capped(score);
      const double allowed = (std::abs(z) < 4 ? 2.5e-9 : 1.2e-7) * std::max(slope(z), std::abs(f(z)));
      worst = std::max(worst, std::abs(curve->read(score) - f(z)) / allowed);
    }
    CHECK(worst < 1);
  };
  // As steep as a tail is: log-normal, and −log of the share beyond.
  check([](double z) { return std::exp(z); }, [](double z) { return std::exp(z); });
  check([](double z) { return z < 0 ? -std::log1p(-normal_share_below(z)) : -std::log(normal_share_above(z)); },
        [](double z) { return std::exp(-0.5 * z * z) * 0.3989422804014327 / normal_share_above(z); });
  check([](double z) { return std::sinh(z); }, [](double z) { return std::cosh(z); });
  check([](double z) { return 7 * z; }, [](double) { return 7.0; });
}

TEST_CASE("a curve never falls, and every target reads the same bits") {
  const std::optional<ScoreCurve> curve = fit([](double z) { return 1e6 + std::exp(0.3 * z); });
  REQUIRE(curve.has_value());
  const std::vector<double> scores = many_scores();
  std::vector<double> one_by_one(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) one_by_one[i] = curve->read(scores[i]);
  CHECK(std::is_sorted(one_by_one.begin(), one_by_one.end()));
  on_every_target([&] {
    std::vector<double> values(scores);
    curve->read(values.size(), values.data(), values.data());
    CHECK(std::equal(values.begin(), values.end(), one_by_one.begin(), [](double a, double b) {
      return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    }));
  });
}

TEST_CASE("scores beyond the ends count as the ends") {
  const std::optional<ScoreCurve> curve = fit([](double z) { return 3 + z; });
  REQUIRE(curve.has_value());
  const std::vector<double> far = {1e300,     INFINITY, std::numeric_limits<double>::quiet_NaN(), 9.0, -9.0, -1e300,
                                   -INFINITY, -8.2};
  on_every_target([&] {
    std::vector<double> values(far.size());
    curve->read(far.size(), far.data(), values.data());
    for (std::size_t i = 0; i < 4; ++i) CHECK(values[i] == curve->read(8.2));
    for (std::size_t i = 4; i < 8; ++i) CHECK(values[i] == curve->read(-8.2));
  });
}

TEST_CASE("what cubics do not follow has no curve") {
  CHECK_FALSE(fit([](double z) { return z < 0.3 ? z : 0.3 + 2 * (z - 0.3); }).has_value());  // a kink
  CHECK_FALSE(fit([](double z) { return z < 0.3 ? z : z + 1; }).has_value());                // a leap
  CHECK_FALSE(fit([](double z) { return z < 0.3 ? z : std::max(0.4, z); }).has_value());     // a value of its own
  CHECK_FALSE(fit([](double z) { return -z; }).has_value());                                 // falling
  CHECK_FALSE(fit([](double z) { return z > 8 ? INFINITY : z; }).has_value());               // beyond doubles
  CHECK_FALSE(fit([](double z) { return std::exp(50 * z); }).has_value());                   // too steep
  CHECK(fit([](double) { return 5.0; }).has_value());                                        // level
  CHECK(fit([](double z) { return z < 0 ? z : 2 * z; }).has_value());                        // a kink at an end
}
