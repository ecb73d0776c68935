#include <fmt/format.h>

#include "family_functions.hpp"
#include "rows_calls.hpp"
#include "synthgen/expression/unified_type.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

/// A call of previous, next or first, whose cells are those of another row.
class CellBinding {
 public:
  explicit CellBinding(const RowsCallBinding& binding) : binding_(binding) {}

  Result<FamilyCell> bind() {
    const std::vector<Expression>& arguments = binding_.call.arguments;
    Result<Scope::Entry> value = binding_.column_of(arguments.front());
    if (!value.ok()) {
      Diagnostics told = value.diagnostics();
      if (arguments.size() > 1) {
        // The type of the first may hang on the second, whose faults are then the ones to tell.
        if (const auto fallback = compiled(arguments[1], std::nullopt); !fallback.ok())
          told.add(fallback.diagnostics());
      }
      return told;
    }
    FamilyCell cell{value->column, std::nullopt, value->type, value->dictionary};
    if (arguments.size() == 1) return cell;

    const Expression& fallback = arguments[1];
    const Result<std::shared_ptr<const Program>> program = compiled(fallback, std::nullopt);
    if (!program.ok()) return program.diagnostics();
    const Column* constant = (*program)->constant();
    if (constant != nullptr && constant->is_null(0)) return cell;
    std::optional<Type> type = common_type(value->type, (*program)->type());
    if (!type.has_value() && constant != nullptr && (is_time(value->type.kind) || value->type.kind == TypeKind::uuid)) {
      // A text that is a date, or tells why it is none.
      if (const auto read = compiled(fallback, value->type); !read.ok()) return read.diagnostics();
      type = value->type;
    }
    if (!type.has_value()) {
      return make_error("SG3204",
                        fmt::format("the values of {} differ in type: {} and {}", binding_.call.function,
                                    type_text(value->type), type_text((*program)->type())),
                        fallback.place(), "the default must be of the type of what is read");
    }
    if (*type != value->type) {
      value = binding_.column_of(arguments.front(), type);
      if (!value.ok()) return value.diagnostics();
    }
    const Result<Scope::Entry> other = binding_.column_of(fallback, type);
    if (!other.ok()) return other.diagnostics();
    cell.input = value->column;
    cell.fallback = other->column;
    cell.type = *type;
    if (other->dictionary != cell.dictionary) cell.dictionary = nullptr;
    return cell;
  }

 private:
  Result<std::shared_ptr<const Program>> compiled(const Expression& expression, std::optional<Type> wanted) const {
    CompileOptions options = binding_.options;
    options.wanted = wanted;
    return compile(expression, binding_.scope, binding_.streams, options);
  }

  const RowsCallBinding& binding_;
};

/// Of the plan's columns: what holds a function's values.
std::string_view held_by(const std::string& function) {
  if (function == "previous") return "cell of the row before";
  if (function == "next") return "cell of the row after";
  if (function == "first") return "cell of the family's first row";
  return "sum over the family up to the row";
}

Result<Scope::Entry> add(const RowsCallBinding& binding, MadeSource made) {
  made.by_family = true;
  made.own_rows_only = true;
  const ColumnIndex index = binding.draft.add_internal(binding.table, binding.call.text,
                                                       std::string(held_by(binding.call.function)), std::move(made));
  const MadeSource& added = binding.draft.plan.tables[binding.table].columns[index].made;
  const Scope::Entry entry{added.type, index, added.dictionary};
  if (binding.same_everywhere()) {
    binding.draft.rows_calls.emplace(std::pair(binding.table, binding.call.text), entry);
  }
  return entry;
}

Result<Scope::Entry> bind_running_sum(const RowsCallBinding& binding) {
  const Expression& argument = binding.call.arguments.front();
  const Result<Scope::Entry> value = binding.column_of(argument);
  if (!value.ok()) return value.diagnostics();
  if (!is_numeric(value->type.kind)) {
    return make_error("SG3202", fmt::format("running_sum() takes numbers, this is {}", type_text(value->type)),
                      argument.place(),
                      value->type.kind == TypeKind::boolean ? "count what holds: running_sum(if(condition, 1, 0))"
                                                            : "give it a number");
  }
  MadeSource made;
  made.type = value->type;
  made.inputs = {value->column};
  made.source = make_running_sum(value->column, value->type);
  return add(binding, std::move(made));
}

}  // namespace

Result<Scope::Entry> RowsCallBinding::column_of(const Expression& argument, std::optional<Type> wanted) const {
  if (const Path* path = argument.as_path(); path != nullptr) {
    Result<std::optional<Scope::Entry>> found = scope.find(*path);
    if (!found.ok()) {
      Diagnostics told;
      for (Diagnostic diagnostic : found.diagnostics()) {
        if (!diagnostic.place.has_value()) diagnostic.place = argument.place();
        told.add(std::move(diagnostic));
      }
      return told;
    }
    if (found->has_value() && wanted.value_or((*found)->type) == (*found)->type) return **found;
  }
  CompileOptions own = options;
  own.wanted = wanted;
  Result<std::shared_ptr<const Program>> program = compile(argument, scope, streams, own);
  if (!program.ok()) return program.diagnostics();
  MadeSource made;
  made.type = (*program)->type();
  if ((*program)->constant() == nullptr) made.inputs = (*program)->inputs();
  made.dictionary = (*program)->dictionary();
  made.source = make_computed(*program);
  const ColumnIndex index = draft.add_internal(table, argument.text(), "argument of a function", std::move(made));
  const MadeSource& added = draft.plan.tables[table].columns[index].made;
  return Scope::Entry{added.type, index, added.dictionary};
}

Result<Scope::Entry> bind_family_call(const RowsCallBinding& binding) {
  const std::string& function = binding.call.function;
  if (binding.scope.families() == nullptr) {
    return make_error("SG3213", fmt::format("\"{}\" is for tables whose rows are per parent", function), {},
                      R"(such as "rows": {"per": "customers", "distribution": "poisson", "mean": 3})");
  }
  const std::pair<std::size_t, std::string> key(binding.table, binding.call.text);
  if (const auto known = binding.draft.rows_calls.find(key); known != binding.draft.rows_calls.end()) {
    return known->second;
  }
  if (function == "running_sum") return bind_running_sum(binding);
  const Result<FamilyCell> cell = CellBinding(binding).bind();
  if (!cell.ok()) return cell.diagnostics();
  MadeSource made;
  made.type = cell->type;
  made.dictionary = cell->dictionary;
  made.inputs = {cell->input};
  if (cell->fallback.value_or(cell->input) != cell->input) made.inputs.push_back(*cell->fallback);
  if (function == "previous") {
    made.source = make_previous(*cell);
  } else if (function == "next") {
    made.source = make_next(*cell);
  } else {
    made.source = make_first(*cell);
  }
  return add(binding, std::move(made));
}

}  // namespace synthgen
