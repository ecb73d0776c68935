// The `where` of a reference as a condition on its row: names of the other table are read through the foreign key.
#include "where_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace synthgen {
namespace {

class WhereCheck final : public RowCheck {
 public:
  WhereCheck(const VerifiedTable& table, const SchemaColumn& reference, RowsOf rows, std::vector<std::size_t> columns,
             std::size_t key, std::vector<RuleValue> values, std::shared_ptr<const Program> condition)
      : RowCheck(table.name, where_label(reference), rows, std::move(columns)),
        reference_(reference),
        key_(key),
        values_(std::move(values)),
        condition_(std::move(condition)),
        evaluate_(values_) {}

  Result<bool> begin_pass() override { return passes_++ == 0; }

  void add(const VerifiedRows& rows, std::size_t count) override {
    examined_ += count;
    evaluate_.begin(rows, count);
    condition_->run(evaluate_, met_);
    const Column& key = rows.column(key_);
    for (std::size_t i = 0; i < count; ++i) {
      // A null refers to nothing; of any other row a null is no yes.
      if (key.is_null(i) || (met_.is_valid(i) && met_.data<std::uint8_t>()[i] != 0)) continue;
      tell(
          verify_code::kReference,
          [&] {
            return fmt::format("{}: \"{}\" refers to {}, a row that its \"where\" does not allow: {}", rows.place(i),
                               reference_.declaration.name, shown_cell(key, i),
                               reference_.spec->reference()->where->text());
          },
          found_ < kToldFindings ? values_text(i) : std::string());
    }
  }

 private:
  /// "account_id = 12, this.account_id = 13", of the row in the batch.
  std::string values_text(std::size_t row) {
    std::string text;
    for (std::size_t v = 0; v < values_.size(); ++v) {
      const Path& path = values_[v].path;
      const bool own = !path.empty() && of_this_row(path);
      text += fmt::format("{}{}{} = {}", v == 0 ? "" : ", ", own ? "this" : "", values_[v].name(),
                          shown_cell(evaluate_.column(static_cast<ColumnIndex>(v)), row));
    }
    return text;
  }

  const SchemaColumn& reference_;
  const std::size_t key_;
  const std::vector<RuleValue> values_;
  const std::shared_ptr<const Program> condition_;
  RuleEvaluate evaluate_;
  Column met_;
  int passes_ = 0;
};

}  // namespace

std::string where_label(const SchemaColumn& reference) {
  return fmt::format("where of {}", reference.declaration.name);
}

Status add_where_check(const LoggedTable& logged, const SchemaColumn& reference, const Schema& schema, Parents& parents,
                       const std::string& absent_shards, std::vector<std::unique_ptr<RowCheck>>& checks,
                       VerifyReport& report) {
  const VerifiedTable& table = *logged.table;
  const std::string& name = reference.declaration.name;
  const Expression& where = *reference.spec->reference()->where;
  std::string why = absent_shards;
  const auto give_up = [&]() -> Status {
    report.checks.push_back({table.name, where_label(reference), std::nullopt, 0, why});
    return Done{};
  };
  const std::optional<std::size_t> key = table.index_of(name);
  if (!key.has_value()) why = fmt::format("\"{}\" is hidden", name);
  if (why.empty() && where.varies()) why = "it counts or adds up other rows";
  const std::vector<std::unique_ptr<RuleDeclaration>>& rules = table.schema->rules;
  if (why.empty() &&
      std::any_of(rules.begin(), rules.end(), [](const auto& rule) { return rule->violate.has_value(); })) {
    why = "rows that break a rule on purpose hold other values than those by which it was picked";
  }
  if (!why.empty()) return give_up();
  const PathMeaning meaning = [&](const Path& written, std::string&) {
    Path path(written.begin() + (of_this_row(written) ? 1 : 0), written.end());
    if (!of_this_row(written)) path.insert(path.begin(), name);
    return std::optional(std::move(path));
  };
  Result<std::optional<std::vector<RuleValue>>> values = rule_values(logged, {&where}, schema, parents, meaning, why);
  if (!values.ok()) return values.diagnostics();
  if (!values->has_value()) return give_up();
  std::vector<std::size_t> columns = {*key};
  for (const RuleValue& value : **values) columns.insert(columns.end(), value.columns.begin(), value.columns.end());
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  for (const std::size_t column : columns) {
    if (tells_values(table, column)) continue;
    why = fmt::format("the format of \"{}\" tells less than its values", table.columns[column].name);
    return give_up();
  }
  const std::optional<RowsOf> rows = rows_before_noise(logged, columns, why);
  if (!rows.has_value()) return give_up();
  Result<std::shared_ptr<const Program>> condition =
      compile_values(where, Type{TypeKind::boolean, 0}, **values, schema);
  if (!condition.ok()) {
    why = "it cannot be computed from the files: " + condition.diagnostics()[0].message;
    return give_up();
  }
  checks.push_back(std::make_unique<WhereCheck>(table, reference, *rows, std::move(columns), *key, std::move(**values),
                                                std::move(*condition)));
  return Done{};
}

}  // namespace synthgen
