#include "parquet_table.hpp"

#include <fmt/format.h>

#include "arrow_import.hpp"
#include "plugin_reader.hpp"

namespace synthgen {
namespace {

class ParquetTable final : public FileTable {
 public:
  ParquetTable(std::string path, std::string name, std::vector<FileColumn> columns, std::vector<ArrowLayout> layouts)
      : FileTable(Kind::parquet, std::move(name)), path_(std::move(path)), layouts_(std::move(layouts)) {
    set_columns(std::move(columns));
  }

  std::string row_place(std::int64_t row) const override { return fmt::format("row {}", row + 1); }

 private:
  Result<std::vector<std::shared_ptr<const LoadedColumn>>> load(const std::vector<std::size_t>& wanted) override {
    Result<PluginReader> opened = PluginReader::open(path_, name());
    if (!opened.ok()) return opened.diagnostics();
    PluginReader& reader = *opened;
    const auto rows = static_cast<std::size_t>(reader->reader_rows(reader.handle()));
    const std::vector<std::int64_t> numbers(wanted.begin(), wanted.end());
    if (reader->read_columns(reader.handle(), numbers.data(), static_cast<std::int64_t>(numbers.size())) != 0) {
      return reader.fault();
    }
    std::vector<ArrowImport> imports;
    for (const std::size_t column : wanted) imports.emplace_back(layouts_[column], rows);
    std::size_t met = 0;
    for (;;) {
      Released<ArrowArray> batch;
      if (reader->read_batch(reader.handle(), &batch) != 0) return reader.fault();
      if (batch.release == nullptr) break;
      met += static_cast<std::size_t>(batch.length);
      for (std::size_t i = 0; i < imports.size(); ++i) {
        const std::string wrong = imports[i].append(*batch.children[i]);
        if (wrong.empty()) continue;
        return make_error("SG5016",
                          fmt::format("\"{}\", column \"{}\", row {}: {}", name(), columns()[wanted[i]].name,
                                      imports[i].fault_row() + 1, wrong),
                          {}, "such a value has no form in a table of ours: correct it, or leave its row out");
      }
    }
    if (met != rows) {
      return make_error("SG5016",
                        fmt::format("the Parquet file \"{}\" has {} rows, and its footer says {}", name(), met, rows),
                        {}, "it may be damaged: write it again");
    }
    std::vector<std::shared_ptr<const LoadedColumn>> loaded;
    for (std::size_t i = 0; i < imports.size(); ++i) {
      loaded.push_back(imports[i].finish());
      if (loaded.back() != nullptr) continue;
      return make_error(
          "SG5016",
          fmt::format("\"{}\": the texts of column \"{}\" are more than 2 GiB", name(), columns()[wanted[i]].name), {},
          "split the file");
    }
    return loaded;
  }

  const std::string path_;
  const std::vector<ArrowLayout> layouts_;  // by column; of unsupported types anything
};

}  // namespace

Result<std::shared_ptr<FileTable>> open_parquet(const std::string& path, const std::string& name) {
  Result<PluginReader> opened = PluginReader::open(path, name);
  if (!opened.ok()) return opened.diagnostics();
  PluginReader& reader = *opened;
  Released<ArrowSchema> schema;
  if (reader->reader_schema(reader.handle(), &schema) != 0) return reader.fault();
  std::vector<FileColumn> columns;
  std::vector<ArrowLayout> layouts;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema& child = *schema.children[i];
    FileColumn& column = columns.emplace_back();
    column.name = child.name;
    column.type_text = reader->reader_type(reader.handle(), i);
    const std::optional<ArrowLayout> layout = arrow_layout(child);
    if (layout.has_value()) column.type = layout->type;
    layouts.push_back(layout.value_or(ArrowLayout()));
    for (std::size_t other = 0; other + 1 < columns.size(); ++other) {
      if (columns[other].name != column.name) continue;
      return make_error(
          "SG5016", fmt::format("\"{}\": columns {} and {} are both named \"{}\"", name, other + 1, i + 1, column.name),
          {}, "columns are chosen by their names: name one of them anew");
    }
  }
  return std::shared_ptr<FileTable>(std::make_shared<ParquetTable>(path, name, std::move(columns), std::move(layouts)));
}

}  // namespace synthgen
