#include "synthgen/source/file_columns.hpp"

#include <fmt/format.h>

#include "synthgen/base/near_names.hpp"

namespace synthgen {

Diagnostics placed(const Diagnostics& diagnostics, const Place& place) {
  Diagnostics result;
  for (Diagnostic diagnostic : diagnostics) {
    if (!diagnostic.place.has_value()) diagnostic.place = place;
    result.add(std::move(diagnostic));
  }
  return result;
}

std::optional<char> read_delimiter(const json::Value& value, Diagnostics& diagnostics) {
  const std::string& text = value.text;
  if (value.is(json::Kind::string) && text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 &&
      text.find_first_of(std::string_view("\"\r\n\0", 4)) == std::string::npos) {
    return text[0];
  }
  diagnostics.add(make_error("SG2137", "a delimiter is one character of ASCII, and no quote or line end", value.place,
                             R"(for example "delimiter": ";", or "\t" for a tab)"));
  return std::nullopt;
}

std::shared_ptr<FileTable> open_table_file(const json::Value& file, std::optional<char> delimiter, TableFiles& files,
                                           Diagnostics& diagnostics) {
  Result<std::shared_ptr<FileTable>> table = files.open(file.text, delimiter);
  if (table.ok()) return std::move(*table);
  diagnostics.add(placed(table.diagnostics(), file.place));
  return nullptr;
}

std::string listed_columns(const FileTable& table) {
  constexpr std::size_t kMostShown = 12;
  std::string names;
  for (std::size_t i = 0; i < table.columns().size() && i < kMostShown; ++i) {
    const bool last = i + 1 == table.columns().size();
    names += fmt::format("{}\"{}\"", i == 0 ? "" : last ? " or " : ", ", table.columns()[i].name);
  }
  if (table.columns().size() > kMostShown) names += fmt::format(" and {} more", table.columns().size() - kMostShown);
  return names;
}

std::optional<std::size_t> find_file_column(const FileTable& table, const std::string& name, const Place& place,
                                            Diagnostics& diagnostics) {
  const std::optional<std::size_t> found = table.find(name);
  if (!found.has_value()) {
    std::vector<std::string> names;
    for (const FileColumn& column : table.columns()) names.push_back(column.name);
    std::string hint = did_you_mean(name, names);
    if (hint.empty() && names.size() == 1 && names[0].find_first_of(";\t|") != std::string::npos) {
      const char delimiter = names[0][names[0].find_first_of(";\t|")];
      hint = fmt::format("its header is one column, \"{}\": is it \"delimiter\": \"{}\"?", names[0],
                         delimiter == '\t' ? "\\t" : std::string(1, delimiter));
    }
    if (hint.empty()) hint = fmt::format("it has {}", listed_columns(table));
    diagnostics.add(
        make_error("SG2131", fmt::format("the file \"{}\" has no column \"{}\"", table.name(), name), place, hint));
    return std::nullopt;
  }
  if (!table.columns()[*found].type.has_value()) {
    diagnostics.add(make_error(
        "SG2136",
        fmt::format("column \"{}\" of \"{}\" is of the type {}, which is not read", name, table.name(),
                    table.columns()[*found].type_text),
        place,
        "integers, float and double, decimals of at most 18 digits, bool, date32, timestamps, times, texts, uuids and "
        "dictionaries of texts are"));
    return std::nullopt;
  }
  return found;
}

Result<std::shared_ptr<const LoadedColumn>> read_file_column(FileTable& table, std::size_t column,
                                                             const ColumnDeclaration& declaration, const Place& place) {
  Result<std::shared_ptr<const LoadedColumn>> loaded = table.read(column);
  if (!loaded.ok()) return placed(loaded.diagnostics(), place);
  if (*loaded == nullptr) return make_error(kFollowUp, "the file is faulty");
  const WantedType wanted = {declaration.wanted(), !declaration.precision.has_value()};
  Result<std::shared_ptr<const LoadedColumn>> typed = typed_column(table, column, *loaded, wanted);
  if (!typed.ok())
    return placed(typed.diagnostics(), declaration.wanted().has_value() ? declaration.type_place : place);
  return typed;
}

}  // namespace synthgen
