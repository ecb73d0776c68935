// What the expressions of a rule read of files: columns of the row, cells of its parents, totals of its children.
//
// Threads: one at a time.
#pragma once

#include <cassert>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parent_cells.hpp"
#include "synthgen/expression/expression.hpp"

namespace synthgen {

class ChildTotalsOfFiles;

/// A value that an expression reads: a column of the table, one of a parent, or a call over children.
struct RuleValue {
  Path path = {};                    ///< as it is written; of a call empty
  std::vector<std::size_t> columns;  ///< of the table: the value itself, or the key that leads to it
  std::optional<ParentPath> parent = {};
  std::shared_ptr<const ChildTotalsOfFiles> children = nullptr;
  std::string call = {};  ///< as it is written
  Type type = {};

  std::string name() const;
};

/// What a written path means from the table's row: the same path, or one that leads there. Nothing, and `why`, where it
/// leads nowhere.
using PathMeaning = std::function<std::optional<Path>(const Path& written, std::string& why)>;

/// The values of some expressions. Nothing, and `why`, where something of them is not in the files. Errors of
/// TableScan.
Result<std::optional<std::vector<RuleValue>>> rule_values(const LoggedTable& logged,
                                                          const std::vector<const Expression*>& expressions,
                                                          const Schema& schema, Parents& parents,
                                                          const PathMeaning& meaning, std::string& why);

/// The names of expressions; what they read stands in `values`, whose places are the column indices.
class RuleScope final : public Scope {
 public:
  RuleScope(const std::vector<RuleValue>& values, const Schema& schema) : values_(values), schema_(schema) {}

  Result<std::optional<Entry>> find(const Path& path) const override;
  const NamedConstant* constant(std::string_view name) const override;
  Result<Entry> over_rows(const RowsCall& call, const StreamMaker& streams,
                          const CompileOptions& options) const override;
  std::vector<std::string> names_near(const Path&) const override { return {}; }

 private:
  const std::vector<RuleValue>& values_;
  const Schema& schema_;
};

/// An expression over them. REQUIRES: it draws nothing.
Result<std::shared_ptr<const Program>> compile_values(const Expression& expression, std::optional<Type> wanted,
                                                      const std::vector<RuleValue>& values, const Schema& schema);

/// The values over a batch of rows of files.
class RuleEvaluate final : public Evaluate {
 public:
  explicit RuleEvaluate(const std::vector<RuleValue>& values) : values_(values), followed_(values.size()) {
    pool_ = &own_pool_;
  }

  void begin(const VerifiedRows& rows, std::size_t count);
  const Column& column(ColumnIndex index) override;
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override { assert(false); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override { assert(false); }

 private:
  const std::vector<RuleValue>& values_;
  ColumnPool own_pool_;
  const VerifiedRows* batch_ = nullptr;
  std::vector<Column> followed_;
};

}  // namespace synthgen
