// A parsed expression and what can be said of it before names are known.
#include "synthgen/expression/expression.hpp"

#include <algorithm>

#include "function.hpp"
#include "parser.hpp"
#include "syntax.hpp"
#include "synthgen/expression/condition.hpp"

namespace synthgen {

struct Expression::Shared {
  /// What all parts of an expression share.
  struct Source {
    std::string text;
    TextOrigin origin;
  };
  std::shared_ptr<const Source> source;
  std::size_t begin = 0;  // of `text` in the source's
  std::string text;
  std::vector<PathUse> paths;
  bool varies = false;
  bool draws = false;
};

namespace {

void collect(const ExpressionNode& node, const TextOrigin& origin, std::vector<PathUse>& paths, bool& varies,
             bool& draws) {
  if (node.kind == expression::NodeKind::path &&
      std::none_of(paths.begin(), paths.end(), [&](const PathUse& use) { return use.path == node.path; })) {
    paths.push_back({node.path, origin.place(node.begin, node.length)});
  }
  if (node.kind == expression::NodeKind::call) {
    const expression::FunctionRecord* function = expression::find_function(node.text);
    draws = draws || node.draw_site != 0;
    varies = varies || node.draw_site != 0 || (function != nullptr && function->by_row);
  }
  for (const expression::NodePtr& child : node.children) collect(*child, origin, paths, varies, draws);
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
  shared->source = std::make_shared<const Shared::Source>(Shared::Source{std::string(text), origin});
  collect(*root, origin, shared->paths, shared->varies, shared->draws);
  Expression expression;
  expression.shared_ = std::move(shared);
  expression.root_ = std::move(root);
  return expression;
}

Expression part_of(const Expression& whole, const std::shared_ptr<const ExpressionNode>& node) {
  auto shared = std::make_shared<Expression::Shared>();
  const std::string& source = whole.shared_->source->text;
  assert(node->begin <= source.size() && node->length <= source.size() - node->begin);
  shared->begin = node->begin;
  shared->text = source.substr(node->begin, node->length);
  shared->source = whole.shared_->source;
  collect(*node, shared->source->origin, shared->paths, shared->varies, shared->draws);
  Expression part;
  part.shared_ = std::move(shared);
  part.root_ = node;
  return part;
}

const std::vector<PathUse>& Expression::paths() const { return shared_->paths; }
const std::string& Expression::text() const { return shared_->text; }
bool Expression::varies() const { return shared_->varies; }
bool Expression::draws() const { return shared_->draws; }
const Path* Expression::as_path() const { return root_->kind == expression::NodeKind::path ? &root_->path : nullptr; }
bool Expression::constant() const { return shared_->paths.empty() && !shared_->varies; }
const TextOrigin& Expression::origin() const { return shared_->source->origin; }
Place Expression::place() const { return shared_->source->origin.place(shared_->begin, shared_->text.size()); }

}  // namespace synthgen
