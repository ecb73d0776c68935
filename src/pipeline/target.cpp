#include "target.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"

namespace synthgen {
namespace {

/// A pipe, a device or anything else that is written as it is.
bool is_special_file(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

bool is_folder(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

const WriterKind* writer_by_extension(const std::string& path) {
  for (const WriterKind* kind : writer_kinds()) {
    if (path.size() > kind->extension.size() && path.ends_with(kind->extension)) return kind;
  }
  return nullptr;
}

Result<const WriterKind*> writer_by_name(const std::string& name) {
  if (const WriterKind* kind = find_writer(name); kind != nullptr) return kind;
  std::vector<std::string> names;
  for (const WriterKind* kind : writer_kinds()) names.emplace_back(kind->record.name);
  const std::string near = did_you_mean(name, names);
  return make_error("SG6003",
                    is_not_yet(NotYet::format, name) ? fmt::format("format \"{}\" is not supported yet", name)
                                                     : fmt::format("unknown format \"{}\"", name),
                    {}, near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near);
}

}  // namespace

std::string_view folder_of(FileTree tree) {
  switch (tree) {
    case FileTree::data:
      break;
    case FileTree::clean:
      return "clean";
    case FileTree::changes:
      return "changes";
  }
  return "";
}

namespace {

/// "standard output", or the name in quotes.
std::string shown_target(const Target& target) {
  return target.path == "-" ? "standard output" : "\"" + target.path + "\"";
}

/// A tree beside the data, asked for by a flag or by a key of the schema.
Status add_tree(FileTree tree, bool flag, const std::optional<Place>& key, Target& target) {
  if (!flag && !key.has_value()) return Done{};
  if (target.shape == Target::Shape::folder) {
    target.trees.push_back(tree);
    return Done{};
  }
  const std::string_view name = folder_of(tree);
  return make_error("SG6023",
                    fmt::format("{} writes a second tree of files, and {} takes one",
                                flag ? fmt::format("--{}", name) : fmt::format("\"{}\" under \"output\"", name),
                                shown_target(target)),
                    flag ? std::nullopt : key,
                    flag ? fmt::format("give a folder with -o, or leave --{} out", name)
                         : fmt::format("give a folder with -o, or take \"{}\" out of the schema", name));
}

}  // namespace

Result<Target> choose_target(const Plan& plan, const GenerateOptions& options) {
  const SchemaOutput& settings = plan.schema->output;
  Target target;
  target.path = !options.output.empty() ? options.output : settings.file.value_or(plan.schema->name);
  bool has_manifest = true;
  const WriterKind* by_extension = nullptr;
  const bool named_by_schema = options.output.empty() && !settings.file.has_value();
  if (named_by_schema) {
    // The schema's name is a folder whatever it looks like.
  } else if (target.path == "-" || target.path == "/dev/stdout") {  // which may lead to an ordinary file
    target.shape = Target::Shape::standard_output;
    has_manifest = false;
  } else if (is_special_file(target.path)) {
    target.shape = Target::Shape::file;
    has_manifest = false;
  } else if (!is_folder(target.path)) {
    by_extension = writer_by_extension(target.path);
    if (by_extension != nullptr) target.shape = Target::Shape::file;
  }
  if (options.format.has_value()) {
    Result<const WriterKind*> named = writer_by_name(*options.format);
    if (!named.ok()) return named.diagnostics();
    target.writer = *named;
    if (by_extension != nullptr && by_extension != target.writer) {
      return make_error("SG6002", fmt::format("--format {} contradicts the name \"{}\"", *options.format, target.path),
                        {}, fmt::format("name the file *{}, or leave --format out", target.writer->extension));
    }
  } else if (by_extension != nullptr) {
    target.writer = by_extension;
  } else {
    Result<const WriterKind*> named = writer_by_name(settings.format.value_or("csv"));
    if (!named.ok()) return named.diagnostics();
    target.writer = *named;
  }
  if (options.statistics == StatisticsScope::full && !has_manifest) {
    return make_error("SG6022", fmt::format("--stats full adds to the manifest, and {} has none", shown_target(target)),
                      {}, "write to a folder or a file, or leave --stats out");
  }
  Diagnostics refused;
  for (const Status& added : {add_tree(FileTree::clean, options.clean, settings.clean, target),
                              add_tree(FileTree::changes, options.changes, settings.changes, target)}) {
    if (!added.ok()) refused.add(added.diagnostics());
  }
  if (!refused.empty()) return refused;
  const auto written = std::count_if(plan.tables.begin(), plan.tables.end(), [](const auto& t) { return t.written; });
  if (target.shape != Target::Shape::folder && written != 1) {
    std::vector<std::string> names;
    for (const PlannedTable& table : plan.tables) names.push_back(table.name);
    return make_error("SG6001", fmt::format("{} takes one table, and there are {}", shown_target(target), written), {},
                      fmt::format("choose one with --table (of {}), or give a folder", fmt::join(names, ", ")));
  }
  return target;
}

namespace {

DestinationOptions destination_options(const GenerateOptions& options, const std::string& plan) {
  DestinationOptions settings;
  settings.force = options.force;
  settings.mode = options.mode;
  settings.sha256 = options.sha256;
  if (options.shard.has_value()) settings.shard = ShardOfPlan{*options.shard, plan};
  return settings;
}

}  // namespace

Result<std::unique_ptr<Destination>> open_target(const Target& target, const GenerateOptions& options,
                                                 const std::string& plan) {
  const DestinationOptions settings = destination_options(options, plan);
  switch (target.shape) {
    case Target::Shape::standard_output:
      return open_standard_output(settings);
    case Target::Shape::file:
      return open_single_file(target.path, settings);
    case Target::Shape::folder:
      break;
  }
  return open_folder(target.path, settings);
}

Result<Outlook> look_at_target(const Target& target, const GenerateOptions& options, const std::string& plan) {
  switch (target.shape) {
    case Target::Shape::standard_output:
      return Outlook{};
    case Target::Shape::file:
      return look_at_single_file(target.path, destination_options(options, plan));
    case Target::Shape::folder:
      break;
  }
  return look_at_folder(target.path, destination_options(options, plan));
}

}  // namespace synthgen
