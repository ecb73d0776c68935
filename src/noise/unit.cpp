// The operator `unit`: a value recorded in another unit, such as grams for kilograms.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "number_cells.hpp"

namespace synthgen {
namespace {

constexpr Type kNumber{TypeKind::number, 0};
constexpr NumberRule kFactor{.key = "factor", .example = "\"factor\": 1000", .useless = 1.0};
constexpr NumberRule kFactors{
    .key = "factors", .example = "\"factors\": [10, 2.20462262185]", .useless = 1.0, .subject = "one of \"factors\""};

/// One factor for a hit, which the row gives.
class UnitOperator final : public NoiseOperator {
 public:
  explicit UnitOperator(std::size_t factor) : factor_(factor) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const double factor = parameter_number(batch.parameter(factor_), hit);
      if (!(factor > 0)) return false;
      const bool up = batch.draws(hit).below(2) == 0;
      return scale_cell(column, place, factor, up ? Scaling::multiply : Scaling::divide) ||
             scale_cell(column, place, factor, up ? Scaling::divide : Scaling::multiply);
    });
  }

 private:
  const std::size_t factor_;
};

/// One of several factors, each as often.
class UnitsOperator final : public NoiseOperator {
 public:
  explicit UnitsOperator(std::vector<double> factors) : factors_(std::move(factors)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      // Where a product does not fit the type, another does.
      return try_from_drawn(batch, hit, 2 * factors_.size(), [&](std::size_t way) {
        return scale_cell(column, place, factors_[way / 2], way % 2 == 0 ? Scaling::multiply : Scaling::divide);
      });
    });
  }

 private:
  const std::vector<double> factors_;
};

class UnitSpec final : public NoiseSpec {
 public:
  UnitSpec(std::optional<NoiseParameter> factor, std::vector<double> factors)
      : factor_(std::move(factor)), factors_(std::move(factors)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    if (!factor_.has_value()) return MadeNoise{std::make_unique<UnitsOperator>(factors_)};
    const auto slot = context.add_parameter(*factor_, kNumber);
    if (!slot.ok()) return slot.diagnostics();
    return MadeNoise{std::make_unique<UnitOperator>(slot->slot)};
  }

 private:
  const std::optional<NoiseParameter> factor_;
  const std::vector<double> factors_;
};

std::vector<double> read_factors(NoiseReader& reader) {
  std::vector<double> factors;
  const json::Value* list = reader.take("factors", json::Kind::array, kFactors.example);
  if (list == nullptr) return factors;
  for (const json::Value& item : list->items) {
    if (!item.is(json::Kind::number)) {
      reader.fault("SG2003", fmt::format("\"factors\" lists numbers, not {}", json::kind_name(item.kind)), item.place,
                   fmt::format("for example {}", kFactors.example));
    } else if (check_positive(reader, item, kFactors)) {
      factors.push_back(item.number);
    }
  }
  if (list->items.empty()) {
    reader.fault("SG2002", "\"factors\" is empty", list->place, fmt::format("for example {}", kFactors.example));
  }
  return factors;
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::optional<NoiseParameter> factor = positive_parameter(reader, kFactor);
  std::vector<double> factors = read_factors(reader);
  const json::Member* list = reader.object().find("factors");
  if (list != nullptr && reader.object().get("factor") != nullptr) {
    reader.fault("SG2415", "\"factor\" and \"factors\" exclude each other", list->name_place,
                 "put all of them into \"factors\"");
  }
  if (reader.faulty()) return nullptr;
  if (list == nullptr && !factor.has_value()) factors = {10};
  return std::make_unique<UnitSpec>(std::move(factor), std::move(factors));
}

constexpr KeyRecord kKeys[] = {
    {"factor",
     "How many of one unit make the other: the value is multiplied or divided by it, each as often. Greater than 0 and "
     "not 1, or a source of such numbers; 10 without it (the slip of a decimal point).",
     R"j({"anyOf": [{"type": "number", "exclusiveMinimum": 0, "not": {"const": 1}},
                    {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/nested_source"}]})j"},
    {"factors", "In place of factor: a list of such numbers, each as often.",
     R"j({"type": "array", "minItems": 1, "items": {"type": "number", "exclusiveMinimum": 0, "not": {"const": 1}}})j"},
};

}  // namespace

const NoiseKind& unit_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "unit",
                 .summary = "A value in another unit: ten times too large, or pounds among kilograms.",
                 .source = "A number out by 10 is the common slip of a decimal point (Thimbleby and Cairns, \"Reducing "
                           "number entry errors\", Journal of the Royal Society Interface, 2010).",
                 .example = R"j({"operator": "unit", "columns": ["weight"], "rate": 0.01,
                                 "factors": [10, 2.20462262185]})j"},
      .family = "number",
      .types = TypeSet::numbers(),
      .types_hint = "units are mistaken in numbers: name a column of type integer, decimal or number",
      .keys = kKeys,
      .key_rules = R"j("not": {"required": ["factor", "factors"]})j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
