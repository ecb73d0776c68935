// SIGINT, SIGTERM and SIGHUP: the first ends the run in good order, a second at once.
#pragma once

#include <atomic>

namespace synthgen::app {

/// Installs the handlers, and ignores SIGPIPE so that a reader that goes away is an error of write().
void install_signal_handlers();
/// Set by a signal.
const std::atomic<bool>& stop_requested();
/// The signal that came, or 0.
int interrupting_signal();

}  // namespace synthgen::app
