// What comes from outside: signals, and standard descriptors that were closed by whoever started us.
//
// SIGINT, SIGTERM and SIGHUP: the first ends the run in good order, a second at once.
#pragma once

#include <atomic>

namespace synthgen::app {

/// Installs the handlers, but not for signals that are ignored already. Ignores SIGPIPE and SIGXFSZ, so that a reader
/// that goes away and a limit of file sizes are errors of write().
void install_signal_handlers();
/// Gives the numbers 0 to 2 to /dev/null where they are closed: else a file of ours would get one of them, and be
/// written to by every message.
void open_standard_descriptors();
/// Set by a signal.
const std::atomic<bool>& stop_requested();
/// The signal that came, or 0.
int interrupting_signal();

}  // namespace synthgen::app
