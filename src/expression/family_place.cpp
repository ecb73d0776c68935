#include "family_place.hpp"

namespace synthgen::expression {
namespace {

class FamilyPlaceStep final : public Step {
 public:
  FamilyPlaceStep(std::shared_ptr<const FamilyIndex> families, FamilyPlace wanted)
      : Step({TypeKind::integer}), families_(std::move(families)), wanted_(wanted) {}

  void fill(Run& run, Column& out) const override {
    const RowSet rows = run.evaluate.rows();
    out.reset(type(), run.rows);
    auto* values = out.data<std::int64_t>();
    if (wanted_ == FamilyPlace::number) {
      families_->locate(rows, nullptr, values);
      for (std::size_t i = 0; i < run.rows; ++i) ++values[i];
      return;
    }
    families_->locate(rows, values, nullptr);
    std::int64_t parent = -1;
    std::int64_t size = 0;
    for (std::size_t i = 0; i < run.rows; ++i) {
      if (values[i] != parent) {
        parent = values[i];
        size = families_->size(parent);
      }
      values[i] = size;
    }
  }

 private:
  const std::shared_ptr<const FamilyIndex> families_;
  const FamilyPlace wanted_;
};

}  // namespace

StepPtr compile_family_place(Compiler& compiler, const ExpressionNode& call, FamilyPlace wanted) {
  std::shared_ptr<const FamilyIndex> families = compiler.scope().families();
  if (families == nullptr) {
    compiler.error(
        "SG3213", "\"" + call.text + "\" is for tables whose rows are per parent", call,
        R"(such as "rows": {"per": "customers", "distribution": "poisson", "mean": 3}; row_number() counts the rows of any table)");
    return nullptr;
  }
  return std::make_shared<FamilyPlaceStep>(std::move(families), wanted);
}

}  // namespace synthgen::expression
