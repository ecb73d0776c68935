// A small table in memory that expressions are compiled and run over, and values read back as text.
#pragma once

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/expression/expression.hpp"

namespace synthgen::test {

inline const Type kInteger{TypeKind::integer};
inline const Type kNumber{TypeKind::number};
inline const Type kString{TypeKind::string};
inline const Type kBoolean{TypeKind::boolean};
inline const Type kDate{TypeKind::date};
inline const Type kTimestamp{TypeKind::timestamp};
inline const Type kDatetime{TypeKind::datetime};
inline const Type kTime{TypeKind::time};

/// The value of a cell as an expression writes it; "null" for null.
inline std::string cell_text(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "null";
  switch (column.type().kind) {
    case TypeKind::integer:
      return std::to_string(column.data<std::int64_t>()[row]);
    case TypeKind::decimal:
      return decimal_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::number:
      return shortest_text(column.data<double>()[row]);
    case TypeKind::boolean:
      return column.data<std::uint8_t>()[row] != 0 ? "true" : "false";
    case TypeKind::date:
      return date_text(column.data<std::int32_t>()[row]);
    case TypeKind::timestamp:
      return timestamp_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::datetime:
      return datetime_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::time:
      return time_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::string:
      return std::string(column.text(row));
    case TypeKind::uuid:
      return "uuid";
  }
  return "?";
}

/// Columns by name. Cells are given as text; "null" is null.
class Table : public Scope {
 public:
  void add(const std::string& name, Type type, const std::vector<std::string>& cells,
           const Dictionary* dictionary = nullptr) {
    names_.push_back(name);
    dictionaries_.push_back(dictionary);
    Column& column = columns_.emplace_back();
    if (dictionary != nullptr) {
      column.reset(*dictionary, cells.size());
    } else {
      column.reset(type, cells.size());
    }
    for (std::size_t i = 0; i < cells.size(); ++i) put(column, i, cells[i]);
    rows_ = cells.size();
  }

  Result<std::optional<Entry>> find(const Path& path) const override {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (path.size() == 1 && names_[i] == path[0]) {
        return std::optional<Entry>(Entry{columns_[i].type(), static_cast<ColumnIndex>(i), dictionaries_[i]});
      }
    }
    return std::optional<Entry>();
  }
  std::vector<std::string> names_near(const Path&) const override { return names_; }

  std::size_t rows() const { return rows_; }
  const std::vector<Column>& columns() const { return columns_; }

 private:
  static void put(Column& column, std::size_t row, const std::string& cell) {
    const bool null = cell == "null";
    switch (column.type().kind) {
      case TypeKind::integer:
      case TypeKind::decimal: {
        const Scaled scaled = null ? Scaled{} : parse_decimal(cell).value();
        std::int64_t value = scaled.value;
        for (int d = scaled.decimals; d < column.type().decimals; ++d) value *= 10;
        column.data<std::int64_t>()[row] = value;
        break;
      }
      case TypeKind::number:
        column.data<double>()[row] = null ? 0 : parse_number(cell).value();
        break;
      case TypeKind::boolean:
        column.data<std::uint8_t>()[row] = cell == "true" ? 1 : 0;
        break;
      case TypeKind::date:
        column.data<std::int32_t>()[row] = null ? 0 : parse_date(cell).value();
        break;
      case TypeKind::timestamp:
        column.data<std::int64_t>()[row] = null ? 0 : parse_timestamp(cell).value();
        break;
      case TypeKind::datetime:
        column.data<std::int64_t>()[row] = null ? 0 : parse_datetime(cell).value();
        break;
      case TypeKind::time:
        column.data<std::int64_t>()[row] = null ? 0 : parse_time(cell).value();
        break;
      case TypeKind::uuid:
        std::memset(column.data<std::uint8_t>() + 16 * row, cell.empty() ? 0 : cell[0] - '0', 16);
        break;
      case TypeKind::string:
        if (const Dictionary* dictionary = column.dictionary()) {
          std::int32_t code = 0;
          for (std::size_t i = 0; i < dictionary->size(); ++i) {
            if ((*dictionary)[i] == cell) code = static_cast<std::int32_t>(i);
          }
          column.data<std::int32_t>()[row] = code;
        } else if (null) {
          column.append_null();
          return;
        } else {
          column.append_text(cell);
        }
    }
    if (null) column.set_null(row);
  }

  std::vector<std::string> names_;
  std::vector<const Dictionary*> dictionaries_;
  std::vector<Column> columns_;
  std::size_t rows_ = 1;
};

/// Rows of a Table; a list of rows reads the table's rows at those places.
class TableEvaluate : public Evaluate {
 public:
  TableEvaluate(const Table& table, RowSet rows) {
    rows_ = rows;
    pool_ = &own_pool_;
    std::vector<std::int64_t> places(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) {
      places[i] = table.rows() == 0 ? 0 : rows[i] % static_cast<std::int64_t>(table.rows());
    }
    columns_.resize(table.columns().size());
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].gather(table.columns()[c], places);
  }
  const Column& column(ColumnIndex index) override { return columns_[index]; }
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override { FAIL("expressions read no cells themselves"); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {
    FAIL("expressions read no columns of other tables themselves");
  }
  std::uint64_t warned(CellWarning warning) const { return warnings()[static_cast<std::size_t>(warning)]; }

 private:
  ColumnPool own_pool_;
  std::vector<Column> columns_;
};

inline StreamKey key_of(std::string_view purpose) { return make_stream_key(7, "t", "c", purpose); }

inline Result<std::shared_ptr<const Program>> try_compile(const std::string& text, const Scope& scope,
                                                          const CompileOptions& options = {}) {
  Result<Expression> expression = Expression::parse(text, TextOrigin());
  if (!expression.ok()) return expression.diagnostics();
  return compile(*expression, scope, key_of, options);
}

inline std::shared_ptr<const Program> compiled(const std::string& text, const Scope& scope,
                                               const CompileOptions& options = {}) {
  auto program = try_compile(text, scope, options);
  if (!program.ok()) FAIL(text + "\n" + render_text(program.diagnostics(), nullptr));
  return *program;
}

/// All cells of an expression over a table, as text, joined by blanks.
inline std::string cells_of(const std::string& text, const Table& table, const CompileOptions& options = {}) {
  const auto program = compiled(text, table, options);
  TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
  Column out;
  program->run(evaluate, out);
  REQUIRE(out.rows() == table.rows());
  REQUIRE(out.type() == program->type());
  std::string cells;
  for (std::size_t i = 0; i < out.rows(); ++i) cells += (i > 0 ? " " : "") + cell_text(out, i);
  return cells;
}

/// The value of an expression without columns, and its type: "3.50 decimal(2)".
inline std::string value_of(const std::string& text) {
  const Table table;
  const auto program = compiled(text, table);
  TableEvaluate evaluate(table, RowSet::range(0, 1));
  Column out;
  program->run(evaluate, out);
  return cell_text(out, 0) + " " + type_text(program->type());
}

/// "CODE at offset+length: message | hint" of each diagnostic, one a line.
inline std::string faults_of(const std::string& text, const Scope& scope, const CompileOptions& options = {}) {
  const auto program = try_compile(text, scope, options);
  std::string lines;
  for (const Diagnostic& d : program.diagnostics()) {
    lines += (lines.empty() ? "" : "\n") + d.code + " " + std::to_string(d.place->offset) + "+" +
             std::to_string(d.place->length) + ": " + d.message + " | " + d.hint;
  }
  return lines;
}

}  // namespace synthgen::test
