// hash(x, …).
#include "function.hpp"
#include "value_hash.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_hash(Compiler&, std::span<const Typed> arguments, const ExpressionNode&) {
  std::vector<StepPtr> values;
  for (const Typed& argument : arguments) {
    if (argument.node != nullptr) values.push_back(argument.step);
  }
  return make_hash(std::move(values));
}

constexpr FunctionParameter kParameters[] = {
    {"x", "a value of any type; a null is a value too"},
    {"other", "further values; their order counts", true},
};

}  // namespace

FunctionRecord hash_function() {
  return {
      .record = {.name = "hash",
                 .summary = "A 63-bit integer made of the values, the same for ever: to sample, split or mask by key. "
                            "No secret is safe in it.",
                 .source =
                     "Defined in docs/language.md; the mixing is that of SplitMix64 (Steele, Lea and Flood 2014).",
                 .example = R"json({"expression": "hash('ana@example.com') % 10"})json"},
      .parameters = kParameters,
      .repeats = true,
      .takes_nulls = true,
      .compile = &compile_hash,
  };
}

}  // namespace synthgen::expression::functions
