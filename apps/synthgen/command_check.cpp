#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "schema_file.hpp"
#include "synthgen/base/diagnostic_text.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/json/writer.hpp"
#include "terminal.hpp"

namespace synthgen::app {
namespace {

std::string json_report(const Diagnostics& diagnostics, const SourceText* source) {
  json::Writer writer;
  writer.begin_array();
  for (const Diagnostic& diagnostic : diagnostics) {
    writer.begin_object();
    writer.key("severity");
    writer.string(diagnostic.severity == Severity::error ? "error" : "warning");
    writer.key("code");
    writer.string(diagnostic.code);
    writer.key("message");
    writer.string(diagnostic.message);
    if (diagnostic.place.has_value() && source != nullptr) {
      const SourceText::Position position = source->position(diagnostic.place->offset);
      writer.key("file");
      writer.string(source->name());
      writer.key("line");
      writer.unsigned_integer(position.line);
      writer.key("column");
      writer.unsigned_integer(position.column);
      writer.key("pointer");
      writer.string(diagnostic.place->pointer);
    }
    if (!diagnostic.hint.empty()) {
      writer.key("hint");
      writer.string(diagnostic.hint);
    }
    writer.end_object();
  }
  writer.end_array();
  return writer.take();
}

/// With -v: each table with its columns and their types.
void print_tables(const Plan& plan) {
  for (const PlannedTable& table : plan.tables) {
    fmt::print("table {}: {} rows\n", table.name, grouped_text(table.rows));
    for (const PlannedColumn& column : table.columns) {
      if (column.internal) continue;
      fmt::print("  {}: {}, {}{}\n", column.name, type_text(column.made.type), column.source_name,
                 column.hidden ? ", hidden" : "");
    }
  }
}

void print_summary(const Plan& plan, std::string_view name) {
  const std::size_t tables = plan.schema->tables.size();
  std::size_t columns = 0;
  for (const auto& table : plan.schema->tables) columns += table->columns.size();
  fmt::print("{}: no faults in {} {} with {} {}\n", name, tables, tables == 1 ? "table" : "tables", columns,
             columns == 1 ? "column" : "columns");
}

}  // namespace

int run_check(const Options& options) {
  const LoadedSchema loaded = load_schema(options);
  const Diagnostics diagnostics = told(loaded.made.diagnostics, options.verbosity);
  // The report is what was asked for, so it goes to standard output.
  if (options.json_report) {
    fmt::print("{}", json_report(diagnostics, loaded.source.get()));
    return exit_code_of(diagnostics);
  }
  fmt::print("{}", render_text(diagnostics, loaded.source.get(), paint_for(STDOUT_FILENO)));
  if (options.verbosity == Verbosity::quiet) return exit_code_of(diagnostics);
  if (loaded.made.plan != nullptr) {
    if (options.verbosity == Verbosity::verbose) print_tables(*loaded.made.plan);
    print_summary(*loaded.made.plan, loaded.source->name());
  } else {
    const std::size_t errors = diagnostics.error_count();
    fmt::print("{} {}\n", errors, errors == 1 ? "error" : "errors");
  }
  return exit_code_of(diagnostics);
}

}  // namespace synthgen::app
