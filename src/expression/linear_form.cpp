// Sums of multiples of columns, found in the syntax tree.
#include "synthgen/expression/linear_form.hpp"

#include <algorithm>
#include <cmath>

#include "syntax.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/column/text_value.hpp"
#include "synthgen/expression/condition.hpp"

namespace synthgen {
namespace {

using expression::NodeKind;
using expression::NodePtr;
using expression::Operator;

__extension__ using Wide = __int128;

constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
/// Decimals of up to so many digits are told apart by the doubles nearest to them.
constexpr std::int64_t kMostDistinct = 999'999'999'999'999;

std::optional<Fraction> reduce(Wide numerator, Wide denominator) {
  if (denominator == 0) return std::nullopt;
  Wide a = numerator < 0 ? -numerator : numerator;
  Wide b = denominator < 0 ? -denominator : denominator;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  if (denominator < 0) a = -a;
  numerator /= a;
  denominator /= a;
  // The lowest number stays out, so that every sign can be turned.
  if (numerator > INT64_MAX || numerator < -INT64_MAX || denominator > INT64_MAX) return std::nullopt;
  return Fraction{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

class EmptyScope final : public Scope {
 public:
  Result<std::optional<Entry>> find(const Path&) const override { return std::optional<Entry>(); }
  std::vector<std::string> names_near(const Path&) const override { return {}; }
};

/// A double as the shortest decimal that is read as it.
std::optional<Fraction> fraction_of(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  const std::string text = shortest_text(value);
  for (int scale = 0; scale <= 18; ++scale) {
    const std::optional<std::int64_t> digits = exact_scaled(text, scale);
    if (!digits.has_value()) continue;
    std::int64_t denominator = 1;
    for (int i = 0; i < scale; ++i) denominator *= 10;
    return reduce(*digits, denominator);
  }
  return std::nullopt;
}

std::optional<Fraction> value_of(const Column& column) {
  if (column.rows() == 0 || column.is_null(0)) return std::nullopt;
  const Type type = column.type();
  switch (type.kind) {
    case TypeKind::integer:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return reduce(column.data<std::int64_t>()[0], 1);
    case TypeKind::decimal: {
      std::int64_t denominator = 1;
      for (int i = 0; i < type.decimals; ++i) denominator *= 10;
      return reduce(column.data<std::int64_t>()[0], denominator);
    }
    case TypeKind::date:
      return Fraction{column.data<std::int32_t>()[0], 1};
    case TypeKind::number:
      return fraction_of(column.data<double>()[0]);
    default:
      return std::nullopt;
  }
}

Type wider(Type a, Type b) {
  if (a.kind == TypeKind::number || b.kind == TypeKind::number) return {TypeKind::number};
  if (a.kind == TypeKind::decimal || b.kind == TypeKind::decimal)
    return Type::decimal(std::max(a.decimals, b.decimals));
  return {TypeKind::integer};
}

bool scale_by(LinearForm& form, Fraction factor) {
  for (LinearForm::Term& term : form.terms) {
    const std::optional<Fraction> product = multiply(term.coefficient, factor);
    if (!product.has_value()) return false;
    term.coefficient = *product;
  }
  const std::optional<Fraction> product = multiply(form.constant, factor);
  if (!product.has_value()) return false;
  form.constant = *product;
  return true;
}

bool add_to(LinearForm& form, const LinearForm& other, Fraction factor) {
  for (const LinearForm::Term& term : other.terms) {
    const std::optional<Fraction> more = multiply(term.coefficient, factor);
    if (!more.has_value()) return false;
    const auto found = std::find_if(form.terms.begin(), form.terms.end(),
                                    [&](const LinearForm::Term& own) { return own.path == term.path; });
    if (found == form.terms.end()) {
      form.terms.push_back({term.path, term.type, *more});
      continue;
    }
    const std::optional<Fraction> sum = add(found->coefficient, *more);
    if (!sum.has_value()) return false;
    found->coefficient = *sum;
  }
  const std::optional<Fraction> more = multiply(other.constant, factor);
  if (!more.has_value()) return false;
  const std::optional<Fraction> sum = add(form.constant, *more);
  if (!sum.has_value()) return false;
  form.constant = *sum;
  form.rounded = form.rounded || other.rounded;
  return true;
}

/// Whole microseconds of a duration's unit; 0 for months and years, whose length varies.
std::int64_t micros_of(std::string_view unit) {
  if (unit == "days") return kMicrosOfDay;
  if (unit == "hours") return 3'600'000'000;
  if (unit == "minutes") return 60'000'000;
  if (unit == "seconds") return 1'000'000;
  return 0;
}

bool is_duration(const ExpressionNode& node) {
  return node.kind == NodeKind::call && node.children.size() == 1 &&
         (micros_of(node.text) != 0 || node.text == "months" || node.text == "years");
}

class Former {
 public:
  Former(const Expression& whole, const PathForm& paths, const CompileOptions& options)
      : whole_(whole), paths_(paths), options_(options) {}

  std::optional<LinearForm> form(const NodePtr& node) const { return form(*node, part_of(whole_, node)); }

  std::optional<LinearForm> form(const ExpressionNode& node, const Expression& part) const {
    if (node.kind == NodeKind::path) return paths_(node.path);
    if (part.constant()) return constant_form(part, options_);
    if (node.kind == NodeKind::negate) {
      std::optional<LinearForm> inner = form(node.children[0]);
      if (!inner.has_value() || !is_numeric(inner->type.kind) || !scale_by(*inner, {-1, 1})) return std::nullopt;
      return inner;
    }
    if (node.kind != NodeKind::arithmetic) return std::nullopt;
    switch (node.op) {
      case Operator::add:
      case Operator::subtract:
        return sum(node);
      case Operator::multiply:
        return product(node);
      case Operator::divide:
        return quotient(node);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<LinearForm> sum(const ExpressionNode& node) const {
    const bool minus = node.op == Operator::subtract;
    if (is_duration(*node.children[1])) return moved(node.children[0], *node.children[1], minus);
    if (is_duration(*node.children[0])) {
      return minus ? std::nullopt : moved(node.children[1], *node.children[0], false);
    }
    std::optional<LinearForm> a = form(node.children[0]);
    std::optional<LinearForm> b = form(node.children[1]);
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    if (is_numeric(a->type.kind) && is_numeric(b->type.kind)) {
      const Type type = wider(a->type, b->type);
      if (!add_to(*a, *b, {minus ? -1 : 1, 1})) return std::nullopt;
      a->type = type;
      a->rounded = a->rounded || type.kind == TypeKind::number;
      return a;
    }
    if (a->type.kind == TypeKind::date && b->type.kind == TypeKind::date && minus) {
      if (!add_to(*a, *b, {-1, 1})) return std::nullopt;
      a->type = {TypeKind::integer};
      return a;
    }
    if (a->type.kind == TypeKind::date && b->type.kind == TypeKind::integer) {
      return add_to(*a, *b, {minus ? -1 : 1, 1}) ? a : std::nullopt;
    }
    if (a->type.kind == TypeKind::integer && b->type.kind == TypeKind::date && !minus) {
      return add_to(*b, *a, {1, 1}) ? b : std::nullopt;
    }
    if (minus && is_time(a->type.kind) && is_time(b->type.kind)) {
      // Seconds between two points of one line of microseconds.
      if (!to_one_line(*a, *b) || !add_to(*a, *b, {-1, 1}) || !scale_by(*a, {1, 1'000'000})) return std::nullopt;
      a->type = {TypeKind::number};
      a->rounded = true;
      return a;
    }
    return std::nullopt;
  }

  std::optional<LinearForm> moved(const NodePtr& point, const ExpressionNode& duration, bool back) const {
    std::optional<LinearForm> a = form(point);
    const std::optional<LinearForm> n = form(duration.children[0]);
    // A broken number of seconds is cut to the digits of the result.
    if (!a.has_value() || !n.has_value() || n->type.kind != TypeKind::integer) return std::nullopt;
    const std::int64_t unit = micros_of(duration.text);
    if (unit == 0 || (a->type.kind != TypeKind::date && !is_moment(a->type.kind))) return std::nullopt;
    const std::int64_t sign = back ? -1 : 1;
    if (a->type.kind == TypeKind::date) {
      if (duration.text == "days") return add_to(*a, *n, {sign, 1}) ? a : std::nullopt;
      if (!scale_by(*a, {kMicrosOfDay, 1})) return std::nullopt;
      a->type = {TypeKind::timestamp};
    }
    return add_to(*a, *n, {sign * unit, 1}) ? a : std::nullopt;
  }

  std::optional<LinearForm> product(const ExpressionNode& node) const {
    std::optional<LinearForm> a = form(node.children[0]);
    std::optional<LinearForm> b = form(node.children[1]);
    if (!a.has_value() || !b.has_value() || !is_numeric(a->type.kind) || !is_numeric(b->type.kind)) return std::nullopt;
    if (a->constant_alone()) std::swap(a, b);
    if (!b->constant_alone()) return std::nullopt;
    Type type = wider(a->type, b->type);
    if (type.kind == TypeKind::decimal) {
      type = Type::decimal(a->type.decimals + b->type.decimals);
      if (type.decimals > 18) return std::nullopt;
    }
    if (!scale_by(*a, b->constant)) return std::nullopt;
    a->type = type;
    a->rounded = a->rounded || type.kind == TypeKind::number;
    return a;
  }

  std::optional<LinearForm> quotient(const ExpressionNode& node) const {
    std::optional<LinearForm> a = form(node.children[0]);
    const std::optional<LinearForm> b = form(node.children[1]);
    if (!a.has_value() || !b.has_value() || !is_numeric(a->type.kind) || !is_numeric(b->type.kind)) return std::nullopt;
    if (!b->constant_alone() || b->constant.zero()) return std::nullopt;
    const std::optional<Fraction> inverse = divide({1, 1}, b->constant);
    if (!inverse.has_value() || !scale_by(*a, *inverse)) return std::nullopt;
    a->type = {TypeKind::number};
    a->rounded = true;
    return a;
  }

 public:
  /// Brings a date beside a moment to microseconds. False where the two are not on one line.
  static bool to_one_line(LinearForm& a, LinearForm& b) {
    if (a.type.kind == b.type.kind) return true;
    if (a.type.kind == TypeKind::date && is_moment(b.type.kind)) {
      a.type = b.type;
      return scale_by(a, {kMicrosOfDay, 1});
    }
    if (b.type.kind == TypeKind::date && is_moment(a.type.kind)) {
      b.type = a.type;
      return scale_by(b, {kMicrosOfDay, 1});
    }
    return false;
  }

 private:
  const Expression& whole_;
  const PathForm& paths_;
  const CompileOptions& options_;
};

/// Whether a comparison of these two as doubles is that of the exact numbers: nothing is rounded, or what is rounded
/// keeps its order.
bool compared_exactly(const LinearForm& a, const LinearForm& b) {
  if (a.type.kind != TypeKind::number && b.type.kind != TypeKind::number) return true;
  const auto plain = [](const LinearForm& form, bool beside_constant) {
    if (form.rounded) return false;
    if (form.constant_alone()) {
      return form.constant.numerator <= kMostDistinct && form.constant.numerator >= -kMostDistinct;
    }
    if (!form.constant.zero() || form.terms.size() != 1) return false;
    const Fraction& coefficient = form.terms[0].coefficient;
    if (coefficient.denominator != 1 || (coefficient.numerator != 1 && coefficient.numerator != -1)) return false;
    // An integer beside a double of at most 15 digits is itself a double, or far from it.
    return form.type.kind == TypeKind::number || (form.type.kind == TypeKind::integer && beside_constant);
  };
  return plain(a, b.constant_alone()) && plain(b, a.constant_alone());
}

bool text_literal(const Expression& expression) { return expression.root().kind == NodeKind::text; }

}  // namespace

std::optional<Fraction> add(Fraction a, Fraction b) {
  return reduce(Wide{a.numerator} * b.denominator + Wide{b.numerator} * a.denominator,
                Wide{a.denominator} * b.denominator);
}

std::optional<Fraction> multiply(Fraction a, Fraction b) {
  return reduce(Wide{a.numerator} * b.numerator, Wide{a.denominator} * b.denominator);
}

std::optional<Fraction> divide(Fraction a, Fraction b) {
  return reduce(Wide{a.numerator} * b.denominator, Wide{a.denominator} * b.numerator);
}

std::optional<LinearForm> constant_form(const Expression& expression, const CompileOptions& options) {
  if (!expression.constant()) return std::nullopt;
  CompileOptions own = options;
  // A literal's fraction of a second is not lost.
  if (own.wanted.has_value() && is_micros(own.wanted->kind)) own.wanted->decimals = 6;
  const Result<std::shared_ptr<const Program>> program = compile(
      expression, EmptyScope(), [](std::string_view) { return StreamKey{}; }, own);
  if (!program.ok() || (*program)->constant() == nullptr) return std::nullopt;
  const Column& value = *(*program)->constant();
  const std::optional<Fraction> fraction = value_of(value);
  if (!fraction.has_value()) return std::nullopt;
  LinearForm form;
  form.constant = *fraction;
  form.type = value.type();
  return form;
}

std::optional<LinearForm> linear_form(const Expression& expression, const PathForm& paths,
                                      const CompileOptions& options) {
  return Former(expression, paths, options).form(expression.root(), expression);
}

std::optional<LinearForm> linear_difference(const Expression& left, const Expression& right, const PathForm& paths,
                                            const CompileOptions& options) {
  if (text_literal(left) && text_literal(right)) return std::nullopt;
  std::optional<LinearForm> a = text_literal(left) ? std::nullopt : linear_form(left, paths, options);
  std::optional<LinearForm> b = text_literal(right) ? std::nullopt : linear_form(right, paths, options);
  for (const bool first : {true, false}) {
    std::optional<LinearForm>& own = first ? a : b;
    const std::optional<LinearForm>& other = first ? b : a;
    const Expression& expression = first ? left : right;
    if (own.has_value() || !other.has_value() || !text_literal(expression) || !is_time(other->type.kind)) continue;
    CompileOptions reading = options;
    reading.wanted = other->type;
    own = constant_form(expression, reading);
  }
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  const bool numbers = is_numeric(a->type.kind) && is_numeric(b->type.kind);
  if (!numbers && (!is_time(a->type.kind) || !is_time(b->type.kind) || !Former::to_one_line(*a, *b))) {
    return std::nullopt;
  }
  const bool exact = compared_exactly(*a, *b);
  const Type type = numbers ? wider(a->type, b->type) : a->type;
  if (!add_to(*a, *b, {-1, 1})) return std::nullopt;
  a->type = type;
  a->rounded = a->rounded || !exact;
  return a;
}

}  // namespace synthgen
