#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "synthgen/schema/json_schema.hpp"

namespace synthgen::app {

int run_language_schema(const Options& /*options*/) {
  fmt::print("{}", json_schema());
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
