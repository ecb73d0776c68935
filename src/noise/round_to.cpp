// The operator `round_to`: a value told in round numbers.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "number_cells.hpp"

namespace synthgen {
namespace {

constexpr Type kNumber{TypeKind::number, 0};
constexpr NumberRule kStep{.key = "step", .example = "\"step\": 5"};

class RoundToOperator final : public NoiseOperator {
 public:
  explicit RoundToOperator(std::size_t step) : step_(step) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const double step = parameter_number(batch.parameter(step_), hit);
      return step > 0 && round_cell(column, place, step);
    });
  }

 private:
  const std::size_t step_;
};

class RoundToSpec final : public NoiseSpec {
 public:
  explicit RoundToSpec(NoiseParameter step) : step_(std::move(step)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    if (const std::optional<double> step = step_.literal_number();
        step.has_value() && all_are_multiples(column.type, *step)) {
      return make_error("SG2421",
                        fmt::format("every value of column \"{}\" is a multiple of {} already, so that none is changed",
                                    column.name, step_.json->text),
                        step_.json->place, fmt::format("its type is {}: take a larger step", type_text(column.type)));
    }
    const auto slot = context.add_parameter(step_, kNumber);
    if (!slot.ok()) return slot.diagnostics();
    return MadeNoise{std::make_unique<RoundToOperator>(slot->slot)};
  }

 private:
  const NoiseParameter step_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::optional<NoiseParameter> step = positive_parameter(reader, kStep);
  if (reader.object().get("step") == nullptr) {
    reader.fault("SG2002", "operator \"round_to\" lacks \"step\"", reader.object().place,
                 R"("step": 5 for multiples of 5; by chance: "step": {"choice": {"5": 3, "10": 1}})");
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<RoundToSpec>(std::move(*step));
}

constexpr KeyRecord kKeys[] = {
    {"step",
     "The value becomes the nearest multiple of it, halves away from zero: a number greater than 0, or a source of "
     "such numbers. Required. What is a multiple already stays.",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
};

}  // namespace

const NoiseKind& round_to_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "round_to",
                 .summary = "A value told in round numbers: heaps at multiples of 5 or 10.",
                 .source = "Heaping (Heitjan and Rubin, \"Inference from coarse data via multiple imputation with "
                           "application to age heaping\", Journal of the American Statistical Association, 1990).",
                 .example = R"j({"operator": "round_to", "columns": ["age"], "rate": 0.2, "step": 5})j"},
      .family = "number",
      .types = TypeSet::numbers(),
      .types_hint = "numbers are rounded: name a column of type integer, decimal or number",
      .keys = kKeys,
      .key_rules = R"j("required": ["step"])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
