// The lesser or the greater of two values.
#include "extreme.hpp"

#include "arithmetic.hpp"

namespace synthgen::expression {
namespace {

class ExtremeStep final : public Step {
 public:
  ExtremeStep(StepPtr a, StepPtr b, bool greater)
      : Step(a->type()), a_(std::move(a)), b_(std::move(b)), greater_(greater) {}

  void fill(Run& run, Column& out) const override {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    switch (type().kind) {
      case TypeKind::number:
        return choose<double>(run, a, b, out);
      case TypeKind::date:
        return choose<std::int32_t>(run, a, b, out);
      case TypeKind::string:
        return choose_texts(run, a, b, out);
      default:
        return choose<std::int64_t>(run, a, b, out);
    }
  }

 private:
  template <class T>
  void choose(const Run& run, const Operand& a, const Operand& b, Column& out) const {
    if (greater_) {
      map_rows<T, T>(run.rows, a, b, out.data<T>(), [](T x, T y) { return x < y ? y : x; });
    } else {
      map_rows<T, T>(run.rows, a, b, out.data<T>(), [](T x, T y) { return y < x ? y : x; });
    }
  }

  void choose_texts(const Run& run, const Operand& a, const Operand& b, Column& out) const {
    out.begin_texts();
    for (std::size_t i = 0; i < run.rows; ++i) {
      if (out.is_null(i)) {
        out.commit_text(0);
        continue;
      }
      const std::string_view x = a.column().text(a.at(i));
      const std::string_view y = b.column().text(b.at(i));
      out.append_text((y < x) != greater_ ? y : x);
    }
  }

  StepPtr a_;
  StepPtr b_;
  bool greater_;
};

}  // namespace

StepPtr make_extreme(StepPtr a, StepPtr b, bool greater) {
  assert(a->type() == b->type());
  const bool changes = varies(a, b);
  return fold(std::make_shared<ExtremeStep>(std::move(a), std::move(b), greater), changes);
}

std::vector<StepPtr> ordered_values(Compiler& compiler, std::span<const Typed> values, std::string_view function) {
  std::vector<StepPtr> steps = compiler.branches(values, function);
  if (steps.empty()) return {};
  const TypeKind kind = steps[0]->type().kind;
  if (kind != TypeKind::boolean && kind != TypeKind::uuid) return steps;
  compiler.error("SG3202",
                 std::string(function) + "() takes values that have an order, this is " + std::string(type_name(kind)),
                 *values[0].node, "numbers, texts, dates and timestamps have one");
  return {};
}

}  // namespace synthgen::expression
