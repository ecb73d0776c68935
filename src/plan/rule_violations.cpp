#include "rule_violations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "column_comparison.hpp"
#include "noise_context.hpp"
#include "rule_contradictions.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/expression/condition.hpp"
#include "violation_sources.hpp"

namespace synthgen {
namespace {

/// Shares that come to 1 may do so in decimal only.
constexpr double kRounding = 1e-12;

std::string quoted(const RuleDeclaration& rule) {
  return rule.named ? fmt::format("rule \"{}\"", rule.name) : rule.name;
}

}  // namespace

void RuleViolations::fault(std::string code, std::string message, const Place& place, std::string hint) {
  draft_.diagnostics.add(make_error(std::move(code), std::move(message), place, std::move(hint)));
}

std::string RuleViolations::stream_purpose(const RuleDeclaration& declared, std::string_view purpose) const {
  return fmt::format("violate '{}' {}", declared.name, purpose);
}

/// No column has an empty name, so the owner is the table's alone.
StreamKey RuleViolations::key(const RuleDeclaration& declared, std::string_view purpose) const {
  return make_stream_key(draft_.plan.seed, table().name, "", stream_purpose(declared, purpose));
}

std::vector<RulePartDraft> RuleViolations::bind_hits(bool faulty) {
  const std::size_t errors = draft_.diagnostics.error_count();
  for (std::size_t r = 0; r < table().rules.size(); ++r) {
    const RuleDeclaration& declared = *schema().rules[table().rules[r].declared];
    if (!declared.violate.has_value()) continue;
    PlannedViolation violation;
    violation.rule = r;
    violation.exact = declared.exact;
    Bound bound;
    bound.declared = &declared;
    bind_share(violation, bound);
    find_column(bound);
    table().violations.push_back(std::move(violation));
    bound_.push_back(std::move(bound));
  }
  if (draft_.diagnostics.error_count() == errors) check_shares();
  std::vector<RulePartDraft> parts;
  if (faulty || draft_.diagnostics.error_count() != errors) return parts;
  // Exact ones stand at places of their own, and the others know of them.
  for (const bool exact : {true, false}) {
    for (std::size_t v = 0; v < bound_.size(); ++v) {
      if (table().violations[v].exact == exact) add_hits(v);
    }
  }
  for (std::size_t v = 0; v < bound_.size(); ++v) add_room(table().violations[v], bound_[v], parts);
  return parts;
}

void RuleViolations::bind_share(PlannedViolation& violation, const Bound& bound) {
  const RuleDeclaration& declared = *bound.declared;
  const json::Value& json = *declared.violate->json;
  if (declared.violate->literal()) {
    violation.share = json.number;
    return;
  }
  CompileOptions options;
  options.reference_micros = draft_.schema.reference_micros;
  options.locale = draft_.schema.locale;
  const std::vector<NamedConstant> none;
  const TableScope scope(draft_, table_, none);
  const auto compiled = [&](std::optional<Type> wanted) -> std::shared_ptr<const Program> {
    options.wanted = wanted;
    Result<std::shared_ptr<const Program>> program = compile(
        *declared.violate->expression, scope, [&](std::string_view purpose) { return key(declared, purpose); },
        options);
    if (program.ok()) return *program;
    for (const Diagnostic& diagnostic : program.diagnostics()) {
      if (diagnostic.code != kFollowUp) draft_.diagnostics.add(diagnostic);
    }
    return nullptr;
  };
  std::shared_ptr<const Program> program = compiled(std::nullopt);
  if (program == nullptr) return;
  if (program->type().kind != TypeKind::boolean) {
    if (!is_numeric(program->type().kind)) {
      fault("SG2109",
            fmt::format("\"violate\" is a share or a condition, and this is of type {}", type_text(program->type())),
            json.place, "give a number from 0 to 1, or an expression such as \"=if(age > 70, 0.1, 0)\"");
      return;
    }
    program = compiled(Type{TypeKind::number, 0});
    if (program == nullptr) return;
  }
  if (const Column* constant = program->constant(); constant != nullptr) {
    // Its range was judged when the schema was read.
    const bool number = constant->type().kind == TypeKind::number;
    violation.share = constant->is_null(0) ? 0
                      : number             ? constant->data<double>()[0]
                                           : constant->data<std::uint8_t>()[0];
    return;
  }
  violation.share = std::nan("");
  violation.rate = draft_.add_internal(table_, fmt::format("share of rows that violate {}", declared.name),
                                       "share of violations", make_violation_rate(std::move(program)));
}

void RuleViolations::check_shares() {
  double sum = 0;
  std::int64_t exact = 0;
  for (std::size_t v = 0; v < bound_.size(); ++v) {
    PlannedViolation& violation = table().violations[v];
    if (std::isnan(violation.share)) continue;
    sum += violation.share;
    const auto rows = static_cast<double>(table().rows);
    if (violation.exact) violation.rows = static_cast<std::int64_t>(std::floor(violation.share * rows + 0.5));
    exact += violation.rows;
    if (sum <= 1 + kRounding && exact <= table().rows) continue;
    fault("SG2541",
          fmt::format("with {} the rows that break a rule of table \"{}\" on purpose come to {} of all",
                      quoted(*bound_[v].declared), table().name, shortest_text(sum)),
          bound_[v].declared->violate_place,
          "a row breaks one rule at most: let the shares of \"violate\" come to no more than 1");
    return;
  }
}

void RuleViolations::add_hits(std::size_t place) {
  PlannedViolation& violation = table().violations[place];
  const RuleDeclaration& declared = *bound_[place].declared;
  const std::string name = fmt::format("violates {}", declared.name);
  if (violation.exact) {
    std::int64_t first = 0;
    for (std::size_t v = 0; v < place; ++v) first += table().violations[v].rows;
    const StreamKey places = make_stream_key(draft_.plan.seed, table().name, "", "violate exact permutation/64");
    violation.hits = draft_.add_internal(
        table_, name, "rows that violate a rule",
        make_exact_hits(std::make_shared<const Permutation>(places, static_cast<std::uint64_t>(table().rows)), first,
                        first + violation.rows));
    return;
  }
  const auto share_of = [&](std::size_t v) {
    const PlannedViolation& one = table().violations[v];
    const double rows = static_cast<double>(std::max<std::int64_t>(table().rows, 1));
    return ViolationShare{one.exact ? static_cast<double>(one.rows) / rows : one.share, one.rate};
  };
  ViolationHits hits;
  hits.hits16 = key(declared, "hit/16");
  hits.hits64 = key(declared, "hit tie/64");
  hits.own = share_of(place);
  for (std::size_t v = 0; v < table().violations.size(); ++v) {
    const PlannedViolation& other = table().violations[v];
    if (v == place || (v > place && !other.exact)) continue;
    hits.taken.push_back(share_of(v));
    hits.hits.push_back(other.hits);
  }
  violation.hits = draft_.add_internal(table_, name, "rows that violate a rule", make_violation_hits(std::move(hits)));
}

void RuleViolations::find_column(Bound& bound) {
  const RuleDeclaration& declared = *bound.declared;
  for (const PathUse& use : declared.check->paths()) {
    const std::optional<std::size_t> column = schema().index_of(use.path.front());
    if (!column.has_value()) continue;
    if (schema().columns[*column]->spec == nullptr || !draft_.made[table_][*column]) return;  // told already
  }
  const std::vector<std::size_t> read = tests_.breakable(*declared.check);
  if (read.empty()) {
    fault(
        "SG2540", fmt::format("{} reads no column by which rows could break it", quoted(declared)),
        declared.violate_place,
        "rows break a rule by a column that its condition names and that is drawn row by row, or computed: let it name "
        "one, or remove \"violate\"");
    return;
  }
  const std::vector<ColumnIndex>& order = draft_.order[table_];
  const auto position = [&](std::size_t column) {
    return std::find(order.begin(), order.end(), static_cast<ColumnIndex>(column)) - order.begin();
  };
  bound.column = *std::max_element(read.begin(), read.end(),
                                   [&](std::size_t a, std::size_t b) { return position(a) < position(b); });
  const SchemaColumn& found = *schema().columns[bound.column];
  const std::string& name = found.declaration.name;
  if (found.declaration.hidden) {
    fault(
        "SG2540", fmt::format("rows that break {} differ in column \"{}\", which is hidden", quoted(declared), name),
        declared.violate_place,
        fmt::format("nothing of it would be seen in the files: remove \"hidden\" from \"{}\", or put a column that is "
                    "written behind it",
                    name));
    return;
  }
  const ReferenceText* reference = found.spec->reference();
  if (reference != nullptr && !reference->as.empty()) {
    fault("SG2540",
          fmt::format("rows that break {} differ in column \"{}\", which is a part of the reference \"{}\"",
                      quoted(declared), name, reference->as),
          declared.violate_place,
          "changed by itself it would refer to no row: let the rule name a column that is drawn after it");
    return;
  }
  bound.computed = computed_by_expression(found);
  if (bound.computed) {
    find_side(bound);
  } else if (declared.by != nullptr) {
    fault("SG2543",
          fmt::format("\"by\" has no effect: \"{}\", by which rows break {}, is drawn", name, quoted(declared)),
          declared.by_declaration.name_place,
          "it says how far a column that is computed goes beyond the rule; a drawn one keeps its distribution: remove "
          "\"by\"");
  }
}

void RuleViolations::find_side(Bound& bound) {
  const RuleDeclaration& declared = *bound.declared;
  const std::string& name = schema().columns[bound.column]->declaration.name;
  const Type type = table().columns[bound.column].made.type;
  const std::optional<Condition> found = comparison_of_column(take_apart(*declared.check), name);
  const bool fits = is_numeric(type.kind) || type.kind == TypeKind::date || is_moment(type.kind);
  if (!found.has_value() || !fits) {
    fault(
        "SG2544",
        fmt::format("rows would break {} by the computed column \"{}\", and how is not known", quoted(declared), name),
        declared.violate_place,
        fits
            ? fmt::format("it is written over where a rule compares it, by itself, with something else: \"{} <= 1.21 * "
                          "net\"; or let the rule end in a column that is drawn",
                          name)
            : "only numbers, dates and timestamps are written over: let the rule end in a column that is drawn");
    return;
  }
  if (found->comparison == Comparison::not_equal && declared.by != nullptr) {
    fault("SG2543",
          fmt::format("\"by\" has no effect: rows break {} where \"{}\" equals the other side", quoted(declared), name),
          declared.by_declaration.name_place, "remove \"by\"");
    return;
  }
  bound.comparison = found->comparison;
  const std::optional<ColumnIndex> side =
      tests_.add_value(*found->right, is_numeric(type.kind) ? Type{TypeKind::number, 0} : type,
                       fmt::format("other side of {}", declared.name));
  if (!side.has_value()) {
    fault("SG2544",
          fmt::format("rows would break {} by the computed column \"{}\", of another type ({}) than the other side",
                      quoted(declared), name, type_text(type)),
          declared.violate_place, "compare it with a value of its own type");
    return;
  }
  bound.own.push_back(*side);
  if (declared.by != nullptr) bound.by = add_by(declared, bound.own);
}

/// In rows that break the rule `if` holds; and of `a or b`, which is false where both are, `a` is false already where
/// the changed column decides `b` alone.
void RuleViolations::add_room(const PlannedViolation& violation, const Bound& bound,
                              std::vector<RulePartDraft>& parts) {
  if (bound.declared->condition.has_value()) {
    for (const Expression& conjunct : split_conjunction(*bound.declared->condition)) {
      add_room(violation, bound, conjunct, Wanted::holds, parts);
    }
  }
  for (const Expression& part : apart_from_column(*bound.declared->check, bound)) {
    add_room(violation, bound, part, Wanted::fails, parts);
  }
  // Another rule may fix the column where its own `if` holds, or where a part of its disjunction fails.
  for (const auto& other : schema().rules) {
    if (other.get() == bound.declared || other->enforcement != Enforcement::condition) continue;
    if (other->condition.has_value() && !reads_column(*other->condition, bound)) {
      for (const bool truth : {true, false}) {
        const std::optional<Expression>& branch = truth ? other->check : other->otherwise;
        if (!branch.has_value() || !reads_column(*branch, bound)) continue;
        if (!leaves_no_room(draft_, table_, *bound.declared, *other, *other->condition, truth)) continue;
        add_room(violation, bound, *other->condition, truth ? Wanted::fails : Wanted::holds, parts);
      }
    } else if (!other->condition.has_value() && reads_column(*other->check, bound)) {
      for (const Expression& part : apart_from_column(*other->check, bound)) {
        if (!leaves_no_room(draft_, table_, *bound.declared, *other, part, false)) continue;
        add_room(violation, bound, part, Wanted::holds, parts);
      }
    }
  }
}

bool RuleViolations::reads_column(const Expression& expression, const Bound& bound) const {
  const std::vector<PathUse>& paths = expression.paths();
  return std::any_of(paths.begin(), paths.end(),
                     [&](const PathUse& use) { return schema().index_of(use.path.front()) == bound.column; });
}

/// Of a disjunction, the parts that do not read the changed column.
std::vector<Expression> RuleViolations::apart_from_column(const Expression& condition, const Bound& bound) const {
  std::vector<Expression> apart;
  const Condition taken = take_apart(condition);
  if (taken.kind != Condition::Kind::any) return apart;
  for (const Condition& part : taken.parts) {
    if (!reads_column(part.whole, bound)) apart.push_back(part.whole);
  }
  return apart;
}

void RuleViolations::add_room(const PlannedViolation& violation, const Bound& bound, const Expression& condition,
                              Wanted wanted, std::vector<RulePartDraft>& parts) {
  // What cannot be changed is so in some rows and not in others: those are skipped.
  const std::set<std::size_t> reads = tests_.drawn_reads(condition);
  if (std::none_of(reads.begin(), reads.end(), [&](std::size_t column) { return tests_.redrawable(column); })) return;
  const std::string what = "condition of rows that violate " + bound.declared->name;
  const std::optional<ColumnIndex> test = tests_.add_condition(condition, what);
  if (!test.has_value()) return;
  PlannedRule& rule = table().rules[violation.rule];
  PlannedRule::Part& part = rule.parts.emplace_back();
  part.text = condition.text();
  part.place = condition.place();
  part.condition = violation.hits;
  part.check = tests_.add_certain(*test, wanted == Wanted::holds, what);
  part.on_purpose = true;
  parts.push_back(
      {violation.rule, rule.parts.size() - 1, std::nullopt, false, condition, violation.hits, wanted == Wanted::fails});
}

void RuleViolations::bind_targets(const Correlations& correlations, const std::vector<RulePartDraft>& parts) {
  for (std::size_t v = 0; v < bound_.size(); ++v) {
    PlannedViolation& violation = table().violations[v];
    const Bound& bound = bound_[v];
    if (bound.computed) {
      violation.target = make_override(correlations, parts, violation, bound);
    } else {
      violation.target = RuleTarget(draft_, correlations, table_, bound.column, tests_)
                             .make_violation(parts, violation.rule, stream_purpose(*bound.declared, "conditional/64"));
    }
    violation.reads = reads_of(violation.target);
    table().columns[bound.column].damaged = true;
  }
}

PlannedTarget RuleViolations::make_override(const Correlations& correlations, const std::vector<RulePartDraft>& parts,
                                            const PlannedViolation& violation, const Bound& bound) {
  const RuleDeclaration& declared = *bound.declared;
  ViolatingValue value;
  value.type = table().columns[bound.column].made.type;
  value.comparison = bound.comparison;
  value.side = bound.own.front();
  value.by = bound.by;
  value.draws = key(declared, "by value/64");
  value.signs = key(declared, "side/64");
  const ColumnIndex given =
      draft_.add_internal(table_, fmt::format("{} that violates {}", table().columns[bound.column].name, declared.name),
                          "value of a violation", make_violating_value(value));
  PlannedTarget target = RuleTarget(draft_, correlations, table_, bound.column, tests_)
                             .make_override(parts, violation.rule, given, bound.own);
  target.varies = bound.comparison == Comparison::equal ||
                  (bound.comparison != Comparison::not_equal && (declared.by == nullptr || declared.by->drawn()));
  return target;
}

std::optional<ColumnIndex> RuleViolations::add_by(const RuleDeclaration& declared, std::vector<ColumnIndex>& own) {
  ColumnDeclaration declaration = declared.by_declaration;
  declaration.type = TypeKind::number;
  const NoiseSourceContext context(draft_, table_, declaration, NoiseStreams{"", stream_purpose(declared, "by ")});
  Result<MadeSource> made = declared.by->make(context);
  if (made.ok()) made = add_missing(std::move(*made), context);
  if (!made.ok()) {
    for (const Diagnostic& diagnostic : made.diagnostics()) {
      if (diagnostic.code != kFollowUp) draft_.diagnostics.add(diagnostic);
    }
    return std::nullopt;
  }
  if (made->type.kind != TypeKind::number) {
    fault("SG2109", fmt::format("\"by\" is a share, and this is of type {}", type_text(made->type)),
          declaration.type_place, "for example \"by\": {\"distribution\": \"uniform\", \"min\": 0.01, \"max\": 0.2}");
    return std::nullopt;
  }
  const ColumnIndex by = draft_.add_internal(table_, fmt::format("distance of rows that violate {}", declared.name),
                                             "distance of a violation", std::move(*made));
  const std::vector<ColumnIndex> internals = draft_.own_internals(table_, by);
  own.insert(own.end(), internals.begin(), internals.end());
  own.push_back(by);
  return by;
}

/// What the columns that are filled for the target read beside one another, and what is there before it is drawn.
std::vector<ColumnIndex> RuleViolations::reads_of(const PlannedTarget& target) const {
  std::vector<ColumnIndex> made = target.own;
  std::vector<ColumnIndex> reads = {target.column};
  if (target.value != target.column) made.push_back(target.value);
  if (target.score.has_value()) made.push_back(*target.score);
  if (target.innovation.has_value()) {
    made.push_back(*target.innovation);
    reads.push_back(*target.innovation);
  }
  for (const std::vector<ColumnIndex>* list : {&target.chain, &target.dependents, &target.tests}) {
    made.insert(made.end(), list->begin(), list->end());
    reads.insert(reads.end(), list->begin(), list->end());
  }
  for (const RuleAtom& atom : target.atoms) made.insert(made.end(), atom.columns.begin(), atom.columns.end());
  made.insert(made.end(), target.fixed.begin(), target.fixed.end());
  const std::size_t count = made.size();
  for (std::size_t i = 0; i < count; ++i) {
    for (const ColumnIndex input : table().columns[made[i]].made.inputs) {
      if (std::find(made.begin(), made.end(), input) == made.end()) reads.push_back(input);
    }
  }
  for (const ColumnIndex input : table().columns[target.value].made.inputs) {
    if (std::find(made.begin(), made.end(), input) == made.end()) reads.push_back(input);
  }
  return reads;
}

}  // namespace synthgen
