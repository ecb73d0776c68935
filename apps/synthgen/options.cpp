#include "options.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <thread>

#include "exit_code.hpp"
#include "message.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen::app {
namespace {

constexpr const char* kExamples = R"(
Examples:
  synthgen generate shop.json                     CSV files and a manifest in the folder shop/
  synthgen generate shop.json -f parquet -o data  Parquet files in data/
  synthgen generate people.json -o - | head       one table to standard output
  synthgen generate shop.json --rows orders=10 --seed 7
  synthgen check shop.json                        every fault of a schema, with line and column

Exit codes: 0 done, 1 run time or I/O, 2 usage, 3 schema invalid, 4 rules cannot be met,
130 or 143 interrupted. A reader that goes away (| head) is no fault: 0.)";

// Flags and commands of the language's first version that later issues build.
constexpr const char* kLaterFlags[] = {"--set",     "--shard",      "--clean",     "--changes",
                                       "--dry-run", "--max-memory", "--max-bytes", "--allow-path",
                                       "--stats",   "--log-format", "-q",          "-v"};
constexpr const char* kLaterCommands[] = {"preview", "verify", "merge", "describe", "init", "schema", "completions"};

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

constexpr double kMostScale = 1e12;
constexpr unsigned kMostThreads = 1024;

/// The whole text as a number.
template <class Number>
bool parse_whole(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

void add_schema(CLI::App& command, Options& options) {
  command.add_option("SCHEMA", options.schema, "schema file; - is standard input")->required();
}

/// Flags that change what is planned.
void add_plan_flags(CLI::App& command, Options& options) {
  PlanOptions& plan = options.generate.plan;
  command
      .add_option_function<std::string>(
          "--seed",
          [&plan](const std::string& text) {
            std::uint64_t seed = 0;
            if (!parse_whole(text, seed)) throw CLI::ValidationError("--seed", "a whole number from 0 to 2^64 - 1");
            plan.seed = seed;
          },
          "seed of all random streams; overrides the schema's")
      ->type_name("N");
  command
      .add_option_function<std::vector<std::string>>(
          "--rows",
          [&plan](const std::vector<std::string>& given) {
            for (const std::string& text : given) {
              const std::size_t equals = text.rfind('=');
              std::int64_t rows = 0;
              if (equals == std::string::npos || equals == 0 || !parse_whole(text.substr(equals + 1), rows) ||
                  rows < 0 || rows > kMostRows) {
                throw CLI::ValidationError("--rows", "\"" + text + "\" is not TABLE=N, such as orders=1000");
              }
              plan.rows[text.substr(0, equals)] = rows;
            }
          },
          "rows of one table; may be given for several")
      ->type_name("TABLE=N")
      ->take_all()
      ->allow_extra_args(false);
  command
      .add_option_function<std::string>(
          "--scale",
          [&plan](const std::string& text) {
            double scale = 0;
            if (!parse_whole(text, scale) || !(scale >= 0 && scale <= kMostScale)) {
              throw CLI::ValidationError("--scale", "\"" + text + "\" is not a number from 0 to 1000000000000");
            }
            plan.scale = scale;
          },
          "multiplies the rows of all tables without --rows")
      ->type_name("X");
}

void add_generate(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("generate", "Generates the tables of a schema");
  add_schema(*command, options);
  GenerateOptions& generate = options.generate;
  command
      ->add_option_function<std::string>(
          "-o,--output",
          [&generate](const std::string& path) {
            if (path.empty()) throw CLI::ValidationError("--output", "the name is empty");
            generate.output = path;
          },
          "folder, or file of one table, or - for standard output")
      ->type_name("DIR|FILE|-");
  command->add_option("-f,--format", generate.format, "csv or parquet; also by the extension of -o")
      ->type_name("FORMAT");
  add_plan_flags(*command, options);
  command->add_option("--table", generate.plan.tables, "write this table only; may be given for several")
      ->type_name("TABLE")
      ->take_all()
      ->allow_extra_args(false);
  command
      ->add_option_function<std::string>(
          "--threads",
          [&generate](const std::string& text) {
            if (!parse_whole(text, generate.threads) || generate.threads < 1 || generate.threads > kMostThreads) {
              throw CLI::ValidationError("--threads", "\"" + text + "\" is not a whole number from 1 to 1024");
            }
          },
          "threads that generate; the bytes do not depend on it")
      ->type_name("N");
  command->add_flag("--force", generate.force, "overwrite files that are not listed in a manifest of ours");
  command->add_flag("--sha256", generate.sha256, "add the SHA-256 of each file to the manifest");
  command
      ->add_option_function<std::string>(
          "--mode",
          [&generate](const std::string& text) {
            unsigned mode = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
            if (error != std::errc() || end != text.data() + text.size() || mode > 0777) {
              throw CLI::ValidationError("--mode", "permission bits in octal, such as 640");
            }
            generate.mode = mode;
          },
          "permission bits of the files; by default from the umask")
      ->type_name("OCTAL");
  command
      ->add_option_function<std::string>(
          "--progress",
          [&options](const std::string& when) {
            if (when == "auto") {
              options.progress = ProgressMode::automatic;
            } else if (when == "always") {
              options.progress = ProgressMode::always;
            } else if (when == "never") {
              options.progress = ProgressMode::never;
            } else {
              throw CLI::ValidationError("--progress", "\"" + when + "\" is not auto, always or never");
            }
          },
          "auto (on a terminal), always or never")
      ->type_name("WHEN");
  // For the tests, which prove that no byte depends on it; so it is left out of the help.
  command->add_option("--block-rows", generate.block_rows)->check(CLI::Range(1, 1 << 20))->group("");
  command->callback([&options] { options.command = Command::generate; });
}

void add_others(CLI::App& app, Options& options) {
  CLI::App* check = app.add_subcommand("check", "Tells every fault of a schema, with line and column");
  add_schema(*check, options);
  check
      ->add_option_function<std::string>(
          "--format", [&options](const std::string& format) { options.json_report = format == "json"; }, "text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  check->callback([&options] { options.command = Command::check; });

  CLI::App* plan = app.add_subcommand("plan", "Tells the order of tables and columns, what each reads, rows and bytes");
  add_schema(*plan, options);
  add_plan_flags(*plan, options);
  plan->callback([&options] { options.command = Command::plan; });

  CLI::App* list = app.add_subcommand("list", "Lists what a schema can use");
  list->add_option("TOPIC", options.list_topic, "sources, distributions, providers, functions or writers; without, all")
      ->check(CLI::IsMember({"sources", "distributions", "providers", "functions", "writers"}));
  list->callback([&options] { options.command = Command::list; });
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
  add_generate(app, options);
  add_others(app, options);
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
          "synthgen: a command is needed: generate, check, plan or list\nRun with --help for more information.\n");
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
