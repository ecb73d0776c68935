// What the providers of a vehicle agree on.
#pragma once

#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// An integer column: row of the joined tables "vehicle_makes". Null where the locale is.
const FactKind& vehicle_model_fact();

/// The year of manufacture of each row's vehicle: the newest are of the year before the reference time.
class VehicleYears {
 public:
  explicit VehicleYears(const ProviderContext& context);
  void draw(Evaluate& evaluate, std::int64_t* years) const;

 private:
  EntityBits draw_;
  WeightedIndex ages_;
  std::int64_t newest_ = 0;
};

}  // namespace synthgen
