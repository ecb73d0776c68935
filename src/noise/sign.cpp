// The operator `sign`: a minus too many or too few.
#include "number_cells.hpp"

namespace synthgen {
namespace {

class SignOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      if (column.is_value(place) && negate_cell(column, place)) ++changed;
    }
    return changed;
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
