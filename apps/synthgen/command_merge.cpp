#include <fmt/format.h>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "message.hpp"
#include "schema_file.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/pipeline/merge.hpp"

namespace synthgen::app {

int run_merge(const Options& options) {
  MergeOptions settings;
  settings.stop = &stop_requested();
  const Result<MergeReport> report = merge(options.folder, settings);
  if (!report.ok()) {
    print_diagnostics(report.diagnostics(), nullptr);
    return exit_code_of(report.diagnostics());
  }
  print_diagnostics(report->warnings, nullptr, options.verbosity);
  if (options.verbosity == Verbosity::quiet) return static_cast<int>(ExitCode::done);
  if (report->was_merged) {
    print_message(fmt::format("{} was merged before; nothing is to be done\n", report->output));
  } else {
    print_message(fmt::format(
        "{} {} merged: {} rows, {} in {} {} under {}\n", report->shards, report->shards == 1 ? "shard" : "shards",
        grouped_text(static_cast<std::int64_t>(report->rows)), size_text(static_cast<double>(report->bytes)),
        report->files, report->files == 1 ? "file" : "files", report->output));
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
