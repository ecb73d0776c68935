#include "child_totals_of_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "key_check.hpp"
#include "rule_values.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;

/// The children's table and the key that leads to the row.
struct Children {
  const LoggedTable* table = nullptr;
  std::vector<std::string> names;  ///< of the key's columns
  std::vector<std::size_t> own;    ///< the same as columns
  std::vector<std::size_t> keys;   ///< what they refer to, in the row's table
};

const LoggedTable* named_table(const std::vector<LoggedTable>& tables, const RowsCall& call) {
  for (const Expression& argument : call.arguments) {
    for (const PathUse& use : argument.paths()) {
      for (const LoggedTable& table : tables) {
        if (table.table->name == use.path.front()) return &table;
      }
    }
  }
  return nullptr;
}

std::optional<Children> find_children(const VerifiedTable& table, const RowsCall& call,
                                      const std::vector<LoggedTable>& tables, std::string& why) {
  Children children;
  children.table = named_table(tables, call);
  if (children.table == nullptr || children.table->table->schema == nullptr) {
    why = fmt::format("the table of {}() is not in this output", call.function);
    return std::nullopt;
  }
  const VerifiedTable& child = *children.table->table;
  for (const auto& column : child.schema->columns) {
    if (column->spec == nullptr || column->spec->reference() == nullptr) continue;
    if (!call.via.empty() && column->declaration.name != call.via) continue;
    std::string ignored;
    const std::optional<Referred> referred = referred_key(tables, child, column->declaration.name, ignored);
    if (!referred.has_value() || referred->table->table != &table) continue;
    children.names = reference_columns(*child.schema, *column);
    break;
  }
  if (children.names.empty()) {
    why = fmt::format("no key of {} that is in the files leads to {}", child.name, table.name);
    return std::nullopt;
  }
  for (const std::string& name : children.names) {
    const std::optional<std::size_t> column = child.index_of(name);
    const std::optional<Referred> referred = referred_key(tables, child, name, why);
    if (!column.has_value()) why = fmt::format("it reads the hidden column \"{}\" of {}", name, child.name);
    if (!column.has_value() || !referred.has_value()) return std::nullopt;
    children.own.push_back(*column);
    children.keys.push_back(referred->column);
  }
  return children;
}

/// Within the call, names are the children's, and `this.x` is found by their key.
PathMeaning meaning_within(const VerifiedTable& child, const std::string& key, bool condition) {
  return [&child, key, condition](const Path& written, std::string& why) -> std::optional<Path> {
    Path rest(written.begin() + 1, written.end());
    if (of_this_row(written)) {
      rest.insert(rest.begin(), key);
      return rest;
    }
    if (condition && (written.front() != child.name || child.index_of(written.front()).has_value())) return written;
    if (!rest.empty()) return rest;
    why = fmt::format("\"{}\" is a table", written.front());
    return std::nullopt;
  };
}

/// An expression of the call over the children's rows.
struct ChildExpression {
  std::vector<RuleValue> values;
  std::shared_ptr<const Program> program;
  std::unique_ptr<RuleEvaluate> evaluate;
  Column cells;

  const Column* run(const VerifiedRows& rows, std::size_t count) {
    if (program == nullptr) return nullptr;
    evaluate->begin(rows, count);
    program->run(*evaluate, cells);
    return &cells;
  }
};

Result<bool> make_expression(const Children& children, const Expression& expression, bool condition,
                             const Schema& schema, Parents& parents, ChildExpression& made, std::string& why) {
  const VerifiedTable& child = *children.table->table;
  if (expression.varies() && child.schema->shuffle) {
    why = fmt::format("it looks at the order of the rows of {}, and they are shuffled", child.name);
    return false;
  }
  Result<std::optional<std::vector<RuleValue>>> values = rule_values(
      *children.table, {&expression}, schema, parents, meaning_within(child, children.names.front(), condition), why);
  if (!values.ok()) return values.diagnostics();
  if (!values->has_value()) return false;
  made.values = std::move(**values);
  const std::optional<Type> wanted = condition ? std::optional(Type{TypeKind::boolean, 0}) : std::nullopt;
  Result<std::shared_ptr<const Program>> program = compile_values(expression, wanted, made.values, schema);
  if (!program.ok()) {
    why = "it cannot be computed from the files: " + program.diagnostics()[0].message;
    return false;
  }
  made.program = std::move(*program);
  made.evaluate = std::make_unique<RuleEvaluate>(made.values);
  return true;
}

}  // namespace

void ChildTotalsOfFiles::add(Total& total, const Column* values, std::size_t row) const {
  const bool first = total.count++ == 0;
  if (values == nullptr || function_ == ChildFunction::count) return;
  const bool adds = function_ == ChildFunction::sum || function_ == ChildFunction::avg;
  const bool greatest = function_ == ChildFunction::max;
  const auto take = [&](auto& kept, auto value) {
    if (adds) {
      kept = first ? value : kept + value;
    } else if (first || (greatest ? kept < value : value < kept)) {
      kept = value;
    }
  };
  switch (value_type_.kind) {
    case TypeKind::string: {
      const std::string text(values->text(row));
      if (first || (greatest ? total.text < text : text < total.text)) total.text = text;
      return;
    }
    case TypeKind::number:
      return take(total.number, values->data<double>()[row]);
    case TypeKind::date:
      return take(total.sum, static_cast<__int128>(values->data<std::int32_t>()[row]));
    default:
      return take(total.sum, static_cast<__int128>(values->data<std::int64_t>()[row]));
  }
}

std::optional<double> ChildTotalsOfFiles::number_of(const Total& total) const {
  if (value_type_.kind == TypeKind::number) {
    if (!std::isfinite(total.number)) return std::nullopt;
    return function_ == ChildFunction::avg ? total.number / static_cast<double>(total.count) : total.number;
  }
  const auto scale = static_cast<double>(kPowersOfTen[static_cast<std::size_t>(value_type_.decimals)]);
  return static_cast<double>(total.sum) / (static_cast<double>(total.count) * scale);
}

void ChildTotalsOfFiles::find(std::span<const Column* const> keys, std::size_t count, Column& out) const {
  out.reset(type_, count);
  if (type_.kind == TypeKind::string) out.begin_texts();
  const std::int64_t most = type_.kind == TypeKind::decimal ? kMostDecimal : std::numeric_limits<std::int64_t>::max();
  const std::int64_t least = type_.kind == TypeKind::decimal ? -kMostDecimal : std::numeric_limits<std::int64_t>::min();
  for (std::size_t i = 0; i < count; ++i) {
    const bool null = std::any_of(keys.begin(), keys.end(), [&](const Column* key) { return key->is_null(i); });
    const std::optional<std::int64_t> place = null ? std::nullopt : places_.find(fingerprint(keys, i));
    const Total* total = place.has_value() ? &totals_[static_cast<std::size_t>(*place)] : nullptr;
    const bool empty = total == nullptr || total->count == 0;
    if (function_ == ChildFunction::count) {
      out.data<std::int64_t>()[i] = total != nullptr ? total->count : 0;
    } else if (type_.kind == TypeKind::string) {
      empty ? out.append_null() : out.append_text(total->text);
    } else if (type_.kind == TypeKind::number) {
      const std::optional<double> number = empty ? std::nullopt : number_of(*total);
      out.data<double>()[i] = number.value_or(0);
      if (!number.has_value()) out.set_null(i);
    } else {
      const bool fits = !empty && total->sum >= least && total->sum <= most;
      const std::int64_t value = fits ? static_cast<std::int64_t>(total->sum) : 0;
      if (type_.kind == TypeKind::date) {
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(value);
      } else {
        out.data<std::int64_t>()[i] = value;
      }
      if (!fits) out.set_null(i);
    }
  }
}

Result<std::shared_ptr<const ChildTotalsOfFiles>> ChildTotalsOfFiles::read(const LoggedTable& logged,
                                                                           const RowsCall& call, const Schema& schema,
                                                                           Parents& parents, std::string& why) {
  const std::shared_ptr<const ChildTotalsOfFiles> nothing;
  const std::optional<Children> children = find_children(*logged.table, call, parents.tables(), why);
  if (!children.has_value()) return nothing;
  const VerifiedTable& child = *children->table->table;
  if (!children->table->output->absent_shards.empty()) {
    why = children->table->output->absent_shards;
    return nothing;
  }
  if (child.rows > kKeysAtOnce) {
    why = fmt::format("table \"{}\" has more rows than are held in memory", child.name);
    return nothing;
  }
  auto made = std::make_shared<ChildTotalsOfFiles>();
  made->function_ = *child_function(call.function);
  made->keys_ = children->keys;

  ChildExpression value;
  ChildExpression where;
  const Path* path = call.arguments.front().as_path();
  if (made->function_ != ChildFunction::count || path == nullptr || path->size() > 1) {
    const Result<bool> good = make_expression(*children, call.arguments.front(), false, schema, parents, value, why);
    if (!good.ok()) return good.diagnostics();
    if (!*good) return nothing;
    made->value_type_ = value.program->type();
  }
  if (call.where.has_value()) {
    const Result<bool> good = make_expression(*children, *call.where, true, schema, parents, where, why);
    if (!good.ok()) return good.diagnostics();
    if (!*good) return nothing;
  }
  made->type_ = *aggregate_type(made->function_, made->value_type_);
  const bool adds = made->function_ == ChildFunction::sum || made->function_ == ChildFunction::avg;
  if (adds && made->value_type_.kind == TypeKind::number && child.schema->shuffle) {
    why = fmt::format("numbers are added in the order of generation, and the rows of {} are shuffled", child.name);
    return nothing;
  }

  std::vector<std::size_t> read = children->own;
  for (const ChildExpression* expression : {&value, &where}) {
    for (const RuleValue& one : expression->values) read.insert(read.end(), one.columns.begin(), one.columns.end());
  }
  if (!std::all_of(read.begin(), read.end(), [&](std::size_t column) { return tells_values(child, column); })) {
    why = fmt::format("a format of \"{}\" tells less than its values", child.name);
    return nothing;
  }
  const std::optional<RowsOf> of = rows_read_by_others(*children->table, read, why);
  if (!of.has_value()) return nothing;
  std::vector<bool> wanted(child.columns.size());
  for (const std::size_t column : read) wanted[column] = true;
  VerifiedRows rows(*children->table, *of, std::move(wanted));
  for (;;) {
    const Result<std::size_t> count = rows.next();
    if (!count.ok()) return count.diagnostics();
    if (*count == 0) return std::shared_ptr<const ChildTotalsOfFiles>(std::move(made));
    const Column* values = value.run(rows, *count);
    const Column* holds = where.run(rows, *count);
    std::vector<const Column*> keys;
    for (const std::size_t column : children->own) keys.push_back(&rows.column(column));
    for (std::size_t i = 0; i < *count; ++i) {
      if (std::any_of(keys.begin(), keys.end(), [&](const Column* key) { return key->is_null(i); })) continue;
      if (holds != nullptr && (holds->is_null(i) || holds->data<std::uint8_t>()[i] == 0)) continue;
      if (values != nullptr && values->is_null(i)) continue;
      const std::uint64_t print = fingerprint(keys, i);
      const auto fresh = static_cast<std::int64_t>(made->totals_.size());
      if (made->places_.insert(print, fresh)) made->totals_.emplace_back();
      made->add(made->totals_[static_cast<std::size_t>(*made->places_.find(print))], values, i);
    }
  }
}

}  // namespace synthgen
