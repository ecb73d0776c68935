#include "read_data.hpp"

#include <fmt/format.h>

#include "object_reader.hpp"
#include "synthgen/source/file_columns.hpp"
#include "synthgen/source/listed_values.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kExample =
    R"(for example {"columns": ["code", "name"], "rows": [["ES", "Spain"], ["FR", "France"]]}, or {"file": "nations.csv"})";
/// Rows or cells of one fault that are told one by one.
constexpr std::size_t kMostTold = 3;

class DataReader {
 public:
  DataReader(const json::Value& data, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics)
      : data_(data), schema_(schema), table_(table), diagnostics_(diagnostics) {}

  /// False after diagnostics were added.
  bool read() {
    if (!data_.is(json::Kind::object)) {
      diagnostics_.add(make_error("SG2003", fmt::format("\"data\" is an object, not {}", json::kind_name(data_.kind)),
                                  data_.place, std::string(kExample)));
      return false;
    }
    const std::size_t before = diagnostics_.error_count();
    const bool file = data_.get("file") != nullptr;
    ObjectReader reader(data_, file ? "data in a file" : "\"data\"", NotYet::table_key, diagnostics_);
    if (file) {
      if (const json::Value* rows = reader.take("rows"); rows != nullptr) {
        fault("\"data\" has \"file\" and \"rows\"", data_.find("rows")->name_place, "keep one of them");
      }
      read_file(reader);
    } else {
      read_inline(reader);
    }
    reader.check_all_taken();
    return diagnostics_.error_count() == before;
  }

 private:
  void fault(std::string message, const Place& place, std::string hint) {
    diagnostics_.add(make_error("SG2134", std::move(message), place, std::move(hint)));
  }

  /// An entry of "columns": a name, or an object that has one. False after diagnostics were added.
  bool read_declaration(const json::Value& entry, ColumnDeclaration& declaration) {
    declaration.json = &entry;
    declaration.name_place = entry.place;
    declaration.type_place = entry.place;
    const json::Value* name = entry.is(json::Kind::object) ? entry.get("name") : &entry;
    if (name == nullptr || !name->is(json::Kind::string) || name->text.empty()) {
      diagnostics_.add(make_error("SG2003", "a column of \"data\" is a name, or an object that has one",
                                  name != nullptr ? name->place : entry.place,
                                  R"(for example "code", or {"name": "since", "type": "date"})"));
      return false;
    }
    declaration.name = name->text;
    declaration.name_place = name->place;
    if (!entry.is(json::Kind::object)) return true;
    ColumnReader reader(entry, declaration, diagnostics_, schema_.files.get());
    reader.set_owner("a column of \"data\"", "name, type, decimals, precision, format, hidden, description");
    reader.take("name");
    bool good = true;
    for (const char* key : {"min", "max", "missing", "unique"}) {
      const json::Member* member = entry.find(key);
      if (member == nullptr) continue;
      good = false;
      reader.take(key);
      diagnostics_.add(make_error("SG2104", fmt::format("unknown parameter \"{}\" of a column of \"data\"", key),
                                  member->name_place, "its values are as they are given; null is one of them"));
    }
    if (!good) return false;
    good = read_column_modifiers(reader);
    reader.check_all_taken();
    return good;
  }

  /// Adds a column, unless its name is taken.
  void add(ColumnDeclaration declaration, Result<std::shared_ptr<const LoadedColumn>> cells) {
    if (table_.find(declaration.name) != nullptr) {
      diagnostics_.add(make_error("SG2014", fmt::format("two columns are called \"{}\"", declaration.name),
                                  declaration.name_place, "each column has a name of its own"));
      return;
    }
    auto column = std::make_unique<SchemaColumn>();
    column->declaration = std::move(declaration);
    column->kind = &data_source();
    if (cells.ok()) {
      column->spec = make_listed_values(std::move(*cells));
    } else {
      for (const Diagnostic& diagnostic : cells.diagnostics()) {
        if (diagnostic.code != kFollowUp) diagnostics_.add(diagnostic);
      }
    }
    table_.columns.push_back(std::move(column));
  }

  // Rows in the schema.

  void read_inline(ObjectReader& reader) {
    const json::Value* columns = reader.need("columns", json::Kind::array, R"("columns": ["code", "name"])");
    const json::Value* rows = reader.need("rows", json::Kind::array, R"("rows": [["ES", "Spain"]])");
    if (columns == nullptr || rows == nullptr) return;
    if (columns->items.empty()) fault("\"data\" has no columns", columns->place, std::string(kExample));
    if (columns->items.size() > kMostColumns) {
      diagnostics_.add(make_error("SG2007", fmt::format("more than {} columns in one table", kMostColumns),
                                  columns->place, "split the table"));
      return;
    }
    if (!check_rows(*rows, columns->items.size())) return;
    for (std::size_t c = 0; c < columns->items.size(); ++c) {
      ColumnDeclaration declaration;
      if (!read_declaration(columns->items[c], declaration)) continue;
      Result<std::shared_ptr<const LoadedColumn>> cells = read_cells(*rows, c, declaration);
      add(std::move(declaration), std::move(cells));
    }
    table_.rows = static_cast<std::int64_t>(rows->items.size());
  }

  bool check_rows(const json::Value& rows, std::size_t columns) {
    std::size_t told = 0;
    for (std::size_t r = 0; r < rows.items.size() && told < kMostTold; ++r) {
      const json::Value& row = rows.items[r];
      if (row.is(json::Kind::array) && row.items.size() == columns) continue;
      ++told;
      if (!row.is(json::Kind::array)) {
        fault(fmt::format("row {} is {}, not a list", r + 1, json::kind_name(row.kind)), row.place,
              "a row is the list of its values, in the order of \"columns\"");
      } else {
        fault(fmt::format("row {} has {} {}, and there are {} columns", r + 1, row.items.size(),
                          row.items.size() == 1 ? "value" : "values", columns),
              row.place, "give each row as many values as there are columns; null is one");
      }
    }
    return told == 0;
  }

  Result<std::shared_ptr<const LoadedColumn>> read_cells(const json::Value& rows, std::size_t c,
                                                         const ColumnDeclaration& declaration) {
    std::optional<Type> type = declaration.wanted();
    if (type.has_value() && type->decimals < 0) {
      return make_error("SG2111", "a decimal column of \"data\" needs \"decimals\"", declaration.type_place,
                        "add \"decimals\": 2, for example");
    }
    if (!type.has_value()) {
      const Result<Type> natural = natural_type(rows, c, declaration);
      if (!natural.ok()) return natural.diagnostics();
      type = *natural;
    }
    if (type->kind == TypeKind::string) return texts(rows, c);
    auto loaded = std::make_shared<LoadedColumn>();
    const Type exact = is_micros(type->kind) ? Type{type->kind, 6} : *type;
    loaded->cells.reset(exact, 0);
    Diagnostics faults;
    for (std::size_t r = 0; r < rows.items.size() && faults.size() < kMostTold; ++r) {
      ParameterValue value;
      value.json = &rows.items[r].items[c];
      value.text = value.json->text;
      const Result<Column> cell = literal_column(value, exact);
      if (cell.ok()) {
        loaded->cells.append(*cell);
      } else {
        faults.add(cell.diagnostics());
      }
    }
    if (faults.has_errors()) return faults;
    return with_precision(std::move(loaded), declaration.precision);
  }

  Result<std::shared_ptr<const LoadedColumn>> texts(const json::Value& rows, std::size_t c) {
    std::vector<std::optional<std::string_view>> cells;
    Diagnostics faults;
    for (std::size_t r = 0; r < rows.items.size() && faults.size() < kMostTold; ++r) {
      const json::Value& value = rows.items[r].items[c];
      if (value.is(json::Kind::string)) {
        cells.emplace_back(value.text);
      } else if (value.is(json::Kind::null)) {
        cells.emplace_back();
      } else {
        faults.add(make_error("SG2109", fmt::format("{} does not fit the type string", json::kind_name(value.kind)),
                              value.place, "put it in quotes"));
      }
    }
    if (faults.has_errors()) return faults;
    return text_column(cells);
  }

  /// What all values of a column are.
  Result<Type> natural_type(const json::Value& rows, std::size_t c, const ColumnDeclaration& declaration) {
    const json::Value* first = nullptr;
    bool whole = true;
    for (std::size_t r = 0; r < rows.items.size(); ++r) {
      const json::Value& value = rows.items[r].items[c];
      if (value.is(json::Kind::null)) continue;
      if (value.is(json::Kind::array) || value.is(json::Kind::object)) {
        return make_error("SG2109", fmt::format("{} is not a value", json::kind_name(value.kind)), value.place,
                          "give a number, a text, true, false or null");
      }
      if (first == nullptr) first = &value;
      if (value.kind != first->kind) {
        return make_error("SG2134",
                          fmt::format("row {} has {} in column \"{}\", which has {} in the rows before", r + 1,
                                      json::kind_name(value.kind), declaration.name, json::kind_name(first->kind)),
                          value.place, "the values of a column are of one kind; null goes with all");
      }
      whole = whole && value.as_int64().has_value();
    }
    if (first == nullptr || first->is(json::Kind::string)) return Type{TypeKind::string, 0};
    if (first->is(json::Kind::boolean)) return Type{TypeKind::boolean, 0};
    return Type{whole ? TypeKind::integer : TypeKind::number, 0};
  }

  // Rows in a file.

  void read_file(ObjectReader& reader) {
    const json::Value* file = reader.take("file", json::Kind::string, R"("file": "nations.csv")");
    const json::Value* columns =
        reader.take("columns", json::Kind::array, R"("columns": [{"name": "since", "type": "date"}])");
    std::optional<char> delimiter;
    if (const json::Value* given = reader.take("delimiter"); given != nullptr) {
      delimiter = read_delimiter(*given, diagnostics_);
      if (!delimiter.has_value()) return;
    }
    if (file == nullptr) return;
    const std::shared_ptr<FileTable> table = open_table_file(*file, delimiter, *schema_.files, diagnostics_);
    if (table == nullptr) {
      table_.columns_unknown = true;
      return;
    }
    std::vector<std::optional<ColumnDeclaration>> declared(table->columns().size());
    if (columns != nullptr && !read_types(*columns, *table, declared)) return;
    read_file_columns(*table, *file, std::move(declared));
  }

  /// The entries of "columns", by the number of the column in the file.
  bool read_types(const json::Value& columns, const FileTable& table,
                  std::vector<std::optional<ColumnDeclaration>>& declared) {
    bool good = true;
    for (const json::Value& entry : columns.items) {
      ColumnDeclaration declaration;
      if (!read_declaration(entry, declaration)) {
        good = false;
        continue;
      }
      const std::optional<std::size_t> column =
          find_file_column(table, declaration.name, declaration.name_place, diagnostics_);
      good = good && column.has_value();
      if (!column.has_value()) continue;
      if (declared[*column].has_value()) {
        diagnostics_.add(make_error("SG2014", fmt::format("column \"{}\" is listed twice", declaration.name),
                                    declaration.name_place, "keep one of them"));
        good = false;
        continue;
      }
      declared[*column] = std::move(declaration);
    }
    return good;
  }

  void read_file_columns(FileTable& table, const json::Value& file,
                         std::vector<std::optional<ColumnDeclaration>> declared) {
    if (table.columns().size() > kMostColumns) {
      diagnostics_.add(make_error("SG2007", fmt::format("more than {} columns in one table", kMostColumns), file.place,
                                  "split the file"));
      return;
    }
    bool good = true;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      const FileColumn& column = table.columns()[c];
      if (column.name.empty()) {
        diagnostics_.add(make_error("SG2008", fmt::format("column {} of \"{}\" has no name", c + 1, table.name()),
                                    file.place, "the first line of the file names its columns"));
        good = false;
        continue;
      }
      good = find_file_column(table, column.name, file.place, diagnostics_).has_value() && good;
    }
    if (!good) return;
    // All of them first, so that one pass over the file reads them.
    for (std::size_t c = 0; c < table.columns().size(); ++c) table.want(c);
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      ColumnDeclaration declaration;
      if (declared[c].has_value()) {
        declaration = std::move(*declared[c]);
      } else {
        declaration.name = table.columns()[c].name;
        declaration.name_place = file.place;
        declaration.type_place = file.place;
        declaration.json = &file;
      }
      Result<std::shared_ptr<const LoadedColumn>> cells =
          read_file_column(table, c, declaration, declaration.name_place);
      if (cells.ok()) table_.rows = static_cast<std::int64_t>((*cells)->cells.rows());
      add(std::move(declaration), std::move(cells));
    }
  }

  const json::Value& data_;
  const Schema& schema_;
  SchemaTable& table_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_data(const json::Value& data, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  table.from_data = true;
  table.scaled = false;
  table.rows_place = data.place;
  if (!DataReader(data, schema, table, diagnostics).read()) table.columns_unknown = true;
}

}  // namespace synthgen
