// Vehicle identification numbers: ISO 3779, with the check digit and the model year of 49 CFR 565.
#include <optional>

#include "digits.hpp"
#include "joined_table.hpp"
#include "synthgen/base/permutation.hpp"
#include "value_count.hpp"
#include "vehicle_facts.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";  // without I, O and Q
constexpr std::string_view kPlants = "ABCDEFGHJKLMNPRSTUVWXYZ";
constexpr std::string_view kYears = "ABCDEFGHJKLMNPRSTVWXY123456789";  // from 1980, in turns of 30
constexpr std::uint64_t kUnits = 1'000'000;
constexpr std::uint64_t kSerials = kUnits * kPlants.size() * 33 * 33 * 33 * 33 * 33;
static_assert(kCharacters.size() == 33 && kYears.size() == 30);

/// Values of the characters of the check sum, from '0' on.
constexpr auto kValues = [] {
  std::array<std::uint8_t, 48> values{};
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  constexpr std::string_view kOfLetters = "12345678123457923456789";
  for (std::size_t d = 0; d < 10; ++d) values[d] = static_cast<std::uint8_t>(d);
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    values[static_cast<std::size_t>(kLetters[i] - '0')] = static_cast<std::uint8_t>(kOfLetters[i] - '0');
  }
  return values;
}();
constexpr std::array<std::uint32_t, 17> kWeights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

class Vin final : public Provider {
 public:
  Vin(const ProviderContext& context, ColumnIndex models)
      : key_(context.entity_stream("vehicle.vin/64")), models_(models), years_(context) {
    if (context.unique()) places_.emplace(context.entity_stream("vehicle.vin permutation/64"), kSerials);
    const DataTable& makers = need_data("any_locale", "vehicle_makers");
    const JoinedTable makes(context.row_locales(), "vehicle_makes");
    for (std::size_t row = 0; row < makes.rows(); ++row) {
      std::string_view codes;
      for (std::size_t maker = 0; maker < makers.rows(); ++maker) {
        if (makers.text(maker, "make") == makes.text(row, "make")) codes = makers.text(maker, "wmi");
      }
      assert(!codes.empty() && "a make without a world manufacturer identifier");
      makers_.push_back({codes.data(), static_cast<std::uint32_t>((codes.size() + 1) / 4)});
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    std::int64_t years[kBatchRows];
    if (places_.has_value()) {
      std::int64_t places[kBatchRows];
      places_->map(rows, places);
      for (std::size_t i = 0; i < rows.count; ++i) serials[i] = static_cast<std::uint64_t>(places[i]);
    } else {
      draw_bits64(key_, rows, evaluate.attempt(), 0, serials);
      for (std::size_t i = 0; i < rows.count; ++i) serials[i] = bounded(serials[i], kSerials);
    }
    years_.draw(evaluate, years);
    const Column& models = evaluate.column(models_);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (models.is_null(i)) {
        out.append_null();
        continue;
      }
      write(makers_[static_cast<std::size_t>(models.data<std::int64_t>()[i])], years[i], serials[i], out.text_room(48));
      out.commit_text(17);
    }
  }

 private:
  struct Maker {
    const char* codes = nullptr;  // of three characters, a space between two
    std::uint32_t count = 1;
  };

  static void write(const Maker& maker, std::int64_t year, std::uint64_t serial, char* to) {
    // Any of the maker's codes, whatever the rest: the serial number's high product says little of its digits.
    std::memcpy(to, maker.codes + (serial * 0x9E3779B97F4A7C15ULL >> 32) % maker.count * 4, 3);
    write_digits(serial % kUnits, 6, to + 11);
    serial /= kUnits;
    to[10] = kPlants[serial % kPlants.size()];
    serial /= kPlants.size();
    for (std::size_t i = 3; i < 8; ++i) {
      to[i] = kCharacters[serial % 33];
      serial /= 33;
    }
    to[8] = '0';
    to[9] = kYears[static_cast<std::size_t>(((year - 1980) % 30 + 30) % 30)];
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += kValues[static_cast<std::size_t>(to[i] - '0')] * kWeights[i];
    sum %= 11;
    to[8] = sum == 10 ? 'X' : static_cast<char>('0' + sum);
  }

  const StreamKey key_;
  const ColumnIndex models_;
  const VehicleYears years_;
  std::vector<Maker> makers_;  // by row of the makes
  std::optional<const Permutation> places_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > kSerials) {
    return too_few_values(context, kSerials, "ask for fewer rows");
  }
  Result<FactColumn> models = context.fact(vehicle_model_fact());
  if (!models.ok()) return models.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Vin>(context, models->column);
  return made;
}

}  // namespace

const ProviderKind& vehicle_vin_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.vin",
                 .summary = "A vehicle identification number: of the make and year, its check digit right.",
                 .source = "ISO 3779 and 49 CFR 565; data/any_locale/vehicle_makers.txt",
                 .example = R"({"provider": "vehicle.vin"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,

      .no_suffix = R"("unique": true makes them differ, and they stay valid)",
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
