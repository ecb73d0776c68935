// Scans columns, brings them to variance 1 and expands them.
#include "prepared_column.hpp"

#include <algorithm>
#include <cmath>

namespace synthgen {

namespace {

constexpr std::size_t kMostTerms = 512;
constexpr std::size_t kMostTermsOfMixture = 128;
constexpr std::size_t kFewestTerms = 48;
// Terms of all places and nodes of a column together: half a megabyte.
constexpr std::size_t kMostTermsTogether = 65536;
// Smooth cells, in the lists that are kept and for the series. All errors are of fourth order in their widths.
constexpr double kCell = 1.0 / 256;
constexpr double kCellOfMany = 1.0 / 128;  // of many lists to keep
constexpr double kCellOfSeries = 1.0 / 64;
constexpr double kCellOfMixtureSeries = 1.0 / 32;

double sum_of_squares(const std::vector<double>& terms) {
  double sum = 0;
  for (const double term : terms) sum += term * term;
  return sum;
}

void expand_gaussian(PreparedPlace& place, std::size_t most_terms) {
  place.series.push_back(hermite_series(Thresholds(place.increments, kCellOfSeries), most_terms));
  place.means.push_back(0);
  HermiteSeries& series = place.series.front();
  place.complete = series.complete;
  const double explained = sum_of_squares(series.terms);
  if (!place.complete) {
    place.rest = std::max(0.0, 1 - explained);
    place.mirrored = mirrored(place.increments);
    return;
  }
  // The series is closer to the column than its cells are; so that a column's correlation with itself is 1, its terms
  // have the variance 1.
  for (double& term : series.terms) term /= std::sqrt(explained);
  place.increments = Increments();
}

void expand_mixture(PreparedPlace& place, const StudentMixture& mixture, std::size_t most_terms) {
  Thresholds own(place.increments, kCellOfMixtureSeries);
  for (double& at : own.at) at = mixture.quantile(at);
  Thresholds moved = own;
  double mean = 0;
  double explained = 0;
  for (const StudentMixture::Node& node : mixture.nodes()) {
    for (std::size_t k = 0; k < own.at.size(); ++k) moved.at[k] = own.at[k] * node.scale;
    place.series.push_back(hermite_series(moved, most_terms));
    place.means.push_back(mean_above_least(moved));
    mean += node.weight * place.means.back();
    explained += node.weight * sum_of_squares(place.series.back().terms);
  }
  for (std::size_t m = 0; m < place.means.size(); ++m) {
    place.means[m] -= mean;
    explained += mixture.nodes()[m].weight * place.means[m] * place.means[m];
  }
  place.rest = std::max(0.0, 1 - explained);
  place.mirrored = mirrored(place.increments);
}

}  // namespace

bool PreparedColumn::constant() const {
  return std::none_of(places.begin(), places.end(), [](const auto& place) { return place != nullptr; });
}

PreparedColumn prepare_column(const ScoredColumn& column, PreparedFor purpose, const StudentMixture* mixture) {
  PreparedColumn prepared;
  const std::size_t places = column.places();
  const std::size_t lists = places * (mixture != nullptr ? mixture->nodes().size() : 1);
  const std::size_t most = mixture != nullptr ? kMostTermsOfMixture : kMostTerms;
  const std::size_t most_terms = std::clamp(kMostTermsTogether / std::max<std::size_t>(1, lists), kFewestTerms, most);
  std::size_t with_values = 0;
  std::vector<double> ties(places, 0.0);
  for (std::size_t p = 0; p < places; ++p) {
    prepared.places.emplace_back();
    if (const std::size_t first = column.first_like(p); first < p) {
      prepared.places.back() = prepared.places[first];
      ties[p] = ties[first];
      with_values += prepared.places[first] != nullptr ? 1 : 0;
      continue;
    }
    std::optional<Increments> scanned = scan_increments(column, p);
    if (!scanned) continue;
    ++with_values;
    if (purpose == PreparedFor::nothing) {
      ties[p] = tie_share(*scanned);
      prepared.places.back() = std::make_shared<const PreparedPlace>();
      continue;
    }
    PreparedPlace place;
    place.increments = purpose == PreparedFor::ranks ? rank_increments(*scanned) : std::move(*scanned);
    place.increments = coarsened(place.increments, lists > 1 ? kCellOfMany : kCell);
    // First to a range of 1, so that no square of a value leaves the range of doubles.
    double range = 0;
    for (const Increment& increment : place.increments) range += increment.size;
    scale_sizes(place.increments, 1 / range);
    const double variance = greatest_covariance(place.increments, place.increments);
    if (!(variance > 0)) continue;
    scale_sizes(place.increments, 1 / std::sqrt(variance));
    if (mixture != nullptr) {
      expand_mixture(place, *mixture, most_terms);
    } else {
      expand_gaussian(place, most_terms);
    }
    prepared.places.back() = std::make_shared<const PreparedPlace>(std::move(place));
  }
  for (const double share : ties) prepared.ties += share;
  if (with_values > 0) prepared.ties /= static_cast<double>(with_values);
  return prepared;
}

}  // namespace synthgen
