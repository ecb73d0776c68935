#include "interruption.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace synthgen::app {
namespace {

std::atomic<bool> stop{false};
std::atomic<int> signal_number{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_signal(int number) {
  if (stop.exchange(true)) _exit(128 + number);
  signal_number = number;
  // A write to a pipe that nobody reads would wait for ever; what is left behind then is swept by the next run.
  itimerval limit{};
  limit.it_value.tv_usec = 900'000;
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

}  // namespace

void install_signal_handlers() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) handle(number, &on_signal);
  handle(SIGALRM, &on_limit);
  handle(SIGPIPE, SIG_IGN);
}

const std::atomic<bool>& stop_requested() { return stop; }

int interrupting_signal() { return signal_number; }

}  // namespace synthgen::app
