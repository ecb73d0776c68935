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
  std::vector<RowsCall> calls;
  bool varies = false;
  bool draws = false;
};

namespace {

bool has_draw(const ExpressionNode& node) {
  return node.draw_site != 0 || std::any_of(node.children.begin(), node.children.end(),
                                            [](const expression::NodePtr& child) { return has_draw(*child); });
}

void collect(const ExpressionNode& node, const TextOrigin& origin, std::vector<PathUse>& paths,
             std::vector<const ExpressionNode*>& calls, bool& varies, bool& draws) {
  if (node.kind == expression::NodeKind::path &&
      std::none_of(paths.begin(), paths.end(), [&](const PathUse& use) { return use.path == node.path; })) {
    paths.push_back({node.path, origin.place(node.begin, node.length)});
  }
  if (node.kind == expression::NodeKind::call) {
    const expression::FunctionRecord* function = expression::find_function(node.text);
    draws = draws || node.draw_site != 0;
    varies = varies || node.draw_site != 0 || (function != nullptr && function->by_row);
    if (function != nullptr && function->over != RowsOver::none) {
      calls.push_back(&node);
      for (const expression::NodePtr& child : node.children) draws = draws || has_draw(*child);
      return;
    }
  }
  for (const expression::NodePtr& child : node.children) collect(*child, origin, paths, calls, varies, draws);
}

}  // namespace

/// Fills what is asked of `whole` before names are known, from its tree.
void describe(Expression& whole, Expression::Shared& shared) {
  std::vector<const ExpressionNode*> calls;
  collect(whole.root(), shared.source->origin, shared.paths, calls, shared.varies, shared.draws);
  for (const ExpressionNode* node : calls) {
    RowsCall call;
    call.over = expression::find_function(node->text)->over;
    call.function = node->text;
    call.via = node->via;
    call.text = shared.source->text.substr(node->begin, node->length);
    call.place = shared.source->origin.place(node->mark, node->mark_length);
    call.node = node;
    for (std::size_t i = 0; i < node->children.size(); ++i) {
      const bool where = node->has_where && i + 1 == node->children.size();
      Expression part = part_of(whole, node->children[i]);
      where ? void(call.where = std::move(part)) : call.arguments.push_back(std::move(part));
    }
    shared.calls.push_back(std::move(call));
  }
}

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
  Expression expression;
  expression.shared_ = shared;
  expression.root_ = std::move(root);
  describe(expression, *shared);
  return expression;
}

Expression part_of(const Expression& whole, const std::shared_ptr<const ExpressionNode>& node) {
  auto shared = std::make_shared<Expression::Shared>();
  const std::string& source = whole.shared_->source->text;
  assert(node->begin <= source.size() && node->length <= source.size() - node->begin);
  shared->begin = node->begin;
  shared->text = source.substr(node->begin, node->length);
  shared->source = whole.shared_->source;
  Expression part;
  part.shared_ = shared;
  part.root_ = node;
  describe(part, *shared);
  return part;
}

const std::vector<PathUse>& Expression::paths() const { return shared_->paths; }
const std::vector<RowsCall>& Expression::calls() const { return shared_->calls; }
const std::string& Expression::text() const { return shared_->text; }
bool Expression::varies() const { return shared_->varies; }
bool Expression::draws() const { return shared_->draws; }
const Path* Expression::as_path() const { return root_->kind == expression::NodeKind::path ? &root_->path : nullptr; }
bool Expression::constant() const { return shared_->paths.empty() && !shared_->varies; }
const TextOrigin& Expression::origin() const { return shared_->source->origin; }
Place Expression::place() const { return shared_->source->origin.place(shared_->begin, shared_->text.size()); }

}  // namespace synthgen
