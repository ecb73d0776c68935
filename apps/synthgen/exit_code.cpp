#include "exit_code.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "interruption.hpp"
#include "message.hpp"
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

int finish_standard_output(int code, int earlier_error) {
  errno = 0;
  const int flush_error = std::fflush(stdout) == 0 ? 0 : errno;
  const int error = earlier_error != 0 ? earlier_error : flush_error;
  if (error == 0 || error == EPIPE) return code;
  print_message(std::string("error[SG5002]: cannot write to \"standard output\": ") + std::strerror(error) + "\n");
  return code == static_cast<int>(ExitCode::done) ? static_cast<int>(ExitCode::failed) : code;
}

}  // namespace synthgen::app
