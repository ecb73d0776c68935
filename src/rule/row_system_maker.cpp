// Conditions as sums where they compare numbers and times, and as tables where all values of
// their columns are listed.
#include "synthgen/rule/row_system_maker.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "outcomes_by_cell.hpp"
#include "synthgen/column/ordered_numbers.hpp"

namespace synthgen {
namespace {

using Kind = RowFormula::Kind;

/// Cells of a table, and values of an interval that is listed.
constexpr std::size_t kMostCells = 4'096;
constexpr double kMostListed = 1'000;
constexpr std::size_t kMostNamedTexts = 1'000;
/// Computed columns within computed columns, and conditions within conditions.
constexpr int kDeepest = 50;
constexpr std::int64_t kExact = 9'007'199'254'740'992;

RowFormula join(Kind kind, std::vector<RowFormula> parts) {
  RowFormula formula;
  formula.kind = kind;
  formula.parts = std::move(parts);
  return formula;
}

RowFormula is_null(std::size_t column) {
  RowFormula formula;
  formula.kind = Kind::null_test;
  formula.columns = {column};
  return formula;
}

/// The values first … of an interval as a column.
std::shared_ptr<const Column> values_from(Type type, std::int64_t first, std::int64_t step, std::size_t count) {
  auto column = std::make_shared<Column>();
  column->reset(type, count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t value = first + static_cast<std::int64_t>(i) * step;
    if (type.kind == TypeKind::date) {
      column->data<std::int32_t>()[i] = static_cast<std::int32_t>(value);
    } else {
      column->data<std::int64_t>()[i] = value;
    }
  }
  return column;
}

std::shared_ptr<const Column> values_of(const std::vector<std::string>& texts) {
  auto column = std::make_shared<Column>();
  column->reset({TypeKind::string}, texts.size());
  column->begin_texts();
  for (const std::string& text : texts) column->append_text(text);
  return column;
}

/// Units of a type in 1.
std::int64_t units_in_one(Type type) {
  std::int64_t units = 1;
  if (type.kind == TypeKind::decimal) {
    for (int i = 0; i < type.decimals; ++i) units *= 10;
  }
  return units;
}

}  // namespace

RowSystemMaker::RowSystemMaker(const Scope& scope, RowColumns columns, const CompileOptions& options)
    : scope_(scope), columns_(std::move(columns)), options_(options) {}

std::optional<std::size_t> RowSystemMaker::index_of(const Path& path) {
  const auto known = by_path_.find(path);
  if (known != by_path_.end()) return known->second;
  std::optional<std::size_t> index;
  std::optional<RowColumn> column = columns_(path);
  if (column.has_value()) {
    const auto [at, added] = by_column_.try_emplace(column->column, known_.size());
    index = at->second;
    if (added) {
      RowDomain& domain = column->domain;
      const bool numeric = is_numeric(column->type.kind) || is_time(column->type.kind);
      if (column->values != nullptr && domain.values > 0 && numeric) {
        domain.numbers.resize(domain.values);
        ordered_numbers(*column->values, domain.values, domain.numbers.data());
        const auto [low, high] = std::minmax_element(domain.numbers.begin(), domain.numbers.end());
        const bool exact = column->type.kind == TypeKind::number ||
                           (*low > -static_cast<double>(kExact) && *high < static_cast<double>(kExact));
        if (exact && !domain.others) {
          domain.low = std::max(domain.low, *low);
          domain.high = std::min(domain.high, *high);
        } else if (!exact) {
          domain.numbers.clear();
        }
      }
      known_.push_back(std::move(*column));
    }
  }
  by_path_.emplace(path, index);
  return index;
}

std::optional<LinearForm> RowSystemMaker::form_of(const Path& path, int depth) {
  if (path.size() == 1) {
    if (const NamedConstant* constant = scope_.constant(path[0]); constant != nullptr) {
      if (constant->kind != NamedConstant::Kind::number) return std::nullopt;
      const Result<Expression> literal = Expression::parse(constant->text, TextOrigin());
      return literal.ok() ? constant_form(*literal, options_) : std::nullopt;
    }
  }
  const std::optional<std::size_t> index = index_of(path);
  if (!index.has_value()) return std::nullopt;
  const RowColumn& column = known_[*index];
  if (column.computed != nullptr && depth < kDeepest && column.type.kind != TypeKind::boolean) {
    const Type type = column.type;
    std::optional<LinearForm> form = linear_form(
        *column.computed, [this, depth](const Path& inner) { return form_of(inner, depth + 1); }, options_);
    if (form.has_value() && form->type == type) return form;
  }
  LinearForm form;
  form.terms.push_back({path, known_[*index].type, {1, 1}});
  form.type = known_[*index].type;
  return form;
}

std::optional<std::size_t> RowSystemMaker::bare_column(const Expression& expression) {
  // Anything but a path alone is no sum of something that is not a number.
  const std::optional<LinearForm> form = linear_form(
      expression,
      [](const Path& path) {
        LinearForm bare;
        bare.terms.push_back({path, {TypeKind::boolean}, {1, 1}});
        bare.type = {TypeKind::boolean};
        return bare;
      },
      options_);
  if (!form.has_value() || form->terms.size() != 1) return std::nullopt;
  const Path path = form->terms[0].path;
  if (path.size() == 1 && scope_.constant(path[0]) != nullptr) return std::nullopt;
  return index_of(path);
}

bool RowSystemMaker::listed(std::size_t index) {
  RowColumn& column = known_[index];
  RowDomain& domain = column.domain;
  if (column.values != nullptr) return true;
  if (column.type.kind == TypeKind::string && !column.coded) {
    const auto named = named_texts_.find(index);
    if (named == named_texts_.end() || named->second.size() > kMostNamedTexts) return false;
    column.values = values_of(named->second);
    domain.values = named->second.size();
    domain.others = true;
    return true;
  }
  if (domain.step <= 0 || !std::isfinite(domain.low) || !std::isfinite(domain.high)) return false;
  const auto step = static_cast<double>(domain.step);
  const double first = std::ceil(domain.low / step);
  const double count = std::floor(domain.high / step) - first + 1;
  if (!(count >= 1) || count > kMostListed || std::fabs(first * step) >= static_cast<double>(kExact)) return false;
  domain.values = static_cast<std::size_t>(count);
  column.values = values_from(column.type, static_cast<std::int64_t>(first) * domain.step, domain.step, domain.values);
  domain.numbers.resize(domain.values);
  ordered_numbers(*column.values, domain.values, domain.numbers.data());
  return true;
}

std::optional<RowFormula> RowSystemMaker::table(const Expression& condition) {
  if (condition.varies()) return std::nullopt;
  std::vector<std::size_t> columns;
  for (const PathUse& use : condition.paths()) {
    if (use.path.size() == 1 && scope_.constant(use.path[0]) != nullptr) continue;
    const std::optional<std::size_t> column = index_of(use.path);
    if (!column.has_value()) return std::nullopt;
    if (std::find(columns.begin(), columns.end(), *column) == columns.end()) columns.push_back(*column);
  }
  std::size_t cells = 1;
  for (const std::size_t column : columns) {
    if (!listed(column)) return std::nullopt;
    cells *= known_[column].domain.values + 2;
    if (cells > kMostCells) return std::nullopt;
  }
  std::vector<const RowColumn*> read;
  for (const std::size_t column : columns) read.push_back(&known_[column]);
  std::optional<std::vector<Outcomes>> outcomes = outcomes_by_cell(condition, read, scope_, options_);
  if (!outcomes.has_value()) return std::nullopt;
  RowFormula formula;
  formula.kind = Kind::table;
  formula.columns = std::move(columns);
  formula.outcomes = std::move(*outcomes);
  if (formula.columns.empty()) formula.kind = Kind::fixed;
  return formula;
}

std::optional<RowFormula> RowSystemMaker::sum(const Condition& condition) {
  if (condition.whole.varies()) return std::nullopt;
  const std::optional<LinearForm> form = linear_difference(
      *condition.left, *condition.right, [this](const Path& path) { return form_of(path, 0); }, options_);
  if (!form.has_value() || form->terms.empty()) return std::nullopt;
  // Whole coefficients of units.
  std::map<std::size_t, Fraction> coefficients;
  std::int64_t common = form->constant.denominator;
  for (const LinearForm::Term& term : form->terms) {
    const std::optional<std::size_t> column = index_of(term.path);
    const std::optional<Fraction> units = divide(term.coefficient, {units_in_one(term.type), 1});
    if (!column.has_value() || !units.has_value()) return std::nullopt;
    const std::optional<Fraction> total = synthgen::add(coefficients[*column], *units);
    if (!total.has_value()) return std::nullopt;
    coefficients[*column] = *total;
  }
  for (const auto& [column, coefficient] : coefficients) {
    const std::int64_t more = coefficient.denominator / std::gcd(common, coefficient.denominator);
    if (__builtin_mul_overflow(common, more, &common)) return std::nullopt;
  }
  RowFormula formula;
  formula.kind = Kind::sum;
  formula.comparison = condition.comparison;
  formula.rounded = form->rounded;
  for (const auto& [column, coefficient] : coefficients) {
    const std::optional<Fraction> whole = multiply(coefficient, {common, 1});
    if (!whole.has_value() || whole->numerator >= kExact || whole->numerator <= -kExact) return std::nullopt;
    formula.terms.push_back({column, whole->numerator});
  }
  const std::optional<Fraction> constant = multiply(form->constant, {common, 1});
  if (!constant.has_value()) return std::nullopt;
  formula.constant = constant->numerator;
  return formula;
}

RowFormula RowSystemMaker::comparison(const Condition& condition) {
  // Sums see bounds where tables see values only; rounded ones less than tables do.
  std::optional<RowFormula> as_sum = sum(condition);
  if (as_sum.has_value() && !as_sum->rounded &&
      std::all_of(as_sum->terms.begin(), as_sum->terms.end(), [this](const RowFormula::Term& term) {
        return known_[term.column].values == nullptr || !known_[term.column].domain.numbers.empty();
      })) {
    return std::move(*as_sum);
  }
  if (std::optional<RowFormula> formula = table(condition.whole); formula.has_value()) {
    say_of_others(condition, *formula);
    return std::move(*formula);
  }
  return as_sum.value_or(RowFormula());
}

void RowSystemMaker::say_of_others(const Condition& condition, RowFormula& formula) {
  const bool equal = condition.comparison == Comparison::equal;
  if ((!equal && condition.comparison != Comparison::not_equal) || formula.columns.size() != 1) return;
  if (!(condition.left->constant() && bare_column(*condition.right).has_value()) &&
      !(condition.right->constant() && bare_column(*condition.left).has_value())) {
    return;
  }
  // A constant that a listed value equals is equal to no other.
  const std::size_t values = known_[formula.columns[0]].domain.values;
  const auto end = formula.outcomes.begin() + static_cast<std::ptrdiff_t>(values);
  if (std::find(formula.outcomes.begin(), end, equal ? kTrue : kFalse) != end) {
    formula.outcomes[values] = equal ? kFalse : kTrue;
  }
}

RowFormula RowSystemMaker::null_test(const Condition& condition) {
  if (condition.left->varies()) return {};
  if (const std::optional<std::size_t> column = bare_column(*condition.left); column.has_value()) {
    if (known_[*column].computed == nullptr) return is_null(*column);
  }
  // A sum is null where one of its columns is.
  const std::optional<LinearForm> form = linear_form(
      *condition.left, [this](const Path& path) { return form_of(path, 0); }, options_);
  if (form.has_value() && !form->terms.empty()) {
    std::vector<RowFormula> parts;
    for (const LinearForm::Term& term : form->terms) {
      const std::optional<std::size_t> column = index_of(term.path);
      if (!column.has_value()) return {};
      parts.push_back(is_null(*column));
    }
    return parts.size() == 1 ? std::move(parts[0]) : join(Kind::any, std::move(parts));
  }
  if (const std::optional<std::size_t> column = bare_column(*condition.left); column.has_value()) {
    return is_null(*column);
  }
  return table(condition.whole).value_or(RowFormula());
}

RowFormula RowSystemMaker::other(const Condition& condition, int depth) {
  if (const std::optional<std::size_t> column = bare_column(condition.whole); column.has_value()) {
    const Expression* computed = known_[*column].computed;
    if (computed != nullptr && !computed->varies()) return formula_of(take_apart(*computed), depth + 1);
  }
  return table(condition.whole).value_or(RowFormula());
}

RowFormula RowSystemMaker::formula_of(const Condition& condition, int depth) {
  if (depth > 4 * kDeepest) return {};
  switch (condition.kind) {
    case Condition::Kind::all:
    case Condition::Kind::any:
    case Condition::Kind::negation: {
      std::vector<RowFormula> parts;
      for (const Condition& part : condition.parts) parts.push_back(formula_of(part, depth + 1));
      return join(condition.kind == Condition::Kind::all   ? Kind::all
                  : condition.kind == Condition::Kind::any ? Kind::any
                                                           : Kind::negation,
                  std::move(parts));
    }
    case Condition::Kind::comparison:
      return comparison(condition);
    case Condition::Kind::null_test:
      return null_test(condition);
    case Condition::Kind::other:
      break;
  }
  return other(condition, depth);
}

RowFormula RowSystemMaker::formula_of(const RuleDeclaration& rule) {
  RowFormula check = formula_of(take_apart(*rule.check), 0);
  if (!rule.condition.has_value()) return check;
  // It is broken where the condition is true and `then` false, or the condition false and `else` false.
  RowFormula condition = formula_of(take_apart(*rule.condition), 0);
  RowFormula then = join(Kind::any, {join(Kind::negation, {condition}), std::move(check)});
  if (!rule.otherwise.has_value()) return then;
  RowFormula otherwise = join(Kind::any, {std::move(condition), formula_of(take_apart(*rule.otherwise), 0)});
  return join(Kind::all, {std::move(then), std::move(otherwise)});
}

void RowSystemMaker::collect_texts(const Condition& condition) {
  for (const Condition& part : condition.parts) collect_texts(part);
  if (condition.kind != Condition::Kind::comparison) return;
  for (const bool left : {true, false}) {
    const Expression& text = left ? *condition.left : *condition.right;
    if (!text.constant()) continue;
    const std::optional<std::size_t> column = bare_column(left ? *condition.right : *condition.left);
    if (!column.has_value() || known_[*column].type.kind != TypeKind::string || known_[*column].values != nullptr) {
      continue;
    }
    const Result<std::shared_ptr<const Program>> program = compile(
        text, scope_, [](std::string_view) { return StreamKey{}; }, options_);
    if (!program.ok() || (*program)->constant() == nullptr) continue;
    const Column& value = *(*program)->constant();
    if (value.type().kind != TypeKind::string || value.is_null(0)) continue;
    std::vector<std::string>& texts = named_texts_[*column];
    const std::string named(value.text(0));
    if (std::find(texts.begin(), texts.end(), named) == texts.end()) texts.push_back(named);
  }
}

RowSystem RowSystemMaker::make() {
  for (const RuleDeclaration* rule : rules_) {
    for (const std::optional<Expression>* part : {&rule->condition, &rule->check, &rule->otherwise}) {
      if (part->has_value()) collect_texts(take_apart(**part));
    }
  }
  RowSystem system;
  for (const RuleDeclaration* rule : rules_) system.rules.push_back(formula_of(*rule));
  for (const RowColumn& column : known_) system.columns.push_back(column.domain);
  return system;
}

}  // namespace synthgen
