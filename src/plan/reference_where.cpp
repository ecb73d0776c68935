// Binds `where` of references.
#include "reference_where.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "column_comparison.hpp"
#include "condition_source.hpp"
#include "dependency_order.hpp"
#include "synthgen/expression/condition.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kMostEqualities = 16;
constexpr const char* kAdvice =
    "\"where\" joins by \"and\": conditions on the other table's columns alone (active, price > 10), equalities with "
    "this row (account_id = this.account_id), and one interval (this.day >= valid_from and this.day < valid_to)";

Path without_this(const Path& path) { return {path.begin() + 1, path.end()}; }

/// Names after `this.`: columns of the row that has the reference.
class ThisScope final : public Scope {
 public:
  explicit ThisScope(const TableScope& own) : own_(own) {}
  Result<std::optional<Entry>> find(const Path& path) const override { return own_.find(without_this(path)); }
  const NamedConstant* constant(std::string_view name) const override { return own_.constant(name); }
  std::vector<std::string> names_near(const Path& path) const override { return own_.names_near(without_this(path)); }

 private:
  const TableScope& own_;
};

/// Names of the whole condition: for their types, and to tell what is wrong with them.
class WhereScope final : public Scope {
 public:
  WhereScope(const TableScope& own, const TableScope& parent, const SchemaTable& own_table,
             const SchemaTable& parent_table)
      : own_(own), parent_(parent), own_table_(own_table), parent_table_(parent_table) {}

  Result<std::optional<Entry>> find(const Path& path) const override {
    if (of_this_row(path)) return own_.find(without_this(path));
    Result<std::optional<Entry>> found = parent_.find(path);
    if (!found.ok() || found->has_value() || path.size() > 1 || own_table_.find(path[0]) == nullptr) return found;
    return make_error("SG3101", fmt::format("table \"{}\" has no column \"{}\"", parent_table_.name, path[0]), {},
                      fmt::format("names are that table's; a column of this row is written this.{}", path[0]));
  }
  const NamedConstant* constant(std::string_view name) const override { return parent_.constant(name); }
  Result<Entry> over_rows(const RowsCall& call, const StreamMaker& streams,
                          const CompileOptions& options) const override {
    return parent_.over_rows(call, streams, options);
  }
  std::shared_ptr<const FamilyIndex> families() const override { return parent_.families(); }
  std::vector<std::string> names_near(const Path& path) const override {
    return of_this_row(path) ? own_.names_near(without_this(path)) : parent_.names_near(path);
  }

 private:
  const TableScope& own_;
  const TableScope& parent_;
  const SchemaTable& own_table_;
  const SchemaTable& parent_table_;
};

/// Whose columns an expression reads.
struct Sides {
  bool own = false;
  bool parent = false;
};

Sides sides_of(const Expression& expression) {
  Sides sides;
  for (const PathUse& use : expression.paths()) (of_this_row(use.path) ? sides.own : sides.parent) = true;
  sides.parent = sides.parent || expression.varies();
  return sides;
}

/// The type in which two values are compared.
Type shared_type(Type a, Type b) {
  if (a.kind == b.kind) return a.decimals >= b.decimals ? a : b;
  if (is_numeric(a.kind) && is_numeric(b.kind)) {
    if (a.kind == TypeKind::number || b.kind == TypeKind::number) return {TypeKind::number, 0};
    return a.kind == TypeKind::decimal ? a : b;
  }
  return a.kind == TypeKind::date ? b : a;
}

class WhereBinder {
 public:
  WhereBinder(const WhereBinding& binding, const Expression& where, std::uint32_t& hops)
      : binding_(binding),
        draft_(binding.draft),
        whole_(where),
        hops_(hops),
        own_(draft_, binding.table, binding.declaration.constants),
        parent_(draft_, binding.parent, binding.declaration.constants),
        this_(own_) {}

  Result<std::shared_ptr<const ReferenceWhere>> run() {
    if (whole_.draws()) {
      return make_error("SG2651", "\"where\" says which rows may be referred to, and draws nothing", whole_.place(),
                        R"(draw by "pick": {"weight": …}, or by a hidden column of one of the tables)");
    }
    const WhereScope scope(own_, parent_, own_table(), parent_table());
    CompileOptions options = compile_options();
    options.wanted = Type{TypeKind::boolean, 0};
    const auto checked = compile(whole_, scope, binding_.streams, options);
    if (!checked.ok()) return checked.diagnostics();
    add(take_apart(whole_));
    if (!found_.has_errors()) find_family();
    if (!found_.has_errors()) check();
    if (found_.has_errors()) return found_;
    const std::optional<ParameterValue>& missing = binding_.declaration.missing;
    const bool never = !missing.has_value() || (missing->literal() && missing->json->number == 0);
    result_.may_be_null = !never || binding_.table == binding_.parent;
    return std::shared_ptr<const ReferenceWhere>(std::make_shared<ReferenceWhere>(std::move(result_)));
  }

 private:
  const SchemaTable& own_table() const { return *draft_.schema.tables[binding_.table]; }
  const SchemaTable& parent_table() const { return *draft_.schema.tables[binding_.parent]; }

  CompileOptions compile_options() const {
    CompileOptions options;
    options.reference_micros = draft_.schema.reference_micros;
    options.locale = draft_.schema.locale;
    options.role = "where ";
    return options;
  }

  void refuse(const Expression& part, std::string message, std::string hint) {
    found_.add(make_error("SG2650", std::move(message), part.place(), std::move(hint)));
  }

  /// One condition of those that are joined by `and`.
  void add(const Condition& condition) {
    if (condition.kind == Condition::Kind::all) {
      for (const Condition& part : condition.parts) add(part);
      return;
    }
    const Sides sides = sides_of(condition.whole);
    if (!sides.own || !sides.parent) {
      add_condition(condition.whole, sides.own);
      return;
    }
    if (condition.kind == Condition::Kind::comparison) {
      add_comparison(condition, nullptr);
      return;
    }
    if (condition.kind == Condition::Kind::any && condition.parts.size() == 2) {
      for (const std::size_t test : {std::size_t{0}, std::size_t{1}}) {
        const Condition& null_test = condition.parts[test];
        const Condition& other = condition.parts[1 - test];
        if (null_test.kind != Condition::Kind::null_test || other.kind != Condition::Kind::comparison) continue;
        add_comparison(other, &*null_test.left);
        return;
      }
    }
    refuse(condition.whole,
           fmt::format("no rows can be looked up by \"{}\", which reads both tables", condition.whole.text()), kAdvice);
  }

  void add_condition(const Expression& part, bool own) {
    const std::optional<ColumnIndex> column = column_of(part, own, Type{TypeKind::boolean, 0});
    if (column.has_value()) (own ? result_.conditions : result_.filters).push_back(*column);
  }

  /// null_test  what may be null instead; null: nothing
  void add_comparison(const Condition& condition, const Expression* null_test) {
    const Sides left = sides_of(*condition.left);
    const Sides right = sides_of(*condition.right);
    if ((left.own && left.parent) || (right.own && right.parent)) {
      refuse(condition.whole,
             fmt::format("one side of \"{}\" reads both tables, so no rows can be looked up by it",
                         condition.whole.text()),
             "bring it into the form that the other table's columns stand on one side and this row's on the other: "
             "start <= this.day - 30, not this.day - start >= 30");
      return;
    }
    const Expression& own = left.own ? *condition.left : *condition.right;
    const Expression& parent = left.own ? *condition.right : *condition.left;
    // As the parent's value stands to the row's.
    const Comparison comparison = left.own ? turned(condition.comparison) : condition.comparison;
    const bool null_of_parent = null_test != nullptr && null_test->text() == parent.text();
    if (null_test != nullptr && (!null_of_parent || comparison == Comparison::equal)) {
      refuse(condition.whole,
             "of two conditions joined by \"or\" one says that a bound of the interval is null in the other table",
             "for example (valid_to is null or this.day < valid_to)");
      return;
    }
    if (comparison == Comparison::not_equal) {
      refuse(condition.whole,
             fmt::format("no rows can be looked up by \"{}\": all but some are no key and no interval",
                         condition.whole.text()),
             kAdvice);
      return;
    }
    add_pair(condition.whole, parent, own, comparison, null_of_parent);
  }

  void add_pair(const Expression& whole, const Expression& parent, const Expression& own, Comparison comparison,
                bool open_at_null) {
    if (comparison == Comparison::equal && add_row_numbers(parent, own)) return;
    const std::optional<Type> parent_type = type_of(parent, false);
    const std::optional<Type> own_type = type_of(own, true);
    if (!parent_type.has_value() || !own_type.has_value()) return;
    const Type type = shared_type(*parent_type, *own_type);
    if (comparison != Comparison::equal && !is_numeric(type.kind) && !is_time(type.kind)) {
      refuse(whole,
             fmt::format("an interval is one of numbers, dates or times, and \"{}\" is of type {}", parent.text(),
                         type_text(type)),
             "texts are looked up by equality");
      return;
    }
    const std::optional<ColumnIndex> parent_column = column_of(parent, false, type);
    const std::optional<ColumnIndex> own_column = column_of(own, true, type);
    if (!parent_column.has_value() || !own_column.has_value()) return;
    if (comparison == Comparison::equal) {
      result_.equalities.push_back({*parent_column, *own_column, type, 0});
      return;
    }
    const bool from = comparison == Comparison::less || comparison == Comparison::less_equal;
    std::optional<ReferenceWhere::Bound>& bound = from ? result_.from : result_.to;
    if (bound.has_value()) {
      refuse(whole,
             fmt::format("\"{}\" is a second {} bound, and one interval can be looked up", whole.text(),
                         from ? "lower" : "upper"),
             from ? "join the two: start <= least(this.a, this.b), or greatest(start, opened) <= this.a"
                  : "join the two: end > greatest(this.a, this.b), or least(end, closed) > this.a");
      return;
    }
    const bool closed = comparison == Comparison::less_equal || comparison == Comparison::greater_equal;
    bound = ReferenceWhere::Bound{*parent_column, *own_column, closed, open_at_null};
    // The same value on both sides is one column, so that it is known to be.
    if (result_.from.has_value() && result_.to.has_value() && parent.text() == bound_text_) {
      (from ? result_.from : result_.to)->parent = (from ? result_.to : result_.from)->parent;
    }
    bound_text_ = parent.text();
  }

  /// Where both sides are keys to one table, its row numbers are equal where the keys are.
  bool add_row_numbers(const Expression& parent, const Expression& own) {
    const Path* parent_path = parent.as_path();
    const Path* own_path = own.as_path();
    if (parent_path == nullptr || own_path == nullptr || parent_path->size() != 1 || own_path->size() != 2)
      return false;
    const SchemaColumn* there = parent_table().find((*parent_path)[0]);
    const SchemaColumn* here = own_table().find((*own_path)[1]);
    const std::optional<ReferencedKey> there_key = key_of(there);
    const std::optional<ReferencedKey> here_key = key_of(here);
    if (!there_key.has_value()) return false;
    const std::size_t owner = *there_key->table;
    const std::size_t there_index = *parent_table().index_of((*parent_path)[0]);
    const std::size_t here_index = *own_table().index_of((*own_path)[1]);
    const std::optional<ColumnIndex> there_pick = draft_.picks[binding_.parent][there_index];
    if (!there_pick.has_value()) return false;
    const std::optional<PlannedFamily>& family = draft_.plan.tables[binding_.parent].family;
    const bool nested = family.has_value() && family->parent == owner && !there->declaration.missing.has_value() &&
                        draft_.plan.tables[binding_.parent].columns[*there_pick].made.to_owner;
    if (here_key.has_value() && here_key->table == there_key->table && here_key->column == there_key->column) {
      const std::optional<ColumnIndex> here_pick = draft_.picks[binding_.table][here_index];
      if (!here_pick.has_value()) return false;
      if (nested) family_ = ReferenceWhere::Family{family->index, *here_pick};
      result_.equalities.push_back(
          {*there_pick, *here_pick, Type{TypeKind::integer, 0}, draft_.plan.tables[owner].rows});
      return true;
    }
    // The row is itself what the parent's rows are per.
    if (nested && owner == binding_.table && here_index == *there_key->column && owner != binding_.parent) {
      family_ = ReferenceWhere::Family{family->index, std::nullopt};
    }
    return false;
  }

  std::optional<ReferencedKey> key_of(const SchemaColumn* column) const {
    if (column == nullptr || column->spec == nullptr || column->spec->reference() == nullptr) return std::nullopt;
    const ReferencedKey key = referenced_key(draft_.schema, *column->spec->reference());
    if (!key.table.has_value() || !key.column.has_value()) return std::nullopt;
    return key;
  }

  void find_family() {
    if (result_.equalities.size() == 1 && binding_.table != binding_.parent) result_.family = family_;
  }

  void check() {
    if (result_.equalities.size() > kMostEqualities) {
      refuse(whole_, fmt::format("\"where\" has {} equalities with this row", result_.equalities.size()),
             fmt::format("at most {}", kMostEqualities));
    }
    if (binding_.table == binding_.parent && (result_.from.has_value() || result_.to.has_value())) {
      refuse(whole_, "a reference to earlier rows of its own table looks them up by equalities, not by an interval",
             "compare by =, and with constants: department = this.department and level > 2");
    }
    if (result_.filters.empty() && result_.equalities.empty() && !result_.from.has_value() && !result_.to.has_value()) {
      refuse(whole_, "\"where\" reads nothing of the table that is referred to",
             R"j(a condition on this row alone says where the reference is null: "missing": "=not (…)")j");
    }
  }

  const Scope& scope_of(bool own) const { return own ? static_cast<const Scope&>(this_) : parent_; }

  Result<std::shared_ptr<const Program>> program_of(const Expression& part, bool own, std::optional<Type> wanted) {
    CompileOptions options = compile_options();
    options.wanted = wanted;
    Result<std::shared_ptr<const Program>> program = compile(part, scope_of(own), binding_.streams, options);
    if (!program.ok()) found_.add(program.diagnostics());
    return program;
  }

  std::optional<Type> type_of(const Expression& part, bool own) {
    const Result<std::shared_ptr<const Program>> program = program_of(part, own, std::nullopt);
    return program.ok() ? std::optional((*program)->type()) : std::nullopt;
  }

  /// The column that it names, or an internal one that computes it.
  std::optional<ColumnIndex> column_of(const Expression& part, bool own, Type type) {
    const std::size_t table = own ? binding_.table : binding_.parent;
    std::optional<ColumnIndex> index;
    if (const Path* path = part.as_path(); path != nullptr && path->size() > (own ? 1U : 0U)) {
      const Result<std::optional<Scope::Entry>> found = scope_of(own).find(*path);
      const bool same = found.ok() && found->has_value() && same_values((*found)->type, type);
      if (same) index = (*found)->column;
    }
    if (!index.has_value()) {
      const Result<std::shared_ptr<const Program>> program = program_of(part, own, type);
      if (!program.ok()) return std::nullopt;
      MadeSource made;
      made.type = (*program)->type();
      made.inputs = (*program)->inputs();
      made.dictionary = (*program)->dictionary();
      if (type.kind == TypeKind::boolean) {
        made.source = std::make_unique<ConditionSource>(*program);
      } else {
        made.source = make_computed(*program);
      }
      index = draft_.add_internal(table, part.text(), fmt::format("compared by {}", binding_.declaration.name),
                                  std::move(made));
    }
    if (!own) hops_ = std::max(hops_, draft_.plan.tables[table].columns[*index].hops + 1);
    return index;
  }

  /// Digits of seconds say how a time is written, not what it is.
  static bool same_values(Type a, Type b) {
    return a.kind == b.kind && (a.kind != TypeKind::decimal || a.decimals == b.decimals);
  }

  const WhereBinding& binding_;
  Draft& draft_;
  const Expression& whole_;
  std::uint32_t& hops_;
  const TableScope own_;
  const TableScope parent_;
  const ThisScope this_;
  Diagnostics found_;
  ReferenceWhere result_;
  std::optional<ReferenceWhere::Family> family_;
  std::string bound_text_;
};

}  // namespace

Result<std::shared_ptr<const ReferenceWhere>> bind_where(const WhereBinding& binding, const Expression& where,
                                                         std::uint32_t& hops) {
  return WhereBinder(binding, where, hops).run();
}

}  // namespace synthgen
