#include "synthgen/output/shard_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "folder_lock.hpp"
#include "folder_tenants.hpp"
#include "folder_tidy.hpp"
#include "made_folders.hpp"
#include "publication.hpp"
#include "synthgen/output/destination.hpp"

namespace synthgen {
namespace {

using output::Reading;
using output::Tenant;

/// Whether a shard's manifest is a leftover of a merge: what it lists, the whole lists too.
bool is_part_of(const Tenant& shard, const std::vector<std::string>& whole) {
  return std::all_of(shard.listing.files.begin(), shard.listing.files.end(),
                     [&](const std::string& path) { return std::binary_search(whole.begin(), whole.end(), path); });
}

class HeldShards final : public ShardFolder {
 public:
  explicit HeldShards(std::string path) : path_(std::move(path)) {}

  Status open() {
    Result<output::Descriptor> root = output::open_folder_descriptor(path_);
    if (!root) return root.diagnostics();
    root_ = std::move(*root);
    // A look first: a folder without shards is not touched, whosever it is.
    Status found = find_shards(Reading::without_locks);
    if (!found) return found;
    Result<output::FolderLock> lock =
        output::FolderLock::acquire(root_.get(), {.name = output::names_of({}).lock(), .shown = path_});
    if (!lock) return lock.diagnostics();
    lock_ = std::move(*lock);
    found = find_shards(Reading::all);
    if (!found) return found;
    Status judged = output::judge_tenants(tenants_, path_, {});
    if (!judged) return judged;
    const Result<output::Contents> contents =
        output::scan_folder(root_.get(), path_, tenants_, output::files_of(tenants_), false);
    if (!contents) return contents.diagnostics();
    return output::tidy_folder(root_.get(), path_, tenants_, contents->temporaries);
  }

  const std::vector<Shard>& shards() const override { return shards_; }
  bool is_merged() const override { return tenants_.front().listing.published; }
  std::string manifest_name(const Shard& shard) const override { return output::names_of(shard).manifest; }

  Result<std::string> read_manifest(const Shard& shard) const override {
    std::string text;
    const std::string name = manifest_name(shard);
    if (output::read_text(root_.get(), name.c_str(), text)) return text;
    return output::system_fault(output_code::kCannotCreate, "read", path_ + "/" + name, errno);
  }

  Status publish(std::string_view manifest) override {
    std::vector<output::HiddenNames> names;
    for (const Shard& shard : shards_) names.push_back(output::names_of(shard));
    if (is_merged()) {
      for (const output::HiddenNames& left : names) ::unlinkat(root_.get(), left.manifest.c_str(), 0);
      return Done{};
    }
    // Who may read the shards' manifests may read that of the whole.
    std::optional<unsigned> mode;
    struct stat status;
    if (::fstatat(root_.get(), names.front().manifest.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
      mode = status.st_mode & 0777;
    }
    unsigned temporary_number = 0;
    const output::HiddenNames whole = output::names_of({});
    return output::Publication(root_.get(), whole, path_, mode, temporary_number).join(names, manifest);
  }

 private:
  Status find_shards(Reading reading) {
    Result<std::vector<Tenant>> tenants = output::find_tenants(root_.get(), path_, std::nullopt, reading);
    if (!tenants) return tenants.diagnostics();
    tenants_ = std::move(*tenants);
    shards_.clear();
    const output::Listing& whole = tenants_.front().listing;
    std::vector<std::string> files = whole.files;
    std::sort(files.begin(), files.end());
    for (const Tenant& tenant : tenants_) {
      if (!tenant.shard || !tenant.listing.published) continue;
      shards_.push_back(*tenant.shard);
      if (!whole.published || (whole.merged && is_part_of(tenant, files))) continue;
      return make_error(output_code::kNoShards,
                        "the folder \"" + path_ + "\" holds both a manifest of a whole output and shard " +
                            tenant.shard->text() + " of another",
                        {}, "move one of the two elsewhere");
    }
    if (whole.published && !whole.merged) {
      return make_error(output_code::kNoShards,
                        "the folder \"" + path_ + "\" holds the output of a run without --shard", {},
                        "it is whole already; there is nothing to merge");
    }
    if (!whole.published && shards_.empty()) {
      const bool under_way = std::any_of(tenants_.begin(), tenants_.end(), [](const auto& t) { return t.shard; });
      return make_error(output_code::kNoShards, "the folder \"" + path_ + "\" holds no shard's manifest", {},
                        under_way ? "it is the last thing that a run of `generate --shard` writes: they are not done"
                                  : "give the folder that runs of `generate --shard I/N -o` have written to");
    }
    return Done{};
  }

  const std::string path_;
  output::Descriptor root_;
  output::FolderLock lock_;
  std::vector<Tenant> tenants_;  // the whole run first
  std::vector<Shard> shards_;
};

}  // namespace

Result<std::unique_ptr<ShardFolder>> open_shard_folder(const std::string& path) {
  auto folder = std::make_unique<HeldShards>(path);
  Status opened = folder->open();
  if (!opened) return opened.diagnostics();
  return std::unique_ptr<ShardFolder>(std::move(folder));
}

}  // namespace synthgen
