// synthgen: synthetic tables from a schema.
#include <malloc.h>

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "message.hpp"

namespace synthgen::app {
namespace {

int run_command(int argc, char** argv) {
  const ParsedOptions parsed = parse_options(argc, argv);
  if (parsed.exit_code >= 0) return parsed.exit_code;
  switch (parsed.options.command) {
    case Command::generate:
      return run_generate(parsed.options);
    case Command::check:
      return run_check(parsed.options);
    case Command::plan:
      return run_plan(parsed.options);
    case Command::preview:
      return run_preview(parsed.options);
    case Command::verify:
      return run_verify(parsed.options);
    case Command::merge:
      return run_merge(parsed.options);
    case Command::list:
      return run_list(parsed.options);
    case Command::describe:
      return run_describe(parsed.options);
    case Command::init:
      return run_init(parsed.options);
    case Command::language_schema:
      return run_language_schema(parsed.options);
    case Command::none:
      break;
  }
  return static_cast<int>(ExitCode::usage);
}

/// Blocks and columns grow now and then to another size and are kept. What they leave goes back to the system at once,
/// and not into a heap that would fill with holes (measured: a quarter less memory at the peak, no time).
void return_large_memory() {
#ifdef M_MMAP_THRESHOLD
  ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

int run_guarded(int argc, char** argv, int& output_error) {
  constexpr const char* kOurFault = "This is a fault of the program. Please report it with the schema.\n";
  try {
    return run_command(argc, argv);
  } catch (const std::bad_alloc&) {
    print_message("error[SG5011]: memory ran out\n");
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) != 0) {  // fmt::print throws where standard output cannot be written
      output_error = error.code().value();
      return static_cast<int>(ExitCode::done);
    }
    print_message(std::string("error[SG5011]: the system refused: ") + error.what() + "\n");
  } catch (const std::exception& error) {
    print_message(std::string("synthgen: an internal error: ") + error.what() + "\n" + kOurFault);
  } catch (...) {
    print_message(std::string("synthgen: an internal error.\n") + kOurFault);
  }
  return static_cast<int>(ExitCode::failed);
}

}  // namespace
}  // namespace synthgen::app

int main(int argc, char** argv) {
  using namespace synthgen::app;
  open_standard_descriptors();
  install_signal_handlers();
  return_large_memory();
  int output_error = 0;
  const int code = run_guarded(argc, argv, output_error);
  return finish_standard_output(code, output_error);
}
