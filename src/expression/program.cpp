// From the typed tree to a program: the type that is wanted, and the run over a batch.
#include <algorithm>

#include "compiler.hpp"
#include "function.hpp"

namespace synthgen::expression {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

StepPtr Compiler::finish(const Typed& root) {
  if (!options_.wanted.has_value()) {
    const Type given = root.type();
    if (!is_micros(given.kind) || !options_.time_digits.has_value() || root.bare_null) return root.step;
    return make_conversion(root.step, {given.kind, *options_.time_digits});
  }
  const Type wanted = *options_.wanted;
  if (root.bare_null) return make_null(wanted);
  const Type type = root.type();
  if (type == wanted) return root.step;
  if (is_numeric(type.kind) && is_numeric(wanted.kind)) return make_conversion(root.step, wanted);
  if (type.kind == TypeKind::date && is_moment(wanted.kind)) return make_conversion(root.step, wanted);
  if (is_micros(type.kind) && type.kind == wanted.kind) return make_conversion(root.step, wanted);
  // Between instants and wall times a declared type decides, as a cast does: by the clock of UTC.
  if (is_moment(type.kind) && is_moment(wanted.kind)) return make_conversion(root.step, wanted);
  if (root.is_text_literal() && is_time_or_uuid(wanted)) return coerce(root, wanted);
  std::string hint = options_.role.empty() ? "declare the column with type " + quoted(type_name(type.kind))
                                           : "give this parameter a value of type " + type_text(wanted);
  if (wanted.kind == TypeKind::date && is_moment(type.kind)) {
    hint = "take the day of it: make_date(year(t), month(t), day(t))";
  } else if (wanted.kind == TypeKind::string) {
    hint = "make a text of it: … || ''";
  } else if (wanted.kind == TypeKind::boolean) {
    hint = "compare it with something: … > 0";
  } else if (is_numeric(wanted.kind) && type.kind == TypeKind::boolean) {
    hint = "turn the condition into a number: if(condition, 1, 0)";
  } else if (root.is_text_literal() && is_numeric(wanted.kind)) {
    hint = "numbers are written without quotes";
  }
  error("SG3205", "the expression gives " + type_text(type) + " where " + type_text(wanted) + " is wanted", *root.node,
        std::move(hint));
  return nullptr;
}

namespace {

class StepProgram final : public Program {
 public:
  StepProgram(StepPtr root, std::vector<ColumnIndex> inputs) : root_(std::move(root)), inputs_(std::move(inputs)) {}

  Type type() const override { return root_->type(); }
  const std::vector<ColumnIndex>& inputs() const override { return inputs_; }
  void run(Evaluate& evaluate, Column& out) const override {
    assert(evaluate.rows().count <= kBatchRows);
    LostRows lost;
    Run run{evaluate, lost, evaluate.rows().count};
    fill_copy(*root_, run, out);
    lost.tell(evaluate, out);
  }
  const Column* constant() const override { return root_->constant(); }
  const Dictionary* dictionary() const override { return root_->dictionary(); }

 private:
  StepPtr root_;
  std::vector<ColumnIndex> inputs_;
};

}  // namespace

void Compiler::mark_results(const ExpressionNode& node) {
  results_.push_back(&node);
  if (node.kind == NodeKind::case_when) {
    const std::size_t first = node.has_operand ? 1 : 0;
    for (std::size_t i = first + 1; i < node.children.size(); i += 2) mark_results(*node.children[i]);
    if (node.has_else) mark_results(*node.children.back());
  } else if (node.kind == NodeKind::call) {
    const FunctionRecord* function = find_function(node.text);
    if (function == nullptr || !function->gives_argument) return;
    for (const NodePtr& child : node.children) mark_results(*child);
  }
}

Result<std::shared_ptr<const Program>> Compiler::compile() {
  mark_results(expression_.root());
  const Typed root = compile_node(expression_.root());
  const StepPtr step = root ? finish(root) : nullptr;
  if (diagnostics_.has_errors()) {
    diagnostics_.sort();
    return diagnostics_;
  }
  assert(step != nullptr);
  return std::shared_ptr<const Program>(std::make_shared<StepProgram>(step, inputs_));
}

}  // namespace synthgen::expression

namespace synthgen {

Result<Scope::Entry> Scope::over_rows(const RowsCall& call, const StreamMaker& /*streams*/,
                                      const CompileOptions& /*options*/) const {
  return make_error("SG3214", "\"" + call.function + "\" looks at other rows, which are not to be had here", {},
                    "compute it in a column, and read the column");
}

Result<std::shared_ptr<const Program>> compile(const Expression& expression, const Scope& scope,
                                               const StreamMaker& streams, const CompileOptions& options) {
  return expression::Compiler(expression, scope, streams, options).compile();
}

}  // namespace synthgen
