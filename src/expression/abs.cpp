// abs(x).
#include <cmath>

#include "arithmetic.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

class AbsStep final : public Step {
 public:
  explicit AbsStep(StepPtr x) : Step(x->type()), x_(std::move(x)) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    if (type().kind == TypeKind::number) {
      map_rows<double>(run.rows, x, out.data<double>(), [](double value) { return std::fabs(value); });
      return;
    }
    bool least = false;
    map_rows<std::int64_t>(run.rows, x, out.data<std::int64_t>(), [&least](std::int64_t value) {
      least |= value == INT64_MIN;
      const auto bits = static_cast<std::uint64_t>(value);
      return static_cast<std::int64_t>(value < 0 ? 0 - bits : bits);
    });
    if (!least) return;
    null_where(run, out, CellWarning::overflow,
               [&](std::size_t i) { return x.data<std::int64_t>()[x.at(i)] == INT64_MIN; });
  }

 private:
  StepPtr x_;
};

StepPtr compile_abs(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "abs")) return nullptr;
  return fold(std::make_shared<AbsStep>(arguments[0].step), varies(arguments[0].step));
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord abs_function() {
  return {
      .record = {.name = "abs",
                 .summary = "The value without its sign, of the same type.",
                 .source = "SQL:2016.",
                 .example = R"json({"expression": "abs(-2.50)"})json"},
      .parameters = kParameters,
      .compile = &compile_abs,
  };
}

}  // namespace synthgen::expression::functions
