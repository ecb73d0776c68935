#include "rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "recurrences.hpp"
#include "row_spread.hpp"
#include "rule_circles.hpp"
#include "rule_components.hpp"
#include "rule_target.hpp"
#include "rule_violations.hpp"
#include "score_pieces.hpp"

namespace synthgen {
namespace {

/// A rule that rows meet less often by themselves is told, where no closed form meets it.
constexpr double kRareAcceptance = 0.01;

/// The rules of one table.
class RuleBinding {
 public:
  RuleBinding(Draft& draft, const Correlations& correlations, std::size_t table)
      : draft_(draft),
        correlations_(correlations),
        table_(table),
        schema_(*draft.schema.tables[table]),
        tests_(draft, table),
        violations_(draft, table, tests_) {}

  void bind(bool faulty, const RowEvaluation& evaluate) {
    const std::size_t errors = draft_.diagnostics.error_count();
    for (std::size_t r = 0; r < schema_.rules.size(); ++r) {
      // Rules that are only looked at change no value.
      if (draft_.counting && schema_.rules[r]->enforcement != Enforcement::condition) continue;
      bind_rule(*schema_.rules[r], r);
    }
    if (draft_.diagnostics.error_count() != errors) return;
    for (RulePartDraft& part : violations_.bind_hits(faulty)) assign(std::move(part));
    if (draft_.diagnostics.error_count() != errors || faulty) return;
    planned().order = draft_.order[table_];
    if (evaluate) estimate(evaluate);
    std::vector<PlannedTarget> targets;
    for (const std::size_t column : target_columns_) {
      targets.push_back(RuleTarget(draft_, correlations_, table_, column, tests_).make(parts_[column]));
    }
    if (const std::optional<Diagnostic> circle = add_components(draft_, table_, std::move(targets), joined_);
        circle.has_value()) {
      draft_.diagnostics.add(*circle);
      return;
    }
    violations_.bind_targets(correlations_, all_parts_);
    bound_ = true;
  }

  /// What rows will be like once all tables are bound. REQUIRES: no errors.
  void warn(const RowEvaluation& evaluate) {
    if (!bound_) return;
    warn_of_rare_rules();
    if (evaluate) estimate_restarts(evaluate);
  }

 private:
  PlannedTable& planned() { return draft_.plan.tables[table_]; }

  void bind_rule(const RuleDeclaration& declared, std::size_t place) {
    PlannedRule rule;
    rule.name = declared.name;
    rule.named = declared.named;
    rule.description = declared.description;
    rule.place = declared.place;
    rule.enforcement = declared.enforcement;
    rule.declared = place;
    rule.acceptance = std::nan("");
    rule.text = declared.check->text();
    if (declared.condition.has_value()) rule.text = "if " + declared.condition->text() + ": " + rule.text;
    if (declared.otherwise.has_value()) rule.text += "; else: " + declared.otherwise->text();

    const std::size_t errors = draft_.diagnostics.error_count();
    for (const std::optional<Expression>* expression : {&declared.condition, &declared.check, &declared.otherwise}) {
      if (expression->has_value() && (*expression)->draws()) refuse_draws(**expression);
    }
    const bool observed = declared.enforcement != Enforcement::condition;
    for (const std::optional<Expression>* expression : {&declared.condition, &declared.check, &declared.otherwise}) {
      if (expression->has_value() && !observed && tests_.over_children(**expression))
        refuse_children(**expression, rule);
      if (!expression->has_value() || observed) continue;
      if (const auto refused = refuse_recurrence(draft_, table_, **expression, declared.name); refused.has_value()) {
        draft_.diagnostics.add(*refused);
      }
    }
    if (draft_.diagnostics.error_count() != errors) return;
    std::optional<ColumnIndex> condition;
    bool good = true;
    if (declared.condition.has_value()) {
      condition = tests_.add_condition(*declared.condition, "condition of " + declared.name);
      good = condition.has_value();
    }
    std::vector<RulePartDraft> parts;
    for (const bool otherwise : {false, true}) {
      const std::optional<Expression>& expression = otherwise ? declared.otherwise : declared.check;
      if (!expression.has_value()) continue;
      for (const Expression& check : observed ? std::vector<Expression>{*expression} : split_conjunction(*expression)) {
        const std::optional<ColumnIndex> test = tests_.add_condition(check, "check of " + declared.name);
        good = good && test.has_value();
        if (!test.has_value()) continue;
        PlannedRule::Part& part = rule.parts.emplace_back();
        part.text = check.text();
        part.place = check.place();
        part.condition = condition;
        part.otherwise = otherwise;
        part.check = *test;
        part.method = observed ? RuleMethod::observed : RuleMethod::computed;
        parts.push_back({planned().rules.size(), rule.parts.size() - 1, declared.condition, otherwise, check});
      }
    }
    if (!good) return;
    planned().rules.push_back(std::move(rule));
    // Rows that break another rule on purpose keep those that are verified as well.
    if (declared.enforcement != Enforcement::report) all_parts_.insert(all_parts_.end(), parts.begin(), parts.end());
    if (observed) return;
    for (RulePartDraft& part : parts) assign(std::move(part));
  }

  void refuse_draws(const Expression& expression) {
    draft_.diagnostics.add(make_error("SG2520", "a rule cannot draw: it would test each row against another value",
                                      expression.place(), "draw the value in a hidden column, and compare with that"));
  }

  void refuse_children(const Expression& expression, const PlannedRule& rule) {
    draft_.diagnostics.add(make_error(
        "SG2638", fmt::format("rule \"{}\" is over children, whose rows it cannot change", rule.name),
        expression.place(),
        "let the children share the value (\"share_of\"), or compute it from them (\"expression\"), or only look: "
        "\"enforce\": \"verify\""));
  }

  /// Sorted draws and parts of a total, which no rule can change, decide a rule that reads nothing drawn beside them.
  void refuse_whole_families(const RulePartDraft& part) {
    for (const PathUse& use : part.check.paths()) {
      const SchemaColumn* column = schema_.find(use.path.front());
      if (column == nullptr || column->kind == nullptr) continue;
      const bool ordered = column->declaration.order != ValueOrder::none;
      if (!ordered && column->kind->record.name != "share_of") continue;
      draft_.diagnostics.add(make_error(
          "SG2521",
          fmt::format("rule \"{}\" can change none of the columns that it reads", planned().rules[part.rule].name),
          part.check.place(),
          ordered
              ? "sorted draws are laid over all rows at once: give the column \"min\" and \"max\", let the rule read "
                "a column that is drawn row by row as well, or \"enforce\": \"verify\""
              : "the parts of a total follow from it and from their weights: let these keep the rule, or "
                "\"enforce\": \"verify\""));
      return;
    }
  }

  std::size_t position(std::size_t column) const {
    const std::vector<ColumnIndex>& order = draft_.order[table_];
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), static_cast<ColumnIndex>(column)) -
                                    order.begin());
  }

  /// Whatever its values, a column may be made null where it has nulls.
  bool decides_null_alone(const RulePartDraft& part, std::size_t column) const {
    return schema_.columns[column]->declaration.missing.has_value() &&
           tests_.reads_null_alone(take_apart(part.check), column) &&
           (!part.condition.has_value() || tests_.reads_null_alone(take_apart(*part.condition), column));
  }

  /// Finds the column that a part conditions: the last that is drawn, of those that can be drawn again.
  void assign(RulePartDraft part) {
    std::set<std::size_t> reads = tests_.drawn_reads(part.check);
    if (part.condition.has_value()) reads.merge(tests_.drawn_reads(*part.condition));
    if (reads.empty()) {  // computed: it holds, or the run ends
      refuse_whole_families(part);
      return;
    }
    std::optional<std::size_t> target;
    for (const std::size_t column : reads) {
      if (!tests_.redrawable(column) && !decides_null_alone(part, column)) continue;
      if (!target.has_value() || position(column) > position(*target)) target = column;
    }
    if (!target.has_value()) {
      draft_.diagnostics.add(make_error(
          "SG2521",
          fmt::format("rule \"{}\" can change none of the columns that it reads", planned().rules[part.rule].name),
          part.check.place(),
          "values that are unique, or have exact shares, are laid over all rows at once: let the rule read a column "
          "that is drawn row by row"));
      return;
    }
    if (std::find(target_columns_.begin(), target_columns_.end(), *target) == target_columns_.end()) {
      target_columns_.push_back(*target);
    }
    joined_.emplace_back(reads.begin(), reads.end());
    parts_[*target].push_back(std::move(part));
  }

  /// How many rows of a sample meet each rule before anything is drawn again.
  void estimate(const RowEvaluation& evaluate) {
    PlannedTable& table = planned();
    const std::int64_t count = std::min(table.rows, kSampledRows);
    if (count == 0 || table.rules.empty()) return;
    const std::vector<std::int64_t> rows = spread_rows(table.rows, count);
    std::vector<ColumnIndex> wanted;
    for (const PlannedRule& rule : table.rules) {
      for (const PlannedRule::Part& part : rule.parts) {
        if (part.on_purpose) continue;
        wanted.push_back(part.check);
        wanted.push_back(part.condition.value_or(part.check));
      }
    }
    // Columns that rules read and do not change: where they differ once rules are at work, rows began anew.
    for (const std::vector<std::size_t>& columns : joined_) {
      for (const std::size_t column : columns) {
        const bool target = std::find(target_columns_.begin(), target_columns_.end(), column) != target_columns_.end();
        const bool known = std::find(kept_.begin(), kept_.end(), column) != kept_.end();
        if (!target && !known) kept_.push_back(column);
      }
    }
    before_ = cells_of_kept(evaluate, rows);
    std::vector<std::int64_t> passed(table.rules.size(), 0);
    evaluate(draft_.plan, static_cast<TableIndex>(table_), wanted, RowSet::of(rows),
             [&](std::span<const Column* const> cells) {
               for (std::size_t row = 0; row < cells.front()->rows(); ++row) {
                 std::size_t k = 0;
                 for (std::size_t r = 0; r < table.rules.size(); ++r) {
                   bool holds = true;
                   for (const PlannedRule::Part& part : table.rules[r].parts) {
                     if (part.on_purpose) continue;
                     const Column* condition = part.condition.has_value() ? cells[k + 1] : nullptr;
                     if (breaks(part, *cells[k], condition, row)) holds = false;
                     k += 2;
                   }
                   passed[r] += holds ? 1 : 0;
                 }
               }
             });
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
      table.rules[r].acceptance = static_cast<double>(passed[r]) / static_cast<double>(count);
    }
  }

  std::vector<Column> cells_of_kept(const RowEvaluation& evaluate, const std::vector<std::int64_t>& rows) const {
    std::vector<Column> cells(kept_.size());
    const std::vector<ColumnIndex> wanted(kept_.begin(), kept_.end());
    if (wanted.empty()) return cells;
    evaluate(draft_.plan, static_cast<TableIndex>(table_), wanted, RowSet::of(rows),
             [&](std::span<const Column* const> batch) {
               for (std::size_t c = 0; c < batch.size(); ++c) cells[c].append(*batch[c]);
             });
    return cells;
  }

  /// Whether a column is drawn anew with a target, whatever becomes of the row.
  bool follows_target(std::size_t column) {
    const auto has = [&](const std::vector<ColumnIndex>& columns) {
      return std::find(columns.begin(), columns.end(), static_cast<ColumnIndex>(column)) != columns.end();
    };
    const std::vector<PlannedTarget>& targets = planned().targets;
    return std::any_of(targets.begin(), targets.end(),
                       [&](const PlannedTarget& target) { return has(target.dependents) || has(target.together); });
  }

  /// Tells how many rows begin anew, since their first columns leave the others no room, and what that bends.
  void estimate_restarts(const RowEvaluation& evaluate) {
    PlannedTable& table = planned();
    const std::int64_t count = std::min(table.rows, kSampledRows);
    if (count == 0 || kept_.empty()) return;
    const std::vector<Column> after = cells_of_kept(evaluate, spread_rows(table.rows, count));
    std::int64_t restarted = 0;
    std::vector<std::int64_t> changed(kept_.size(), 0);
    for (std::size_t row = 0; row < static_cast<std::size_t>(count); ++row) {
      bool any = false;
      for (std::size_t c = 0; c < kept_.size(); ++c) {
        if (follows_target(kept_[c]) || equal_cells(before_[c], row, after[c], row)) continue;
        ++changed[c];
        any = true;
      }
      restarted += any ? 1 : 0;
    }
    table.restarted_share = static_cast<double>(restarted) / static_cast<double>(count);
    if (!(table.restarted_share > kRareAcceptance)) return;
    std::string names;
    std::optional<std::uint32_t> component;
    for (std::size_t c = 0; c < kept_.size(); ++c) {
      if (changed[c] == 0) continue;
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", schema_.columns[kept_[c]]->declaration.name);
      if (!component.has_value()) component = table.columns[kept_[c]].component;
    }
    const PlannedTarget& target = table.targets[table.components[*component].targets.front()];
    draft_.diagnostics.add(make_warning(
        "SG2531",
        fmt::format(
            "the rules of table \"{}\" leave no value in about {:.0f}% of rows: these are drawn anew, so that {} no "
            "longer {} the declared distribution",
            table.name, 100 * table.restarted_share, names,
            std::count_if(changed.begin(), changed.end(), [](std::int64_t n) { return n != 0; }) == 1 ? "has" : "have"),
        table.rules[target.parts.front().rule].place,
        "give the columns that the rules change room for all that comes before them: a wider distribution, other "
        "bounds, "
        "\"missing\"; or let an earlier column carry the rule"));
  }

  void warn_of_rare_rules() {
    for (const PlannedRule& rule : planned().rules) {
      const bool attempts = std::any_of(rule.parts.begin(), rule.parts.end(), [](const PlannedRule::Part& part) {
        return part.method == RuleMethod::attempts;
      });
      if (!attempts || !(rule.acceptance < kRareAcceptance)) continue;
      draft_.diagnostics.add(make_warning(
          "SG2530",
          fmt::format("rule \"{}\" holds in {} of {} rows by itself, and is met by drawing again until it does",
                      rule.name,
                      std::lround(rule.acceptance * static_cast<double>(std::min(planned().rows, kSampledRows))),
                      std::min(planned().rows, kSampledRows)),
          rule.place,
          "write it as comparisons that rise or fall with the last column that it reads, or draw that column from what "
          "the rule allows: {\"min\": \"=…\"}, \"cases\", \"expression\""));
    }
  }

  Draft& draft_;
  const Correlations& correlations_;
  const std::size_t table_;
  const SchemaTable& schema_;
  RuleTests tests_;
  RuleViolations violations_;
  std::vector<RulePartDraft> all_parts_;  // of rules that hold in each row
  std::vector<std::size_t> target_columns_;
  std::map<std::size_t, std::vector<RulePartDraft>> parts_;  // by target
  bool bound_ = false;
  std::vector<std::size_t> kept_;                 // columns that rules read and do not change
  std::vector<Column> before_;                    // their cells in the sample, before rules
  std::vector<std::vector<std::size_t>> joined_;  // drawn columns that share a part
};

}  // namespace

const char* method_name(RuleMethod method) {
  switch (method) {
    case RuleMethod::interval:
      return "interval";
    case RuleMethod::values:
      return "values";
    case RuleMethod::equality:
      return "equality";
    case RuleMethod::null:
      return "null";
    case RuleMethod::attempts:
      return "attempts";
    case RuleMethod::computed:
      return "computed";
    case RuleMethod::observed:
      return "observed";
  }
  return "";
}

std::string methods_text(const PlannedRule& rule) {
  std::vector<std::string> methods;
  for (const PlannedRule::Part& part : rule.parts) {
    const std::string method = method_name(part.method);
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.push_back(method);
  }
  return fmt::format("{}", fmt::join(methods, " and "));
}

void bind_rules(Draft& draft, const Correlations& correlations, const RowEvaluation& evaluate) {
  const bool faulty = draft.diagnostics.has_errors();
  std::vector<std::unique_ptr<RuleBinding>> bindings;
  for (std::size_t t = 0; t < draft.schema.tables.size(); ++t) {
    if (draft.schema.tables[t]->rules.empty()) continue;
    if (draft.counting && std::none_of(draft.made[t].begin(), draft.made[t].end(), [](bool made) { return made; }))
      continue;
    // Rows of a table that reads itself in a circle cannot be evaluated, nor can those of tables that read it.
    bindings.push_back(std::make_unique<RuleBinding>(draft, correlations, t));
    bindings.back()->bind(faulty, draft.diagnostics.has_errors() ? RowEvaluation() : evaluate);
    if (!faulty) refuse_circles(draft);
  }
  if (draft.diagnostics.has_errors()) return;
  for (const std::unique_ptr<RuleBinding>& binding : bindings) binding->warn(evaluate);
}

}  // namespace synthgen
