// The schema file of a command: read, parsed, checked.
#pragma once

#include <string>

#include "synthgen/plan/plan.hpp"

namespace synthgen::app {

struct LoadedSchema {
  std::shared_ptr<const SourceText> source;  ///< for the lines under diagnostics; null where the file could not be read
  MadePlan made;
};

/// SCHEMA "-" is standard input.
LoadedSchema load_schema(const std::string& path, const PlanOptions& options);

/// Prints to standard error.
void print_diagnostics(const Diagnostics& diagnostics, const SourceText* source);

}  // namespace synthgen::app
