#include "interruption.hpp"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace synthgen::app {
namespace {

std::atomic<bool> stop{false};
std::atomic<int> signal_number{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

// An interrupted run is to be over within a second; this leaves time for a machine that is busy.
constexpr suseconds_t kPatienceMicros = 700'000;

void on_signal(int number) {
  if (stop.exchange(true)) _exit(128 + number);
  signal_number = number;
  // A write to a pipe that nobody reads would wait for ever; what is left behind then is swept by the next run.
  itimerval limit{};
  limit.it_value.tv_usec = kPatienceMicros;
  setitimer(ITIMER_REAL, &limit, nullptr);
}

void on_limit(int) { _exit(128 + signal_number); }

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, nullptr);
}

bool is_ignored(int number) {
  struct sigaction action {};
  return sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void install_signal_handlers() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    // nohup, and shells for jobs in the background, ask us not to hear a signal.
    if (!is_ignored(number)) handle(number, &on_signal);
  }
  handle(SIGALRM, &on_limit);
  handle(SIGPIPE, SIG_IGN);
  // A file beyond ulimit -f is then an error of write(), too.
  handle(SIGXFSZ, SIG_IGN);
}

void open_standard_descriptors() {
  // Opened the wrong way round, so that reading the schema from nothing or writing data to nothing fails; a message
  // that nobody wanted is lost.
  constexpr int kModes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (fcntl(number, F_GETFD) < 0) static_cast<void>(open("/dev/null", kModes[number]));
  }
}

const std::atomic<bool>& stop_requested() { return stop; }

int interrupting_signal() { return signal_number; }

}  // namespace synthgen::app
