#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "schema_file.hpp"
#include "synthgen/json/writer.hpp"

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

}  // namespace

int run_check(const Options& options) {
  const LoadedSchema loaded = load_schema(options.schema, options.generate.plan);
  const Diagnostics& diagnostics = loaded.made.diagnostics;
  // The report is what was asked for, so it goes to standard output.
  if (options.json_report) {
    fmt::print("{}", json_report(diagnostics, loaded.source.get()));
    return exit_code_of(diagnostics);
  }
  fmt::print("{}", render_text(diagnostics, loaded.source.get()));
  if (loaded.made.plan != nullptr) {
    std::size_t columns = 0;
    for (const auto& table : loaded.made.plan->schema->tables) columns += table->columns.size();
    const std::size_t tables = loaded.made.plan->schema->tables.size();
    fmt::print("{}: no faults in {} {} with {} {}\n", loaded.source->name(), tables, tables == 1 ? "table" : "tables",
               columns, columns == 1 ? "column" : "columns");
  } else {
    const std::size_t errors = diagnostics.error_count();
    fmt::print("{} {}\n", errors, errors == 1 ? "error" : "errors");
  }
  return exit_code_of(diagnostics);
}

}  // namespace synthgen::app
