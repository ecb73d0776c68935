// The operator `sign`: a minus too many or too few.
#include "damaged_values.hpp"
#include "number_cells.hpp"

namespace synthgen {
namespace {

class SignOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [](std::size_t /*hit*/, std::size_t place, DamagedColumn& column) {
      return negate_cell(column, place);
    });
  }
};

class SignSpec final : public NoiseSpec {
 public:
  Result<MadeNoise> make(NoiseContext& /*context*/) const override {
    return MadeNoise{std::make_unique<SignOperator>()};
  }
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& /*reader*/) { return std::make_unique<SignSpec>(); }

}  // namespace

const NoiseKind& sign_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "sign",
                 .summary = "A minus too many or too few: 12.50 becomes -12.50. A zero has none to lose.",
                 .source =
                     "Sign errors of accounts, as editing systems look for them (de Waal, Pannekoek and Scholtus, "
                     "\"Handbook of Statistical Data Editing and Imputation\", 2011).",
                 .example = R"j({"operator": "sign", "columns": ["amount"], "rate": 0.005})j"},
      .family = "number",
      .types = TypeSet::numbers(),
      .types_hint = "numbers have a sign: name a column of type integer, decimal or number",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
