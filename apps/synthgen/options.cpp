#include "options.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "exit_code.hpp"
#include "flags.hpp"
#include "message.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen::app {
namespace {

constexpr const char* kExamples = R"(Examples:
  synthgen init > people.json                     a schema to start from
  synthgen check people.json                      every fault of a schema, with line and column
  synthgen preview people.json                    its first rows, on the terminal
  synthgen generate people.json                   CSV files and a manifest in the folder people/
  synthgen generate people.json -f parquet -o data
  synthgen generate people.json --table visits -o - | head
  synthgen verify data                            whether these files are whole and keep the schema's rules
  synthgen merge data                             one output of the shards that --shard 1/8 … 8/8 have written there
  synthgen describe lognormal                     what a distribution, source or function takes

Exit codes: 0 done, 1 run time or I/O, 2 usage, 3 schema invalid, 4 rules cannot be met,
130 or 143 interrupted. A reader that goes away (| head) is no fault: 0.)";

// Flags and commands of the language's first version that later issues build.
constexpr const char* kLaterFlags[] = {"--max-bytes", "--log-format"};
constexpr const char* kLaterCommands[] = {"completions"};

unsigned usable_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return static_cast<unsigned>(CPU_COUNT(&set));
  return std::max(1U, std::thread::hardware_concurrency());
}

std::string version_text() {
  const WriterKind* parquet = find_writer("parquet");
  const bool arrow = parquet != nullptr && parquet->make(WriterTable{}).ok();
  return fmt::format("synthgen {} (stream version {}, {} {}, Arrow {})", program_version(), kStreamVersion,
#ifdef __clang__
                     "clang",
#else
                     "g++",
#endif
                     __VERSION__, arrow ? "yes" : "no");
}

/// The first word on the command line that a later issue brings, or null.
const char* later_word(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word(argv[i]);
    if (word == "--") return nullptr;  // what follows are names
    for (const char* later : kLaterFlags) {
      if (word == later || word.starts_with(std::string(later) + "=")) return later;
    }
    for (const char* later : kLaterCommands) {
      if (i == 1 && word == later) return later;
    }
  }
  return nullptr;
}

/// What to say of words that no option takes: the first unknown flag with near names, else the first surplus word.
std::string surplus_text(const CLI::App& app, int argc, char** argv, const std::string& otherwise) {
  const std::vector<CLI::App*> used = app.get_subcommands();
  const CLI::App& command = used.empty() ? app : *used.front();
  std::vector<std::string> flags;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;  // for the tests
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  }
  for (int i = 1; i < argc; ++i) {
    const std::string word(argv[i]);
    if (word == "--") break;
    if (word.size() < 2 || word[0] != '-') continue;
    const std::string flag = word.substr(0, word.find('='));
    if (command.get_option_no_throw(flag) != nullptr ||
        (flag[1] != '-' && command.get_option_no_throw(flag.substr(0, 2)) != nullptr)) {
      continue;
    }
    const std::string near = did_you_mean(flag, flags);
    return fmt::format("unknown flag {}{}{}", flag, near.empty() ? "" : "\n", near);
  }
  return otherwise;
}

}  // namespace

ParsedOptions parse_options(int argc, char** argv) {
  ParsedOptions parsed;
  Options& options = parsed.options;
  options.generate.threads = usable_processors();
  CLI::App app("Synthetic tables from a schema: the same bytes for the same schema and seed.", "synthgen");
  app.footer(kExamples);
  app.require_subcommand(0, 1);
  app.failure_message(CLI::FailureMessage::simple);
  bool version = false;
  app.add_flag("--version", version, "version, stream version, compiler, Arrow yes or no");
  add_commands(app, options);
  if (const char* later = later_word(argc, argv); later != nullptr) {
    print_message(fmt::format("synthgen: {} is not supported yet\nRun with --help for what there is.\n", later));
    parsed.exit_code = static_cast<int>(ExitCode::usage);
    return parsed;
  }
  try {
    app.parse(argc, argv);
    if (version) {
      fmt::print("{}\n", version_text());
      parsed.exit_code = static_cast<int>(ExitCode::done);
    } else if (options.command == Command::none) {
      print_message(
          "synthgen: a command is needed: generate, check, plan, preview, verify, merge, list, describe, init or "
          "schema\n"
          "Run with --help for more information.\n");
      parsed.exit_code = static_cast<int>(ExitCode::usage);
    }
  } catch (const CLI::Success& success) {  // --help
    parsed.exit_code = app.exit(success);
  } catch (const CLI::ParseError& error) {
    std::vector<std::string> commands;
    for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
    const std::string first = argc > 1 ? argv[1] : "";
    const bool command_known =
        first.starts_with('-') || std::find(commands.begin(), commands.end(), first) != commands.end();
    const bool surplus = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    if (!command_known) {
      const std::string near = did_you_mean(first, commands);
      print_message(fmt::format("synthgen: there is no command \"{}\"\n{}{}", first, near, near.empty() ? "" : "\n"));
    } else {
      print_message(
          fmt::format("synthgen: {}\n", surplus ? surplus_text(app, argc, argv, error.what()) : error.what()));
    }
    print_message("Run with --help for more information.\n");
    parsed.exit_code = static_cast<int>(ExitCode::usage);
  }
  return parsed;
}

}  // namespace synthgen::app
