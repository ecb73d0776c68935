// The operator `outlier`: a value far from where it belongs, by a factor or by standard deviations.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "number_cells.hpp"

namespace synthgen {
namespace {

constexpr Type kNumber{TypeKind::number, 0};
constexpr NumberRule kFactor{.key = "factor", .example = "\"factor\": 10", .useless = 1.0};
constexpr NumberRule kSd{.key = "sd", .example = "\"sd\": 5"};
constexpr std::string_view kSigns[] = {"both", "positive", "negative"};

enum class Sign : std::uint8_t { both, positive, negative };

/// Calls `move` with true for up and false for down, as the sign allows; the other way where the first is impossible.
template <class Move>
bool move_by_sign(Sign sign, NoiseDraws draws, const Move& move) {
  if (sign != Sign::both) return move(sign == Sign::positive);
  const bool up = draws.below(2) == 0;
  return move(up) || move(!up);
}

class FactorOutlier final : public NoiseOperator {
 public:
  FactorOutlier(std::size_t factor, Sign sign) : factor_(factor), sign_(sign) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const double factor = parameter_number(batch.parameter(factor_), hit);
      return factor > 0 && move_by_sign(sign_, batch.draws(hit), [&](bool up) {
               return scale_cell(column, place, factor, up ? Scaling::multiply : Scaling::divide);
             });
    });
  }

 private:
  const std::size_t factor_;
  const Sign sign_;
};

class SdOutlier final : public NoiseOperator {
 public:
  SdOutlier(std::size_t distance, double sd, Sign sign) : distance_(distance), sd_(sd), sign_(sign) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const double amount = parameter_number(batch.parameter(distance_), hit) * sd_;
      return amount > 0 && move_by_sign(sign_, batch.draws(hit),
                                        [&](bool up) { return add_to_cell(column, place, up ? amount : -amount); });
    });
  }

 private:
  const std::size_t distance_;
  const double sd_;
  const Sign sign_;
};

class OutlierSpec final : public NoiseSpec {
 public:
  OutlierSpec(NoiseParameter amount, bool is_sd, Sign sign) : amount_(std::move(amount)), is_sd_(is_sd), sign_(sign) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const auto slot = context.add_parameter(amount_, kNumber);
    if (!slot.ok()) return slot.diagnostics();
    if (!is_sd_) return MadeNoise{std::make_unique<FactorOutlier>(slot->slot, sign_)};
    const SampleSpread spread = sample_spread(context.sample(0));
    if (spread.values > 1 && spread.sd == 0) {
      const NoiseColumn& column = context.columns().front();
      context.warn(make_warning(
          "SG2421",
          fmt::format("the values of column \"{}\" do not differ, so that none is made an outlier", column.name),
          column.place, "their standard deviation is 0; move them by a \"factor\""));
    }
    return MadeNoise{std::make_unique<SdOutlier>(slot->slot, spread.sd, sign_)};
  }

 private:
  const NoiseParameter amount_;
  const bool is_sd_;
  const Sign sign_;
};

/// The factor where neither is given, as a literal would be.
const json::Value& default_factor() {
  static const json::Value kTen = [] {
    json::Value value;
    value.kind = json::Kind::number;
    value.number = 10;
    value.text = "10";
    return value;
  }();
  return kTen;
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::optional<NoiseParameter> factor = positive_parameter(reader, kFactor);
  std::optional<NoiseParameter> sd = positive_parameter(reader, kSd);
  if (reader.object().get("factor") != nullptr && reader.object().get("sd") != nullptr) {
    reader.fault("SG2415", "\"factor\" and \"sd\" exclude each other", reader.object().find("sd")->name_place,
                 "each is one way to move a value: keep one");
  }
  const std::optional<std::size_t> sign = reader.one_of("sign", kSigns, 0);
  if (reader.faulty()) return nullptr;
  if (!factor.has_value() && !sd.has_value()) factor = reader.parameter(default_factor(), "factor");
  const bool is_sd = sd.has_value();
  return std::make_unique<OutlierSpec>(std::move(is_sd ? *sd : *factor), is_sd, static_cast<Sign>(*sign));
}

constexpr KeyRecord kKeys[] = {
    {"factor",
     "The value is multiplied or divided by it, each as often: a number greater than 0 and not 1, or a source of such "
     "numbers. 10 without it and without sd (own choice).",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0, "not": {"const": 1}},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
    {"sd",
     "In place of factor: so many standard deviations of the column are added to the value or taken from it. Greater "
     "than 0, or a source of such numbers.",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
    {"sign", "both, positive (multiplied, or added) or negative (divided, or taken away). both without it.",
     R"j({"enum": ["both", "positive", "negative"]})j"},
};

}  // namespace

const NoiseKind& outlier_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "outlier",
                 .summary = "A value far from where it belongs, by a factor or by standard deviations.",
                 .source = "A point moved by a multiple of the standard deviation is the contaminated normal of Tukey "
                           "(\"A survey of sampling from contaminated distributions\", 1960); the factor 10 without a "
                           "parameter is our own choice.",
                 .example = R"j({"operator": "outlier", "columns": ["amount"], "rate": 0.002, "sd": 8,
                                 "sign": "positive"})j"},
      .family = "number",
      .types = TypeSet::numbers(),
      .types_hint =
          "outliers are among numbers: name a column of type integer, decimal or number; dates have \"shift\"",
      .keys = kKeys,
      .key_rules = R"j("not": {"required": ["factor", "sd"]})j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
