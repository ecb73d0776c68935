// sign(x).
#include "arithmetic.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

class SignStep final : public Step {
 public:
  explicit SignStep(StepPtr x) : Step({TypeKind::integer}), x_(std::move(x)) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    if (x_->type().kind == TypeKind::number) {
      sign<double>(run.rows, x, out);
    } else {
      sign<std::int64_t>(run.rows, x, out);
    }
  }

 private:
  template <class T>
  static void sign(std::size_t rows, const Operand& x, Column& out) {
    map_rows<T>(rows, x, out.data<std::int64_t>(),
                [](T value) { return static_cast<std::int64_t>(value > 0) - static_cast<std::int64_t>(value < 0); });
  }

  StepPtr x_;
};

StepPtr compile_sign(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "sign")) return nullptr;
  return fold(std::make_shared<SignStep>(arguments[0].step), varies(arguments[0].step));
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord sign_function() {
  return {
      .record = {.name = "sign",
                 .summary = "-1 for a negative number, 0 for zero, 1 for a positive one.",
                 .source = "SQL; an integer for every type.",
                 .example = R"json({"expression": "sign(-2.5)"})json"},
      .parameters = kParameters,
      .compile = &compile_sign,
  };
}

}  // namespace synthgen::expression::functions
