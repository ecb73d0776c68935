// The command line, parsed.
#pragma once

#include <string>

#include "synthgen/pipeline/generate.hpp"

namespace synthgen::app {

enum class Command : std::uint8_t { none, generate, check, plan, list };
enum class ProgressMode : std::uint8_t { automatic, always, never };

struct Options {
  Command command = Command::none;
  std::string schema;
  GenerateOptions generate;
  ProgressMode progress = ProgressMode::automatic;
  bool json_report = false;  ///< check --format json
  std::string list_topic;    ///< empty: all
};

/// Parses; where it returns an exit code, everything to be said has been said (--help, --version, a usage error).
struct ParsedOptions {
  Options options;
  int exit_code = -1;  ///< −1: go on
};
ParsedOptions parse_options(int argc, char** argv);

}  // namespace synthgen::app
