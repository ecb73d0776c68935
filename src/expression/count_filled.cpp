// count_filled(a, b, …).
#include <algorithm>

#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

class CountFilledStep final : public Step {
 public:
  explicit CountFilledStep(std::vector<StepPtr> values) : Step({TypeKind::integer}), values_(std::move(values)) {}

  void fill(Run& run, Column& out) const override {
    out.reset(type(), run.rows);
    auto* counts = out.data<std::int64_t>();
    std::fill_n(counts, run.rows, std::int64_t{0});
    for (const StepPtr& step : values_) {
      const Operand value(*step, run);
      for (std::size_t w = 0; w < run.words(); ++w) {
        const std::uint64_t valid = value.valid_word(w);
        const std::size_t rows = std::min<std::size_t>(64, run.rows - 64 * w);
        for (std::size_t i = 0; i < rows; ++i) counts[64 * w + i] += static_cast<std::int64_t>((valid >> i) & 1);
      }
    }
  }

 private:
  std::vector<StepPtr> values_;
};

StepPtr compile_count_filled(Compiler&, std::span<const Typed> arguments, const ExpressionNode&) {
  std::vector<StepPtr> values;
  bool varies = false;
  for (const Typed& argument : arguments) {
    if (argument.node == nullptr) continue;
    values.push_back(argument.step);
    varies = varies || !argument.constant();
  }
  return fold(std::make_shared<CountFilledStep>(std::move(values)), varies);
}

constexpr FunctionParameter kParameters[] = {
    {"value", "a value of any type"},
    {"other", "another one, of any type", true},
};

}  // namespace

FunctionRecord count_filled_function() {
  return {
      .record = {.name = "count_filled",
                 .summary = "How many of the values are not null.",
                 .source = "PostgreSQL's num_nonnulls.",
                 .example = R"json({"expression": "count_filled(1, null, true)"})json"},
      .parameters = kParameters,
      .repeats = true,
      .takes_nulls = true,
      .compile = &compile_count_filled,
  };
}

}  // namespace synthgen::expression::functions
