// Plans from schema texts, and the cells of their columns, for tests of the rooms from `source` on.
#pragma once

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/engine/evaluator.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen::test {

/// Cells bit for bit: the bytes of a value or text; nothing where null.
using Cells = std::vector<std::optional<std::string>>;

inline void append_cells(const Column& column, Cells& cells) {
  for (std::size_t i = 0; i < column.rows(); ++i) {
    if (column.is_null(i)) {
      cells.emplace_back();
    } else if (column.type().kind == TypeKind::string) {
      cells.emplace_back(std::string(column.text(i)));
    } else {
      const std::size_t width = value_bytes(column.type().kind);
      cells.emplace_back(std::string(column.data<char>() + i * width, width));
    }
  }
}

inline Cells cells_of(const Column& column) {
  Cells cells;
  append_cells(column, cells);
  return cells;
}

/// The schema read and planned; throws with the rendered diagnostics where the text is no JSON.
inline MadePlan try_plan(const std::string& text, const PlanOptions& options = {}, const ReadOptions& read = {}) {
  Result<json::Document> parsed = json::parse_document("test.json", text);
  if (!parsed.ok()) throw std::runtime_error(render_text(parsed.diagnostics(), nullptr));
  return make_plan(read_schema(std::make_shared<const json::Document>(std::move(*parsed)), read), options);
}

/// The same, of a schema that is right.
inline std::shared_ptr<const Plan> plan_of(const std::string& text, const PlanOptions& options = {},
                                           const ReadOptions& read = {}) {
  MadePlan made = try_plan(text, options, read);
  if (made.plan == nullptr) throw std::runtime_error(render_text(made.diagnostics, nullptr));
  return made.plan;
}

/// Codes of the errors, in order.
inline std::vector<std::string> codes_of(const MadePlan& made) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : made.diagnostics) {
    if (diagnostic.severity == Severity::error) codes.push_back(diagnostic.code);
  }
  return codes;
}

/// A schema of one table `t` with these columns.
inline std::string table_schema(std::int64_t rows, const std::string& columns) {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {)" + columns + "}}}}";
}

inline std::string text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Evaluates columns of a plan, with kept parents of its own.
class PlanReader {
 public:
  explicit PlanReader(std::shared_ptr<const Plan> plan)
      : plan_(std::move(plan)), kept_(*plan_), evaluator_(*plan_, kept_) {}
  explicit PlanReader(const std::string& schema) : PlanReader(plan_of(schema)) {}
  PlanReader(const PlanReader&) = delete;
  PlanReader& operator=(const PlanReader&) = delete;

  const Plan& plan() const { return *plan_; }
  Evaluator& evaluator() { return evaluator_; }

  TableIndex table(const std::string& name) const {
    for (std::size_t t = 0; t < plan_->tables.size(); ++t) {
      if (plan_->tables[t].name == name) return static_cast<TableIndex>(t);
    }
    throw std::runtime_error("no table " + name);
  }
  ColumnIndex column(TableIndex table, const std::string& name) const {
    const std::vector<PlannedColumn>& columns = plan_->tables[table].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].name == name) return static_cast<ColumnIndex>(c);
    }
    throw std::runtime_error("no column " + name);
  }

  /// One column at the rows, evaluated in batches of at most `batch_rows`.
  Cells cells(TableIndex table, ColumnIndex column, RowSet rows, std::size_t batch_rows = kBatchRows) {
    const std::vector<ColumnIndex> order = plan_->tables[table].closure({column});
    Cells cells;
    for_each_batch(rows, batch_rows, [&](RowSet part) {
      evaluator_.fill(table, order, part);
      append_cells(evaluator_.column(table, column), cells);
    });
    return cells;
  }
  /// Column `name` of the first table, rows 0 … count − 1.
  Cells cells(const std::string& name, std::size_t count) { return cells(0, column(0, name), RowSet::range(0, count)); }

  /// Values of a fixed width, all rows 0 … count − 1 of a table; null rows hold any value.
  template <class T>
  std::vector<T> values(TableIndex table, ColumnIndex column, std::size_t count) {
    const std::vector<ColumnIndex> order = plan_->tables[table].closure({column});
    std::vector<T> values;
    for_each_batch(RowSet::range(0, count), kBatchRows, [&](RowSet part) {
      evaluator_.fill(table, order, part);
      const T* data = evaluator_.column(table, column).data<T>();
      values.insert(values.end(), data, data + part.count);
    });
    return values;
  }
  template <class T>
  std::vector<T> values(const std::string& name, std::size_t count) {
    return values<T>(0, column(0, name), count);
  }

  template <class Visit>
  static void for_each_batch(RowSet rows, std::size_t batch_rows, Visit visit) {
    for (std::size_t begin = 0; begin < rows.count; begin += batch_rows) {
      const std::size_t n = std::min(batch_rows, rows.count - begin);
      visit(rows.list != nullptr ? RowSet{0, n, rows.list + begin}
                                 : RowSet::range(rows.first + static_cast<std::int64_t>(begin), n));
    }
  }

 private:
  std::shared_ptr<const Plan> plan_;
  KeptColumns kept_;
  Evaluator evaluator_;
};

}  // namespace synthgen::test
