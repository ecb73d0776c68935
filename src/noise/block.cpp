// The operator `block`: columns that go missing together.
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

class BlockOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      bool emptied = false;
      for (std::size_t c = 0; c < batch.columns(); ++c) emptied |= batch.column(c).set_null(batch.place(hit));
      changed += emptied ? 1 : 0;
    }
    return changed;
  }
};

class BlockSpec final : public NoiseSpec {
 public:
  Result<MadeNoise> make(NoiseContext&) const override { return MadeNoise{std::make_unique<BlockOperator>()}; }
};

std::unique_ptr<NoiseSpec> parse(NoiseReader&) { return std::make_unique<BlockSpec>(); }

}  // namespace

const NoiseKind& block_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "block",
                 .summary = "Columns that go missing together, as those of one page of a form, or one source that did "
                            "not answer.",
                 .source = "Patterns of missing values: Little and Rubin, \"Statistical Analysis with Missing Data\".",
                 .example = R"j({"operator": "block", "columns": ["street", "city"], "rate": 0.02})j"},
      .family = "missing",
      .unit = NoiseUnit::rows,
      .least_columns = 2,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
