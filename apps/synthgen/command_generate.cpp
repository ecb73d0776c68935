#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "message.hpp"
#include "progress.hpp"
#include "schema_file.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/terminal_text.hpp"
#include "synthgen/pipeline/dry_run.hpp"

namespace synthgen::app {
namespace {

/// "3 files under shop", "the file x.csv", "standard output".
std::string destination_text(const DryRunReport& report) {
  if (report.destination == "-") return "standard output";
  if (!report.in_folder) return fmt::format("the file {}", report.destination);
  return fmt::format("{} {} and a manifest in the folder {}", report.files.size(),
                     report.files.size() == 1 ? "file" : "files", report.destination);
}

/// Of a log, as many as its operators are expected to make.
std::string rows_text(const DryRunFile& file) {
  return (file.tree == FileTree::changes ? "about " : "") + grouped_text(file.rows);
}

/// Files, rows and bytes as a report on standard output.
void print_dry_run(const DryRunReport& report) {
  std::size_t name_width = 0;
  std::size_t rows_width = 0;
  std::int64_t rows = 0;
  double bytes = 0;
  for (const DryRunFile& file : report.files) {
    name_width = std::max(name_width, columns_of(file.name));
    rows_width = std::max(rows_width, rows_text(file).size());
    if (file.tree == FileTree::data) rows += file.rows;
    bytes += file.bytes;
  }
  for (const DryRunFile& file : report.files) {
    fmt::print("{}{}  {:>{}} rows  about {}\n", file.name, std::string(name_width - columns_of(file.name), ' '),
               rows_text(file), rows_width, size_text(file.bytes));
  }
  fmt::print("{} rows, about {} of {}, would go to {}{}\n", grouped_text(rows), size_text(bytes), report.format,
             destination_text(report), report.replaces ? ", in place of an earlier run's" : "");
  if (report.free_bytes.has_value()) {
    fmt::print("{} are free there\n", size_text(static_cast<double>(*report.free_bytes)));
  }
  fmt::print("nothing was written\n");
}

/// With -v: how each table came into being.
void print_tables(const GenerateReport& report) {
  for (const TableReport& table : report.tables) {
    const std::string changes = table.changes < 0 ? ""
                                                  : fmt::format(" {} {},", grouped_text(table.changes),
                                                                table.changes == 1 ? "change" : "changes");
    print_message(fmt::format("{}: {} rows,{} {}, {} {} of up to {} rows, {:.2f} s\n", table.name,
                              grouped_text(table.rows), changes, size_text(static_cast<double>(table.bytes)),
                              table.blocks, table.blocks == 1 ? "block" : "blocks", grouped_text(table.block_rows),
                              table.seconds));
  }
  print_message(fmt::format("{} {}\n", report.threads, report.threads == 1 ? "thread" : "threads"));
}

}  // namespace

int run_generate(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const LoadedSchema loaded = load_schema(options);
  print_diagnostics(loaded.made.diagnostics, loaded.source.get(), options.verbosity);
  if (loaded.made.plan == nullptr) return exit_code_of(loaded.made.diagnostics);
  if (options.dry_run) {
    const Result<DryRunReport> report = dry_run(*loaded.made.plan, options.generate);
    if (!report.ok()) {
      print_diagnostics(report.diagnostics(), loaded.source.get());
      return exit_code_of(report.diagnostics());
    }
    if (options.verbosity != Verbosity::quiet) print_dry_run(*report);
    return static_cast<int>(ExitCode::done);
  }

  GenerateOptions generate_options = options.generate;
  generate_options.stop = &stop_requested();
  const bool terminal = isatty(STDERR_FILENO) != 0 && options.verbosity != Verbosity::quiet;
  ProgressLine line(options.progress == ProgressMode::always ||
                    (options.progress == ProgressMode::automatic && terminal));
  const Result<GenerateReport> report =
      generate(*loaded.made.plan, generate_options, [&](const Progress& progress) { line.update(progress); });
  line.clear();
  if (!report.ok()) {
    if (!quiet_end(report.diagnostics())) print_diagnostics(report.diagnostics(), loaded.source.get());
    return exit_code_of(report.diagnostics());
  }
  print_diagnostics(report->warnings, loaded.source.get(), options.verbosity);
  if (options.verbosity == Verbosity::verbose) print_tables(*report);
  // Whoever reads standard output as a stream wants no word behind it.
  const bool summary =
      report->destination != "-" ? options.verbosity != Verbosity::quiet : options.verbosity == Verbosity::verbose;
  if (summary) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    print_message(fmt::format("{} rows, {} in {} {} under {} in {:.2f} s\n", grouped_text(report->rows),
                              size_text(static_cast<double>(report->bytes)), report->files,
                              report->files == 1 ? "file" : "files", report->destination, seconds));
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
