#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "message.hpp"
#include "progress.hpp"
#include "schema_file.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen::app {

int run_generate(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const LoadedSchema loaded = load_schema(options.schema, options.generate.plan);
  print_diagnostics(loaded.made.diagnostics, loaded.source.get());
  if (loaded.made.plan == nullptr) return exit_code_of(loaded.made.diagnostics);

  GenerateOptions generate_options = options.generate;
  generate_options.stop = &stop_requested();
  const bool terminal = isatty(STDERR_FILENO) != 0;
  ProgressLine line(options.progress == ProgressMode::always ||
                    (options.progress == ProgressMode::automatic && terminal));
  const Result<GenerateReport> report =
      generate(*loaded.made.plan, generate_options, [&](const Progress& progress) { line.update(progress); });
  line.clear();
  if (!report.ok()) {
    if (!quiet_end(report.diagnostics())) print_diagnostics(report.diagnostics(), nullptr);
    return exit_code_of(report.diagnostics());
  }
  print_diagnostics(report->warnings, loaded.source.get());
  if (report->destination != "-") {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    print_message(fmt::format("{} rows, {} in {} {} under {} in {:.2f} s\n", grouped_text(report->rows),
                              size_text(static_cast<double>(report->bytes)), report->files,
                              report->files == 1 ? "file" : "files", report->destination, seconds));
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
