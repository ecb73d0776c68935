#include "schema_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "synthgen/base/diagnostic_text.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "terminal.hpp"

namespace synthgen::app {
namespace {

Result<std::string> read_all(const std::string& path) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  const auto close = [&] {
    if (file != nullptr && file != stdin) std::fclose(file);
  };
  std::string text;
  if (file != nullptr) {
    char piece[1 << 16];
    std::size_t count = 0;
    while ((count = std::fread(piece, 1, sizeof piece, file)) > 0) text.append(piece, count);
  }
  if (file == nullptr || std::ferror(file) != 0) {
    const int error = errno;
    close();
    return make_error("SG5013", fmt::format("cannot read {}: {}", path, std::strerror(error)), {},
                      "give the path of a schema file");
  }
  close();
  return text;
}

/// --rows and --table name tables of the schema.
void check_table_names(const PlanOptions& options, const Schema& schema, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const auto& table : schema.tables) names.push_back(table->name);
  const auto check = [&](const std::string& flag, const std::string& table) {
    if (schema.table_index(table).has_value()) return;
    const std::string near = did_you_mean(table, names);
    diagnostics.add(make_error("SG6004", fmt::format("{}: there is no table \"{}\"", flag, table), {},
                               near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
  };
  for (const auto& [table, rows] : options.rows) {
    check("--rows", table);
    const std::optional<std::size_t> index = schema.table_index(table);
    if (!index.has_value() || !schema.tables[*index]->from_data) continue;
    diagnostics.add(make_error("SG6007",
                               fmt::format("--rows: the rows of table \"{}\" are those of its \"data\"", table), {},
                               "they are as they are given; change the data instead"));
  }
  for (const std::string& table : options.tables) check("--table", table);
}

}  // namespace

LoadedSchema load_schema(const Options& options) {
  const std::string& path = options.schema;
  LoadedSchema loaded;
  Result<std::string> text = read_all(path);
  if (!text.ok()) {
    loaded.made.diagnostics = text.diagnostics();
    return loaded;
  }
  const std::string name = path == "-" ? "stdin" : path;
  loaded.source = std::make_shared<SourceText>(name, *text);
  Result<json::Document> document = json::parse_document(name, std::move(*text));
  if (!document.ok()) {
    loaded.made.diagnostics = document.diagnostics();
    return loaded;
  }
  ReadOptions read = options.read;
  if (const std::size_t slash = path.rfind('/'); path != "-" && slash != std::string::npos) {
    read.folder = path.substr(0, slash + 1);
  }
  const ReadSchema schema = read_schema(std::make_shared<json::Document>(std::move(*document)), read);
  PlanOptions planning = options.generate.plan;
  planning.evaluate_rows = &evaluate_rows;
  loaded.made = make_plan(schema, planning);
  Diagnostics wrong;
  check_table_names(options.generate.plan, *schema.schema, wrong);
  if (wrong.has_errors()) {
    loaded.made.plan.reset();
    loaded.made.diagnostics.add(wrong);
  }
  return loaded;
}

Diagnostics told(const Diagnostics& diagnostics, Verbosity verbosity) {
  if (verbosity != Verbosity::quiet) return diagnostics;
  Diagnostics errors;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) errors.add(diagnostic);
  }
  return errors;
}

void print_diagnostics(const Diagnostics& diagnostics, const SourceText* source, Verbosity verbosity) {
  const std::string text = render_text(told(diagnostics, verbosity), source, paint_for(STDERR_FILENO));
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace synthgen::app
