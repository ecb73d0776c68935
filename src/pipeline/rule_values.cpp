#include "rule_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "child_totals_of_files.hpp"

namespace synthgen {
namespace {

const NamedConstant* constant_of(const Schema& schema, std::string_view name) {
  for (const NamedConstant& constant : schema.constants) {
    if (constant.name == name) return &constant;
  }
  return nullptr;
}

/// The column, or the cell of a parent.
Result<std::optional<RuleValue>> value_of(const VerifiedTable& table, const Path& written, const Path& path,
                                          Parents& parents, std::string& why) {
  RuleValue value{.path = written, .columns = {}};
  const std::optional<std::size_t> column = table.index_of(path.front());
  if (!column.has_value()) {
    why = fmt::format("it reads the hidden column \"{}\"", path.front());
    return std::optional<RuleValue>();
  }
  value.columns = {*column};
  value.type = table.columns[*column].clean;
  if (path.size() == 1) return std::optional(std::move(value));
  Result<std::optional<ParentPath>> parent = parents.resolve(table, path, why);
  if (!parent.ok()) return parent.diagnostics();
  if (!parent->has_value()) return std::optional<RuleValue>();
  value.parent = std::move(*parent);
  value.columns = value.parent->hops.front().columns;
  value.type = value.parent->type;
  return std::optional(std::move(value));
}

}  // namespace

std::string RuleValue::name() const { return call.empty() ? fmt::format("{}", fmt::join(path, ".")) : call; }

Result<std::optional<std::vector<RuleValue>>> rule_values(const LoggedTable& logged,
                                                          const std::vector<const Expression*>& expressions,
                                                          const Schema& schema, Parents& parents,
                                                          const PathMeaning& meaning, std::string& why) {
  const std::optional<std::vector<RuleValue>> nothing;
  std::vector<RuleValue> values;
  for (const Expression* expression : expressions) {
    for (const PathUse& use : expression->paths()) {
      const bool known =
          std::any_of(values.begin(), values.end(), [&](const RuleValue& v) { return v.path == use.path; });
      if (known || (use.path.size() == 1 && constant_of(schema, use.path.front()) != nullptr)) continue;
      const std::optional<Path> path = meaning(use.path, why);
      if (!path.has_value()) return nothing;
      Result<std::optional<RuleValue>> value = value_of(*logged.table, use.path, *path, parents, why);
      if (!value.ok()) return value.diagnostics();
      if (!value->has_value()) return nothing;
      values.push_back(std::move(**value));
    }
    for (const RowsCall& call : expression->calls()) {
      if (call.over != RowsOver::children) {
        why = fmt::format("{}() looks at other rows", call.function);
        return nothing;
      }
      Result<std::shared_ptr<const ChildTotalsOfFiles>> children =
          ChildTotalsOfFiles::read(logged, call, schema, parents, why);
      if (!children.ok()) return children.diagnostics();
      if (*children == nullptr) return nothing;
      RuleValue value{.columns = (*children)->keys()};
      value.call = call.text;
      value.type = (*children)->type();
      value.children = std::move(*children);
      values.push_back(std::move(value));
    }
  }
  return std::optional(std::move(values));
}

Result<std::optional<Scope::Entry>> RuleScope::find(const Path& path) const {
  for (std::size_t v = 0; v < values_.size(); ++v) {
    if (values_[v].call.empty() && values_[v].path == path) {
      return std::optional(Entry{values_[v].type, static_cast<ColumnIndex>(v), nullptr});
    }
  }
  return std::optional<Entry>();
}

const NamedConstant* RuleScope::constant(std::string_view name) const { return constant_of(schema_, name); }

Result<Scope::Entry> RuleScope::over_rows(const RowsCall& call, const StreamMaker& streams,
                                          const CompileOptions& options) const {
  for (std::size_t v = 0; v < values_.size(); ++v) {
    if (values_[v].call == call.text) return Entry{values_[v].type, static_cast<ColumnIndex>(v), nullptr};
  }
  return Scope::over_rows(call, streams, options);
}

Result<std::shared_ptr<const Program>> compile_values(const Expression& expression, std::optional<Type> wanted,
                                                      const std::vector<RuleValue>& values, const Schema& schema) {
  const RuleScope scope(values, schema);
  CompileOptions options;
  options.wanted = wanted;
  options.reference_micros = schema.reference_micros;
  options.locale = schema.locale;
  return compile(
      expression, scope, [](std::string_view) { return StreamKey(); }, options);
}

void RuleEvaluate::begin(const VerifiedRows& rows, std::size_t count) {
  batch_ = &rows;
  rows_ = RowSet::range(rows.first_row(), count);
  for (std::size_t v = 0; v < values_.size(); ++v) {
    const RuleValue& value = values_[v];
    if (!value.parent.has_value() && value.children == nullptr) continue;
    std::vector<const Column*> keys;
    for (const std::size_t column : value.columns) keys.push_back(&rows.column(column));
    if (value.children != nullptr) {
      value.children->find(keys, count, followed_[v]);
    } else {
      Parents::follow(*value.parent, keys, followed_[v]);
    }
  }
}

const Column& RuleEvaluate::column(ColumnIndex index) {
  const RuleValue& value = values_[index];
  return value.parent.has_value() || value.children != nullptr ? followed_[index]
                                                               : batch_->column(value.columns.front());
}

}  // namespace synthgen
