// Steps over scores, against counting the thresholds one by one.
#include "synthgen/base/score_steps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "every_target.hpp"
#include "support/catch.hpp"

using namespace synthgen;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::int32_t place_of(const ScoreSteps& steps, double z) {
  std::int32_t place = -1;
  steps.places(1, &z, &place);
  return place;
}

}  // namespace

TEST_CASE("a score's place is the number of thresholds at or below it") {
  const std::vector<double> thresholds = {-kInfinity, -8.1999, -3, -1.0 / 128, 0, 0, 0.001, 0.002, 0.003, 5, kInfinity};
  const ScoreSteps steps(thresholds);
  std::vector<double> scores;
  for (double z = -8.2; z <= 8.2; z += 0.00173) scores.push_back(z);
  for (const double threshold : thresholds) {
    if (!std::isfinite(threshold)) continue;
    scores.insert(scores.end(), {std::nextafter(threshold, -10), threshold, std::nextafter(threshold, 10)});
  }
  std::vector<std::int32_t> places(scores.size());
  steps.places(scores.size(), scores.data(), places.data());
  on_every_target([&] {
    std::vector<std::int32_t> again(scores.size());
    steps.places(scores.size(), scores.data(), again.data());
    CHECK(again == places);
  });
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto passed =
        std::count_if(thresholds.begin(), thresholds.end(), [&](double threshold) { return threshold <= scores[i]; });
    INFO(scores[i]);
    CHECK(places[i] == passed);
  }
}

TEST_CASE("scores beyond the ends, and thresholds beyond them") {
  const ScoreSteps steps({-8.3, -8.1, 8.1, 8.3});
  CHECK(place_of(steps, -100) == 1);
  CHECK(place_of(steps, 100) == 3);
  CHECK(place_of(steps, kInfinity) == 3);
  CHECK(place_of(steps, std::nan("")) == 1);
  CHECK(place_of(ScoreSteps({}), 1.0) == 0);
  const std::vector<double> far = {-100, 100, kInfinity, std::nan("")};
  on_every_target([&] {
    std::vector<std::int32_t> places(4);
    steps.places(4, far.data(), places.data());
    CHECK(places == std::vector<std::int32_t>{1, 3, 3, 1});
  });
}

TEST_CASE("a threshold below its predecessor counts as equal to it") {
  const ScoreSteps steps({1.0, std::nextafter(1.0, 0.0), 2.0});
  CHECK(place_of(steps, std::nextafter(1.0, 0.0)) == 0);
  CHECK(place_of(steps, 1.0) == 2);
}
