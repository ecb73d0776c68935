// Registration plates.
#include <array>
#include <optional>

#include "joined_table.hpp"
#include "plate_patterns.hpp"
#include "synthgen/base/permutation.hpp"
#include "value_count.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {
namespace {

class Plate final : public Provider {
 public:
  using Countries = std::array<PlatePatterns, kMostLocales>;

  Plate(const ProviderContext& context, Countries countries, std::uint64_t places)
      : key_(context.entity_stream("vehicle.plate/128")),
        years_(context),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        countries_(std::move(countries)) {
    if (places > 0) places_.emplace(context.entity_stream("vehicle.plate permutation/64"), places);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t words[4 * kBatchRows];
    std::int64_t places[kBatchRows];
    std::int64_t years[kBatchRows];
    if (places_.has_value()) {
      places_->map(rows, places);
    } else {
      draw_blocks(key_, rows, evaluate.attempt(), 0, words);
    }
    years_.draw(evaluate, years);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (numbers != nullptr && numbers->is_null(i)) {
        out.append_null();
        continue;
      }
      const PlatePatterns& plates =
          countries_[numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i])];
      char* to = out.text_room(PlatePatterns::kRoom);
      const auto word = [&](std::size_t w) { return std::uint64_t{words[4 * i + w]}; };
      out.commit_text(places_.has_value()
                          ? plates.write(static_cast<std::uint64_t>(places[i]), years[i], to)
                          : plates.draw(word(0) << 32 | word(1), word(2) << 32 | word(3), years[i], to));
    }
  }

 private:
  const StreamKey key_;
  const VehicleYears years_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const Countries countries_;
  std::optional<const Permutation> places_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Plate::Countries countries;
  std::uint64_t places = Permutation::kLargest;
  for (const std::size_t locale : context.row_locales().numbers) {
    countries[locale] = PlatePatterns(need_data(locales()[locale].name, "plates"));
    places = std::min(places, countries[locale].count());
  }
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > places) {
    return too_few_values(context, places, "ask for fewer rows");
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Plate>(context, std::move(countries), context.unique() ? places : 0);
  return made;
}

}  // namespace

const ProviderKind& vehicle_plate_provider() {
  static constexpr Name kTopics[] = {"plates"};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.plate",
                 .summary = "A registration plate of the form that the country issues now; in GB it tells the year.",
                 .source = "data/<locale>/plates.txt names the regulations",
                 .example = R"({"provider": "vehicle.plate"})"},
      .localized = true,
      .topics = kTopics,
      .entity_draws = true,

      .no_suffix = R"("unique": true makes them differ, and they stay valid)",
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
