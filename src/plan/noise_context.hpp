// What an operator of noise sees of the plan while it is being made.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "binding.hpp"

namespace synthgen {

/// Rows of a table whose clean values operators may look at: NoiseContext::sample().
inline constexpr std::int64_t kNoiseSampleRows = 16'384;

/// Samples of clean columns, each evaluated once.
class NoiseSamples {
 public:
  /// evaluate  null where the schema is faulty, so that there is nothing to evaluate: samples are then empty
  NoiseSamples(const Plan& plan, RowEvaluation evaluate) : plan_(plan), evaluate_(std::move(evaluate)) {}

  const Column& of(std::size_t table, ColumnIndex column);

 private:
  const Plan& plan_;
  const RowEvaluation evaluate_;
  std::map<std::pair<std::size_t, ColumnIndex>, Column> samples_;
};

/// Owner and beginning of the purposes of an operator's streams.
struct NoiseStreams {
  std::string owner;    ///< a column, or several each after the length of its name
  std::string purpose;  ///< "noise typo 1 ", or "noise typo 'front desk' " where it has a name
};

/// The surroundings of an expression or a source that belongs to an operator.
class NoiseSourceContext final : public SourceContext {
 public:
  /// declaration  of the parameter; must outlive what is made
  NoiseSourceContext(Draft& draft, std::size_t table, const ColumnDeclaration& declaration, NoiseStreams streams)
      : draft_(draft),
        table_(table),
        declaration_(declaration),
        streams_(std::move(streams)),
        scope_(draft, table, none_) {}

  const ColumnDeclaration& declaration() const override { return declaration_; }
  const Scope& scope() const override { return scope_; }
  StreamKey stream(std::string_view purpose) const override { return shared_stream(streams_.owner, purpose); }
  StreamKey shared_stream(std::string_view owner, std::string_view purpose) const override {
    return make_stream_key(draft_.plan.seed, draft_.plan.tables[table_].name, owner,
                           streams_.purpose + std::string(purpose));
  }
  SharedRow& shared_row(const std::string& name) const override {
    return draft_.shared_rows[{table_, streams_.owner + streams_.purpose + name}];
  }
  std::int64_t table_rows() const override { return draft_.plan.tables[table_].rows; }
  std::int64_t reference_micros() const override { return draft_.schema.reference_micros; }
  const std::string& locale() const override { return draft_.schema.locale; }
  const MadeSource& column(ColumnIndex index) const override { return draft_.plan.tables[table_].columns[index].made; }
  ColumnIndex add_column(std::string name, std::string what, MadeSource made) const override {
    return draft_.add_internal(table_, std::move(name), std::move(what), std::move(made));
  }
  Result<ReferenceTarget> reference() const override;
  void warn(Diagnostic diagnostic) const override { draft_.diagnostics.add(std::move(diagnostic)); }

 private:
  Draft& draft_;
  const std::size_t table_;
  const ColumnDeclaration& declaration_;
  const NoiseStreams streams_;
  const std::vector<NamedConstant> none_;
  const TableScope scope_;
};

/// One part of an operator: a column, or all of its columns.
class PlannedNoiseContext final : public NoiseContext {
 public:
  /// label  of the operator, for names of internal columns
  PlannedNoiseContext(Draft& draft, std::size_t table, std::vector<NoiseColumn> columns,
                      std::vector<ColumnIndex> indices, std::string label, NoiseStreams streams, NoiseSamples& samples)
      : draft_(draft),
        table_(table),
        columns_(std::move(columns)),
        indices_(std::move(indices)),
        label_(std::move(label)),
        streams_(std::move(streams)),
        samples_(samples) {}

  std::span<const NoiseColumn> columns() const override { return columns_; }
  const std::string& locale() const override { return draft_.schema.locale; }
  Result<Parameter> add_parameter(const NoiseParameter& parameter, std::optional<Type> wanted) override;
  const Column& sample(std::size_t column) override { return samples_.of(table_, indices_[column]); }
  void warn(Diagnostic diagnostic) override { draft_.diagnostics.add(std::move(diagnostic)); }

  /// Internal columns of the parameters so far, by slot.
  const std::vector<ColumnIndex>& parameters() const { return parameters_; }

 private:
  Draft& draft_;
  const std::size_t table_;
  const std::vector<NoiseColumn> columns_;
  const std::vector<ColumnIndex> indices_;
  const std::string label_;
  const NoiseStreams streams_;
  NoiseSamples& samples_;
  std::vector<ColumnIndex> parameters_;
};

}  // namespace synthgen
