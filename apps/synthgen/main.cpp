// synthgen: synthetic tables from a schema.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"

int main(int argc, char** argv) {
  using namespace synthgen::app;
  try {
    install_signal_handlers();
    const ParsedOptions parsed = parse_options(argc, argv);
    if (parsed.exit_code >= 0) return parsed.exit_code;
    switch (parsed.options.command) {
      case Command::generate:
        return run_generate(parsed.options);
      case Command::check:
        return run_check(parsed.options);
      case Command::plan:
        return run_plan(parsed.options);
      case Command::list:
        return run_list(parsed.options);
      case Command::none:
        break;
    }
    return static_cast<int>(ExitCode::usage);
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "synthgen: an internal error: {}\nThis is a fault of the program. Please report it with the schema.\n",
               error.what());
  } catch (...) {
    fmt::print(stderr,
               "synthgen: an internal error.\nThis is a fault of the program. Please report it with the schema.\n");
  }
  return static_cast<int>(ExitCode::failed);
}
