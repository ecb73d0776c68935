// Vehicle identification numbers: ISO 3779, with the check digit and the model year of 49 CFR 565.
#include <algorithm>
#include <string>

#include "digits.hpp"
#include "joined_table.hpp"
#include "serial_draw.hpp"
#include "text_list.hpp"
#include "vehicle_facts.hpp"
#include "year_spans.hpp"

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

/// What the columns of a vehicle that have its number agree on.
constexpr Name kAgreed[] = {"unique"};

class Vin final : public Provider {
 public:
  Vin(const ProviderContext& context, SerialDraw draw, ColumnIndex models)
      : draw_(std::move(draw)), models_(models), years_(context) {
    const JoinedTable makes(context.row_locales(), "vehicle_makes");
    for (std::size_t row = 0; row < makes.rows(); ++row) {
      const std::size_t locale = makes.part_of(row).locale;
      const std::vector<WordOfYears> codes =
          codes_of(makes.text(row, "make"), makes.text(row, "model"), locales()[locale].country == "US" ? "na" : "eu");
      for (std::size_t age = 0; age < VehicleYears::kAges; ++age) {
        Maker maker{static_cast<std::uint32_t>(codes_.size() / 3), 0};
        for (const WordOfYears& code : codes) {
          if (!code.years.hold(years_.year(age))) continue;
          codes_ += code.word;
          ++maker.count;
        }
        if (maker.count == 0) {  // of a year in which the model was not sold
          codes_ += codes.front().word;
          maker.count = 1;
        }
        makers_.push_back(maker);
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    std::uint8_t ages[kBatchRows];
    draw_.fill(evaluate, serials);
    years_.draw_ages(evaluate, ages);
    const Column& models = evaluate.column(models_);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (models.is_null(i)) {
        out.append_null();
        continue;
      }
      const auto model = static_cast<std::size_t>(models.data<std::int64_t>()[i]);
      write(makers_[model * VehicleYears::kAges + ages[i]], years_.year(ages[i]), serials[i], out.text_room(48));
      out.commit_text(17);
    }
  }

 private:
  struct Maker {
    std::uint32_t first = 0;  // of its codes among codes_
    std::uint32_t count = 1;
  };

  /// World manufacturer identifiers of a model, with the years in which they were given: of the row that names the
  /// model, else of that for all others of the make.
  static std::vector<WordOfYears> codes_of(std::string_view make, std::string_view model, std::string_view region) {
    const DataTable& makers = need_data("any_locale", "vehicle_makers");
    std::string_view codes;
    int best = 0;
    for (std::size_t row = 0; row < makers.rows(); ++row) {
      const std::string_view where = makers.text(row, "region");
      if (makers.text(row, "make") != make || (where != "*" && where != region)) continue;
      const bool named = is_item(makers.text(row, "models"), ",", model);
      if (!named && makers.text(row, "models") != "*") continue;
      const int rank = (named ? 3 : 1) + (where == "*" ? 0 : 1);
      if (rank <= best) continue;
      best = rank;
      codes = makers.text(row, "wmi");
    }
    assert(best > 0 && "a make without a world manufacturer identifier");
    return words_of_years(codes);
  }

  void write(const Maker& maker, std::int64_t year, std::uint64_t serial, char* to) const {
    // Any of the maker's codes, whatever the rest: the serial number's high product says little of its digits.
    std::memcpy(to, codes_.data() + (maker.first + (serial * 0x9E3779B97F4A7C15ULL >> 32) % maker.count) * 3, 3);
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

  const SerialDraw draw_;
  const ColumnIndex models_;
  const VehicleYears years_;
  std::string codes_;          // of three characters each
  std::vector<Maker> makers_;  // by row of the makes, and age
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<SerialDraw> draw = SerialDraw::of_entity_draw(context, "vehicle.vin", kAgreed, kSerials);
  if (!draw.ok()) return draw.diagnostics();
  Result<FactColumn> models = context.fact(vehicle_model_fact());
  if (!models.ok()) return models.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Vin>(context, std::move(*draw), models->column);
  return made;
}

}  // namespace

const ProviderKind& vehicle_vin_provider() {
  static constexpr Name kTopics[] = {"vehicle_makes"};
  static const FactKind* const kFacts[] = {&vehicle_model_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "vehicle.vin",
                 .summary = "A vehicle identification number: of the make, model and year, its check digit right.",
                 .source = "ISO 3779 and 49 CFR 565; data/any_locale/vehicle_makers.txt",
                 .example = R"({"provider": "vehicle.vin"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
