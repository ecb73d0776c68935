// The quantile function of a mixture against the distribution functions of Boost.
#include "mixture_quantile.hpp"

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <functional>

#include "branch_curve.hpp"
#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/sampler.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

constexpr ColumnIndex kScore = 0;
const Type kNumber{TypeKind::number, 0};
const Type kInteger{TypeKind::integer, 0};

class ScoredDraw final : public Source {
 public:
  ScoredDraw(std::string_view name, std::vector<std::optional<double>> fixed, Type type) {
    SamplerSpec spec;
    spec.kind = find_distribution(name);
    spec.type = type;
    spec.fixed = std::move(fixed);
    if (spec.kind->bounds_are_parameters) spec.has_min = spec.has_max = true;
    DrawKeys keys;
    keys.score = kScore;
    sampler_ = Sampler::make(spec, keys);
    parameters_ = spec.fixed.size();
  }
  void fill(Evaluate& evaluate, Column& out) const override {
    const std::vector<const Column*> none(parameters_, nullptr);
    sampler_->draw(evaluate, none, nullptr, nullptr, out);
  }

 private:
  std::unique_ptr<const Sampler> sampler_;
  std::size_t parameters_ = 0;
};

/// Any function of the score.
template <class T>
class FunctionSource final : public Source {
 public:
  FunctionSource(Type type, std::function<T(double)> function) : type_(type), function_(std::move(function)) {}
  void fill(Evaluate& evaluate, Column& out) const override {
    const double* scores = evaluate.column(kScore).data<double>();
    out.reset(type_, evaluate.rows().count);
    for (std::size_t i = 0; i < out.rows(); ++i) out.data<T>()[i] = function_(scores[i]);
  }

 private:
  const Type type_;
  const std::function<T(double)> function_;
};

MadeSource made_of(Type type, std::unique_ptr<const Source> source) {
  MadeSource made;
  made.type = type;
  made.source = std::move(source);
  return made;
}
MadeSource drawn(std::string_view name, std::vector<std::optional<double>> fixed, Type type = kNumber) {
  return made_of(type, std::make_unique<ScoredDraw>(name, std::move(fixed), type));
}
template <class T>
MadeSource function(Type type, std::function<T(double)> function) {
  return made_of(type, std::make_unique<FunctionSource<T>>(type, std::move(function)));
}
MadeSource fixed(double value) {
  return function<double>(kNumber, [value](double) { return value; });
}

MixtureQuantile mixture(Type type, const std::vector<MadeSource>& branches, const std::vector<double>& weights) {
  std::vector<MixturePart> parts;
  for (std::size_t b = 0; b < branches.size(); ++b) parts.push_back({&branches[b], weights[b]});
  ScoreEvaluate evaluate(kScore);
  return MixtureQuantile(type, parts, evaluate);
}

template <class T>
std::vector<T> values_at(const MixtureQuantile& quantile, const std::vector<double>& scores) {
  Column out;
  quantile.values(scores.size(), scores.data(), out);
  return {out.data<T>(), out.data<T>() + scores.size()};
}

std::vector<double> scores_between(double from, double to, std::size_t count) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < count; ++i) {
    scores.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(count - 1));
  }
  return scores;
}

/// A law with its own digits on both sides.
struct Law {
  std::function<double(double)> below;
  std::function<double(double)> above;
};

/// The value at a score, by bisection of the distribution function.
double exact_value(double score, const std::vector<Law>& laws, const std::vector<double>& weights, double low,
                   double high) {
  const auto reached = [&](double x) {
    double share = 0;
    for (std::size_t b = 0; b < laws.size(); ++b)
      share += weights[b] * (score < 0 ? laws[b].below(x) : laws[b].above(x));
    return score < 0 ? share >= normal_share_below(score) : share <= normal_share_above(score);
  };
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = 0.5 * (low + high);
    (reached(middle) ? high : low) = middle;
  }
  return high;
}

/// The greatest error in units of the standard deviation.
double greatest_error(const MixtureQuantile& quantile, const std::vector<Law>& laws, const std::vector<double>& weights,
                      double low, double high, double deviation) {
  const std::vector<double> scores = scores_between(-5, 5, 20'011);
  const std::vector<double> values = values_at<double>(quantile, scores);
  double greatest = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    // At a jump either side is right, and so is the value of a score that is as good as this one.
    const double exact = exact_value(scores[i], laws, weights, low, high);
    const double before = exact_value(scores[i] - 3e-8, laws, weights, low, high);
    const double after = exact_value(scores[i] + 3e-8, laws, weights, low, high);
    const double error = values[i] < exact ? before - values[i] : values[i] - after;
    const double plain = std::fabs(values[i] - exact);
    greatest = std::max(greatest, std::min(plain, std::max(error, 0.0)) / deviation);
  }
  return greatest;
}

template <class Distribution>
Law law_of(const Distribution& distribution, double least = -INFINITY) {
  return {[=](double x) { return x <= least ? 0.0 : boost::math::cdf(distribution, x); },
          [=](double x) { return x <= least ? 1.0 : boost::math::cdf(complement(distribution, x)); }};
}
Law law_of_constant(double value) {
  return {[=](double x) { return x >= value ? 1.0 : 0.0; }, [=](double x) { return x >= value ? 0.0 : 1.0; }};
}

}  // namespace

TEST_CASE("numbers and their places have one order, and the two zeros one place") {
  const double numbers[] = {-INFINITY, -1e300, -1.5, -5e-324, 0, 5e-324, 1.5, 1e300, INFINITY};
  for (const double a : numbers) {
    CHECK(number_of_place(place_of_number(a)) == a);
    for (const double b : numbers) CHECK((a < b) == (place_of_number(a) < place_of_number(b)));
  }
  CHECK(place_of_number(-0.0) == place_of_number(0.0));
}

TEST_CASE("mixtures of numbers have their exact quantiles within 1e-5 standard deviations") {
  using boost::math::normal_distribution;
  SECTION("one branch is that branch") {
    std::vector<MadeSource> one;
    one.push_back(drawn("normal", {10, 2}));
    const MixtureQuantile quantile = mixture(kNumber, one, {3});
    const double error = greatest_error(quantile, {law_of(normal_distribution<>(10, 2))}, {1}, -20, 40, 2);
    INFO("error " << error);
    CHECK(error <= 1e-5);
  }
  SECTION("two near normals") {
    std::vector<MadeSource> two;
    two.push_back(drawn("normal", {0, 1}));
    two.push_back(drawn("normal", {1.5, 3}));
    const MixtureQuantile quantile = mixture(kNumber, two, {0.7, 0.3});
    const double error = greatest_error(
        quantile, {law_of(normal_distribution<>(0, 1)), law_of(normal_distribution<>(1.5, 3))}, {0.7, 0.3}, -40, 40, 2);
    INFO("error " << error);
    CHECK(error <= 1e-5);
  }
  SECTION("two far normals, with a gap between") {
    std::vector<MadeSource> two;
    two.push_back(drawn("normal", {-1000, 1}));
    two.push_back(drawn("normal", {1000, 0.5}));
    const MixtureQuantile quantile = mixture(kNumber, two, {0.25, 0.75});
    const double error =
        greatest_error(quantile, {law_of(normal_distribution<>(-1000, 1)), law_of(normal_distribution<>(1000, 0.5))},
                       {0.25, 0.75}, -1100, 1100, 1);
    INFO("error " << error);
    CHECK(error <= 1e-3);  // of the sd of a branch; that of the mixture is 866
    for (const double value : values_at<double>(quantile, scores_between(-8, 8, 100'000))) {
      CHECK_FALSE((value > -990 && value < 990));
    }
  }
  SECTION("a constant and a lognormal: the constant keeps its share to the last digit") {
    std::vector<MadeSource> two;
    two.push_back(fixed(0));
    two.push_back(drawn("lognormal", {std::exp(3.0), 1}));
    const MixtureQuantile quantile = mixture(kNumber, two, {4, 1});
    const double deviation = 28;
    const double error =
        greatest_error(quantile, {law_of_constant(0), law_of(boost::math::lognormal_distribution<>(3, 1), 0.0)},
                       {0.8, 0.2}, -1, 1e6, deviation);
    INFO("error " << error);
    CHECK(error <= 1e-5);
    const double edge = normal_score(0.8, 0.2);
    CHECK(values_at<double>(quantile, {-8, 0, edge - 1e-8, edge + 1e-8}) ==
          std::vector<double>{0, 0, 0, values_at<double>(quantile, {edge + 1e-8})[0]});
    CHECK(values_at<double>(quantile, {edge + 1e-8})[0] > 0);
  }
  SECTION("a constant in the midst of a normal") {
    std::vector<MadeSource> two;
    two.push_back(fixed(0.5));
    two.push_back(drawn("normal", {0, 1}));
    const MixtureQuantile quantile = mixture(kNumber, two, {0.1, 0.9});
    const double error =
        greatest_error(quantile, {law_of_constant(0.5), law_of(normal_distribution<>(0, 1))}, {0.1, 0.9}, -20, 20, 1);
    INFO("error " << error);
    CHECK(error <= 1e-5);
  }
  SECTION("three branches of different tails") {
    std::vector<MadeSource> three;
    three.push_back(drawn("exponential", {2}));
    three.push_back(drawn("normal", {5, 0.1}));
    three.push_back(drawn("uniform", {0, 10}));
    const MixtureQuantile quantile = mixture(kNumber, three, {0.5, 0.2, 0.3});
    const Law even = {[](double x) { return std::clamp(x / 10, 0.0, 1.0); },
                      [](double x) { return 1 - std::clamp(x / 10, 0.0, 1.0); }};
    const double error = greatest_error(
        quantile,
        {law_of(boost::math::exponential_distribution<>(2), 0.0), law_of(normal_distribution<>(5, 0.1)), even},
        {0.5, 0.2, 0.3}, -1, 40, 2.7);
    INFO("error " << error);
    CHECK(error <= 1e-5);
  }
}

TEST_CASE("whole numbers have their exact shares") {
  std::vector<MadeSource> two;
  two.push_back(drawn("poisson", {4}, kInteger));
  two.push_back(drawn("integer", {3, 20}, kInteger));
  const MixtureQuantile quantile = mixture(kInteger, two, {0.6, 0.4});
  const boost::math::poisson_distribution<> poisson(4);
  std::size_t off = 0;
  for (std::int64_t k = 0; k < 30; ++k) {
    const double x = static_cast<double>(k);
    const double even = std::clamp((x - 2) / 18, 0.0, 1.0);
    const double above = 0.6 * boost::math::cdf(complement(poisson, x)) + 0.4 * (1 - even);
    if (above < 1e-12) break;
    const double edge = normal_score(1 - above, above);
    off += values_at<std::int64_t>(quantile, {edge - 1e-7})[0] > k;
    off += values_at<std::int64_t>(quantile, {edge + 1e-7})[0] != k + 1;
    INFO(k << " " << edge);
    CHECK(off == 0);
  }
}

TEST_CASE("values are those that a branch can give, however many there are") {
  SECTION("whole numbers beside half ones, as numbers") {
    std::vector<MadeSource> two;
    two.push_back(drawn("poisson", {1e6}, kInteger));
    two.push_back(fixed(999'999.5));
    const MixtureQuantile quantile = mixture(kNumber, two, {0.9, 0.1});
    std::size_t halves = 0;
    for (const double value : values_at<double>(quantile, scores_between(-6, 6, 100'000))) {
      if (value == 999'999.5) ++halves;
      CHECK((value == 999'999.5 || std::floor(value) == value));
    }
    CHECK(halves > 0);
  }
  SECTION("whole numbers of a wide interval in a column of decimals") {
    std::vector<MadeSource> two;
    two.push_back(drawn("integer", {0, 1e9}, kInteger));
    two.push_back(function<std::int64_t>(Type::decimal(2), [](double) { return std::int64_t{25}; }));
    const MixtureQuantile quantile = mixture(Type::decimal(2), two, {0.9, 0.1});
    for (const std::int64_t value : values_at<std::int64_t>(quantile, scores_between(-6, 6, 100'000))) {
      CHECK((value == 25 || value % 100 == 0));
    }
  }
  SECTION("a list of far numbers, of which one is rare") {
    std::vector<MadeSource> two;
    two.push_back(function<std::int64_t>(kInteger, [](double z) {
      return std::int64_t{z < 1 ? -7 : z < 1.0001 ? 4 : 1'000'000'000'000};
    }));
    two.push_back(function<std::int64_t>(kInteger, [](double z) { return std::int64_t{z < 0 ? 3 : 1'000}; }));
    const MixtureQuantile quantile = mixture(kInteger, two, {0.5, 0.5});
    for (const std::int64_t value : values_at<std::int64_t>(quantile, scores_between(-8, 8, 100'000))) {
      CHECK((value == -7 || value == 4 || value == 1'000'000'000'000 || value == 3 || value == 1'000));
    }
  }
}

TEST_CASE("decimals, dates, times and booleans keep the shares of their branches") {
  SECTION("decimals of two digits, so many that not each has a knot") {
    std::vector<MadeSource> two;
    two.push_back(drawn("normal", {30'000, 5'000}, Type::decimal(2)));
    two.push_back(drawn("normal", {50'000, 20'000}, Type::decimal(2)));
    const MixtureQuantile quantile = mixture(Type::decimal(2), two, {0.5, 0.5});
    const boost::math::normal_distribution<> a(30'000, 5'000);
    const boost::math::normal_distribution<> b(50'000, 20'000);
    double greatest = 0;
    const std::vector<double> scores = scores_between(-5, 5, 5'001);
    const std::vector<std::int64_t> values = values_at<std::int64_t>(quantile, scores);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double exact = exact_value(scores[i], {law_of(a), law_of(b)}, {0.5, 0.5}, -1e6, 1e6);
      greatest = std::max(greatest, std::fabs(static_cast<double>(values[i]) / 100 - exact));
    }
    INFO("error " << greatest);
    CHECK(greatest <= 0.005 + 1e-6 * 17'678);  // half a step, and 1e-6 standard deviations
  }
  SECTION("dates") {
    const Type date{TypeKind::date, 0};
    std::vector<MadeSource> two;
    two.push_back(drawn("uniform", {0, 9}, date));
    two.push_back(drawn("uniform", {5, 14}, date));
    const MixtureQuantile quantile = mixture(date, two, {0.5, 0.5});
    for (std::int32_t day = 0; day < 14; ++day) {
      const double below = 0.5 * std::clamp((day + 1) / 10.0, 0.0, 1.0) + 0.5 * std::clamp((day - 4) / 10.0, 0.0, 1.0);
      const double edge = normal_score(below, 1 - below);
      CHECK(values_at<std::int32_t>(quantile, {edge - 1e-7, edge + 1e-7}) == std::vector<std::int32_t>{day, day + 1});
    }
  }
  SECTION("timestamps by the second") {
    const Type timestamp{TypeKind::timestamp, 0};
    std::vector<MadeSource> two;
    two.push_back(drawn("uniform", {0, 86'400e6}, timestamp));
    two.push_back(drawn("uniform", {864'000e6, 950'400e6}, timestamp));
    const MixtureQuantile quantile = mixture(timestamp, two, {0.25, 0.75});
    const std::vector<double> scores = scores_between(-5, 5, 10'001);
    const std::vector<std::int64_t> values = values_at<std::int64_t>(quantile, scores);
    double greatest = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      CHECK(values[i] % 1'000'000 == 0);
      const double share = normal_share_below(scores[i]);
      const double exact = share < 0.25 ? share / 0.25 * 86'400 : 864'000 + (share - 0.25) / 0.75 * 86'400;
      greatest = std::max(greatest, std::fabs(static_cast<double>(values[i]) / 1e6 - exact));
    }
    INFO("error " << greatest << " s");
    CHECK(greatest <= 1 + 1e-6 * 380'000);
  }
  SECTION("booleans") {
    const Type boolean{TypeKind::boolean, 0};
    std::vector<MadeSource> two;
    two.push_back(drawn("bernoulli", {0.2}, boolean));
    two.push_back(drawn("bernoulli", {0.6}, boolean));
    const MixtureQuantile quantile = mixture(boolean, two, {0.5, 0.5});
    const double edge = normal_score(0.6, 0.4);
    CHECK(values_at<std::uint8_t>(quantile, {-8, edge - 1e-7, edge + 1e-7, 8}) ==
          std::vector<std::uint8_t>{0, 0, 1, 1});
  }
}

TEST_CASE("a mixture's value never falls where the score rises, nor fails at any score") {
  std::vector<MadeSource> three;
  three.push_back(drawn("lognormal", {1, 40}));  // overflows far out
  three.push_back(fixed(2));
  three.push_back(drawn("poisson", {3}, kInteger));
  const MixtureQuantile quantile = mixture(kNumber, three, {0.2, 0.1, 0.7});
  const std::vector<double> values = values_at<double>(quantile, scores_between(-9, 9, 400'001));
  CHECK(std::is_sorted(values.begin(), values.end()));
  for (const double value : values_at<double>(quantile, {-INFINITY, INFINITY, NAN, -40, 40})) {
    CHECK(std::isfinite(value));
  }
}
