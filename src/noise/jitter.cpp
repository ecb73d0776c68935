// The operator `jitter`: a value measured a little wrong.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "number_cells.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr Type kNumber{TypeKind::number, 0};
constexpr NumberRule kSd{.key = "sd", .example = "\"sd\": 0.5"};
constexpr NumberRule kRelativeSd{.key = "relative_sd", .example = "\"relative_sd\": 0.02"};
/// Draws before a cell counts as one that cannot be damaged: at the ends of a type one of two signs fails.
constexpr int kAttempts = 16;
/// From here on a normal score has no share of its own in a double.
constexpr double kFarthest = 37;

/// A normal error, given that it is at least half a step away from 0: less would be written as the value itself. So it
/// is drawn once, where drawing again until it shows could take for ever.
double visible_error(double sd, double step, NoiseDraws& draws) {
  const bool up = draws.below(2) == 0;
  const double share = draws.uniform();
  const double least = 0.5 * step / sd;
  double error = step;
  if (least < kFarthest) {
    const double above = share * normal_share_above(least);
    error = sd * normal_score(1 - above, above);
  }
  return up ? error : -error;
}

class JitterOperator final : public NoiseOperator {
 public:
  JitterOperator(std::size_t sd, bool relative, double step) : sd_(sd), relative_(relative), step_(step) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      double sd = parameter_number(batch.parameter(sd_), hit);
      if (relative_) {
        const double value = cell_number(column, place);
        sd *= value < 0 ? -value : value;
      }
      if (!(sd > 0)) return false;
      NoiseDraws draws = batch.draws(hit);
      for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (add_to_cell(column, place, visible_error(sd, step_, draws))) return true;
      }
      return false;
    });
  }

 private:
  const std::size_t sd_;
  const bool relative_;
  const double step_;
};

class JitterSpec final : public NoiseSpec {
 public:
  JitterSpec(NoiseParameter sd, bool relative) : sd_(std::move(sd)), relative_(relative) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const auto slot = context.add_parameter(sd_, kNumber);
    if (!slot.ok()) return slot.diagnostics();
    return MadeNoise{
        std::make_unique<JitterOperator>(slot->slot, relative_, type_step(context.columns().front().type))};
  }

 private:
  const NoiseParameter sd_;
  const bool relative_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::optional<NoiseParameter> sd = positive_parameter(reader, kSd);
  std::optional<NoiseParameter> relative = positive_parameter(reader, kRelativeSd);
  const json::Member* second = reader.object().find("relative_sd");
  const bool has_sd = reader.object().get("sd") != nullptr;
  if (has_sd && second != nullptr) {
    reader.fault("SG2415", "\"sd\" and \"relative_sd\" exclude each other", second->name_place,
                 "keep one of them: \"sd\" in units of the column, \"relative_sd\" as a share of each value");
  } else if (!has_sd && second == nullptr) {
    reader.fault("SG2002", "operator \"jitter\" lacks the size of its errors: \"sd\" or \"relative_sd\"",
                 reader.object().place,
                 "\"sd\": 0.5 in units of the column, or \"relative_sd\": 0.02 as a share of each value");
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<JitterSpec>(std::move(sd.has_value() ? *sd : *relative), !sd.has_value());
}

constexpr KeyRecord kKeys[] = {
    {"sd",
     "Standard deviation of the error, which is normal around 0, in units of the column: greater than 0, or a source "
     "of such numbers. It or relative_sd is required.",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
    {"relative_sd", "The same as a share of each value: 0.02 for 2%. A value of 0 then stays.",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
};

}  // namespace

const NoiseKind& jitter_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "jitter",
                 .summary = "A value measured a little wrong, by a normal error.",
                 .source = "The normal law of errors of measurement (Gauss, \"Theoria motus\", 1809), given that the "
                           "error shows in the digits that are written.",
                 .example = R"j({"operator": "jitter", "columns": ["weight"], "rate": 0.1, "relative_sd": 0.02})j"},
      .family = "number",
      .types = TypeSet::numbers(),
      .types_hint = "numbers are measured: name a column of type integer, decimal or number; dates have \"shift\"",
      .keys = kKeys,
      .key_rules = R"j("oneOf": [{"required": ["sd"]}, {"required": ["relative_sd"]}])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
