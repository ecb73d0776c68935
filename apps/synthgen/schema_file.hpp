// The schema file of a command: read, parsed, checked.
#pragma once

#include <string>

#include "options.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen::app {

struct LoadedSchema {
  std::shared_ptr<const SourceText> source;  ///< for the lines under diagnostics; null where the file could not be read
  MadePlan made;
};

/// The schema that the command names ("-" is standard input), read with --set and planned with the other flags.
LoadedSchema load_schema(const Options& options);

/// Those that are to be told: all, or the errors only.
Diagnostics told(const Diagnostics& diagnostics, Verbosity verbosity);

/// Prints to standard error, in colours on a terminal.
void print_diagnostics(const Diagnostics& diagnostics, const SourceText* source,
                       Verbosity verbosity = Verbosity::normal);

}  // namespace synthgen::app
