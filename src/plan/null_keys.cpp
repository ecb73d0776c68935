#include "null_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dependency_order.hpp"
#include "row_columns.hpp"
#include "synthgen/expression/null_flow.hpp"

namespace synthgen {
namespace {

using TableColumn = std::pair<std::size_t, ColumnIndex>;

class NullKeys {
 public:
  explicit NullKeys(Draft& draft) : draft_(draft) {}

  void check_table(std::size_t t) {
    const SchemaTable& table = *draft_.schema.tables[t];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string& name = table.columns[c]->declaration.name;
      const bool primary =
          std::find(table.primary_key.begin(), table.primary_key.end(), name) != table.primary_key.end();
      if (primary) {
        check(t, c, table.primary_key.size() == 1 ? "is the primary key" : "is part of the primary key");
      } else if (const auto user = users_.find({t, static_cast<ColumnIndex>(c)}); user != users_.end()) {
        check(t, c, fmt::format("is the key that \"{}\" refers to", user->second));
      }
    }
  }

  /// Columns that foreign keys refer to, each with the first of those.
  void find_users() {
    for (const auto& table : draft_.schema.tables) {
      for (const auto& column : table->columns) {
        const ReferenceText* reference = column->spec == nullptr ? nullptr : column->spec->reference();
        if (reference == nullptr) continue;
        const ReferencedKey key = referenced_key(draft_.schema, *reference);
        if (!key.table.has_value() || !key.column.has_value()) continue;
        users_.try_emplace({*key.table, static_cast<ColumnIndex>(*key.column)},
                           fmt::format("{}.{}", table->name, column->declaration.name));
      }
    }
  }

 private:
  struct Cause {
    std::string column;  ///< as seen from the key's table; or the expression that an entity is bound to
    std::string why;
    std::string remedy;
  };

  void check(std::size_t table, std::size_t column, std::string_view role) {
    if (!draft_.made[table][column]) return;
    seen_.clear();
    const ColumnDeclaration& declaration = draft_.schema.tables[table]->columns[column]->declaration;
    if (declaration.missing.has_value()) return;  // told when the keys were read
    home_ = table;
    const std::optional<Cause> cause = cause_of(table, static_cast<ColumnIndex>(column));
    if (!cause.has_value()) return;
    const bool own = cause->column == declaration.name;
    draft_.diagnostics.add(make_error("SG2725",
                                      own ? fmt::format("column \"{}\" {}, and {}", declaration.name, role, cause->why)
                                          : fmt::format("column \"{}\" {}, and it is null where \"{}\" is, which {}",
                                                        declaration.name, role, cause->column, cause->why),
                                      declaration.name_place,
                                      fmt::format("{}; or let another column be the key, such as "
                                                  "\"id\": {{\"sequence\": 1}}",
                                                  cause->remedy)));
  }

  /// Why a column may be null, itself or by a column that it follows.
  std::optional<Cause> cause_of(std::size_t t, ColumnIndex c) {
    if (!seen_.emplace(t, c).second) return std::nullopt;
    const SchemaTable& table = *draft_.schema.tables[t];
    const MadeSource& made = draft_.plan.tables[t].columns[c].made;
    if (c < table.columns.size()) {
      const SchemaColumn& column = *table.columns[c];
      if (!draft_.made[t][c]) return std::nullopt;
      if (std::optional<Cause> cause = declared_cause(table, column); cause.has_value()) return cause;
      if (is_kind(column, "expression") || is_kind(column, "template")) {
        for (const Expression* expression : column.spec->expressions()) {
          if (std::optional<Cause> cause = cause_of_expression(t, *expression, &column); cause.has_value())
            return cause;
        }
        return std::nullopt;
      }
      if (is_kind(column, "cases")) return cause_of_cases(t, column);
    }
    if (made.cell.has_value()) return cause_of_cell(t, made);
    if (made.bound_by != nullptr) return cause_of_expression(t, *made.bound_by, nullptr);
    if (!made.null_with_inputs) return std::nullopt;
    for (const ColumnIndex input : made.inputs) {
      if (std::optional<Cause> cause = cause_of(t, input); cause.has_value()) return cause;
    }
    return std::nullopt;
  }

  /// A parent's cell is null where that is, or where there is no parent.
  std::optional<Cause> cause_of_cell(std::size_t t, const MadeSource& made) {
    const SchemaTable& table = *draft_.schema.tables[t];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::optional<ColumnIndex>& pick = draft_.picks[t][c];
      if (!pick.has_value() || std::find(made.inputs.begin(), made.inputs.end(), *pick) == made.inputs.end()) continue;
      if (std::optional<Cause> cause = declared_cause(table, *table.columns[c]); cause.has_value()) return cause;
    }
    return cause_of(made.cell->table, made.cell->column);
  }

  /// column  that it computes; null where an entity is bound to it
  std::optional<Cause> cause_of_expression(std::size_t t, const Expression& expression, const SchemaColumn* column) {
    const NullFlow flow = null_flow(expression);
    const std::string name =
        column != nullptr ? shown_name(*draft_.schema.tables[t], column->declaration.name) : expression.text();
    const std::string where = column != nullptr ? fmt::format("in the expression of \"{}\"", name) : "there";
    if (flow.written_null) {
      return Cause{name, "has null among its values", fmt::format("write a value in place of null {}", where)};
    }
    if (flow.without_else) {
      return Cause{name, "has a \"case\" without \"else\"", fmt::format("add \"else\" to the \"case\" {}", where)};
    }
    static const std::vector<NamedConstant> kNone;
    const TableScope scope(draft_, t, column != nullptr ? column->declaration.constants : kNone);
    for (const Path& path : flow.paths) {
      if (path.size() == 1 && scope.constant(path.front()) != nullptr) {
        if (scope.constant(path.front())->kind != NamedConstant::Kind::null) continue;
        return Cause{name, fmt::format("reads the constant \"{}\", which is null", path.front()),
                     fmt::format("give \"{}\" a value", path.front())};
      }
      const Result<std::optional<Scope::Entry>> entry = scope.find(path);
      if (!entry.ok() || !entry->has_value()) continue;
      if (std::optional<Cause> cause = cause_of(t, (*entry)->column); cause.has_value()) return cause;
    }
    return std::nullopt;
  }

  /// Rows that meet no case, and those of a case that is null. What the sources of the cases read is seen when it runs.
  std::optional<Cause> cause_of_cases(std::size_t t, const SchemaColumn& column) {
    const std::string name = shown_name(*draft_.schema.tables[t], column.declaration.name);
    const json::Value& cases = *column.declaration.json->get("cases");
    const json::Value* otherwise = column.declaration.json->get("else");
    std::vector<const json::Value*> branches;
    for (const json::Value& item : cases.items) branches.push_back(&item);
    for (const json::Member& member : cases.members) branches.push_back(&member.value);
    if (otherwise != nullptr) branches.push_back(otherwise);
    if (std::any_of(branches.begin(), branches.end(), [](const json::Value* branch) { return gives_null(*branch); })) {
      return Cause{name, "has null among its cases", fmt::format("give the cases of \"{}\" values", name)};
    }
    if (cases.is(json::Kind::array)) {
      if (cases.items.back().get("if") == nullptr) return std::nullopt;
      return Cause{name, "is null in rows that meet none of its cases",
                   fmt::format("add a last case without \"if\" to \"{}\"", name)};
    }
    if (otherwise != nullptr) return std::nullopt;
    const std::string remedy = fmt::format("add \"else\" to \"{}\"", name);
    for (const PathUse& use : column.spec->paths()) {
      const Result<std::optional<Scope::Entry>> entry =
          TableScope(draft_, t, column.declaration.constants).find(use.path);
      if (!entry.ok() || !entry->has_value()) continue;
      if (std::optional<Cause> cause = cause_of(t, (*entry)->column); cause.has_value()) return cause;
      const MadeSource& of = draft_.plan.tables[t].columns[(*entry)->column].made;
      // Where all values are known, each has its case, or the schema is refused.
      if (of.domain == nullptr && of.type.kind != TypeKind::boolean) {
        return Cause{name, "is null in rows that meet none of its cases", remedy};
      }
    }
    return std::nullopt;
  }

  /// A branch of cases: null, {"constant": null}, or one with "missing" or a list of which null is one.
  static bool gives_null(const json::Value& branch) {
    if (branch.is(json::Kind::null)) return true;
    if (const json::Value* value = branch.get("constant"); value != nullptr && value->is(json::Kind::null)) return true;
    if (const json::Value* missing = branch.get("missing"); missing != nullptr && missing->is(json::Kind::number)) {
      if (missing->number > 0) return true;
    }
    const json::Value* choice = branch.get("choice");
    return choice != nullptr && lists_null(*choice);
  }

  std::optional<Cause> declared_cause(const SchemaTable& table, const SchemaColumn& column) const {
    const ColumnDeclaration& declaration = column.declaration;
    const std::string name = shown_name(table, declaration.name);
    if (may_be_missing(declaration)) {
      return Cause{name, "has \"missing\"", fmt::format("remove \"missing\" from \"{}\"", name)};
    }
    if (is_kind(column, "choice") && lists_null(*declaration.json->get("choice"))) {
      return Cause{name, "has null in its list", fmt::format("remove null from the list of \"{}\"", name)};
    }
    if (is_kind(column, "constant") && declaration.json->get("constant")->is(json::Kind::null)) {
      return Cause{name, "is null in every row", fmt::format("give \"{}\" a value", name)};
    }
    return std::nullopt;
  }

  static bool is_kind(const SchemaColumn& column, std::string_view name) {
    return column.kind != nullptr && std::string_view(column.kind->record.name) == name;
  }

  /// A column as it is told in the key's table.
  std::string shown_name(const SchemaTable& table, const std::string& column) const {
    if (&table == draft_.schema.tables[home_].get()) return column;
    return fmt::format("{}.{}", table.name, column);
  }

  Draft& draft_;
  std::map<TableColumn, std::string> users_;
  std::set<TableColumn> seen_;
  std::size_t home_ = 0;  ///< the key's table
};

}  // namespace

void check_null_keys(Draft& draft) {
  NullKeys keys(draft);
  keys.find_users();
  for (std::size_t t = 0; t < draft.schema.tables.size(); ++t) keys.check_table(t);
}

}  // namespace synthgen
