// Exit codes, as the manual promises them.
#pragma once

#include "synthgen/base/diagnostic.hpp"

namespace synthgen::app {

enum class ExitCode : int {
  done = 0,
  failed = 1,  ///< run time or I/O
  usage = 2,
  schema_invalid = 3,
  rules_unmet = 4,
};

/// By the codes of the errors: SG1–SG3 a schema, SG4 rules, SG5 output, SG6 arguments.
/// A reader that went away is a quiet end (0); an interrupted run is 128 plus the signal.
int exit_code_of(const Diagnostics& diagnostics);

/// True where nothing should be printed: the reader of a pipe went away.
bool quiet_end(const Diagnostics& diagnostics);

/// Writes out what standard output still buffers. A report that cannot be written makes `code` 1, and is told; one
/// whose reader went away leaves it as it is. `earlier_error` is the errno of a write that failed before, or 0.
int finish_standard_output(int code, int earlier_error);

}  // namespace synthgen::app
