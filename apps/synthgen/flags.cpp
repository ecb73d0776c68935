#include "flags.hpp"

#include <fmt/format.h>

#include <charconv>

#include "byte_size.hpp"

namespace synthgen::app {
namespace {

constexpr double kMostScale = 1e12;
constexpr unsigned kMostThreads = 1024;
constexpr std::int64_t kMostPreviewRows = 100'000;

/// The whole text as a number.
template <class Number>
bool parse_whole(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

void add_schema_file(CLI::App& command, Options& options) {
  command.add_option("SCHEMA", options.schema, "schema file; - is standard input")->required();
}

void add_set(CLI::App& command, Options& options) {
  ReadOptions& read = options.read;
  command
      .add_option_function<std::vector<std::string>>(
          "--set",
          [&read](const std::vector<std::string>& given) {
            for (const std::string& text : given) {
              const std::size_t equals = text.find('=');
              if (equals == std::string::npos || equals == 0) {
                throw CLI::ValidationError("--set", "\"" + text + "\" is not NAME=VALUE, such as vip_share=0.1");
              }
              const std::string name = text.substr(0, equals);
              if (!read.constants.emplace(name, text.substr(equals + 1)).second) {
                throw CLI::ValidationError("--set", "\"" + name + "\" is given twice");
              }
            }
          },
          "another value for one of the schema's constants; may be given for several")
      ->type_name("NAME=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  command
      .add_option("--allow-path", read.allowed_folders,
                  "a folder in which files that the schema reads may lie, beside its own; may be given for several")
      ->type_name("DIR")
      ->take_all()
      ->allow_extra_args(false);
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
          "multiplies the rows of all tables without --rows; rows per parent follow from their parents'")
      ->type_name("X");
  add_set(command, options);
}

void add_tables(CLI::App& command, Options& options, const char* meaning) {
  command.add_option("--table", options.generate.plan.tables, meaning)
      ->type_name("TABLE")
      ->take_all()
      ->allow_extra_args(false);
}

/// -q and -v, which contradict each other.
void add_verbosity(CLI::App& command, Options& options, const char* quiet, const char* verbose) {
  const auto choose = [&options](const char* flag, Verbosity wanted) {
    if (options.verbosity != Verbosity::normal && options.verbosity != wanted) {
      throw CLI::ValidationError(flag, "-q and -v contradict each other");
    }
    options.verbosity = wanted;
  };
  command.add_flag_callback(
      "-q,--quiet", [choose] { choose("-q", Verbosity::quiet); }, quiet);
  command.add_flag_callback(
      "-v,--verbose", [choose] { choose("-v", Verbosity::verbose); }, verbose);
}

/// What `generate` makes, and where it puts it.
void add_output_flags(CLI::App& command, Options& options) {
  GenerateOptions& generate = options.generate;
  command
      .add_option_function<std::string>(
          "-o,--output",
          [&generate](const std::string& path) {
            if (path.empty()) throw CLI::ValidationError("--output", "the name is empty");
            generate.output = path;
          },
          "folder, or file of one table, or - for standard output; without it, a folder of the schema's name")
      ->type_name("DIR|FILE|-");
  command.add_option("-f,--format", generate.format, "csv or parquet; also by the extension of -o")
      ->type_name("FORMAT");
  command.add_flag("--clean", generate.clean, "also write the tables before noise, in the folder clean/");
  command.add_flag("--changes", generate.changes, "also log every cell that noise changed, in the folder changes/");
  command.add_flag("--force", generate.force, "overwrite files that are not listed in a manifest of ours");
  command.add_flag("--sha256", generate.sha256, "add the SHA-256 of each file to the manifest");
  command
      .add_option_function<std::string>(
          "--stats",
          [&generate](const std::string& scope) {
            if (scope == "basic") {
              generate.statistics = StatisticsScope::basic;
            } else if (scope == "full") {
              generate.statistics = StatisticsScope::full;
            } else {
              throw CLI::ValidationError("--stats", "\"" + scope + "\" is not basic or full");
            }
          },
          "what the manifest tells: basic, or full (also distinct values and realised correlations)")
      ->type_name("SCOPE");
  command
      .add_option_function<std::string>(
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
}

void add_generate(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("generate", "Generates the tables of a schema");
  add_schema_file(*command, options);
  add_output_flags(*command, options);
  add_plan_flags(*command, options);
  add_tables(*command, options, "write this table only; may be given for several");
  GenerateOptions& generate = options.generate;
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
  command
      ->add_option_function<std::string>(
          "--shard",
          [&generate](const std::string& text) {
            generate.shard = parse_shard(text);
            if (!generate.shard.has_value()) {
              throw CLI::ValidationError("--shard",
                                         "\"" + text + "\" is not I/N with 1 <= I <= N <= 9999, such as 1/3");
            }
          },
          "write only the I-th of N parts of each table; all N together are the whole")
      ->type_name("I/N");
  command
      ->add_option_function<std::string>(
          "--max-memory",
          [&generate](const std::string& text) {
            generate.max_memory = parse_byte_size(text);
            if (!generate.max_memory.has_value()) {
              throw CLI::ValidationError("--max-memory", "\"" + text + "\" is not a size such as 256MB, 1GiB or 500k");
            }
          },
          "refuse what is estimated to need more memory, before the first row; `plan` tells the estimate")
      ->type_name("SIZE");
  command->add_flag("--dry-run", options.dry_run, "tell what would be written, and write nothing");
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
  add_verbosity(*command, options, "errors only: no warnings, no summary, no progress",
                "also tell rows, bytes, blocks and time of each table");
  // For the tests, which prove that no byte depends on it; so it is left out of the help.
  command->add_option("--block-rows", generate.block_rows)->check(CLI::Range(1, 1 << 20))->group("");
  command->footer(R"(Examples:
  synthgen generate shop.json                           CSV files and a manifest in the folder shop/
  synthgen generate shop.json -o data -f parquet        Parquet files in data/
  synthgen generate shop.json --table orders -o - | head
  synthgen generate shop.json --scale 0.01 --seed 7     a hundredth of the rows, drawn anew
  synthgen generate shop.json --shard 2/8               the second of eight parts of each table
  synthgen generate shop.json --clean --changes         also the tables before noise, and a log of what it changed
  synthgen generate shop.json --dry-run                 tables, rows and sizes only)");
  command->callback([&options] { options.command = Command::generate; });
}

/// --format text|json, of commands that report.
void add_report_format(CLI::App& command, Options& options) {
  command
      .add_option_function<std::string>(
          "--format", [&options](const std::string& format) { options.json_report = format == "json"; },
          "text, or json for programs")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

void add_check(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Tells every fault of a schema, with line and column");
  add_schema_file(*command, options);
  add_report_format(*command, options);
  add_set(*command, options);
  add_verbosity(*command, options, "errors only: nothing at all where there are none",
                "also tell tables, columns and their types");
  command->footer(R"(The report goes to standard output; the exit code is 0 without errors and 3 with some.

Examples:
  synthgen check shop.json
  synthgen check shop.json --format json | jq '.[].message')");
  command->callback([&options] { options.command = Command::check; });
}

void add_plan(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("plan", "Tells the order of tables and columns, what each reads, rows and bytes");
  add_schema_file(*command, options);
  add_plan_flags(*command, options);
  command->footer(R"(Examples:
  synthgen plan shop.json
  synthgen plan shop.json --scale 100       how large it would get)");
  command->callback([&options] { options.command = Command::plan; });
}

void add_preview(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("preview", "Shows the first rows of each table, aligned");
  add_schema_file(*command, options);
  command
      ->add_option_function<std::string>(
          "-n",
          [&options](const std::string& text) {
            if (!parse_whole(text, options.preview_rows) || options.preview_rows < 1 ||
                options.preview_rows > kMostPreviewRows) {
              throw CLI::ValidationError(
                  "-n", fmt::format("\"{}\" is not a whole number from 1 to {}", text, kMostPreviewRows));
            }
          },
          "rows of each table (10)")
      ->type_name("N");
  add_tables(*command, options, "show this table only; may be given for several");
  add_plan_flags(*command, options);
  command->footer(R"(They are the first rows that `generate` writes, and only they are computed, however long the table.
A null is shown as null; a text that could be taken for one, or for blanks, stands in quotes.

Examples:
  synthgen preview shop.json
  synthgen preview shop.json --table orders -n 3 --seed 7)");
  command->callback([&options] { options.command = Command::preview; });
}

void add_verify(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("verify", "Checks files that were generated: whole, unchanged, and true to their schema");
  command->add_option("DIR", options.folder, "folder, or a file of one table with its manifest beside it")->required();
  add_report_format(*command, options);
  command->add_flag_callback(
      "-q,--quiet", [&options] { options.verbosity = Verbosity::quiet; },
      "findings only: nothing at all where there are none");
  command->footer(
      R"(It reads the files, and the schema that their manifest keeps: bytes and checksums, files that no manifest
lists, columns and types, rows and nulls, keys, references, and every rule. Nothing is generated. The report goes to
standard output; the exit code is 0 where all is well, and 1 where something is damaged or breaks a rule.

Examples:
  synthgen verify shop
  synthgen verify orders.csv                a single file, by orders.csv.manifest.json
  synthgen verify shop --format json | jq '.findings[].message')");
  command->callback([&options] { options.command = Command::verify; });
}

void add_merge(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("merge", "Makes one output of the shards in a folder");
  command->add_option("DIR", options.folder, "folder that runs of `generate --shard I/N` have written to")->required();
  command->add_flag_callback(
      "-q,--quiet", [&options] { options.verbosity = Verbosity::quiet; }, "errors only");
  command->footer(
      R"(All shards of one plan must be there, with their files as they were written and nothing besides. The files stay; the
manifests of the shards become one manifest.json, which tells what a run without --shard would have told. Where
anything is amiss, the folder is left as it was and the exit code is 1.

Examples:
  synthgen generate shop.json --shard 1/3 -o data      and 2/3 and 3/3, on as many machines as you like
  synthgen merge data
  synthgen verify data)");
  command->callback([&options] { options.command = Command::merge; });
}

void add_list(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("list", "Lists what a schema can use");
  command
      ->add_option("TOPIC", options.topic,
                   "sources, distributions, types, functions, noise, providers, locales or writers; without it, all")
      ->check(CLI::IsMember(
          {"sources", "distributions", "types", "functions", "noise", "providers", "locales", "writers"}));
  command->footer(R"(Examples:
  synthgen list
  synthgen list distributions
  synthgen describe lognormal               the page of one of them)");
  command->callback([&options] { options.command = Command::list; });
}

void add_describe(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "describe", "Explains a source, distribution, function, type, noise operator, provider, locale or writer");
  command
      ->add_option_function<std::vector<std::string>>(
          "NAME",
          [&options](const std::vector<std::string>& words) {
            if (words.size() > 2) throw CLI::ValidationError("describe", "give a name, or a topic and a name");
            options.words = words;
          },
          "name, or topic and name where several have it; `synthgen list` tells the names")
      ->required()
      ->expected(-1)
      ->type_name("");
  command->footer(R"(Examples:
  synthgen describe lognormal
  synthgen describe choice
  synthgen describe distribution integer     the distribution only, not the type)");
  command->callback([&options] { options.command = Command::describe; });
}

void add_init(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("init", "Prints a schema to start from");
  command->add_option("STORY", options.topic, "which one; --list tells them");
  command->add_flag("--list", options.list_stories, "list the stories");
  command->footer(R"(Examples:
  synthgen init > people.json               two small tables, explained line by line
  synthgen init shop > shop.json
  synthgen init shop | synthgen preview -)");
  command->callback([&options] { options.command = Command::init; });
}

void add_language_schema(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("schema", "Prints the JSON Schema of the language, for editors");
  command->footer(R"(Examples:
  synthgen schema > synthgen.schema.json    then add "$schema": "synthgen.schema.json" to your schema)");
  command->callback([&options] { options.command = Command::language_schema; });
}

}  // namespace

void add_commands(CLI::App& app, Options& options) {
  add_generate(app, options);
  add_check(app, options);
  add_plan(app, options);
  add_preview(app, options);
  add_verify(app, options);
  add_merge(app, options);
  add_list(app, options);
  add_describe(app, options);
  add_init(app, options);
  add_language_schema(app, options);
}

}  // namespace synthgen::app
