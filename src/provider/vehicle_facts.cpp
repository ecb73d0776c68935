#include "vehicle_facts.hpp"

#include <algorithm>
#include <limits>

#include "locale_lists.hpp"
#include "synthgen/base/civil_time.hpp"
#include "year_spans.hpp"

namespace synthgen {
namespace {

/// A model by the vehicle's year.
class VehicleModel final : public Provider {
 public:
  explicit VehicleModel(const ProviderContext& context)
      : key_(context.entity_stream("vehicle.model/64")),
        years_(context),
        lists_(Lists::of_table(context.row_locales(), JoinedTable(context.row_locales(), "vehicle_makes"),
                               [this](const JoinedTable::Part& part) { return lists_of(part, years_); })) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    std::uint8_t ages[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    years_.draw_ages(evaluate, ages);
    const Lists::Batch lists = lists_.of(evaluate);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* models = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) models[i] = lists[i][ages[i]](bits[i]);
    lists.cover(out);
  }

 private:
  using Lists = ByLocale<std::vector<WeightedList>>;  // by age

  static std::vector<WeightedList> lists_of(const JoinedTable::Part& part, const VehicleYears& years) {
    const std::vector<double> shares = vehicle_shares(*part.table, years);
    std::vector<WeightedList> lists;
    std::vector<double> weights(part.table->rows());
    for (std::size_t age = 0; age < VehicleYears::kAges; ++age) {
      for (std::size_t row = 0; row < weights.size(); ++row) weights[row] = shares[row * VehicleYears::kAges + age];
      lists.emplace_back(WeightedIndex(weights), part.base);
    }
    return lists;
  }

  const StreamKey key_;
  const VehicleYears years_;
  const Lists lists_;
};

}  // namespace

const FactKind& vehicle_model_fact() {
  static const FactKind kFact = {
      .name = "vehicle.model",
      .what = "make and model of a vehicle",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.type = {TypeKind::integer, 0};
        made.provider = std::make_unique<const VehicleModel>(context);
        return made;
      },
  };
  return kFact;
}

std::vector<double> VehicleYears::weights() {
  // Fleets of the four countries are 10 to 13 years old on average (ACEA, S&P Global Mobility, about 2023): as many of
  // each of eight years, then ever fewer.
  std::vector<double> weights;
  for (std::size_t age = 0; age < kAges; ++age) {
    weights.push_back(age < 8 ? 100 : 100 - 5.5 * (static_cast<double>(age) - 7));
  }
  return weights;
}

VehicleYears::VehicleYears(const ProviderContext& context)
    : draw_(context.entity_draw("vehicle.year/64")), ages_(weights()) {
  newest_ = civil_from_days(split_micros(context.reference_micros()).days).year - 1;
}

std::int64_t VehicleYears::year(std::size_t age) const {
  return std::max<std::int64_t>(1, newest_ - static_cast<std::int64_t>(age));
}

void VehicleYears::draw(Evaluate& evaluate, std::int64_t* years) const {
  const std::uint64_t* bits = draw_.of(evaluate);
  for (std::size_t i = 0; i < evaluate.rows().count; ++i) years[i] = year(ages_(bits[i]));
}

void VehicleYears::draw_ages(Evaluate& evaluate, std::uint8_t* ages) const {
  const std::uint64_t* bits = draw_.of(evaluate);
  for (std::size_t i = 0; i < evaluate.rows().count; ++i) ages[i] = static_cast<std::uint8_t>(ages_(bits[i]));
}

std::vector<double> vehicle_shares(const DataTable& makes, const VehicleYears& years) {
  constexpr std::size_t kAges = VehicleYears::kAges;
  constexpr int kRounds = 40;  // then sums differ by less than a thousandth wherever the years allow it
  const std::span<const double> models = makes.numbers("weight");
  std::vector<std::int64_t> distances;
  std::vector<std::int64_t> nearest(kAges, std::numeric_limits<std::int64_t>::max());
  for (std::size_t row = 0; row < makes.rows(); ++row) {
    const YearSpans sold(makes.text(row, "sold"));
    for (std::size_t age = 0; age < kAges; ++age) {
      distances.push_back(sold.distance(years.year(age)));
      nearest[age] = std::min(nearest[age], distances.back());
    }
  }
  std::vector<double> shares(distances.size());
  double wanted_models = 0;  // of those that can be
  for (std::size_t row = 0; row < makes.rows(); ++row) {
    bool sold = false;
    for (std::size_t age = 0; age < kAges; ++age) {
      if (distances[row * kAges + age] != nearest[age]) continue;
      shares[row * kAges + age] = models[row];
      sold = true;
    }
    if (sold) wanted_models += models[row];
  }
  const std::vector<double> ages = VehicleYears::weights();
  double wanted_ages = 0;
  for (const double weight : ages) wanted_ages += weight;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t row = 0; row < makes.rows(); ++row) {
      double sum = 0;
      for (std::size_t age = 0; age < kAges; ++age) sum += shares[row * kAges + age];
      const double scale = sum > 0 ? models[row] / wanted_models / sum : 0;
      for (std::size_t age = 0; age < kAges; ++age) shares[row * kAges + age] *= scale;
    }
    for (std::size_t age = 0; age < kAges; ++age) {
      double sum = 0;
      for (std::size_t row = 0; row < makes.rows(); ++row) sum += shares[row * kAges + age];
      const double scale = ages[age] / wanted_ages / sum;
      for (std::size_t row = 0; row < makes.rows(); ++row) shares[row * kAges + age] *= scale;
    }
  }
  return shares;
}

}  // namespace synthgen
