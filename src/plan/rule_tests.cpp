#include "rule_tests.hpp"

#include "condition_source.hpp"
#include "dependency_order.hpp"

namespace synthgen {
namespace {

class CertainSource final : public Source {
 public:
  CertainSource(ColumnIndex condition, bool truth) : condition_(condition), truth_(truth) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& condition = evaluate.column(condition_);
    const auto* values = condition.data<std::uint8_t>();
    out.reset({TypeKind::boolean, 0}, condition.rows());
    for (std::size_t i = 0; i < condition.rows(); ++i) {
      out.data<std::uint8_t>()[i] = condition.is_valid(i) && (values[i] != 0) == truth_ ? 1 : 0;
    }
  }

 private:
  const ColumnIndex condition_;
  const bool truth_;
};

}  // namespace

Result<std::shared_ptr<const Program>> RuleTests::compile(const Expression& expression,
                                                          std::optional<Type> wanted) const {
  CompileOptions options;
  options.wanted = wanted;
  options.reference_micros = draft_.schema.reference_micros;
  options.locale = draft_.schema.locale;
  // Rules draw nothing, so no stream is ever asked for.
  return synthgen::compile(
      expression, scope_, [](std::string_view) { return StreamKey(); }, options);
}

ColumnIndex RuleTests::add(std::shared_ptr<const Program> program, const std::string& what) {
  MadeSource made;
  made.type = program->type();
  made.inputs = program->inputs();
  made.dictionary = program->dictionary();
  made.source = std::make_unique<ConditionSource>(std::move(program));
  return draft_.add_internal(table_, what, "test of a rule", std::move(made));
}

std::optional<ColumnIndex> RuleTests::add_condition(const Expression& condition, const std::string& what) {
  Result<std::shared_ptr<const Program>> program = compile(condition, Type{TypeKind::boolean, 0});
  if (program.ok()) return add(std::move(*program), what);
  for (const Diagnostic& diagnostic : program.diagnostics()) {
    if (diagnostic.code != kFollowUp) draft_.diagnostics.add(diagnostic);
  }
  return std::nullopt;
}

std::optional<ColumnIndex> RuleTests::add_value(const Expression& value, std::optional<Type> wanted,
                                                const std::string& what) {
  Result<std::shared_ptr<const Program>> program = compile(value, wanted);
  if (!program.ok()) return std::nullopt;
  return add(std::move(*program), what);
}

std::optional<Type> RuleTests::type_of(const Expression& value) const {
  const Result<std::shared_ptr<const Program>> program = compile(value, std::nullopt);
  if (!program.ok()) return std::nullopt;
  return (*program)->type();
}

bool computed_by_expression(const SchemaColumn& column) {
  // What has a number put to it is not what the expression gives.
  return column.kind != nullptr && column.kind->record.name == "expression" && !column.spec->drawn() &&
         !column.declaration.unique_suffix;
}

bool RuleTests::may_be_missing(std::size_t column) const {
  const std::optional<ParameterValue>& missing = draft_.schema.tables[table_]->columns[column]->declaration.missing;
  return missing.has_value() && (!missing->literal() || missing->json->number > 0);
}

bool RuleTests::drawn(std::size_t column) const {
  const SchemaTable& table = *draft_.schema.tables[table_];
  const SchemaColumn& found = *table.columns[column];
  if (found.spec == nullptr) return false;
  // Sorted draws follow from those of other rows: a rule may read them, as it reads what is computed.
  if (found.declaration.order != ValueOrder::none) return false;
  if (may_be_missing(column)) return true;
  if (!found.spec->drawn()) return false;
  // A provider whose entity is bound to columns says what these say.
  if (draft_.plan.tables[table_].columns[column].made.follows) return false;
  const ReferenceText* reference = found.spec->reference();
  if (reference == nullptr || found.declaration.json->get("pick") != nullptr) return true;
  // Without a stated pick the key to the parent, or to a table of the cross join, is that of the row's owner.
  const std::string parent = split_reference(draft_.schema, *reference).table;
  if (table.family != nullptr && table.family->parent == parent) return false;
  return std::find(table.per.begin(), table.per.end(), parent) == table.per.end();
}

bool RuleTests::varies(std::size_t column) const {
  const SchemaColumn& found = *draft_.schema.tables[table_]->columns[column];
  const std::vector<const Expression*> expressions = expressions_of(found.spec.get(), found.declaration);
  if (found.declaration.order != ValueOrder::none) return true;
  return drawn(column) || std::any_of(expressions.begin(), expressions.end(),
                                      [](const Expression* expression) { return expression->varies(); });
}

bool RuleTests::redrawable(std::size_t column) const {
  const SchemaColumn& found = *draft_.schema.tables[table_]->columns[column];
  const MadeSource& made = draft_.plan.tables[table_].columns[column].made;
  if (found.declaration.unique || made.exact != nullptr || made.own_rows_only) return false;
  // Random identifiers differ from each other however often they are drawn, and so do texts with a number of the row.
  return made.type.kind == TypeKind::uuid || found.declaration.unique_suffix || (!made.unique && !found.spec->unique());
}

std::vector<std::size_t> RuleTests::breakable(const Expression& condition) const {
  const SchemaTable& table = *draft_.schema.tables[table_];
  std::vector<std::size_t> columns;
  for (const PathUse& use : condition.paths()) {
    const std::optional<std::size_t> column = table.index_of(use.path.front());
    if (!column.has_value() || table.columns[*column]->spec == nullptr) continue;
    const bool computed = computed_by_expression(*table.columns[*column]) && use.path.size() == 1;
    if (computed || (drawn(*column) && redrawable(*column))) columns.push_back(*column);
  }
  return columns;
}

bool RuleTests::reads_null_alone(const Condition& condition, std::size_t column) const {
  const std::string& name = draft_.schema.tables[table_]->columns[column]->declaration.name;
  const auto reads = [&](const PathUse& use) { return use.path.front() == name; };
  const std::vector<PathUse>& paths = condition.whole.paths();
  if (std::none_of(paths.begin(), paths.end(), reads)) return true;
  if (condition.kind == Condition::Kind::null_test) return condition.left->as_path() != nullptr;
  return !condition.parts.empty() && std::all_of(condition.parts.begin(), condition.parts.end(),
                                                 [&](const Condition& part) { return reads_null_alone(part, column); });
}

ColumnIndex RuleTests::add_certain(ColumnIndex condition, bool truth, const std::string& what) {
  MadeSource made;
  made.type = {TypeKind::boolean, 0};
  made.inputs = {condition};
  made.source = std::make_unique<CertainSource>(condition, truth);
  return draft_.add_internal(table_, what, "test of a rule", std::move(made));
}

void RuleTests::collect_column(std::size_t column, std::set<std::size_t>& drawn_columns,
                               std::set<std::size_t>& seen) const {
  if (!seen.insert(column).second) return;
  const SchemaColumn& found = *draft_.schema.tables[table_]->columns[column];
  if (drawn(column)) {
    drawn_columns.insert(column);
    // What an entity is bound to decides beside the draws: no draw moves a bound city to another state. So where none
    // helps, that is drawn anew as well.
    if (found.kind == nullptr || found.kind->record.name != "provider") return;
  }
  for (const Expression* expression : expressions_of(found.spec.get(), found.declaration)) {
    collect(*expression, drawn_columns, seen);
  }
  if (found.spec == nullptr) return;
  for (const PathUse& use : found.spec->paths()) {
    const std::optional<std::size_t> read = draft_.schema.tables[table_]->index_of(use.path.front());
    if (read.has_value()) collect_column(*read, drawn_columns, seen);
  }
}

void RuleTests::collect(const Expression& expression, std::set<std::size_t>& drawn_columns,
                        std::set<std::size_t>& seen) const {
  for (const PathUse& use : expression.paths()) {
    const std::optional<std::size_t> read = draft_.schema.tables[table_]->index_of(use.path.front());
    if (read.has_value()) collect_column(*read, drawn_columns, seen);
  }
}

bool RuleTests::over_children(const Expression& expression) const {
  std::vector<const Expression*> open = {&expression};
  std::set<std::size_t> seen;
  while (!open.empty()) {
    const Expression& one = *open.back();
    open.pop_back();
    for (const RowsCall& call : one.calls()) {
      if (call.over == RowsOver::children) return true;
      for (const Expression& argument : call.arguments) open.push_back(&argument);
    }
    for (const PathUse& use : one.paths()) {
      const std::optional<std::size_t> read = draft_.schema.tables[table_]->index_of(use.path.front());
      // What is drawn by parameters that look at children is drawn all the same.
      if (!read.has_value() || drawn(*read) || !seen.insert(*read).second) continue;
      const SchemaColumn& column = *draft_.schema.tables[table_]->columns[*read];
      const std::vector<const Expression*> further = expressions_of(column.spec.get(), column.declaration);
      open.insert(open.end(), further.begin(), further.end());
    }
  }
  return false;
}

std::set<std::size_t> RuleTests::drawn_reads(const Expression& expression) const {
  std::set<std::size_t> found;
  std::set<std::size_t> seen;
  collect(expression, found, seen);
  return found;
}

}  // namespace synthgen
