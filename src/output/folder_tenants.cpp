// Reads an output folder: its manifests, locks and journals, and what else lies there.
#include "folder_tenants.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "synthgen/output/destination.hpp"

namespace synthgen::output {
namespace {

// Trees of ours are three folders deep; whatever lies deeper is somebody else's.
constexpr int kDeepest = 8;
constexpr std::string_view kPrefix = ".synthgen";
constexpr std::string_view kManifest = "manifest.";
constexpr std::size_t kShardNameBytes = std::string_view("shard-0001-of-0003").size();

/// The shard in "manifest.shard-0001-of-0003.json" or in a hidden name of a shard.
std::optional<Shard> shard_in(std::string_view name) {
  if (name.starts_with(kManifest) && name.ends_with(".json")) {
    name.remove_prefix(kManifest.size());
    name.remove_suffix(std::string_view(".json").size());
    return parse_shard_name(name);
  }
  if (!name.starts_with(kPrefix) || name.size() <= kPrefix.size() + 1 || name[kPrefix.size()] != '.') {
    return std::nullopt;
  }
  return parse_shard_name(name.substr(kPrefix.size() + 1, kShardNameBytes));
}

class Scan {
 public:
  Scan(const std::string& shown, const std::vector<Tenant>& tenants, const std::vector<std::string>& listed, bool force)
      : shown_(shown), listed_(listed), force_(force) {
    for (const Tenant& tenant : tenants) {
      known_.insert(known_.end(), {tenant.names.lock(), tenant.names.next(), tenant.names.old()});
      // A manifest of the whole run that lists nothing could be any program's.
      const bool ours = tenant.shard ? !tenant.listing.plan.empty() : !tenant.listing.files.empty();
      if (tenant.listing.published && ours) known_.push_back(tenant.names.manifest);
    }
    std::sort(known_.begin(), known_.end());
  }

  Status run(int folder, const std::string& prefix, int depth) {
    const std::optional<std::vector<std::string>> names = folder_entries(folder);
    if (!names) return system_fault(output_code::kCannotCreate, "read the folder", shown_ + "/" + prefix, errno);
    // A folder inside ours with a lock of its own is another run's destination.
    if (depth > 0) {
      const auto lock = std::find_if(names->begin(), names->end(), is_lock_name);
      if (lock != names->end()) {
        contents_.strangers.push_back(prefix + *lock);
        return Done{};
      }
    }
    for (const std::string& name : *names) {
      if (depth == 0 && std::binary_search(known_.begin(), known_.end(), name)) continue;
      if (std::string made_by = temporary_prefix(name); !made_by.empty()) {
        contents_.temporaries.push_back(
            {prefix.empty() ? "" : prefix.substr(0, prefix.size() - 1), name, std::move(made_by)});
        continue;
      }
      Status looked = look_at(folder, prefix, name, depth);
      if (!looked) return looked;
      if (!force_ && contents_.strangers.size() > kNamedStrangers) return Done{};
    }
    return Done{};
  }

  Contents take() { return std::move(contents_); }

 private:
  Status look_at(int folder, const std::string& prefix, const std::string& name, int depth) {
    const std::string path = prefix + name;
    struct stat status;
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return Done{};
    if (S_ISDIR(status.st_mode)) {
      if (force_ && !holds_listed(path)) return Done{};
      const Descriptor inner(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
      if (depth + 1 < kDeepest && inner.is_open()) return run(inner.get(), path + "/", depth + 1);
      contents_.strangers.push_back(path);
    } else if (!S_ISREG(status.st_mode) || !std::binary_search(listed_.begin(), listed_.end(), path)) {
      contents_.strangers.push_back(path);
    }
    return Done{};
  }

  bool holds_listed(const std::string& folder) const {
    const auto next = std::lower_bound(listed_.begin(), listed_.end(), folder + "/");
    return next != listed_.end() && next->starts_with(folder + "/");
  }

  const std::string& shown_;
  const std::vector<std::string>& listed_;
  const bool force_;
  std::vector<std::string> known_;  // names at the top that are neither strangers nor temporaries, sorted
  Contents contents_;
};

}  // namespace

HiddenNames names_of(const std::optional<Shard>& shard) {
  if (!shard) return {std::string(kPrefix), "manifest.json"};
  return {std::string(kPrefix) + "." + shard->name(), std::string(kManifest) + shard->name() + ".json"};
}

Result<std::vector<Tenant>> find_tenants(int folder, const std::string& shown, const std::optional<Shard>& own,
                                         Reading reading) {
  std::vector<std::optional<Shard>> shards = {std::nullopt};
  if (own) shards.push_back(own);
  if (reading != Reading::own) {
    const std::optional<std::vector<std::string>> names = folder_entries(folder);
    if (!names) return system_fault(output_code::kCannotCreate, "read the folder", shown, errno);
    std::vector<Shard> others;
    for (const std::string& name : *names) {
      const std::optional<Shard> shard = shard_in(name);
      if (shard && shard != own) others.push_back(*shard);
    }
    const auto before = [](const Shard& a, const Shard& b) {
      return a.count != b.count ? a.count < b.count : a.number < b.number;
    };
    std::sort(others.begin(), others.end(), before);
    others.erase(std::unique(others.begin(), others.end()), others.end());
    shards.insert(shards.end(), others.begin(), others.end());
  }
  std::vector<Tenant> tenants;
  for (const std::optional<Shard>& shard : shards) {
    Tenant& tenant = tenants.emplace_back(Tenant{shard, names_of(shard), {}, {}});
    Result<Listing> listing = listed_files(folder, tenant.names, shown);
    if (!listing) return listing.diagnostics();
    tenant.listing = std::move(*listing);
    if (shard && reading == Reading::all) tenant.writer = FolderLock::owner_of(folder, tenant.names.lock());
  }
  return tenants;
}

bool is_fellow(const Tenant& tenant, const std::string& plan, const DestinationOptions& options) {
  return options.shard && tenant.shard && tenant.shard != options.shard->shard &&
         tenant.shard->count == options.shard->shard.count && plan == options.shard->plan;
}

Status judge_tenants(const std::vector<Tenant>& tenants, const std::string& shown, const DestinationOptions& options) {
  for (const Tenant& tenant : tenants) {
    if (!tenant.writer || is_fellow(tenant, tenant.writer->note, options)) continue;
    const bool own = options.shard && tenant.shard == options.shard->shard;
    const std::string what = own || !options.shard ? "another run is writing shard " + tenant.shard->text() + " of"
                                                   : "a shard of another plan is being written to";
    return make_error(output_code::kLocked, what + " \"" + shown + "\"" + tenant.writer->text(), {},
                      "wait until it is done, or write to another place");
  }
  for (const Tenant& tenant : tenants) {
    if (!options.shard || options.force || !tenant.shard || !tenant.listing.published) continue;
    // An output of this very shard by another plan is one of another plan, too.
    if (tenant.shard->count == options.shard->shard.count && tenant.listing.plan == options.shard->plan) continue;
    return make_error(output_code::kNotOurs,
                      "the folder \"" + shown + "\" holds shard " + tenant.shard->text() +
                          " of another plan: its schema, seed, arguments, number of shards or version differ",
                      {}, "choose another folder with -o, or --force to replace that output");
  }
  return Done{};
}

std::vector<std::string> files_of(const std::vector<Tenant>& tenants) {
  std::vector<std::string> files;
  for (const Tenant& tenant : tenants) {
    files.insert(files.end(), tenant.listing.files.begin(), tenant.listing.files.end());
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

std::string temporary_prefix(std::string_view name) {
  std::optional<Shard> shard;
  if (!name.starts_with(kPrefix)) return {};
  if (name.substr(kPrefix.size()).starts_with('.')) {
    shard = shard_in(name);
    if (!shard) return {};
  }
  const HiddenNames names = names_of(shard);
  return names.is_temporary(name) ? names.prefix : std::string();
}

bool is_lock_name(std::string_view name) {
  if (!name.starts_with(kPrefix)) return false;
  const std::optional<Shard> shard = shard_in(name);
  return name == names_of(shard).lock();
}

Result<Contents> scan_folder(int folder, const std::string& shown, const std::vector<Tenant>& tenants,
                             const std::vector<std::string>& listed, bool force) {
  Scan scan(shown, tenants, listed, force);
  Status done = scan.run(folder, "", 0);
  if (!done) return done.diagnostics();
  return scan.take();
}

}  // namespace synthgen::output
