#include "vehicle_facts.hpp"

#include <algorithm>

#include "listed.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen {

const FactKind& vehicle_model_fact() {
  static const FactKind kFact = {
      .name = "vehicle.model",
      .what = "make and model of a vehicle",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_row_pick(context, "vehicle_makes", "weight", "vehicle.model");
      },
  };
  return kFact;
}

VehicleYears::VehicleYears(const ProviderContext& context) : draw_(context.entity_draw("vehicle.year/64")) {
  // Fleets of the four countries are 10 to 13 years old on average (ACEA, S&P Global Mobility, about 2023): as many of
  // each of eight years, then ever fewer.
  std::vector<double> weights;
  for (int age = 0; age < 25; ++age) weights.push_back(age < 8 ? 100 : 100 - 5.5 * (age - 7));
  ages_ = WeightedIndex(weights);
  newest_ = civil_from_days(split_micros(context.reference_micros()).days).year - 1;
}

void VehicleYears::draw(Evaluate& evaluate, std::int64_t* years) const {
  const std::uint64_t* bits = draw_.of(evaluate);
  for (std::size_t i = 0; i < evaluate.rows().count; ++i) {
    years[i] = std::max<std::int64_t>(1, newest_ - static_cast<std::int64_t>(ages_(bits[i])));
  }
}

}  // namespace synthgen
