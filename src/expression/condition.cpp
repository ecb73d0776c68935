// A condition taken apart into comparisons and the words between them.
#include "synthgen/expression/condition.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "syntax.hpp"

namespace synthgen {
namespace {

using expression::NodeKind;
using expression::NodePtr;
using expression::Operator;

/// A longer list is not split: each value is a comparison of its own.
constexpr std::size_t kLongestList = 1'000;

Comparison comparison_of(Operator op) {
  switch (op) {
    case Operator::equal:
      return Comparison::equal;
    case Operator::not_equal:
      return Comparison::not_equal;
    case Operator::less:
      return Comparison::less;
    case Operator::less_equal:
      return Comparison::less_equal;
    case Operator::greater:
      return Comparison::greater;
    default:
      return Comparison::greater_equal;
  }
}

/// A node at the place of another, for what stands there in other words.
std::shared_ptr<ExpressionNode> make_beside(const ExpressionNode& place, NodeKind kind, std::vector<NodePtr> children) {
  auto node = std::make_shared<ExpressionNode>();
  node->kind = kind;
  node->begin = place.begin;
  node->length = place.length;
  node->mark = place.mark;
  node->mark_length = place.mark_length;
  for (const NodePtr& child : children) node->depth = std::max(node->depth, child->depth + 1);
  node->children = std::move(children);
  return node;
}

Condition compare(const Expression& source, const ExpressionNode& place, Operator op, const NodePtr& left,
                  const NodePtr& right) {
  const auto node = make_beside(place, NodeKind::comparison, {left, right});
  node->op = op;
  node->of_list = place.kind == NodeKind::in_list;
  Condition condition;
  condition.kind = Condition::Kind::comparison;
  condition.whole = part_of(source, node);
  condition.comparison = comparison_of(op);
  condition.left = part_of(source, left);
  condition.right = part_of(source, right);
  return condition;
}

Condition negate(Expression whole, Condition part) {
  Condition condition;
  condition.kind = Condition::Kind::negation;
  condition.whole = std::move(whole);
  condition.parts.push_back(std::move(part));
  return condition;
}

/// `c is null`; of a comparison in terms of its sides. None where it is never null.
NodePtr null_test_of(const NodePtr& node) {
  switch (node->kind) {
    case NodeKind::is_null:
    case NodeKind::integer:
    case NodeKind::decimal:
    case NodeKind::number:
    case NodeKind::text:
    case NodeKind::boolean:
    case NodeKind::date:
    case NodeKind::timestamp:
      return nullptr;
    case NodeKind::logical_not:
      return null_test_of(node->children[0]);
    case NodeKind::comparison: {
      std::vector<NodePtr> sides;
      for (const NodePtr& side : node->children) {
        if (NodePtr test = null_test_of(side); test != nullptr) sides.push_back(std::move(test));
      }
      if (sides.empty()) return nullptr;
      return sides.size() == 1 ? sides[0] : make_beside(*node, NodeKind::logical_or, std::move(sides));
    }
    default:
      return make_beside(*node, NodeKind::is_null, {node});
  }
}

bool is_choice(const ExpressionNode& node) {
  if (node.kind == NodeKind::case_when) return true;
  return node.kind == NodeKind::call && node.text == "if";
}
bool holds_choice(const ExpressionNode& node) {
  return is_choice(node) || std::any_of(node.children.begin(), node.children.end(),
                                        [](const NodePtr& child) { return holds_choice(*child); });
}

/// `if(c, a, b)` of conditions in words: (c and c is not null and a) or ((not c or c is null) and b).
NodePtr choice_in_words(const ExpressionNode& place, const NodePtr& condition, NodePtr then, NodePtr otherwise) {
  const NodePtr null = null_test_of(condition);
  const NodePtr opposite = make_beside(*condition, NodeKind::logical_not, {condition});
  std::vector<NodePtr> taken = {condition};
  if (null != nullptr) taken.push_back(make_beside(*condition, NodeKind::logical_not, {null}));
  taken.push_back(std::move(then));
  const NodePtr left = null == nullptr ? opposite : make_beside(*condition, NodeKind::logical_or, {opposite, null});
  return make_beside(place, NodeKind::logical_or,
                     {make_beside(place, NodeKind::logical_and, std::move(taken)),
                      make_beside(place, NodeKind::logical_and, {left, std::move(otherwise)})});
}

/// A choice between conditions in words; none where it is not put in words: each condition comes up several times,
/// so that one which holds a choice itself, and a long case, would make very many.
NodePtr choice_in_words(const ExpressionNode& node) {
  constexpr std::size_t kMostArms = 16;
  std::vector<NodePtr> parts = node.children;
  if (node.kind == NodeKind::call) {
    const bool named = std::any_of(node.argument_names.begin(), node.argument_names.end(),
                                   [](const expression::ArgumentName& name) { return !name.name.empty(); });
    if (parts.size() != 3 || named || node.has_where) return nullptr;
  } else {
    if (node.has_operand || parts.size() > 2 * kMostArms) return nullptr;
    if (!node.has_else) parts.push_back(make_beside(node, NodeKind::null, {}));
  }
  NodePtr result = parts.back();
  for (std::size_t k = parts.size() - 1; k >= 2; k -= 2) {
    if (holds_choice(*parts[k - 2])) return nullptr;
    result = choice_in_words(node, parts[k - 2], parts[k - 1], result);
  }
  return result;
}

/// The same test without its `not`.
std::shared_ptr<ExpressionNode> without_negation(const ExpressionNode& node) {
  auto plain = std::make_shared<ExpressionNode>(node);
  plain->negated = false;
  return plain;
}

}  // namespace

Condition take_apart(const Expression& condition) {
  const ExpressionNode& node = condition.root();
  if (node.negated &&
      (node.kind == NodeKind::between || node.kind == NodeKind::in_list || node.kind == NodeKind::is_null ||
       node.kind == NodeKind::like || node.kind == NodeKind::matches)) {
    return negate(condition, take_apart(part_of(condition, without_negation(node))));
  }
  Condition result;
  result.whole = condition;
  switch (node.kind) {
    case NodeKind::logical_and:
    case NodeKind::logical_or:
      result.kind = node.kind == NodeKind::logical_and ? Condition::Kind::all : Condition::Kind::any;
      for (const NodePtr& child : node.children) result.parts.push_back(take_apart(part_of(condition, child)));
      break;
    case NodeKind::logical_not:
      return negate(condition, take_apart(part_of(condition, node.children[0])));
    case NodeKind::comparison:
      result.kind = Condition::Kind::comparison;
      result.comparison = comparison_of(node.op);
      result.left = part_of(condition, node.children[0]);
      result.right = part_of(condition, node.children[1]);
      break;
    case NodeKind::between:
      result.kind = Condition::Kind::all;
      result.parts.push_back(compare(condition, node, Operator::greater_equal, node.children[0], node.children[1]));
      result.parts.push_back(compare(condition, node, Operator::less_equal, node.children[0], node.children[2]));
      break;
    case NodeKind::in_list:
      if (node.children.size() > kLongestList + 1) break;
      if (node.children.size() == 2) {
        result = compare(condition, node, Operator::equal, node.children[0], node.children[1]);
        result.whole = condition;
        break;
      }
      result.kind = Condition::Kind::any;
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        result.parts.push_back(compare(condition, node, Operator::equal, node.children[0], node.children[i]));
      }
      break;
    case NodeKind::is_null:
      result.kind = Condition::Kind::null_test;
      result.left = part_of(condition, node.children[0]);
      break;
    case NodeKind::case_when:
    case NodeKind::call:
      if (!is_choice(node)) break;
      if (const NodePtr words = choice_in_words(node); words != nullptr) {
        result = take_apart(part_of(condition, words));
        result.whole = condition;
      }
      break;
    default:
      break;
  }
  return result;
}

std::vector<Expression> split_conjunction(const Expression& condition) {
  const ExpressionNode& node = condition.root();
  std::vector<NodePtr> conjuncts;
  if (node.kind == NodeKind::logical_and) {
    conjuncts = node.children;
  } else if (node.kind == NodeKind::logical_not && node.children.front()->kind == NodeKind::logical_or) {
    // None of several: each of them not.
    for (const NodePtr& child : node.children.front()->children) {
      conjuncts.push_back(make_beside(*child, NodeKind::logical_not, {child}));
    }
  } else if (node.kind == NodeKind::logical_not && node.children.front()->kind == NodeKind::logical_not) {
    conjuncts = node.children.front()->children;
  } else {
    return {condition};
  }
  std::vector<Expression> parts;
  for (const NodePtr& child : conjuncts) {
    std::vector<Expression> inner = split_conjunction(part_of(condition, child));
    std::move(inner.begin(), inner.end(), std::back_inserter(parts));
  }
  return parts;
}

}  // namespace synthgen
