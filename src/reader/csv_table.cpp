#include "csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "csv_scanner.hpp"
#include "text_column_builder.hpp"

namespace synthgen {
namespace {

class CsvTable final : public FileTable {
 public:
  CsvTable(std::string path, std::string name, char delimiter, std::vector<FileColumn> header)
      : FileTable(Kind::csv, std::move(name)), path_(std::move(path)), delimiter_(delimiter) {
    set_columns(std::move(header));
  }

  std::string row_place(std::int64_t row) const override {
    if (Result<InputFile> file = InputFile::open(path_, name()); file.ok()) {
      CsvScanner scanner(std::move(*file), name(), delimiter_);
      scanner.next();
      while (next_row(scanner)) {
        if (row-- == 0) return fmt::format("line {}", scanner.line());
      }
    }
    return fmt::format("row {}", row + 1);
  }

 private:
  /// To the next record that is a row. An empty line is one where there is a single column, whose null it is.
  bool next_row(CsvScanner& scanner) const {
    do {
      if (scanner.next() != CsvScanner::Step::record) return false;
    } while (columns().size() > 1 && scanner.empty_line());
    return true;
  }

  Result<std::vector<std::shared_ptr<const LoadedColumn>>> load(const std::vector<std::size_t>& wanted) override {
    Result<InputFile> file = InputFile::open(path_, name());
    if (!file.ok()) return file.diagnostics();
    CsvScanner scanner(std::move(*file), name(), delimiter_);
    if (scanner.next() != CsvScanner::Step::record || !same_header(scanner)) {
      return make_error("SG5014", fmt::format("the file \"{}\" has changed while it was read", name()));
    }
    std::vector<TextColumnBuilder> builders(wanted.size());
    std::string scratch;
    while (next_row(scanner)) {
      const std::vector<CsvField>& fields = scanner.fields();
      if (fields.size() != columns().size()) return ragged(scanner);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const CsvField& field = fields[wanted[i]];
        if (field.null()) {
          builders[i].append_null();
        } else {
          builders[i].append(field.text(scratch));
        }
      }
    }
    if (!scanner.diagnostics().empty()) return scanner.diagnostics();
    std::vector<std::shared_ptr<const LoadedColumn>> loaded;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      loaded.push_back(builders[i].finish());
      if (loaded.back() != nullptr) continue;
      return make_error(
          "SG5015",
          fmt::format("\"{}\": the texts of column \"{}\" are more than 2 GiB", name(), columns()[wanted[i]].name), {},
          "split the file");
    }
    return loaded;
  }

  bool same_header(const CsvScanner& scanner) const {
    std::string scratch;
    return std::equal(
        scanner.fields().begin(), scanner.fields().end(), columns().begin(), columns().end(),
        [&](const CsvField& field, const FileColumn& column) { return field.text(scratch) == column.name; });
  }

  Diagnostic ragged(const CsvScanner& scanner) const {
    const std::size_t fields = scanner.fields().size();
    std::string hint = "every row has as many fields as the header; a text that holds the delimiter stands in quotes";
    if (fields == 1)
      hint = fmt::format("the delimiter is '{}' here; another one is given by \"delimiter\"", delimiter_);
    return make_error("SG5015",
                      fmt::format("\"{}\", line {}: {} {}, and the header has {}", name(), scanner.line(), fields,
                                  fields == 1 ? "field" : "fields", columns().size()),
                      {}, hint);
  }

  const std::string path_;
  const char delimiter_;
};

}  // namespace

Result<std::shared_ptr<FileTable>> open_csv(const std::string& path, const std::string& name, char delimiter) {
  Result<InputFile> file = InputFile::open(path, name);
  if (!file.ok()) return file.diagnostics();
  CsvScanner scanner(std::move(*file), name, delimiter);
  switch (scanner.next()) {
    case CsvScanner::Step::fault:
      return scanner.diagnostics();
    case CsvScanner::Step::end:
      return make_error("SG5015", fmt::format("\"{}\" is empty", name), {}, "its first line names the columns");
    case CsvScanner::Step::record:
      break;
  }
  std::vector<FileColumn> header;
  std::map<std::string, std::size_t, std::less<>> seen;
  std::string scratch;
  for (const CsvField& field : scanner.fields()) {
    FileColumn& column = header.emplace_back();
    column.name = field.text(scratch);
    column.type = Type{TypeKind::string, 0};
    column.type_text = "string";
    const auto [first, fresh] = seen.emplace(column.name, header.size());
    if (fresh || column.name.empty()) continue;
    return make_error("SG5015",
                      fmt::format("\"{}\", line {}: columns {} and {} are both named \"{}\"", name, scanner.line(),
                                  first->second, header.size(), column.name),
                      {}, "the first line names the columns, each in its own way");
  }
  return std::shared_ptr<FileTable>(std::make_shared<CsvTable>(path, name, delimiter, std::move(header)));
}

}  // namespace synthgen
