// Registration plates.
#include <algorithm>

#include "by_locale.hpp"
#include "plate_patterns.hpp"
#include "serial_draw.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {
namespace {

class Plate final : public Provider {
 public:
  Plate(const ProviderContext& context, ByLocale<PlatePatterns> countries, UniqueSerials serials)
      : key_(context.entity_stream("vehicle.plate/128")),
        years_(context),
        countries_(std::move(countries)),
        serials_(std::move(serials)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t words[4 * kBatchRows];
    std::uint64_t serials[kBatchRows];
    std::int64_t years[kBatchRows];
    if (serials_) {
      serials_.fill(rows, serials);
    } else {
      draw_blocks(key_, rows, evaluate.attempt(), 0, words);
    }
    years_.draw(evaluate, years);
    const auto countries = countries_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (countries.is_null(i)) {
        out.append_null();
        continue;
      }
      const PlatePatterns& plates = countries[i];
      char* to = out.text_room(PlatePatterns::kRoom);
      const auto word = [&](std::size_t w) { return std::uint64_t{words[4 * i + w]}; };
      out.commit_text(serials_ ? plates.write(serials[i], years[i], to)
                               : plates.draw(word(0) << 32 | word(1), word(2) << 32 | word(3), years[i], to));
    }
  }

 private:
  const StreamKey key_;
  const VehicleYears years_;
  const ByLocale<PlatePatterns> countries_;
  const UniqueSerials serials_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  ByLocale<PlatePatterns> countries(context.row_locales(), [](std::size_t locale) {
    return PlatePatterns(need_data(locales()[locale].name, "plates"));
  });
  std::uint64_t fewest = Permutation::kLargest;
  for (const PlatePatterns& plates : countries.values()) fewest = std::min(fewest, plates.count());
  Result<UniqueSerials> serials = UniqueSerials::of(context, SerialOwner::entity, "vehicle.plate", fewest);
  if (!serials.ok()) return serials.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Plate>(context, std::move(countries), std::move(*serials));
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
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
