#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "schema_file.hpp"

namespace synthgen::app {

int run_plan(const Options& options) {
  const LoadedSchema loaded = load_schema(options);
  print_diagnostics(loaded.made.diagnostics, loaded.source.get());
  if (loaded.made.plan == nullptr) return exit_code_of(loaded.made.diagnostics);
  fmt::print("{}", explain(*loaded.made.plan, options.generate.threads));
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
