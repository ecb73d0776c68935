// Integrates the covariance's slope in panels of halving angles.
#include "steep_end.hpp"

#include <algorithm>
#include <cmath>

#include "synthgen/base/elementary.hpp"

namespace synthgen {

namespace {

// Gauss and Legendre's rule of ten nodes: the positive ones.
constexpr double kGaussNodes[] = {0.14887433898163121088, 0.43339539412924719080, 0.67940956829902440623,
                                  0.86506336668898451073, 0.97390652851717172008};
constexpr double kGaussWeights[] = {0.29552422471475287017, 0.26926671930999635509, 0.21908636251598204400,
                                    0.14945134915058059315, 0.06667134430868813759};

constexpr double kOneByTwoPi = 0.15915494309189533577;

// Exponents below this add nothing to a correlation of ten digits.
constexpr double kLeastExponent = -27;

// Smooth stretches need no points denser than the slope's kernel is wide: with two per cell of that width the sum over
// them is the integral but for 1e-9 of it.
Thresholds points_of(const Increments& increments, double kernel, const StudentMixture* student) {
  double width = 1;
  while (width > kernel) width *= 0.5;
  const Thresholds all(increments, width);
  Thresholds points;
  for (std::size_t k = 0; k < all.at.size(); ++k) {
    const double at = all.at[k];
    // Variances are 1: what is left out of either list moves the covariance by less than this.
    if (all.size[k] * elementary::exp(-0.25 * at * at) < 1e-13) continue;
    points.at.push_back(student != nullptr ? student->quantile(at) : at);
    points.size.push_back(all.size[k]);
  }
  return points;
}

double gaussian_slope(const Thresholds& a, const Thresholds& b, double angle) {
  const double sine = elementary::sin(angle);
  const double apart = -0.5 / (sine * sine);
  const double outwards = -1 / (1 + elementary::cos(angle));
  const double reach = sine * std::sqrt(-2 * kLeastExponent);
  std::vector<double> exponents;
  double sum = 0;
  std::size_t first = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < a.at.size(); ++i) {
    const double c = a.at[i];
    // cd can be negative, but is no more so than the square of the distance makes up for.
    while (first < b.at.size() && b.at[first] < c - reach) ++first;
    last = std::max(last, first);
    while (last < b.at.size() && b.at[last] <= c + reach) ++last;
    if (first == last) continue;
    exponents.resize(last - first);
    for (std::size_t j = first; j < last; ++j) {
      const double distance = c - b.at[j];
      exponents[j - first] = apart * distance * distance + outwards * c * b.at[j];
    }
    elementary::exp(exponents.size(), exponents.data(), exponents.data());
    double row = 0;
    for (std::size_t j = first; j < last; ++j) row += b.size[j] * exponents[j - first];
    sum += a.size[i] * row;
  }
  return sum * kOneByTwoPi;
}

double student_slope(const Thresholds& a, const Thresholds& b, double angle, double df) {
  const double sine = elementary::sin(angle);
  const double apart = 1 / (sine * sine * df);
  const double outwards = 2 / (df * (1 + elementary::cos(angle)));
  std::vector<double> terms(b.at.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.at.size(); ++i) {
    const double c = a.at[i];
    for (std::size_t j = 0; j < terms.size(); ++j) {
      const double distance = c - b.at[j];
      terms[j] = 1 + apart * distance * distance + outwards * c * b.at[j];
    }
    elementary::log(terms.size(), terms.data(), terms.data());
    for (double& term : terms) term *= -0.5 * df;
    elementary::exp(terms.size(), terms.data(), terms.data());
    double row = 0;
    for (std::size_t j = 0; j < terms.size(); ++j) row += b.size[j] * terms[j];
    sum += a.size[i] * row;
  }
  return sum * kOneByTwoPi;
}

bool has_spread(const Increments& increments) {
  return std::any_of(increments.begin(), increments.end(), [](const Increment& i) { return i.spread(); });
}

Increments jumps_of(const Increments& increments) {
  Increments jumps;
  for (const Increment& increment : increments) {
    if (!increment.spread()) jumps.push_back(increment);
  }
  return jumps;
}

// Cells of smooth stretches are no points where the kernel is narrower than they are: from here on only jumps are.
constexpr double kLeastSmoothAngle = 1.0 / 64;
// From here on the covariance is taken for linear.
constexpr double kLeastAngle = 1e-5;

}  // namespace

SteepEnd::SteepEnd(std::vector<Place> places, const StudentMixture* student, double start, double at_start,
                   double at_end)
    : places_(std::move(places)), student_(student), start_(start), at_start_(at_start), at_end_(at_end) {
  for (const Place& place : places_) smooth_ = smooth_ || has_spread(*place.a) || has_spread(*place.b);
}

void SteepEnd::leave_smooth(const Panel& before, double at_high) {
  smooth_ = false;
  jumps_.reserve(2 * places_.size());
  for (Place& place : places_) {
    jumps_.push_back(jumps_of(*place.a));
    place.a = &jumps_.back();
    jumps_.push_back(jumps_of(*place.b));
    place.b = &jumps_.back();
  }
  const double high = before.low;
  double rise = at_end_ - at_high;
  double slope = before.slope_at(-1);
  for (double angle = high; angle > kLeastAngle; angle *= 0.5) {
    const Panel panel = next_panel(angle, 0);
    rise -= panel.covariance(panel.low);
    if (angle == high) slope -= panel.slope_at(1);
  }
  // What the jumps leave to rise is the smooth stretches'. Their slope is taken for linear in the angle, with the value
  // that it has here and the integral that it must have.
  rest_grows_ = 2 * (slope * high - rise) / (high * high);
  rest_ = slope - rest_grows_ * high;
  if (rest_ < 0 || slope < 0) {
    rest_ = 0;
    rest_grows_ = std::max(0.0, 2 * rise / (high * high));
  }
}

SteepEnd::Panel SteepEnd::next_panel(double high, double at_high) const {
  Panel panel;
  panel.high = high;
  panel.low = 0.5 * high;
  panel.at_high = at_high;
  const double centre = 0.5 * (panel.low + panel.high);
  const double half = 0.5 * (panel.high - panel.low);
  std::vector<Thresholds> a;
  std::vector<Thresholds> b;
  for (const Place& place : places_) {
    a.push_back(points_of(*place.a, panel.low, student_));
    b.push_back(points_of(*place.b, panel.low, student_));
  }
  for (std::size_t node = 0; node < kNodes; ++node) {
    const std::size_t pair = node / 2;
    const double x = node % 2 == 0 ? -kGaussNodes[pair] : kGaussNodes[pair];
    const double angle = centre + half * x;
    double slope = 0;
    for (std::size_t place = 0; place < a.size(); ++place) {
      slope += student_ != nullptr ? student_slope(a[place], b[place], angle, student_->df())
                                   : gaussian_slope(a[place], b[place], angle);
    }
    const double weighted = kGaussWeights[pair] * (slope / static_cast<double>(a.size()) + rest_ + rest_grows_ * angle);
    double before = 0;
    double now = 1;
    for (std::size_t k = 0; k < kNodes; ++k) {
      const auto order = static_cast<double>(k);
      panel.coefficients[k] += (order + 0.5) * weighted * now;
      const double next = ((2 * order + 1) * x * now - order * before) / (order + 1);
      before = now;
      now = next;
    }
  }
  return panel;
}

double SteepEnd::Panel::covariance(double angle) const {
  const double half = 0.5 * (high - low);
  const double x = (angle - 0.5 * (low + high)) / half;
  // ∫ P_k from x to 1 is (P_{k−1}(x) − P_{k+1}(x))/(2k + 1).
  double before = 1;  // stands for P_{−1}
  double now = 1;
  double sum = 0;
  for (std::size_t k = 0; k < kNodes; ++k) {
    const auto order = static_cast<double>(k);
    const double next = ((2 * order + 1) * x * now - order * (k == 0 ? 0 : before)) / (order + 1);
    sum += coefficients[k] * (before - next) / (2 * order + 1);
    before = now;
    now = next;
  }
  return at_high + half * sum;
}

double SteepEnd::Panel::slope_at(int end) const {
  double sum = 0;
  for (std::size_t k = 0; k < kNodes; ++k) sum += end < 0 && k % 2 == 1 ? -coefficients[k] : coefficients[k];
  return sum;
}

SteepEnd::Panel SteepEnd::panel_at(double angle, double covariance) {
  double high = start_;
  double at_high = at_start_;
  Panel panel;
  while (high > kLeastAngle) {
    if (smooth_ && high <= kLeastSmoothAngle) leave_smooth(panel, at_high);
    panel = next_panel(high, at_high);
    const double at_low = panel.covariance(panel.low);
    if (angle >= panel.low || covariance <= at_low) return panel;
    high = panel.low;
    at_high = at_low;
  }
  Panel last;
  last.high = high;
  last.at_high = at_high;
  last.coefficients[0] = std::max(0.0, at_end_ - at_high) / high;
  return last;
}

double SteepEnd::covariance(double angle) {
  const Panel panel = panel_at(angle, 2);
  return std::min(at_end_, panel.covariance(std::min(angle, panel.high)));
}

double SteepEnd::angle(double covariance) {
  const Panel panel = panel_at(-1, covariance);
  double low = panel.low;
  double high = panel.high;
  for (int step = 0; step < 60; ++step) {
    const double middle = 0.5 * (low + high);
    (panel.covariance(middle) > covariance ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace synthgen
