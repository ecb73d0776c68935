#include "rule_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "planned_score.hpp"
#include "score_pieces.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/copula/score_columns.hpp"

namespace synthgen {
namespace {

/// A column of the schema as if a correlation gave it a score: the same law, drawn in another way.
class RuleScoreContext final : public ColumnContext {
 public:
  RuleScoreContext(Draft& draft, std::size_t table, std::size_t column, ColumnIndex score)
      : ColumnContext(draft, table, column), score_(score), declaration_(ColumnContext::declaration()) {}
  std::optional<ColumnIndex> score() const override { return score_; }
  const ColumnDeclaration& declaration() const override { return declaration_; }
  /// As if the values were not rounded.
  void set_unrounded() {
    declaration_.type = TypeKind::number;
    declaration_.decimals.reset();
  }
  /// It was told when the column was made.
  void warn(Diagnostic /*diagnostic*/) const override {}

 private:
  const ColumnIndex score_;
  ColumnDeclaration declaration_;
};

bool says_nothing(const RuleTree& tree) {
  if (tree.kind == RuleTree::Kind::unknown) return true;
  return !tree.parts.empty() && std::all_of(tree.parts.begin(), tree.parts.end(), says_nothing);
}

bool has_kind(const RuleTree& tree, RuleTree::Kind kind) {
  if (tree.kind == kind) return true;
  return std::any_of(tree.parts.begin(), tree.parts.end(), [&](const RuleTree& part) { return has_kind(part, kind); });
}

RuleTree joined(RuleTree::Kind kind, std::vector<RuleTree> parts) {
  const bool list = kind == RuleTree::Kind::all || kind == RuleTree::Kind::any;
  if (parts.size() == 1 && list) return std::move(parts.front());
  RuleTree tree;
  tree.kind = kind;
  tree.parts = std::move(parts);
  return tree;
}

/// A chain of computed columns is followed so far.
constexpr int kMostDepth = 64;

}  // namespace

PlannedTarget RuleTarget::make(const std::vector<RulePartDraft>& parts) {
  target_.column = static_cast<ColumnIndex>(column_);
  target_.nullable = tests_.may_be_missing(column_);
  find_score();
  find_own();
  find_nulls();
  mark_followers();
  find_tests(parts);
  // Tests that do not follow the target are filled before it.
  std::vector<RuleTree> trees;
  for (const RulePartDraft& part : parts) {
    const std::size_t pinned = target_.pins.size();
    RuleTree tree = tree_of(part);
    const bool pins = target_.pins.size() > pinned;
    PlannedRule::Part& planned = table().rules[part.rule].parts[part.part];
    const bool unknown = has_kind(tree, RuleTree::Kind::unknown);
    const bool compares = has_kind(tree, RuleTree::Kind::atom);
    planned.method = target_.domain != nullptr || target_.few_by_row       ? RuleMethod::values
                     : unknown || (compares && !target_.score.has_value()) ? RuleMethod::attempts
                     : pins                                                ? RuleMethod::equality
                     : compares                                            ? RuleMethod::interval
                                                                           : RuleMethod::null;
    trees.push_back(std::move(tree));
  }
  target_.tree = joined(RuleTree::Kind::all, std::move(trees));
  target_.solvable = !says_nothing(target_.tree);
  settle();
  target_.fixed = std::move(fixed_);
  return std::move(target_);
}

void RuleTarget::find_tests(const std::vector<RulePartDraft>& parts) {
  std::vector<ColumnIndex> tests;
  for (const RulePartDraft& part : parts) {
    target_.parts.push_back({part.rule, part.part});
    const PlannedRule::Part& planned = table().rules[part.rule].parts[part.part];
    if (planned.condition.has_value()) tests.push_back(*planned.condition);
    tests.push_back(planned.check);
  }
  for (const ColumnIndex index : following(tests)) {
    const bool test = std::find(tests.begin(), tests.end(), index) != tests.end();
    (test ? target_.tests : target_.dependents).push_back(index);
  }
}

RuleTree RuleTarget::tree_of(const RulePartDraft& part) {
  RuleTree tree = make_tree(take_apart(part.check));
  if (part.on_purpose.has_value()) {
    if (part.negated) tree = joined(RuleTree::Kind::negation, {std::move(tree)});
    // What is not solved looks like null, which is for the test to tell.
    if (!has_kind(tree, RuleTree::Kind::unknown)) tree = joined(RuleTree::Kind::certain, {std::move(tree)});
    RuleTree hits;
    hits.kind = RuleTree::Kind::fixed;
    hits.column = *part.on_purpose;  // filled before the target, as its tests read it
    return joined(RuleTree::Kind::any, {joined(RuleTree::Kind::negation, {std::move(hits)}), std::move(tree)});
  }
  if (!part.condition.has_value()) return tree;
  RuleTree condition = make_tree(take_apart(*part.condition));
  if (!part.otherwise) condition = joined(RuleTree::Kind::negation, {std::move(condition)});
  return joined(RuleTree::Kind::any, {std::move(condition), std::move(tree)});
}

PlannedTarget RuleTarget::make_violation(const std::vector<RulePartDraft>& parts, std::size_t violated,
                                         const std::string& purpose) {
  directly_ = true;
  target_.column = static_cast<ColumnIndex>(column_);
  target_.nullable = tests_.may_be_missing(column_);
  find_score();
  target_.draws = make_stream_key(draft_.plan.seed, table().name, schema_column().declaration.name, purpose);
  find_own();
  add_violation(parts, violated);
  return std::move(target_);
}

PlannedTarget RuleTarget::make_override(const std::vector<RulePartDraft>& parts, std::size_t violated,
                                        ColumnIndex value, std::vector<ColumnIndex> own) {
  directly_ = true;
  target_.column = static_cast<ColumnIndex>(column_);
  target_.value = value;
  target_.own = std::move(own);
  add_violation(parts, violated);
  return std::move(target_);
}

void RuleTarget::add_violation(const std::vector<RulePartDraft>& parts, std::size_t violated) {
  target_.violated = violated;
  mark_followers();
  std::vector<RulePartDraft> reading;
  for (const RulePartDraft& part : parts) {
    const PlannedRule::Part& planned = table().rules[part.rule].parts[part.part];
    if (follows_[planned.check] || (planned.condition.has_value() && follows_[*planned.condition])) {
      reading.push_back(part);
    }
  }
  find_tests(reading);
  std::vector<RuleTree> kept;
  std::vector<RuleTree> broken;
  for (const RulePartDraft& part : reading) {
    if (part.rule == violated) {
      const std::vector<PlannedTarget::Pin> pins = target_.pins;
      broken.push_back(tree_of(part));
      target_.pins = pins;  // what the rule pins is what breaks it least
    } else {
      kept.push_back(tree_of(part));
    }
  }
  RuleTree violation = joined(RuleTree::Kind::negation, {joined(RuleTree::Kind::all, std::move(broken))});
  if (!has_kind(violation, RuleTree::Kind::unknown)) {
    violation = joined(RuleTree::Kind::certain, {std::move(violation)});
  }
  kept.push_back(std::move(violation));
  target_.tree = joined(RuleTree::Kind::all, std::move(kept));
  target_.solvable = !says_nothing(target_.tree);
  target_.fixed = std::move(fixed_);
}

void RuleTarget::find_nulls() {
  const SchemaColumn& column = schema_column();
  const std::optional<ParameterValue>& missing = column.declaration.missing;
  if (missing.has_value() && !missing->literal()) {
    const std::optional<Type> type = tests_.type_of(*missing->expression);
    if (type.has_value()) {
      target_.null_rate = tests_.add_value(*missing->expression,
                                           is_numeric(type->kind) ? Type{TypeKind::number, 0} : *type, "rate of null");
    }
  }
  // What has no score may have null among its values, or in a branch.
  const std::string_view kind = column.kind->record.name;
  target_.null_by_source =
      !target_.score.has_value() && target_.domain == nullptr && kind != "provider" && kind != "references";
}

/// What of the tree can be known before a value is drawn. REQUIRES: the tree.
void RuleTarget::settle() {
  // Rounded values have scores of their own, so that an equality is met by the search too.
  constexpr std::size_t kMostPins = 4;
  if (target_.pins.size() > kMostPins && table().columns[column_].made.type.kind != TypeKind::number) {
    target_.pins.clear();
  }
  target_.pins_at_once = !target_.pins.empty() && !target_.innovation.has_value() && dense();
  target_.decides_at_once = target_.domain == nullptr && !target_.few_by_row &&
                            (has_kind(target_.tree, RuleTree::Kind::null_test) || target_.pins_at_once);
  target_.same_set = target_.solvable && !has_kind(target_.tree, RuleTree::Kind::fixed) &&
                     !has_kind(target_.tree, RuleTree::Kind::certain) &&
                     std::all_of(target_.atoms.begin(), target_.atoms.end(), [](const RuleAtom& a) { return a.fixed; });
}

/// Whether every value between the least and the greatest one can be drawn, as far as can be seen.
bool RuleTarget::dense() const {
  if (!same_law_ || !target_.score.has_value()) return false;
  if (!target_.ladder.empty()) {
    for (std::size_t k = 1; k < target_.ladder.size(); ++k) {
      if (!(target_.ladder[k - 1] < target_.ladder[k])) return false;
    }
    return true;
  }
  // A jump keeps its height however near one looks; beyond four standard deviations values may lie far apart.
  constexpr std::size_t kLooks = 2'049;
  constexpr double kReach = 4;
  const MadeSource& made = table().columns[target_.value].made;
  ScoreEvaluate evaluate(*target_.score);
  std::vector<double> scores(kLooks);
  std::vector<double> values(kLooks);
  for (std::size_t i = 0; i < kLooks; ++i) scores[i] = kReach * (static_cast<double>(i) / 1'024 - 1);
  evaluate.values(*made.source, scores, values.data());
  const double unit = made.type.kind == TypeKind::number ? 0 : 1.5;
  const double least = 1e-9 * (values.back() - values.front());
  for (std::size_t i = 0; i + 1 < kLooks; ++i) {
    double low = scores[i];
    double high = scores[i + 1];
    double ends[] = {values[i], values[i + 1]};
    for (int round = 0; round < 40 && ends[1] - ends[0] > std::max(least, unit); ++round) {
      const double middle[] = {0.5 * (low + high)};
      double value[1];
      evaluate.values(*made.source, middle, value);
      // The half that rises more.
      const bool first = value[0] - ends[0] > ends[1] - value[0];
      (first ? high : low) = middle[0];
      ends[first ? 1 : 0] = value[0];
    }
    if (!(ends[1] - ends[0] <= std::max(least, unit))) return false;
  }
  return true;
}

void RuleTarget::find_own() {
  if (target_.score.has_value()) return;
  for (const ColumnIndex index : draft_.own_internals(table_, target_.column)) target_.own.push_back(index);
}

void RuleTarget::find_score() {
  target_.value = target_.column;
  const SchemaColumn& column = schema_column();
  const std::string& name = column.declaration.name;
  target_.draws = make_stream_key(draft_.plan.seed, table().name, name, "conditional/64");
  if (!column.spec->unscored().empty() || table().columns[column_].made.type.kind == TypeKind::uuid) return;
  if (const std::optional<ColumnIndex> score = draft_.scores[table_][column_]; score.has_value()) {
    target_.score = score;
    const ColumnIndex innovation = correlations_.independent_score(table_, column_);
    // Of the first member of a Gaussian group the two are one; later members read it all the same.
    target_.innovation = innovation;
    if (innovation != *score) target_.chain = {*score};
    target_.linear_chain = correlations_.family(table_, column_) == CopulaFamily::gaussian;
  } else {
    const ColumnIndex given = draft_.add_internal(table_, fmt::format("given score of {}", name), "score of a redraw",
                                                  make_independent_scores(target_.draws));
    const RuleScoreContext context(draft_, table_, column_, given);
    Result<MadeSource> made = column.spec->make(context);
    if (!made.ok() || made->type != table().columns[column_].made.type) return;
    target_.score = given;
    target_.value =
        draft_.add_internal(table_, fmt::format("{} by score", name), "value of a redraw", std::move(*made));
  }
  const MadeSource& made = table().columns[target_.value].made;
  same_law_ = !draws_parameters(column) && std::all_of(made.inputs.begin(), made.inputs.end(),
                                                       [&](ColumnIndex input) { return input == *target_.score; });
  if (!same_law_) {
    const std::shared_ptr<const Column>& domain = table().columns[column_].made.domain;
    target_.few_by_row = made.type.kind == TypeKind::boolean ||
                         (domain != nullptr && domain->rows() > 0 && domain->rows() < kMostScorePieces) ||
                         (made.dictionary != nullptr && made.dictionary->size() < kMostScorePieces);
    return;
  }
  if (std::optional<ScorePieces> pieces = find_score_pieces(made, *target_.score); pieces.has_value()) {
    target_.domain = std::make_shared<const Column>(std::move(pieces->values));
    target_.ends = std::move(pieces->ends);
  }
}

void RuleTarget::mark_followers() {
  follows_.assign(table().columns.size(), false);
  follows_[target_.column] = true;
  for (const ColumnIndex index : target_.own) follows_[index] = true;
  // In the order in which columns were made each comes after those that it reads.
  for (const ColumnIndex index : draft_.order[table_]) {
    if (directly_ && !table().columns[index].internal) continue;
    if (table().columns[index].made.by_family) continue;  // it follows from other rows, which stay as they are
    const std::vector<ColumnIndex>& inputs = table().columns[index].made.inputs;
    if (std::any_of(inputs.begin(), inputs.end(), [&](ColumnIndex input) { return follows_[input]; })) {
      follows_[index] = true;
    }
  }
}

std::vector<ColumnIndex> RuleTarget::following(const std::vector<ColumnIndex>& wanted) const {
  std::vector<bool> needed(table().columns.size(), false);
  std::vector<ColumnIndex> open = wanted;
  while (!open.empty()) {
    const ColumnIndex index = open.back();
    open.pop_back();
    if (needed[index]) continue;
    needed[index] = true;
    const std::vector<ColumnIndex>& inputs = table().columns[index].made.inputs;
    open.insert(open.end(), inputs.begin(), inputs.end());
  }
  std::vector<ColumnIndex> result;
  for (const ColumnIndex index : draft_.order[table_]) {
    if (!needed[index] || !follows_[index] || index == target_.column) continue;
    if (std::find(target_.own.begin(), target_.own.end(), index) == target_.own.end()) result.push_back(index);
  }
  return result;
}

bool RuleTarget::is_target(const Expression& expression) const {
  const Path* path = expression.as_path();
  return path != nullptr && path->size() == 1 && path->front() == schema_column().declaration.name;
}

Trend RuleTarget::trend_of_path(const Path& path, int depth) const {
  const SchemaTable& schema = *draft_.schema.tables[table_];
  const std::optional<std::size_t> column = schema.index_of(path.front());
  if (!column.has_value()) return Trend::constant;
  if (!follows_[*column]) return Trend::constant;
  if (path.size() > 1 || depth > kMostDepth) return Trend::other;
  if (*column == column_) return target_.score.has_value() ? Trend::rising : Trend::other;
  const SchemaColumn& computed = *schema.columns[*column];
  if (computed.spec == nullptr || tests_.drawn(*column) || computed.kind->record.name != "expression") {
    return Trend::other;
  }
  const std::vector<const Expression*> expressions = expressions_of(computed.spec.get(), computed.declaration);
  if (expressions.size() != 1) return Trend::other;
  return trend_of(
      *expressions.front(), [&](const Path& inner) { return trend_of_path(inner, depth + 1); }, &tests_.scope());
}

RuleTree RuleTarget::make_fixed(const Expression& condition) {
  RuleTree tree;
  const std::optional<ColumnIndex> column = tests_.add_value(condition, Type{TypeKind::boolean, 0}, "part of a rule");
  if (!column.has_value()) return tree;
  tree.kind = RuleTree::Kind::fixed;
  tree.column = *column;
  fixed_.push_back(*column);
  follows_.resize(table().columns.size(), false);
  return tree;
}

RuleTree RuleTarget::make_tree(const Condition& condition) {
  const std::vector<PathUse>& paths = condition.whole.paths();
  if (std::all_of(paths.begin(), paths.end(),
                  [&](const PathUse& use) { return trend_of_path(use.path, 0) == Trend::constant; })) {
    return make_fixed(condition.whole);
  }
  RuleTree tree;
  switch (condition.kind) {
    case Condition::Kind::all:
    case Condition::Kind::any:
    case Condition::Kind::negation: {
      tree.kind = condition.kind == Condition::Kind::all   ? RuleTree::Kind::all
                  : condition.kind == Condition::Kind::any ? RuleTree::Kind::any
                                                           : RuleTree::Kind::negation;
      for (const Condition& part : condition.parts) tree.parts.push_back(make_tree(part));
      return tree;
    }
    case Condition::Kind::comparison:
      return make_comparison(condition);
    case Condition::Kind::null_test:
      if (is_target(*condition.left)) tree.kind = RuleTree::Kind::null_test;
      return tree;
    case Condition::Kind::other:
      return tree;
  }
  return tree;
}

std::optional<Type> RuleTarget::common_type(const Expression& left, const Expression& right) const {
  std::optional<Type> a = tests_.type_of(left);
  std::optional<Type> b = tests_.type_of(right);
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  if (is_numeric(a->kind) && is_numeric(b->kind)) return Type{TypeKind::number, 0};
  // A literal beside a time is read as one.
  if (is_time(a->kind) && b->kind == TypeKind::string && right.constant()) b = a;
  if (is_time(b->kind) && a->kind == TypeKind::string && left.constant()) a = b;
  if (!is_time(a->kind) || !is_time(b->kind)) return std::nullopt;
  if (*a == *b) return a;
  if (a->kind == TypeKind::date && is_moment(b->kind)) return b;
  if (b->kind == TypeKind::date && is_moment(a->kind)) return a;
  if (a->kind == b->kind) return a->decimals > b->decimals ? a : b;
  return std::nullopt;
}

RuleTree RuleTarget::make_comparison(const Condition& condition) {
  RuleTree tree;
  const PathTrend paths = [&](const Path& path) { return trend_of_path(path, 0); };
  const Trend trend = trend_of_difference(*condition.left, *condition.right, paths, &tests_.scope());
  if (trend == Trend::other || trend == Trend::constant) return tree;
  const std::optional<Type> type = common_type(*condition.left, *condition.right);
  if (!type.has_value()) return tree;
  const std::optional<ColumnIndex> left = tests_.add_value(*condition.left, type, "left side of a rule");
  const std::optional<ColumnIndex> right = tests_.add_value(*condition.right, type, "right side of a rule");
  if (!left.has_value() || !right.has_value()) return tree;
  mark_followers();
  RuleAtom atom;
  atom.left = *left;
  atom.right = *right;
  atom.comparison = condition.comparison;
  atom.columns = following({*left, *right});
  const bool bare_left = is_target(*condition.left) && !follows_[*right];
  const bool bare_right = is_target(*condition.right) && !follows_[*left];
  // The ladder counts in the target's own numbers: a date beside a timestamp is none of them.
  const Type own = table().columns[column_].made.type;
  if ((bare_left || bare_right) && (is_numeric(own.kind) || *type == own)) {
    atom.bare = bare_left ? RuleAtom::Bare::left : RuleAtom::Bare::right;
    add_ladder();
  }
  atom.fixed = same_law_ && !condition.whole.varies() && follow_alone({*left, *right});
  for (const ColumnIndex side : {*left, *right}) {
    if (!follows_[side]) fixed_.push_back(side);
  }
  tree.kind = RuleTree::Kind::atom;
  tree.atom = target_.atoms.size();
  target_.atoms.push_back(std::move(atom));
  if (condition.comparison == Comparison::equal) add_pin(condition, tree.atom);
  return tree;
}

/// Bounds are laid over written values, so a column with bounds has another law before it is rounded.
void RuleTarget::add_unrounded() {
  const SchemaColumn& column = schema_column();
  const Type type = table().columns[column_].made.type;
  if (type.kind != TypeKind::decimal || column.declaration.min.has_value() || column.declaration.max.has_value())
    return;
  RuleScoreContext context(draft_, table_, column_, *target_.score);
  context.set_unrounded();
  Result<MadeSource> made = column.spec->make(context);
  if (!made.ok() || made->type.kind != TypeKind::number) return;
  // What is rounded must be what is written, wherever one looks.
  constexpr std::size_t kLooks = 256;
  double scores[kLooks];
  double before[kLooks];
  double written[kLooks];
  for (std::size_t i = 0; i < kLooks; ++i) scores[i] = kGreatestScore * (static_cast<double>(i) / 128 - 1);
  ScoreEvaluate(*target_.score).values(*made->source, scores, before);
  ScoreEvaluate(*target_.score).values(*table().columns[target_.value].made.source, scores, written);
  const double unit = elementary::from_scaled(1, type.decimals);
  for (std::size_t i = 0; i < kLooks; ++i) {
    const double scaled = before[i] / unit;
    if (!(std::fabs(scaled - written[i]) <= 0.5 + 1e-9 * std::fabs(scaled))) return;
  }
  target_.unrounded = draft_.add_internal(table_, fmt::format("{} before rounding", column.declaration.name),
                                          "value of a redraw", std::move(*made));
}

void RuleTarget::add_ladder() {
  if (!same_law_ || !target_.ladder.empty() || target_.domain != nullptr) return;
  std::optional<ScoreLadder> ladder = find_score_ladder(table().columns[target_.value].made, *target_.score);
  if (!ladder.has_value()) {
    if (!target_.unrounded.has_value()) add_unrounded();
    return;
  }
  target_.ladder = std::move(ladder->ends);
  target_.ladder_first = ladder->first;
}

bool RuleTarget::follow_alone(const std::vector<ColumnIndex>& columns) const {
  std::vector<ColumnIndex> open = columns;
  std::vector<bool> seen(table().columns.size(), false);
  while (!open.empty()) {
    const ColumnIndex index = open.back();
    open.pop_back();
    if (index == target_.column || seen[index]) continue;
    seen[index] = true;
    const PlannedColumn& column = table().columns[index];
    // A side of the comparison may be a constant; whatever else does not follow the target differs by row.
    if (!follows_[index] && std::find(columns.begin(), columns.end(), index) == columns.end()) return false;
    if (!column.internal && tests_.varies(index)) return false;
    open.insert(open.end(), column.made.inputs.begin(), column.made.inputs.end());
  }
  return true;
}

void RuleTarget::add_pin(const Condition& condition, std::size_t atom) {
  const bool left = is_target(*condition.left);
  if (!left && !is_target(*condition.right)) return;
  const Expression& other = left ? *condition.right : *condition.left;
  const PathTrend paths = [&](const Path& path) { return trend_of_path(path, 0); };
  if (trend_of(other, paths, &tests_.scope()) != Trend::constant) return;
  const std::optional<ColumnIndex> wanted =
      tests_.add_value(other, table().columns[column_].made.type, "value that a rule gives");
  if (!wanted.has_value()) return;
  fixed_.push_back(*wanted);
  target_.pins.push_back({*wanted, atom});
}

}  // namespace synthgen
