#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "schema_file.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/pipeline/preview.hpp"
#include "terminal.hpp"

namespace synthgen::app {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kNull = "null";
/// Columns that a cell takes at most on a terminal; in pipes nothing is cut.
constexpr std::size_t kWidestCell = 40;

struct Cell {
  std::string text;
  std::size_t columns = 0;
  bool null = false;
};

struct ShownColumn {
  std::vector<Cell> cells;  ///< below its name
  Cell name;
  std::size_t width = 0;
  bool right = false;
};

/// Whether a text would be taken for something else without quotes: a null, nothing at all, blanks at its ends.
bool needs_quotes(std::string_view text) {
  return text.empty() || text == kNull || text.front() == ' ' || text.back() == ' ';
}

Cell make_cell(std::string_view value, std::size_t most) {
  Cell cell;
  append_visible(cell.text, value, "\\n");
  cell.columns = columns_of(cell.text);
  if (most == 0 || cell.columns <= most) return cell;
  std::size_t at = 0;
  cell.columns = 1;  // that of the ellipsis
  while (at < cell.text.size()) {
    char32_t c = 0;
    const std::size_t length = std::max<std::size_t>(1, decode_character(std::string_view(cell.text).substr(at), c));
    const auto width = static_cast<std::size_t>(columns_of(c));
    if (cell.columns + width > most) break;
    cell.columns += width;
    at += length;
  }
  cell.text.resize(at);
  cell.text += "…";
  return cell;
}

ShownColumn show_column(const PreviewTable& table, std::size_t index, std::size_t most) {
  const PreviewColumn& column = table.columns[index];
  ShownColumn shown;
  shown.right = is_numeric(column.type.kind);
  shown.name = make_cell(column.name, most);
  shown.width = std::max<std::size_t>(1, shown.name.columns);
  for (const auto& row : table.cells) {
    const std::optional<std::string>& value = row[index];
    const bool quoted = value.has_value() && column.type.kind == TypeKind::string && needs_quotes(*value);
    Cell cell = make_cell(!value.has_value() ? std::string(kNull) : quoted ? "\"" + *value + "\"" : *value, most);
    cell.null = !value.has_value();
    shown.width = std::max(shown.width, cell.columns);
    shown.cells.push_back(std::move(cell));
  }
  return shown;
}

void append_cell(std::string& line, const ShownColumn& column, const Cell& cell, Paint paint, bool last) {
  const std::string blanks(column.width - cell.columns, ' ');
  if (column.right) line += blanks;
  const bool dim = cell.null && paint == Paint::coloured;
  if (dim) line += "\033[2m";
  line += cell.text;
  if (dim) line += "\033[0m";
  if (!column.right && !last) line += blanks;
}

/// How many columns fit side by side: all where `width` is 0, and at least one.
std::size_t fitting(const std::vector<ShownColumn>& columns, std::size_t width) {
  if (width == 0) return columns.size();
  std::size_t used = columns.front().width;
  std::size_t count = 1;
  while (count < columns.size() && used + kGap.size() + columns[count].width <= width) {
    used += kGap.size() + columns[count++].width;
  }
  return count;
}

std::string table_text(const PreviewTable& table, std::size_t width, Paint paint) {
  std::vector<ShownColumn> columns;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    columns.push_back(show_column(table, c, width == 0 ? 0 : std::min(width, kWidestCell)));
  }
  std::string name;
  append_visible(name, table.name, "\\n");
  std::string text = static_cast<std::int64_t>(table.cells.size()) < table.rows
                         ? fmt::format("{}: {} of {} rows\n", name, table.cells.size(), grouped_text(table.rows))
                         : fmt::format("{}: {} {}\n", name, table.rows, table.rows == 1 ? "row" : "rows");
  const std::size_t count = fitting(columns, width);
  const auto append_line = [&](auto cell_of) {
    std::string line;
    for (std::size_t c = 0; c < count; ++c) {
      if (c > 0) line += kGap;
      append_cell(line, columns[c], cell_of(columns[c]), paint, c + 1 == count);
    }
    text += line + '\n';
  };
  append_line([](const ShownColumn& column) -> const Cell& { return column.name; });
  append_line([](const ShownColumn& column) { return Cell{std::string(column.width, '-'), column.width}; });
  for (std::size_t row = 0; row < table.cells.size(); ++row) {
    append_line([row](const ShownColumn& column) -> const Cell& { return column.cells[row]; });
  }
  if (count < columns.size()) {
    text += fmt::format("… and {} more {}, for which the terminal is too narrow:", columns.size() - count,
                        columns.size() - count == 1 ? "column" : "columns");
    for (std::size_t c = count; c < columns.size(); ++c) text += (c == count ? " " : ", ") + columns[c].name.text;
    text += "\n";
  }
  return text;
}

}  // namespace

int run_preview(const Options& options) {
  const LoadedSchema loaded = load_schema(options);
  print_diagnostics(loaded.made.diagnostics, loaded.source.get());
  if (loaded.made.plan == nullptr) return exit_code_of(loaded.made.diagnostics);
  const std::size_t width = terminal_columns(STDOUT_FILENO);
  const Paint paint = paint_for(STDOUT_FILENO);
  const Result<std::vector<PreviewTable>> tables = preview(*loaded.made.plan, options.preview_rows);
  if (!tables.ok()) {
    print_diagnostics(tables.diagnostics(), loaded.source.get());
    return exit_code_of(tables.diagnostics());
  }
  bool first = true;
  for (const PreviewTable& table : *tables) {
    fmt::print("{}{}", first ? "" : "\n", table_text(table, width, paint));
    first = false;
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
