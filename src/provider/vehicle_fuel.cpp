// What drives a vehicle.
#include <algorithm>
#include <array>

#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "vehicle_facts.hpp"
#include "year_spans.hpp"

namespace synthgen {
namespace {

/// The kinds of fuel that one locale has, as bits of a set.
class FuelKinds {
 public:
  explicit FuelKinds(const DataTable& fuels) {
    for (std::size_t row = 0; row < fuels.rows(); ++row) kinds_.push_back(fuels.text(row, "kind"));
    assert(kinds_.size() <= 8);
  }

  std::uint8_t set_of(const std::vector<WordOfYears>& offered, std::int64_t year) const {
    std::uint8_t set = 0;
    std::uint8_t ever = 0;
    for (const WordOfYears& fuel : offered) {
      for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
        if (kinds_[kind] != fuel.word) continue;
        ever = static_cast<std::uint8_t>(ever | 1U << kind);
        if (fuel.years.hold(year)) set = static_cast<std::uint8_t>(set | 1U << kind);
      }
    }
    assert(ever != 0 && "a model without any fuel that the locale names");
    return set != 0 ? set : ever;
  }

 private:
  std::vector<std::string_view> kinds_;  // by row of the table
};

class VehicleFuel final : public Provider {
 public:
  VehicleFuel(const ProviderContext& context, ColumnIndex models)
      : bits_(context.entity_draw("vehicle.fuel/64")),
        years_(context),
        models_(models),
        table_(context.row_locales(), "fuels"),
        texts_(table_, "fuel") {
    const JoinedTable makes(context.row_locales(), "vehicle_makes");
    for (std::size_t p = 0; p < makes.parts().size(); ++p) add(makes.parts()[p], table_.parts()[p]);
  }

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    std::uint8_t ages[kBatchRows];
    const std::uint64_t* bits = bits_.of(evaluate);
    years_.draw_ages(evaluate, ages);
    const Column& models = evaluate.column(models_);
    out.reset(texts_.dictionary(), models.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < models.rows(); ++i) {
      const auto model = static_cast<std::size_t>(models.data<std::int64_t>()[i]);
      codes[i] = texts_.codes()[lists_[by_model_[model * VehicleYears::kAges + ages[i]]](bits[i])];
    }
    out.intersect_validity(models);
  }

 private:
  /// One list for each set of fuels that a model is offered with in some year. Their weights are such that all vehicles
  /// together have the country's shares of fuels, as near as the models allow.
  void add(const JoinedTable::Part& makes, const JoinedTable::Part& fuels) {
    constexpr std::size_t kAges = VehicleYears::kAges;
    constexpr int kRounds = 40;
    constexpr std::size_t kSets = 256;
    const FuelKinds kinds(*fuels.table);
    const std::vector<double> shares = vehicle_shares(*makes.table, years_);
    std::vector<double> set_share(kSets, 0.0);
    std::vector<std::uint8_t> sets;
    double all = 0;
    for (std::size_t row = 0; row < makes.table->rows(); ++row) {
      const std::vector<WordOfYears> offered = words_of_years(makes.table->text(row, "fuels"));
      for (std::size_t age = 0; age < kAges; ++age) {
        sets.push_back(kinds.set_of(offered, years_.year(age)));
        set_share[sets.back()] += shares[row * kAges + age];
        all += shares[row * kAges + age];
      }
    }
    const std::span<const double> wanted = fuels.table->numbers("weight");
    double wanted_all = 0;
    for (const double weight : wanted) wanted_all += weight;
    std::vector<double> weights(wanted.begin(), wanted.end());
    for (int round = 0; round < kRounds; ++round) {
      std::vector<double> given(weights.size(), 0.0);
      for (std::size_t set = 1; set < kSets; ++set) {
        double sum = 0;
        for (std::size_t fuel = 0; fuel < weights.size(); ++fuel) sum += (set >> fuel & 1U) != 0 ? weights[fuel] : 0;
        if (sum <= 0) continue;
        for (std::size_t fuel = 0; fuel < weights.size(); ++fuel) {
          if ((set >> fuel & 1U) != 0) given[fuel] += set_share[set] / all * weights[fuel] / sum;
        }
      }
      for (std::size_t fuel = 0; fuel < weights.size(); ++fuel) {
        if (given[fuel] > 0) weights[fuel] *= wanted[fuel] / wanted_all / given[fuel];
      }
    }
    std::array<std::uint16_t, kSets> places{};
    for (std::size_t set = 1; set < kSets; ++set) {
      if (std::find(sets.begin(), sets.end(), static_cast<std::uint8_t>(set)) == sets.end()) continue;
      std::vector<double> of_set(weights);
      for (std::size_t fuel = 0; fuel < weights.size(); ++fuel) {
        if ((set >> fuel & 1U) == 0) of_set[fuel] = 0;
      }
      places[set] = static_cast<std::uint16_t>(lists_.size());
      lists_.emplace_back(WeightedIndex(of_set), fuels.base);
    }
    for (const std::uint8_t set : sets) by_model_.push_back(places[set]);
  }

  const EntityBits bits_;
  const VehicleYears years_;
  const ColumnIndex models_;
  const JoinedTable table_;
  const CodedTexts texts_;
  std::vector<WeightedList> lists_;
  std::vector<std::uint16_t> by_model_;  // by row of the joined makes, and age
};

}  // namespace

const ProviderKind& vehicle_fuel_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes", "fuels"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record =
          {.name = "vehicle.fuel",
           .summary =
               "What drives the vehicle: one of what its model was offered with in its year, by the country's shares.",
           .source = "data/<locale>/fuels.txt and vehicle_makes.txt",
           .example = R"({"provider": "vehicle.fuel"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> models = context.fact(vehicle_model_fact());
        if (!models.ok()) return models.diagnostics();
        auto provider = std::make_unique<const VehicleFuel>(context, models->column);
        return provider->texts().coded(std::move(provider));
      },
  };
  return kKind;
}

}  // namespace synthgen
