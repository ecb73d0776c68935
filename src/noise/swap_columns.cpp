// The operator `swap_columns`: two values in each other's column.
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

class SwapColumnsOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      changed += DamagedColumn::swap(batch.place(hit), batch.column(0), batch.column(1)) ? 1 : 0;
    }
    return changed;
  }
};

class SwapColumnsSpec final : public NoiseSpec {
 public:
  Result<MadeNoise> make(NoiseContext& context) const override {
    const Type left = context.columns()[0].type;
    const Type right = context.columns()[1].type;
    MadeNoise made{std::make_unique<SwapColumnsOperator>()};
    // A value of another type is a text here; a column of texts has no type to leave.
    if (left != right) made.leaves_type = {left.kind != TypeKind::string, right.kind != TypeKind::string};
    return made;
  }
};

std::unique_ptr<NoiseSpec> parse(NoiseReader&) { return std::make_unique<SwapColumnsSpec>(); }

}  // namespace

const NoiseKind& swap_columns_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "swap_columns",
                 .summary = "Two values in each other's column, such as first name and last name.",
                 .source = "Swapped name fields are, beside misspellings, what most differences between names of "
                           "duplicate patient records come from: Just et al., \"Why Patient Matching Is a Challenge\", "
                           "2016.",
                 .example = R"j({"operator": "swap_columns", "columns": ["first_name", "last_name"], "rate": 0.003})j"},
      .family = "cross-column",
      .unit = NoiseUnit::rows,
      .least_columns = 2,
      .most_columns = 2,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
