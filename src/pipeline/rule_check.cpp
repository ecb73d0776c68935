#include "rule_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "synthgen/base/number_text.hpp"
#include "synthgen/expression/expression.hpp"

namespace synthgen {
namespace {

/// Within a sentence: "the rule "ship_after_order"", "rule 3".
std::string quoted_label(const RuleDeclaration& rule) {
  return rule.named ? fmt::format("the rule \"{}\"", rule.name) : rule.name;
}

/// What is known beforehand of the rows that break it.
struct Expected {
  bool on_purpose = false;  ///< some rows may break it
  const ChangeLog* log = nullptr;
  std::optional<std::uint64_t> count;  ///< by the manifest
  bool mixed = false;                  ///< rows that break another rule on purpose may be among them
};

struct RulePrograms {
  std::shared_ptr<const Program> condition;  ///< null where there is none
  std::shared_ptr<const Program> check;
  std::shared_ptr<const Program> otherwise;
};

class RuleCheck final : public RowCheck {
 public:
  RuleCheck(const VerifiedTable& table, const RuleDeclaration& rule, std::string label, RowsOf rows,
            std::vector<std::size_t> columns, std::vector<RuleValue> values, Expected expected)
      : RowCheck(table.name, std::move(label), rows, std::move(columns)),
        rule_(rule),
        values_(std::move(values)),
        expected_(expected),
        evaluate_(values_) {
    if (expected_.log != nullptr) logged_ = expected_.log->violations(rule.name);
  }

  const std::vector<RuleValue>& values() const { return values_; }
  void set_programs(RulePrograms programs) { programs_ = std::move(programs); }

  Result<bool> begin_pass() override { return passes_++ == 0; }

  void add(const VerifiedRows& rows, std::size_t count) override {
    examined_ += count;
    evaluate_.begin(rows, count);
    if (programs_.condition != nullptr) programs_.condition->run(evaluate_, condition_);
    programs_.check->run(evaluate_, check_);
    if (programs_.otherwise != nullptr) programs_.otherwise->run(evaluate_, otherwise_);
    const bool expects_some = !logged_.empty();
    if (!expects_some && programs_.condition == nullptr && all_hold(check_, count)) return;
    for (std::size_t i = 0; i < count; ++i) {
      const bool broken = is_broken(i);
      const bool logged =
          expects_some && std::binary_search(logged_.begin(), logged_.end(), rows.first_row() + std::int64_t(i));
      if (broken) ++broken_;
      if (broken && logged) ++logged_broken_;
      if (broken == logged) continue;
      if (!broken) {
        tell(
            verify_code::kRuleCount,
            [&] {
              return fmt::format("{}: the log says that this row breaks {}, and it does not: {}", rows.place(i),
                                 quoted_label(rule_), rule_text(rule_));
            },
            values_text(i));
      } else if (!expected_.on_purpose || expected_.log != nullptr) {
        tell(
            verify_code::kRule,
            [&] { return fmt::format("{} breaks {}: {}", rows.place(i), quoted_label(rule_), rule_text(rule_)); },
            found_ < kToldFindings ? values_text(i) : std::string());
      }
    }
  }

  void finish(VerifyReport& report) override {
    // Others break it too, perhaps, which are told one by one where a log tells them apart.
    const std::uint64_t counted = expected_.log != nullptr ? logged_broken_ : broken_;
    const std::string rows = fmt::format("{} {}", grouped_text(static_cast<std::int64_t>(counted)),
                                         counted == 1 ? "row breaks" : "rows break");
    if (expected_.on_purpose) {
      const bool reported = rule_.enforcement == Enforcement::report;
      const bool differs = expected_.count.has_value() && *expected_.count != counted;
      note_ = fmt::format("{} it{}", rows,
                          reported                              ? ", which is only reported"
                          : differs && expected_.log == nullptr ? ""
                                                                : " on purpose");
      if (expected_.mixed) note_ += "; not compared: rows broken on purpose are among them";
      if (differs) {
        tell(
            verify_code::kRuleCount,
            [&] {
              return fmt::format("{}: {} {}, and the manifest says {}", table(), rows, quoted_label(rule_),
                                 grouped_text(static_cast<std::int64_t>(*expected_.count)));
            },
            rule_text(rule_));
      } else if (!expected_.count.has_value() && expected_.log == nullptr && !reported) {
        note_ += ", and nothing tells how many should";
      }
    }
    RowCheck::finish(report);
  }

 private:
  static bool all_hold(const Column& check, std::size_t count) {
    const auto* values = check.data<std::uint8_t>();
    std::size_t held = 0;
    for (std::size_t i = 0; i < count; ++i) held += values[i] != 0 ? 1 : 0;
    return held == count;
  }

  static bool is_false(const Column& column, std::size_t i) {
    return column.is_valid(i) && column.data<std::uint8_t>()[i] == 0;
  }

  bool is_broken(std::size_t i) const {
    if (programs_.condition == nullptr) return is_false(check_, i);
    if (condition_.is_null(i)) return false;
    if (condition_.data<std::uint8_t>()[i] != 0) return is_false(check_, i);
    return programs_.otherwise != nullptr && is_false(otherwise_, i);
  }

  /// "age = 17, loan = 1200.00", of the row in the batch.
  std::string values_text(std::size_t row) {
    std::string text;
    for (std::size_t v = 0; v < values_.size(); ++v) {
      text += fmt::format("{}{} = {}", v == 0 ? "" : ", ", values_[v].name(),
                          shown_cell(evaluate_.column(static_cast<ColumnIndex>(v)), row));
    }
    return text;
  }

  const RuleDeclaration& rule_;
  const std::vector<RuleValue> values_;
  const Expected expected_;
  RulePrograms programs_;
  RuleEvaluate evaluate_;
  std::span<const std::int64_t> logged_;
  int passes_ = 0;
  std::uint64_t broken_ = 0;
  std::uint64_t logged_broken_ = 0;
  Column condition_;
  Column check_;
  Column otherwise_;
};

/// The expressions of a rule, in order.
std::vector<const Expression*> expressions_of(const RuleDeclaration& rule) {
  std::vector<const Expression*> expressions;
  for (const std::optional<Expression>* expression : {&rule.condition, &rule.check, &rule.otherwise}) {
    if (expression->has_value()) expressions.push_back(&**expression);
  }
  return expressions;
}

Result<RulePrograms> compile_rule(const RuleDeclaration& rule, const std::vector<RuleValue>& values,
                                  const Schema& schema) {
  RulePrograms programs;
  const auto make = [&](const std::optional<Expression>& expression,
                        std::shared_ptr<const Program>& program) -> Status {
    if (!expression.has_value()) return Done{};
    Result<std::shared_ptr<const Program>> compiled =
        compile_values(*expression, Type{TypeKind::boolean, 0}, values, schema);
    if (!compiled.ok()) return compiled.diagnostics();
    program = std::move(*compiled);
    return Done{};
  };
  for (const Status& status : {make(rule.condition, programs.condition), make(rule.check, programs.check),
                               make(rule.otherwise, programs.otherwise)}) {
    if (!status.ok()) return status.diagnostics();
  }
  return programs;
}

/// Whether its value depends on where the row stands. Children are found by their keys, wherever they stand.
bool counts_rows(const Expression& expression) {
  return expression.varies() &&
         (expression.calls().empty() || expression.text().find("row_number") != std::string::npos);
}

/// Whether rows may break another rule on purpose by one of those columns. A rule that is only reported is counted
/// before that, and may be broken with the other.
bool violated_by(const VerifiedTable& table, const std::vector<std::size_t>& columns) {
  return std::any_of(table.schema->rules.begin(), table.schema->rules.end(), [&](const auto& rule) {
    if (!rule->violate.has_value()) return false;
    const auto counted = table.violations.find(rule->name);
    if (counted != table.violations.end() && counted->second == 0) return false;
    // It is one of those that the condition names.
    return std::any_of(rule->check->paths().begin(), rule->check->paths().end(), [&](const PathUse& use) {
      const std::optional<std::size_t> column = table.index_of(use.path.front());
      return column.has_value() && std::find(columns.begin(), columns.end(), *column) != columns.end();
    });
  });
}

/// touched  see violated_by()
Expected expected_rows(const LoggedTable& logged, const RuleDeclaration& rule, const RowsOf& rows, bool touched) {
  Expected expected;
  // Before noise and violations nothing breaks a rule, save one that is only reported.
  const bool drawn = rows.tree == FileTree::data && rows.undo != Undo::all;
  const bool reported = rule.enforcement == Enforcement::report;
  expected.on_purpose = reported || (drawn && rule.violate.has_value());
  if (drawn && !reported) expected.log = logged.log;
  if (!expected.on_purpose) return expected;
  const std::map<std::string, std::uint64_t>& counts = reported ? logged.table->broken : logged.table->violations;
  const auto counted = counts.find(rule.name);
  expected.mixed = reported && drawn && touched;
  if (!expected.mixed && counted != counts.end()) expected.count = counted->second;
  return expected;
}

}  // namespace

std::string rule_label(const RuleDeclaration& rule) { return rule.named ? "rule " + rule.name : rule.name; }

std::string rule_text(const RuleDeclaration& rule) {
  if (!rule.condition.has_value()) return rule.check->text();
  std::string text = fmt::format("if {} then {}", rule.condition->text(), rule.check->text());
  if (rule.otherwise.has_value()) text += " else " + rule.otherwise->text();
  return text;
}

Status add_rule_check(const LoggedTable& logged, const RuleDeclaration& rule, const Schema& schema, Parents& parents,
                      std::vector<std::unique_ptr<RowCheck>>& checks, VerifyReport& report) {
  const VerifiedTable& table = *logged.table;
  std::string why;
  const auto give_up = [&]() -> Status {
    report.checks.push_back({table.name, rule_label(rule), std::nullopt, 0, why});
    return Done{};
  };
  for (const Expression* expression : expressions_of(rule)) {
    if (expression->draws()) why = "it draws";
    if (counts_rows(*expression) && table.schema->shuffle) why = "it counts rows, and they are shuffled";
  }
  if (!why.empty()) return give_up();
  const PathMeaning as_written = [](const Path& path, std::string&) { return std::optional(path); };
  Result<std::optional<std::vector<RuleValue>>> values =
      rule_values(logged, expressions_of(rule), schema, parents, as_written, why);
  if (!values.ok()) return values.diagnostics();
  if (!values->has_value()) return give_up();
  std::vector<std::size_t> columns;
  for (const RuleValue& value : **values) {
    for (const std::size_t column : value.columns) {
      columns.push_back(column);
      if (tells_values(table, column)) continue;
      why = fmt::format("the format of \"{}\" tells less than its values", table.columns[column].name);
    }
    if (why.empty()) continue;
    return give_up();
  }
  std::optional<RowsOf> rows = rows_before_noise(logged, columns, why);
  if (!rows.has_value()) return give_up();
  const bool touched = rule.enforcement == Enforcement::report && violated_by(table, columns);
  // The manifest has the rows that break a reported rule before violations: with a log these are taken back.
  if (touched && rows->tree == FileTree::data && logged.log != nullptr && !logged.log->rows_moved()) {
    rows->undo = Undo::all;
  }
  Result<RulePrograms> programs = compile_rule(rule, **values, schema);
  if (!programs.ok()) {
    why = "it cannot be computed from the files: " + programs.diagnostics()[0].message;
    return give_up();
  }
  const auto add = [&](RowsOf of, std::string label) {
    auto check = std::make_unique<RuleCheck>(table, rule, std::move(label), of, columns, **values,
                                             expected_rows(logged, rule, of, touched));
    check->set_programs(*programs);
    checks.push_back(std::move(check));
  };
  add(*rows, rule_label(rule));
  // The tables before noise are files that somebody reads, too.
  if (table.has_clean && rows->tree != FileTree::clean)
    add({FileTree::clean, Undo::none}, "clean/ " + rule_label(rule));
  return Done{};
}

}  // namespace synthgen
