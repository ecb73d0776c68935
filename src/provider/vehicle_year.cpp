// Years of manufacture.
#include "vehicle_facts.hpp"

namespace synthgen {
namespace {

class VehicleYear final : public Provider {
 public:
  explicit VehicleYear(const ProviderContext& context) : years_(context) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    years_.draw(evaluate, out.data<std::int64_t>());
  }

 private:
  const VehicleYears years_;
};

}  // namespace

const ProviderKind& vehicle_year_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.year",
                 .summary = "The year of manufacture, up to 25 years before the reference time; the VIN tells it too.",
                 .source = "average ages of fleets: ACEA and S&P Global Mobility, about 2023",
                 .example = R"({"provider": "vehicle.year"})"},
      .type = {TypeKind::integer, 0},
      .entity_draws = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.type = {TypeKind::integer, 0};
        made.provider = std::make_unique<const VehicleYear>(context);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
