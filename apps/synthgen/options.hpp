// The command line, parsed.
#pragma once

#include <string>
#include <vector>

#include "synthgen/pipeline/generate.hpp"

namespace synthgen::app {

enum class Command : std::uint8_t {
  none,
  generate,
  check,
  plan,
  preview,
  verify,
  merge,
  list,
  describe,
  init,
  language_schema
};
enum class ProgressMode : std::uint8_t { automatic, always, never };
enum class Verbosity : std::uint8_t {
  normal,
  quiet,    ///< errors only
  verbose,  ///< more than is needed
};

struct Options {
  Command command = Command::none;
  std::string schema;
  ReadOptions read;  ///< --set
  GenerateOptions generate;
  bool dry_run = false;
  ProgressMode progress = ProgressMode::automatic;
  Verbosity verbosity = Verbosity::normal;
  bool json_report = false;        ///< check and verify --format json
  std::int64_t preview_rows = 10;  ///< preview -n
  std::string folder;              ///< verify DIR, merge DIR
  std::string topic;               ///< list TOPIC or init STORY; empty: all, or the first
  std::vector<std::string> words;  ///< describe
  bool list_stories = false;       ///< init --list
};

/// Parses; where it returns an exit code, everything to be said has been said (--help, --version, a usage error).
struct ParsedOptions {
  Options options;
  int exit_code = -1;  ///< −1: go on
};
ParsedOptions parse_options(int argc, char** argv);

}  // namespace synthgen::app
