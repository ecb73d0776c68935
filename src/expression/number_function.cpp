// Functions of numbers with a number as result.
#include "number_function.hpp"

#include "arithmetic.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression {
namespace {

class NumberFunctionStep final : public Step {
 public:
  NumberFunctionStep(StepPtr x, NumberFunction function, Domain domain)
      : Step({TypeKind::number}), x_(std::move(x)), function_(function), domain_(domain) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    assert(!x.scalar() || run.rows == 1);  // Constants are folded.
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    const double* values = x.data<double>();
    double* results = out.data<double>();
    function_(run.rows, values, results);
    // Outside its domain a function gives no finite number, so one pass finds both kinds of fault.
    bool bad = false;
    for (std::size_t i = 0; i < run.rows; ++i) bad |= !(results[i] - results[i] == 0);
    if (!bad) return;
    null_where(run, out, CellWarning::domain, [&](std::size_t i) { return !domain_(values[i]); });
    null_not_finite(run, out);
  }

 private:
  StepPtr x_;
  NumberFunction function_;
  Domain domain_;
};

class Atan2Step final : public Step {
 public:
  Atan2Step(StepPtr y, StepPtr x) : Step({TypeKind::number}), y_(std::move(y)), x_(std::move(x)) {}

  void fill(Run& run, Column& out) const override {
    const Operand y(*y_, run);
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, y, out);
    take_nulls(run, x, out);
    map_rows<double, double>(run.rows, y, x, out.data<double>(),
                             [](double a, double b) { return elementary::atan2(a, b); });
  }

 private:
  StepPtr y_;
  StepPtr x_;
};

}  // namespace

StepPtr compile_number_function(Compiler& compiler, const Typed& x, std::string_view name, NumberFunction function,
                                Domain domain) {
  if (!compiler.need_numeric(x, name)) return nullptr;
  StepPtr number = make_conversion(x.step, {TypeKind::number});
  const bool changes = varies(number);
  return fold(std::make_shared<NumberFunctionStep>(std::move(number), function, domain), changes);
}

StepPtr make_atan2(StepPtr y, StepPtr x) {
  y = make_conversion(std::move(y), {TypeKind::number});
  x = make_conversion(std::move(x), {TypeKind::number});
  const bool changes = varies(y, x);
  return fold(std::make_shared<Atan2Step>(std::move(y), std::move(x)), changes);
}

}  // namespace synthgen::expression
