// A folder as destination.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <utility>

#include "folder_lock.hpp"
#include "folder_tenants.hpp"
#include "folder_tidy.hpp"
#include "made_folders.hpp"
#include "publication.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/output/file_name.hpp"
#include "system_calls.hpp"

namespace synthgen {
namespace {

using output::Descriptor;
using output::system_fault;

class OutputFolder final : public Destination {
 public:
  OutputFolder(std::string path, const DestinationOptions& options)
      : path_(std::move(path)), options_(options), names_(output::names_of(shard())) {}
  ~OutputFolder() override { abandon(); }

  Status open();
  /// What open() would meet, without a trace.
  Result<Outlook> look();
  Result<OutputFile*> create_file(std::string_view path) override;
  bool has_manifest() const override { return true; }
  Status publish(std::string_view manifest) override;
  std::optional<std::uint64_t> free_bytes() const override {
    struct statvfs status;
    if (::fstatvfs(root_.get(), &status) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  }

 private:
  struct Parent {
    int folder = -1;
    std::string name;  // the last part
  };
  struct Pending {
    std::string path;
    output::StagedFile staged;
    std::unique_ptr<OutputFile> file;
  };

  std::string shown(std::string_view path) const { return path_ + "/" + std::string(path); }
  std::optional<Shard> shard() const {
    return options_.shard ? std::optional<Shard>(options_.shard->shard) : std::nullopt;
  }
  bool is_own(const output::Tenant& tenant) const { return tenant.names.prefix == names_.prefix; }
  bool is_fellow(const output::Tenant& tenant) const {
    return output::is_fellow(tenant, tenant.listing.plan, options_);
  }
  Status lock_folder();
  Status find_ours(output::Reading reading, output::Contents& contents);
  bool is_listed(const std::string& path) const { return std::binary_search(listed_.begin(), listed_.end(), path); }
  Result<Parent> find_parent(std::string_view path, bool create);
  Result<OutputFile*> create_temporary(std::string_view path);
  std::vector<output::FormerFile> former_files();
  Status look_again();
  void remove_emptied_folders();
  void abandon();

  std::string path_;
  DestinationOptions options_;
  output::HiddenNames names_;
  std::vector<std::string> made_parents_;  // the folder itself and its parents, as far as this run made them
  Descriptor root_;
  output::FolderLock lock_;                                 // of the folder: a shard holds it now and then
  output::FolderLock shard_lock_;                           // of the shard, from the beginning to the end
  std::vector<output::Tenant> tenants_;                     // the whole run first
  std::vector<std::string> listed_;                         // of all tenants, sorted
  std::deque<std::pair<std::string, Descriptor>> folders_;  // opened subfolders by path
  std::vector<std::string> made_folders_;                   // subfolders that this run made, outermost first
  std::deque<Pending> pending_;
  unsigned temporary_number_ = 0;
  bool published_ = false;
};

// The folder's lock: a whole run keeps it; shards take it in turn, whenever they look at what others have published or
// move files to final names.
Status OutputFolder::lock_folder() {
  Result<output::FolderLock> lock = output::FolderLock::acquire(
      root_.get(),
      {.name = output::names_of({}).lock(), .shown = path_, .note = options_.shard ? output::kMoment : ""});
  if (!lock) return lock.diagnostics();
  lock_ = std::move(*lock);
  return Done{};
}

Status OutputFolder::open() {
  for (;;) {
    Status made = output::make_folders(path_, made_parents_);
    if (!made) return made;
    Result<Descriptor> root = output::open_folder_descriptor(path_);
    if (!root) return root.diagnostics();
    root_ = std::move(*root);
    Status locked = lock_folder();
    if (locked) break;
    // Another shard that has made the folder and failed may have taken it away meanwhile.
    struct stat status;
    if (::fstat(root_.get(), &status) != 0 || status.st_nlink > 0) return locked;
  }
  output::Contents contents;
  if (Status found = find_ours(output::Reading::all, contents); !found) return found;
  Status tidied = output::tidy_folder(root_.get(), path_, tenants_, contents.temporaries);
  if (!tidied || !options_.shard) return tidied;
  Result<output::FolderLock> lock =
      output::FolderLock::acquire(root_.get(), {.name = names_.lock(), .shown = path_, .note = options_.shard->plan});
  if (!lock) return lock.diagnostics();
  shard_lock_ = std::move(*lock);
  lock_.release();
  return Done{};
}

Result<Outlook> OutputFolder::look() {
  Outlook outlook;
  const Result<std::string> nearest = output::nearest_folder(path_);
  if (!nearest) return nearest.diagnostics();
  struct statvfs status;
  if (::statvfs(nearest->c_str(), &status) == 0) {
    outlook.free_bytes = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  }
  if (*nearest != path_) return outlook;
  Result<Descriptor> root = output::open_folder_descriptor(path_);
  if (!root) return root.diagnostics();
  root_ = std::move(*root);
  output::Contents contents;
  if (Status found = find_ours(output::Reading::without_locks, contents); !found) return found.diagnostics();
  outlook.replaces = std::any_of(tenants_.begin(), tenants_.end(), [&](const output::Tenant& tenant) {
    return !is_fellow(tenant) && !tenant.listing.files.empty();
  });
  return outlook;
}

// Reads the manifests, and sorts what lies in the folder. Errors: SG5003 where something is not ours, SG5004.
Status OutputFolder::find_ours(output::Reading reading, output::Contents& contents) {
  Result<std::vector<output::Tenant>> tenants = output::find_tenants(root_.get(), path_, shard(), reading);
  if (!tenants) return tenants.diagnostics();
  tenants_ = std::move(*tenants);
  Status judged = output::judge_tenants(tenants_, path_, options_);
  if (!judged) return judged;
  listed_ = output::files_of(tenants_);
  Result<output::Contents> scanned = output::scan_folder(root_.get(), path_, tenants_, listed_, options_.force);
  if (!scanned) return scanned.diagnostics();
  contents = std::move(*scanned);
  if (contents.strangers.empty() || options_.force) return Done{};
  std::string message = "the folder \"" + path_ + "\" holds files that no manifest lists:";
  for (std::size_t i = 0; i < contents.strangers.size() && i < output::kNamedStrangers; ++i) {
    message += (i == 0 ? " \"" : ", \"") + contents.strangers[i] + "\"";
  }
  if (contents.strangers.size() > output::kNamedStrangers) message += ", …";
  return make_error(output_code::kNotOurs, std::move(message), {},
                    "choose another folder with -o, or --force to write among them");
}

// The open folder in which the last part of `path` lies. No part on the way may be a symbolic link.
Result<OutputFolder::Parent> OutputFolder::find_parent(std::string_view path, bool create) {
  Parent parent{root_.get(), ""};
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('/', begin);
    if (end == std::string_view::npos) {
      parent.name = path.substr(begin);
      return parent;
    }
    const std::string folder(path.substr(0, end));
    const auto known = std::find_if(folders_.begin(), folders_.end(), [&](const auto& f) { return f.first == folder; });
    if (known != folders_.end()) {
      parent.folder = known->second.get();
    } else {
      const std::string name(path.substr(begin, end - begin));
      if (create) {
        if (::mkdirat(parent.folder, name.c_str(), 0777) == 0) {
          made_folders_.push_back(folder);
        } else if (errno != EEXIST) {
          return system_fault(output_code::kCannotCreate, "create the folder", shown(folder), errno);
        }
      }
      Descriptor opened(::openat(parent.folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
      if (!opened.is_open()) {
        if (errno == ELOOP || errno == ENOTDIR) {
          return make_error(output_code::kBadName,
                            "\"" + shown(folder) + "\" is a symbolic link or a file, not a folder", {},
                            "remove it, or choose another folder with -o");
        }
        return system_fault(output_code::kCannotCreate, "open the folder", shown(folder), errno);
      }
      parent.folder = opened.get();
      // What a killed run left in a folder that open() did not look into; ours come only after this. A lock in it
      // would be that of a run into this very folder, whose files are not litter.
      if (create && ::faccessat(parent.folder, names_.lock().c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
        output::sweep_temporaries(parent.folder, names_);
      }
      folders_.emplace_back(folder, std::move(opened));
    }
    begin = end + 1;
  }
}

Result<OutputFile*> OutputFolder::create_file(std::string_view path) {
  Status allowed = check_file_name(path);
  if (!allowed) return allowed.diagnostics();
  for (const Pending& other : pending_) {
    if (other.path == path) {
      return make_error(output_code::kBadName, "two tables write to the file \"" + shown(path) + "\"");
    }
  }
  if (!options_.shard) return create_temporary(path);
  Status locked = lock_folder();
  if (!locked) return locked.diagnostics();
  Result<OutputFile*> created = create_temporary(path);
  lock_.release();
  return created;
}

// REQUIRES: the folder's lock, so that no folder goes that is about to be written to.
Result<OutputFile*> OutputFolder::create_temporary(std::string_view path) {
  Result<Parent> parent = find_parent(path, true);
  if (!parent) return parent.diagnostics();
  struct stat status;
  if (::fstatat(parent->folder, parent->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    if (S_ISDIR(status.st_mode)) {
      return system_fault(output_code::kCannotCreate, "create", shown(path), EISDIR);
    }
    if (!options_.force && !is_listed(std::string(path))) {
      return make_error(output_code::kNotOurs, "\"" + shown(path) + "\" exists, and no manifest lists it", {},
                        "choose another folder with -o, or --force to overwrite it");
    }
  }
  Pending pending;
  pending.path = path;
  pending.staged = {parent->folder, names_.temporary(temporary_number_++), parent->name, shown(path)};
  Descriptor file(::openat(parent->folder, pending.staged.temporary.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.is_open()) return system_fault(output_code::kCannotCreate, "create", shown(path), errno);
  pending_.push_back(std::move(pending));
  if (options_.mode && ::fchmod(file.get(), *options_.mode) != 0) {
    return system_fault(output_code::kCannotCreate, "set the mode of", shown(path), errno);
  }
  Pending& stored = pending_.back();
  stored.file = std::make_unique<OutputFile>(
      file.release(), OutputFile::Options{shown(path), true, options_.direct_io, options_.sha256});
  return stored.file.get();
}

// What is published here may have changed since open(), but only by shards of this plan.
Status OutputFolder::look_again() {
  const bool others_go = std::any_of(tenants_.begin(), tenants_.end(), [&](const output::Tenant& tenant) {
    return tenant.shard && tenant.listing.published && !is_own(tenant) && !is_fellow(tenant);
  });
  for (const output::Reading reading : {output::Reading::own, output::Reading::without_locks}) {
    Result<std::vector<output::Tenant>> tenants = output::find_tenants(root_.get(), path_, shard(), reading);
    if (!tenants) return tenants.diagnostics();
    tenants_ = std::move(*tenants);
    // The fellows' lists, perhaps thousands, are of interest only where an output is replaced that may share names.
    if (!others_go && !tenants_.front().listing.published) break;
  }
  listed_ = output::files_of(tenants_);
  return Done{};
}

// Files that have to go: those of the earlier runs, but not of fellow shards, and what --force lets us overwrite.
std::vector<output::FormerFile> OutputFolder::former_files() {
  std::vector<std::string> paths;
  std::vector<std::string> kept;
  for (const output::Tenant& tenant : tenants_) {
    std::vector<std::string>& list = is_fellow(tenant) ? kept : paths;
    list.insert(list.end(), tenant.listing.files.begin(), tenant.listing.files.end());
  }
  std::sort(kept.begin(), kept.end());
  std::erase_if(paths, [&](const std::string& path) { return std::binary_search(kept.begin(), kept.end(), path); });
  for (const Pending& pending : pending_) paths.push_back(pending.path);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::vector<output::FormerFile> former;
  for (const std::string& path : paths) {
    const Result<Parent> parent = find_parent(path, false);
    if (!parent) continue;
    struct stat status;
    if (::fstatat(parent->folder, parent->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    // A listed name that became a folder or a link is not what we wrote; only --force replaces a link by a file.
    if (S_ISDIR(status.st_mode)) continue;
    if (!options_.force && (!S_ISREG(status.st_mode) || !is_listed(path))) continue;
    former.push_back({parent->folder, parent->name, shown(path)});
  }
  return former;
}

Status OutputFolder::publish(std::string_view manifest) {
  std::vector<output::StagedFile> staged;
  for (Pending& pending : pending_) {
    Status closed = pending.file->close();
    if (!closed) return closed;
    staged.push_back(pending.staged);
  }
  if (options_.shard) {
    Status ready = lock_folder();
    if (ready) ready = look_again();
    if (!ready) return ready;
  }
  std::vector<output::HiddenNames> replaced;
  for (const output::Tenant& tenant : tenants_) {
    const bool stays = is_own(tenant) || is_fellow(tenant);
    if (!stays && tenant.listing.published) replaced.push_back(tenant.names);
  }
  output::Publication publication(root_.get(), names_, path_, options_.mode, temporary_number_);
  Status done = publication.publish(staged, former_files(), replaced, manifest);
  if (!done) return done;
  published_ = true;
  remove_emptied_folders();
  shard_lock_.release();
  lock_.release();
  return done;
}

// Folders of the earlier run in which nothing is left. Those in use refuse to go.
void OutputFolder::remove_emptied_folders() {
  for (auto path = listed_.rbegin(); path != listed_.rend(); ++path) {
    for (std::size_t end = path->rfind('/'); end != std::string::npos && end > 0; end = path->rfind('/', end - 1)) {
      const Result<Parent> parent = find_parent(std::string_view(*path).substr(0, end), false);
      if (!parent || ::unlinkat(parent->folder, parent->name.c_str(), AT_REMOVEDIR) != 0) break;
    }
  }
}

void OutputFolder::abandon() {
  if (published_ || !root_.is_open()) {
    if (!published_) output::remove_folders(made_parents_);
    return;
  }
  for (Pending& pending : pending_) {
    pending.file.reset();
    ::unlinkat(pending.staged.folder, pending.staged.temporary.c_str(), 0);
  }
  // A fellow that has just opened one of these folders must not lose it.
  if (shard_lock_.is_held() && !lock_.is_held() && !lock_folder()) made_folders_.clear();
  for (auto folder = made_folders_.rbegin(); folder != made_folders_.rend(); ++folder) {
    const Result<Parent> parent = find_parent(*folder, false);
    if (parent) ::unlinkat(parent->folder, parent->name.c_str(), AT_REMOVEDIR);
  }
  shard_lock_.release();
  lock_.release();
  output::remove_folders(made_parents_);
}

}  // namespace

Result<std::unique_ptr<Destination>> open_folder(const std::string& path, const DestinationOptions& options) {
  auto folder = std::make_unique<OutputFolder>(path, options);
  Status opened = folder->open();
  if (!opened) return opened.diagnostics();
  return std::unique_ptr<Destination>(std::move(folder));
}

Result<Outlook> look_at_folder(const std::string& path, const DestinationOptions& options) {
  return OutputFolder(path, options).look();
}

}  // namespace synthgen
