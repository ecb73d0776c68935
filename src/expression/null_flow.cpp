// The nulls that an expression passes on.
#include "synthgen/expression/null_flow.hpp"

#include <algorithm>

#include "function.hpp"
#include "syntax.hpp"

namespace synthgen {
namespace {

using expression::FunctionRecord;
using expression::NodeKind;

class NullWalk {
 public:
  explicit NullWalk(NullFlow& flow) : flow_(flow) {}

  /// sure  the whole is null in every row in which the node is; else in those that take a branch, of which only what is
  ///       written as null is told
  void visit(const ExpressionNode& node, bool sure) {
    switch (node.kind) {
      case NodeKind::null:
        flow_.written_null = true;
        return;
      case NodeKind::path:
        if (sure && std::find(flow_.paths.begin(), flow_.paths.end(), node.path) == flow_.paths.end()) {
          flow_.paths.push_back(node.path);
        }
        return;
      case NodeKind::negate:
      case NodeKind::logical_not:
      case NodeKind::join:
      case NodeKind::arithmetic:
      case NodeKind::comparison:
        for (const auto& child : node.children) visit(*child, sure);
        return;
      case NodeKind::between:
      case NodeKind::in_list:
      case NodeKind::like:
      case NodeKind::matches:
        // The other side may be null and the answer known: 1 in (1, null).
        visit(*node.children[0], sure);
        return;
      case NodeKind::case_when:
        visit_case(node);
        return;
      case NodeKind::call:
        visit_call(node, sure);
        return;
      default:
        return;
    }
  }

 private:
  /// [operand], (when, then)…, [else]
  void visit_case(const ExpressionNode& node) {
    const std::size_t count = node.children.size();
    for (std::size_t k = node.has_operand ? 1 : 0; k + 1 < count; k += 2) visit(*node.children[k + 1], false);
    if (node.has_else) {
      visit(*node.children.back(), false);
    } else {
      flow_.without_else = true;
    }
  }

  void visit_call(const ExpressionNode& node, bool sure) {
    const FunctionRecord* function = expression::find_function(node.text);
    if (function == nullptr || function->over != RowsOver::none) return;
    if (!function->takes_nulls) {
      for (const auto& child : node.children) visit(*child, sure);
      return;
    }
    const std::string_view name = function->record.name;
    if (name == "nullif") {
      visit(*node.children[0], sure);
      return;
    }
    if (name != "if") return;
    for (std::size_t k = 0; k < node.children.size(); ++k) {
      const std::string& given = k < node.argument_names.size() ? node.argument_names[k].name : std::string();
      const bool condition = given.empty() ? k == 0 : given == "condition";
      if (!condition) visit(*node.children[k], false);
    }
  }

  NullFlow& flow_;
};

}  // namespace

NullFlow null_flow(const Expression& expression) {
  NullFlow flow;
  NullWalk(flow).visit(expression.root(), true);
  return flow;
}

}  // namespace synthgen
