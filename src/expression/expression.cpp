// A parsed expression and what can be said of it before names are known.
#include "synthgen/expression/expression.hpp"

#include <algorithm>

#include "function.hpp"
#include "parser.hpp"
#include "syntax.hpp"

namespace synthgen {

struct Expression::Shared {
  std::string text;
  TextOrigin origin;
  std::vector<PathUse> paths;
  bool varies = false;
};

namespace {

void collect(const ExpressionNode& node, const TextOrigin& origin, std::vector<PathUse>& paths, bool& varies) {
  if (node.kind == expression::NodeKind::path &&
      std::none_of(paths.begin(), paths.end(), [&](const PathUse& use) { return use.path == node.path; })) {
    paths.push_back({node.path, origin.place(node.begin, node.length)});
  }
  if (node.kind == expression::NodeKind::call) {
    const expression::FunctionRecord* function = expression::find_function(node.text);
    varies = varies || node.draw_site != 0 || (function != nullptr && function->by_row);
  }
  for (const expression::NodePtr& child : node.children) collect(*child, origin, paths, varies);
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text, const TextOrigin& origin) {
  Diagnostics diagnostics;
  expression::NodePtr root = expression::parse_expression(text, origin, diagnostics);
  if (diagnostics.has_errors()) {
    diagnostics.sort();
    return diagnostics;
  }
  assert(root != nullptr);
  auto shared = std::make_shared<Shared>();
  shared->text = std::string(text);
  shared->origin = origin;
  collect(*root, origin, shared->paths, shared->varies);
  Expression expression;
  expression.shared_ = std::move(shared);
  expression.root_ = std::move(root);
  return expression;
}

const std::vector<PathUse>& Expression::paths() const { return shared_->paths; }
const std::string& Expression::text() const { return shared_->text; }
bool Expression::varies() const { return shared_->varies; }
bool Expression::constant() const { return shared_->paths.empty() && !shared_->varies; }
const TextOrigin& Expression::origin() const { return shared_->origin; }

}  // namespace synthgen
