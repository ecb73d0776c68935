// Lists, bounds and nulls of columns, read off their sources.
#include "row_columns.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "dependency_order.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {
namespace {

/// Longer lists count by their least and greatest value only.
constexpr std::size_t kLongestList = 1'000;
/// Whole numbers below it are exact as doubles.
constexpr double kExact = 9'007'199'254'740'992.0;

/// Makes a distribution again, drawn by a score, to look at its ends; nothing of it reaches the plan.
class ProbeContext final : public ColumnContext {
 public:
  ProbeContext(Draft& draft, std::size_t table, std::size_t column)
      : ColumnContext(draft, table, column), next_(static_cast<ColumnIndex>(draft.plan.tables[table].columns.size())) {}

  static constexpr ColumnIndex kScore = ~ColumnIndex{0};
  std::optional<ColumnIndex> score() const override { return kScore; }
  ColumnIndex add_column(std::string, std::string, MadeSource) const override { return next_++; }
  void warn(Diagnostic) const override {}

 private:
  mutable ColumnIndex next_;
};

/// Rows of a source that reads no other column.
class RowsEvaluate final : public Evaluate {
 public:
  explicit RowsEvaluate(std::vector<std::int64_t> rows) : rows_list_(std::move(rows)) {
    rows_ = RowSet::of(rows_list_);
    pool_ = &own_pool_;
  }
  const Column& column(ColumnIndex) override { return none_; }
  void cells(TableIndex, ColumnIndex, const Column&, Column& out) override { out.reset({TypeKind::integer}, 0); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {}

 private:
  const std::vector<std::int64_t> rows_list_;
  ColumnPool own_pool_;
  Column none_;
};

bool is_ordered(TypeKind kind) { return is_numeric(kind) || is_time(kind); }

/// The distance of neighbouring values in units of the type; 0 for doubles.
std::int64_t step_of(Type type) {
  if (type.kind == TypeKind::number) return 0;
  return is_micros(type.kind) ? step_micros(type) : 1;
}

void bound_below(RowDomain& domain, double low) {
  if (std::isnan(low)) return;
  if (domain.step > 0 && std::fabs(low) >= kExact) low = std::nextafter(low, -INFINITY);
  domain.low = std::max(domain.low, low);
}

void bound_above(RowDomain& domain, double high) {
  if (std::isnan(high)) return;
  if (domain.step > 0 && std::fabs(high) >= kExact) high = std::nextafter(high, INFINITY);
  domain.high = std::min(domain.high, high);
}

bool is_kind(const SchemaColumn& column, std::string_view name) {
  return column.kind != nullptr && std::string_view(column.kind->record.name) == name;
}

bool plain(const std::optional<ParameterValue>& value) { return !value.has_value() || value->literal(); }

/// Whether what decides the values is written in the schema as numbers and texts.
bool literal_source(const SchemaColumn& column) {
  return column.spec->expressions().empty() && column.spec->paths().empty() && plain(column.declaration.min) &&
         plain(column.declaration.max);
}

/// Whether `missing`, or the source itself, may give null.
bool may_be_null(const Draft& draft, std::size_t table, std::size_t index) {
  const SchemaColumn& column = *draft.schema.tables[table]->columns[index];
  const MadeSource& made = draft.plan.tables[table].columns[index].made;
  if (may_be_missing(column.declaration)) return true;
  if (is_kind(column, "references")) {
    const ReferenceText* reference = column.spec->reference();
    // The first row has no earlier one to refer to.
    return reference == nullptr || referenced_key(draft.schema, *reference).table == table ||
           !column.spec->expressions().empty() || !column.spec->paths().empty() || !reference->weight.empty();
  }
  if (!literal_source(column)) return true;
  if (is_kind(column, "constant")) return made.domain == nullptr || made.domain->rows() == 0;
  if (is_kind(column, "choice")) return lists_null(*column.declaration.json->get("choice"));
  return !(is_kind(column, "sequence") || is_kind(column, "distribution"));
}

/// Bounds of the source's own.
void add_bounds(Draft& draft, std::size_t table, std::size_t column, RowColumn& result) {
  RowDomain& domain = result.domain;
  const SchemaColumn& declared = *draft.schema.tables[table]->columns[column];
  const PlannedTable& planned = draft.plan.tables[table];
  const MadeSource& made = planned.columns[column].made;
  double ends[2];
  if (is_kind(declared, "sequence") && made.inputs.empty() && planned.rows > 0) {
    RowsEvaluate evaluate({0, planned.rows - 1});
    Column values;
    made.source->fill(evaluate, values);
    ordered_numbers(values, 2, ends);
    bound_below(domain, std::min(ends[0], ends[1]));
    bound_above(domain, std::max(ends[0], ends[1]));
  }
  if (!is_kind(declared, "distribution")) return;
  for (const bool low : {true, false}) {
    const std::optional<ParameterValue>& bound = low ? declared.declaration.min : declared.declaration.max;
    if (!bound.has_value() || !bound->literal()) continue;
    const Result<Column> literal = literal_column(*bound, made.type);
    if (!literal.ok() || literal->is_null(0)) continue;
    ordered_numbers(*literal, 1, ends);
    if (low) {
      bound_below(domain, ends[0]);
    } else {
      bound_above(domain, ends[0]);
    }
  }
  if (!literal_source(declared) || !declared.spec->unscored().empty() || declared.declaration.unique) return;
  const ProbeContext context(draft, table, column);
  const Result<MadeSource> probe = declared.spec->make(context);
  if (!probe.ok() || probe->type != made.type || probe->inputs != std::vector<ColumnIndex>{ProbeContext::kScore}) {
    return;
  }
  // Beyond these scores no value changes.
  constexpr double kScores[] = {-kGreatestScore - 0.05, kGreatestScore + 0.05};
  ScoreEvaluate evaluate(ProbeContext::kScore);
  evaluate.values(*probe->source, kScores, ends);
  // Declared bounds are told as they were written.
  result.drawn_low = !std::isfinite(domain.low);
  result.drawn_high = !std::isfinite(domain.high);
  if (result.drawn_low) bound_below(domain, ends[0]);
  if (result.drawn_high) bound_above(domain, ends[1]);
}

/// Listed texts as codes of the dictionary that the column is coded in: programs may count on that.
std::shared_ptr<const Column> coded_values(const Column& texts, const Dictionary& dictionary) {
  std::map<std::string_view, std::int32_t> codes;
  for (std::size_t code = 0; code < dictionary.size(); ++code) {
    codes.emplace(dictionary[code], static_cast<std::int32_t>(code));
  }
  auto values = std::make_shared<Column>();
  values->reset(dictionary, texts.rows());
  for (std::size_t i = 0; i < texts.rows(); ++i) {
    const auto found = codes.find(texts.text(i));
    if (found == codes.end()) return nullptr;
    values->data<std::int32_t>()[i] = found->second;
  }
  return values;
}

RowColumn describe(Draft& draft, std::size_t table, std::size_t column) {
  const SchemaColumn& declared = *draft.schema.tables[table]->columns[column];
  const MadeSource& made = draft.plan.tables[table].columns[column].made;
  RowColumn result;
  result.type = made.type;
  result.coded = made.dictionary != nullptr;
  RowDomain& domain = result.domain;
  domain.step = is_ordered(made.type.kind) ? step_of(made.type) : 0;
  domain.nullable = may_be_null(draft, table, column);
  if (made.type.kind == TypeKind::boolean) {
    auto values = std::make_shared<Column>();
    values->reset(made.type, 2);
    values->data<std::uint8_t>()[0] = 0;
    values->data<std::uint8_t>()[1] = 1;
    result.values = std::move(values);
    domain.values = 2;
    domain.by_type = true;
  }
  if (made.domain != nullptr && made.domain->rows() > 0) {
    const std::size_t count = made.domain->rows();
    if (count <= kLongestList) {
      result.values = made.domain;
      if (result.coded && made.domain->dictionary() == nullptr) {
        result.values = coded_values(*made.domain, *made.dictionary);
        if (result.values == nullptr) return result;
      }
      domain.values = count;
      domain.by_type = domain.by_type && count == 2;
    } else if (is_ordered(made.type.kind)) {
      std::vector<double> numbers(count);
      ordered_numbers(*made.domain, count, numbers.data());
      const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
      bound_below(domain, *low);
      bound_above(domain, *high);
    }
  } else if (is_ordered(made.type.kind)) {
    add_bounds(draft, table, column, result);
  }
  if (is_kind(declared, "expression") && !declared.declaration.missing.has_value() &&
      !declared.declaration.unique_suffix) {
    const std::vector<const Expression*> expressions = declared.spec->expressions();
    if (expressions.size() == 1) result.computed = expressions[0];
  }
  return result;
}

}  // namespace

bool lists_null(const json::Value& choice) {
  return std::any_of(choice.items.begin(), choice.items.end(), [](const json::Value& item) {
    const json::Value* value = item.get("value");
    const json::Value* weight = item.get("weight");
    // What has no weight is never taken.
    if (weight != nullptr && weight->is(json::Kind::number) && weight->number == 0) return false;
    return item.is(json::Kind::null) || (value != nullptr && value->is(json::Kind::null));
  });
}

bool may_be_missing(const ColumnDeclaration& declaration) {
  const std::optional<ParameterValue>& missing = declaration.missing;
  if (!missing.has_value()) return false;
  if (!missing->literal()) return true;
  const json::Value& value = *missing->json;
  return !(value.is(json::Kind::number) && value.number == 0) && !(value.is(json::Kind::boolean) && !value.boolean);
}

std::optional<RowColumn> row_column(Draft& draft, std::size_t table, const Path& path) {
  const std::vector<NamedConstant> none;
  const Result<std::optional<Scope::Entry>> entry = TableScope(draft, table, none).find(path);
  if (!entry.ok() || !entry->has_value()) return std::nullopt;
  // Along the keys to the column that is read; a key that is null has no parent.
  bool nullable = false;
  std::size_t at = table;
  for (std::size_t hop = 0; hop + 1 < path.size(); ++hop) {
    const std::optional<std::size_t> key = draft.schema.tables[at]->index_of(path[hop]);
    const SchemaColumn& declared = *draft.schema.tables[at]->columns[*key];
    nullable = nullable || may_be_null(draft, at, *key);
    at = *referenced_key(draft.schema, *declared.spec->reference()).table;
  }
  RowColumn result = describe(draft, at, *draft.schema.tables[at]->index_of(path.back()));
  result.column = (*entry)->column;
  result.domain.nullable = result.domain.nullable || nullable;
  // Its expression is one of the parent's row.
  if (path.size() > 1) result.computed = nullptr;
  return result;
}

}  // namespace synthgen
