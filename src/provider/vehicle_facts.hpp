// What the providers of a vehicle agree on.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// An integer column: row of the joined tables "vehicle_makes", of a model that was sold in the vehicle's year. Null
/// where the locale is.
const FactKind& vehicle_model_fact();

/// The year of manufacture of each row's vehicle: the newest are of the year before the reference time.
class VehicleYears {
 public:
  explicit VehicleYears(const ProviderContext& context);

  static constexpr std::size_t kAges = 25;
  /// How many vehicles are of each age, that of the newest being 0.
  static std::vector<double> weights();
  std::int64_t year(std::size_t age) const;

  void draw(Evaluate& evaluate, std::int64_t* years) const;
  void draw_ages(Evaluate& evaluate, std::uint8_t* ages) const;

 private:
  EntityBits draw_;
  WeightedIndex ages_;
  std::int64_t newest_ = 0;
};

/// Shares of vehicles by the row of one locale's "vehicle_makes" and by age: [row * kAges + age]. Only where the model
/// was sold in that year; sums over ages are as the weights of the models and sums over models as those of the ages, as
/// near as the years allow (iterative proportional fitting, Deming and Stephan, Annals of Mathematical Statistics
/// 11(4), 1940). Of a year without any model, those that were sold nearest to it.
std::vector<double> vehicle_shares(const DataTable& makes, const VehicleYears& years);

}  // namespace synthgen
