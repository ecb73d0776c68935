// What drives a vehicle.
#include <array>

#include "joined_table.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {
namespace {

bool is_electric(std::string_view make, std::string_view model) {
  const DataTable& table = need_data("any_locale", "electric_models");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, "make") == make && (table.text(row, "model") == "*" || table.text(row, "model") == model)) {
      return true;
    }
  }
  return false;
}

class VehicleFuel final : public Provider {
 public:
  VehicleFuel(const ProviderContext& context, ColumnIndex models)
      : key_(context.entity_stream("vehicle.fuel/64")),
        models_(models),
        table_(context.row_locales(), "fuels"),
        texts_(table_, "fuel") {
    std::array<std::uint8_t, kMostLocales> lists{};
    for (const JoinedTable::Part& part : table_.parts()) {
      // Of one list each: electric models, and all others. Both keep the places of the whole table.
      for (const bool electric : {true, false}) {
        std::vector<double> weights(part.table->numbers("weight").begin(), part.table->numbers("weight").end());
        for (std::size_t row = 0; row < weights.size(); ++row) {
          if ((part.table->text(row, "kind") == "electric") != electric) weights[row] = 0;
        }
        if (electric) lists[part.locale] = static_cast<std::uint8_t>(lists_.size());
        lists_.push_back({WeightedIndex(weights), static_cast<std::uint32_t>(part.base)});
      }
    }
    const JoinedTable makes(context.row_locales(), "vehicle_makes");
    for (std::size_t row = 0; row < makes.rows(); ++row) {
      const bool electric = is_electric(makes.text(row, "make"), makes.text(row, "model"));
      by_model_.push_back(static_cast<std::uint8_t>(lists[makes.part_of(row).locale] + (electric ? 0 : 1)));
    }
  }

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, bits);
    const Column& models = evaluate.column(models_);
    out.reset(texts_.dictionary(), models.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < models.rows(); ++i) {
      const List& list = lists_[by_model_[static_cast<std::size_t>(models.data<std::int64_t>()[i])]];
      codes[i] = texts_.codes()[list.base + list.index(bits[i])];
    }
    out.intersect_validity(models);
  }

 private:
  struct List {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  const StreamKey key_;
  const ColumnIndex models_;
  const JoinedTable table_;
  const CodedTexts texts_;
  std::vector<List> lists_;
  std::vector<std::uint8_t> by_model_;
};

}  // namespace

const ProviderKind& vehicle_fuel_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes", "fuels"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.fuel",
                 .summary = "What drives the vehicle, by the country's shares; electric for models that only are so.",
                 .source = "data/<locale>/fuels.txt, data/any_locale/electric_models.txt",
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
