#include "synthgen/pipeline/merge.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "file_checks.hpp"
#include "manifest_join.hpp"
#include "synthgen/output/shard_folder.hpp"
#include "verified_output.hpp"

namespace synthgen {
namespace {

/// Shards that a message names, and those of another plan that are told one by one.
constexpr std::size_t kMostNamed = 10;

/// "shards 2, 5 and 7 of 8 are missing"; empty where none is.
std::string absent_text(const std::vector<Shard>& shards, unsigned count) {
  std::vector<unsigned> absent;
  for (unsigned number = 1; number <= count; ++number) {
    if (std::find(shards.begin(), shards.end(), Shard{number, count}) == shards.end()) absent.push_back(number);
  }
  if (absent.empty()) return {};
  const std::size_t named = std::min(absent.size(), kMostNamed);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == absent.size();
    text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", absent[i]);
  }
  if (absent.size() > named) text += fmt::format(" and {} more", absent.size() - named);
  return fmt::format("shard{} {} of {} {} missing", absent.size() == 1 ? "" : "s", text, count,
                     absent.size() == 1 ? "is" : "are");
}

class Merge {
 public:
  Merge(const std::string& path, const MergeOptions& options) : path_(path), options_(options) {}

  Result<MergeReport> run() {
    report_.output = path_;
    if (Status usable = check_path(); !usable.ok()) return usable.diagnostics();
    Result<std::unique_ptr<ShardFolder>> folder = open_shard_folder(path_);
    if (!folder.ok()) return folder.diagnostics();
    folder_ = std::move(*folder);
    if (folder_->is_merged()) {
      // What a kill has kept from its end.
      if (Status done = folder_->publish({}); !done.ok()) return done.diagnostics();
      report_.was_merged = true;
      return std::move(report_);
    }
    Status checked = check_coverage();
    if (checked.ok()) checked = check_plans();
    if (!checked.ok()) return checked.diagnostics();
    Result<VerifiedOutput> output = read_output(path_);
    if (!output.ok()) return output.diagnostics();
    if (checked = check_written(*output); !checked.ok()) return checked.diagnostics();
    return join(*output);
  }

 private:
  Status check_path() const {
    constexpr const char* kHint = "give the folder that runs of `generate --shard I/N -o` have written to";
    if (path_.empty() || path_ == "-") {
      return make_error(merge_code::kNoFolder, "a folder is merged, not standard input", {}, kHint);
    }
    struct stat info {};
    if (::stat(path_.c_str(), &info) == 0 && !S_ISDIR(info.st_mode)) {
      return make_error(merge_code::kNoFolder, fmt::format("\"{}\" is a file, and a folder is merged", path_), {},
                        kHint);
    }
    return Done{};
  }

  Status check_coverage() {
    const std::vector<Shard>& shards = folder_->shards();
    report_.shards = shards.front().count;
    if (shards.back().count != shards.front().count) {
      return make_error(merge_code::kOtherPlan,
                        fmt::format("the folder \"{}\" holds shards of several plans: {} and {}", path_,
                                    shards.front().text(), shards.back().text()),
                        {}, "all shards of one output have the same number of shards: move the others elsewhere");
    }
    const std::string absent = absent_text(shards, report_.shards);
    if (absent.empty()) return Done{};
    return make_error(
        merge_code::kAbsent, fmt::format("{}: {}", path_, absent), {},
        fmt::format("write them into this folder, by the arguments of the others and --shard I/{}", report_.shards));
  }

  Result<Manifest> read_manifest(const Shard& shard) const {
    const std::string name = folder_->manifest_name(shard);
    const Result<std::string> text = folder_->read_manifest(shard);
    if (!text.ok()) return text.diagnostics();
    return parse_manifest(name, *text);
  }

  /// All that are not of the plan of the first, so that they are told in one run.
  Status check_plans() {
    Diagnostics faults;
    std::optional<Manifest> first;
    const std::string first_shard = folder_->shards().front().text();
    for (const Shard& shard : folder_->shards()) {
      if (options_.stop != nullptr && options_.stop->load()) return interrupted();
      Result<Manifest> manifest = read_manifest(shard);
      if (!manifest.ok()) {
        faults.add(manifest.diagnostics());
      } else if (!first.has_value()) {
        first = std::move(*manifest);
        continue;
      } else if (const std::string why = plan_difference(*first, first_shard, *manifest); !why.empty()) {
        faults.add(make_error(merge_code::kOtherPlan, fmt::format("shard {} is of another plan: {}", shard.text(), why),
                              {}, "write it again by the arguments of the others, or move it elsewhere"));
      }
      if (faults.size() >= kMostNamed) break;
    }
    if (faults.has_errors()) return faults;
    return Done{};
  }

  Status check_written(VerifiedOutput& output) {
    VerifyReport found;
    found.output = path_;
    VerifyOptions options;
    options.stop = options_.stop;
    if (Status checked = check_files(output, options, found); !checked.ok()) return checked;
    report_.files = found.files;
    report_.bytes = found.bytes;
    if (found.findings.has_errors()) return found.findings;
    return Done{};
  }

  Result<MergeReport> join(const VerifiedOutput& output) {
    ManifestJoin joined(report_.shards);
    for (const Shard& shard : folder_->shards()) {
      if (options_.stop != nullptr && options_.stop->load()) return interrupted();
      Result<Manifest> manifest = read_manifest(shard);
      if (!manifest.ok()) return manifest.diagnostics();
      if (Status added = joined.add(std::move(*manifest), folder_->manifest_name(shard)); !added.ok()) {
        return added.diagnostics();
      }
    }
    Result<Manifest> whole = joined.finish(*output.schema);
    if (!whole.ok()) return whole.diagnostics();
    for (const ManifestTable& table : whole->tables) report_.rows += table.rows;
    report_.warnings = joined.left_out();
    if (Status published = folder_->publish(manifest_text(*whole)); !published.ok()) return published.diagnostics();
    return std::move(report_);
  }

  static Diagnostic interrupted() {
    return make_error(verify_code::kInterrupted, "interrupted; the shards are as they were");
  }

  const std::string path_;
  const MergeOptions& options_;
  std::unique_ptr<ShardFolder> folder_;
  MergeReport report_;
};

}  // namespace

Result<MergeReport> merge(const std::string& folder, const MergeOptions& options) {
  return Merge(folder, options).run();
}

}  // namespace synthgen
