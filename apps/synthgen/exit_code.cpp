#include "exit_code.hpp"

#include "interruption.hpp"
#include "synthgen/output/destination.hpp"

namespace synthgen::app {

bool quiet_end(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.code == output_code::kReaderGone) return true;
  }
  return false;
}

int exit_code_of(const Diagnostics& diagnostics) {
  if (!diagnostics.has_errors() || quiet_end(diagnostics)) return static_cast<int>(ExitCode::done);
  if (const int signal = interrupting_signal(); signal != 0) return 128 + signal;
  ExitCode code = ExitCode::done;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error || diagnostic.code.size() < 3) continue;
    switch (diagnostic.code[2]) {
      case '4':
        return static_cast<int>(ExitCode::rules_unmet);
      case '5':
        code = ExitCode::failed;
        break;
      case '6':
        code = ExitCode::usage;
        break;
      default:
        return static_cast<int>(ExitCode::schema_invalid);
    }
  }
  return static_cast<int>(code);
}

}  // namespace synthgen::app
