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
#include "made_folders.hpp"
#include "publication.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/output/file_name.hpp"
#include "system_calls.hpp"

namespace synthgen {
namespace {

using output::Descriptor;
using output::system_fault;

// Trees of ours are two folders deep; whatever lies deeper is somebody else's.
constexpr int kDeepest = 8;
// Foreign files that a diagnostic names.
constexpr std::size_t kNamedStrangers = 3;

struct Contents {
  std::vector<std::string> strangers;                            // a few files that no manifest lists, as paths
  std::vector<std::pair<std::string, std::string>> temporaries;  // folder ("" for the top) and name
};

class OutputFolder final : public Destination {
 public:
  OutputFolder(std::string path, const DestinationOptions& options) : path_(std::move(path)), options_(options) {}
  ~OutputFolder() override { abandon(); }

  Status open();
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
  Status remove_unfinished();
  Status scan(int folder, const std::string& prefix, int depth, Contents& contents) const;
  bool is_listed(const std::string& path) const { return std::binary_search(listed_.begin(), listed_.end(), path); }
  bool holds_listed(const std::string& folder) const {
    const auto next = std::lower_bound(listed_.begin(), listed_.end(), folder + "/");
    return next != listed_.end() && next->starts_with(folder + "/");
  }
  Result<Parent> find_parent(std::string_view path, bool create);
  std::vector<output::FormerFile> former_files();
  void remove_emptied_folders();
  void abandon();

  std::string path_;
  DestinationOptions options_;
  output::HiddenNames names_{".synthgen", "manifest.json"};
  std::vector<std::string> made_parents_;  // the folder itself and its parents, as far as this run made them
  Descriptor root_;
  output::FolderLock lock_;
  std::vector<std::string> listed_;                         // sorted
  std::deque<std::pair<std::string, Descriptor>> folders_;  // opened subfolders by path
  std::vector<std::string> made_folders_;                   // subfolders that this run made, outermost first
  std::deque<Pending> pending_;
  unsigned temporary_number_ = 0;
  bool published_ = false;
};

Status OutputFolder::open() {
  Status made = output::make_folders(path_, made_parents_);
  if (!made) return made;
  Result<Descriptor> root = output::open_folder_descriptor(path_);
  if (!root) return root.diagnostics();
  root_ = std::move(*root);
  Result<output::FolderLock> lock = output::FolderLock::acquire(root_.get(), names_.lock(), path_);
  if (!lock) return lock.diagnostics();
  lock_ = std::move(*lock);

  Result<std::vector<std::string>> listed = output::listed_files(root_.get(), names_, path_);
  if (!listed) return listed.diagnostics();
  listed_ = std::move(*listed);
  std::sort(listed_.begin(), listed_.end());
  Contents contents;
  Status scanned = scan(root_.get(), "", 0, contents);
  if (!scanned) return scanned;
  if (!contents.strangers.empty() && !options_.force) {
    std::string message = "the folder \"" + path_ + "\" holds files that no manifest lists:";
    for (std::size_t i = 0; i < contents.strangers.size() && i < kNamedStrangers; ++i) {
      message += (i == 0 ? " \"" : ", \"") + contents.strangers[i] + "\"";
    }
    if (contents.strangers.size() > kNamedStrangers) message += ", …";
    return make_error(output_code::kNotOurs, std::move(message), {},
                      "choose another folder with -o, or --force to write among them");
  }
  // We hold the lock, so whoever made these is gone.
  for (const auto& [folder, name] : contents.temporaries) {
    const Result<Parent> parent = find_parent(folder.empty() ? name : folder + "/" + name, false);
    if (parent) ::unlinkat(parent->folder, name.c_str(), 0);
  }
  if (::faccessat(root_.get(), names_.manifest.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
    Status removed = remove_unfinished();
    if (!removed) return removed;
  }
  output::remove_journals(root_.get(), names_);
  return Done{};
}

// What a run left that was killed in the midst of its publication. It goes before the journals, which are all that
// tells whose it is: kept until the next publication, which writes a journal of its own, it would be nobody's in
// between.
Status OutputFolder::remove_unfinished() {
  for (const std::string& path : listed_) {
    const Result<Parent> parent = find_parent(path, false);
    struct stat status;
    if (!parent || ::fstatat(parent->folder, parent->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode)) {
      continue;
    }
    int error = ::unlinkat(parent->folder, parent->name.c_str(), 0) == 0 ? 0 : errno;
    if (error == 0) error = output::sync_to_disk(parent->folder);
    if (error != 0) return system_fault(output_code::kCannotPublish, "remove", shown(path), error);
  }
  return Done{};
}

// Sorts what lies in the folder into strangers and temporaries; what is listed or empty is neither.
Status OutputFolder::scan(int folder, const std::string& prefix, int depth, Contents& contents) const {
  const std::optional<std::vector<std::string>> read = output::folder_entries(folder);
  if (!read) return system_fault(output_code::kCannotCreate, "read the folder", path_ + "/" + prefix, errno);
  const std::vector<std::string>& names = *read;
  // A folder inside ours with a lock of its own is another run's destination.
  if (depth > 0 && std::binary_search(names.begin(), names.end(), names_.lock())) {
    contents.strangers.push_back(prefix + names_.lock());
    return Done{};
  }
  for (const std::string& name : names) {
    const std::string path = prefix + name;
    if (depth == 0 && (name == names_.lock() || name == names_.next() || name == names_.old())) continue;
    if (names_.is_temporary(name)) {
      contents.temporaries.emplace_back(prefix.empty() ? "" : prefix.substr(0, prefix.size() - 1), name);
      continue;
    }
    struct stat status;
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      // With --force the folder may be anything, a home directory too: only where earlier runs wrote is looked at.
      if (options_.force && !holds_listed(path)) continue;
      const Descriptor inner(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
      if (depth + 1 < kDeepest && inner.is_open()) {
        Status scanned = scan(inner.get(), path + "/", depth + 1, contents);
        if (!scanned) return scanned;
      } else {
        contents.strangers.push_back(path);
      }
    } else if (!S_ISREG(status.st_mode) || !(is_listed(path) || (path == names_.manifest && !listed_.empty()))) {
      contents.strangers.push_back(path);
    }
    if (!options_.force && contents.strangers.size() > kNamedStrangers) return Done{};
  }
  return Done{};
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

// Files that have to go: those of the earlier run, and what --force lets us overwrite.
std::vector<output::FormerFile> OutputFolder::former_files() {
  std::vector<std::string> paths = listed_;
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
  output::Publication publication(root_.get(), names_, path_, options_.mode, temporary_number_);
  Status done = publication.publish(staged, former_files(), manifest);
  if (!done) return done;
  published_ = true;
  remove_emptied_folders();
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
  for (auto folder = made_folders_.rbegin(); folder != made_folders_.rend(); ++folder) {
    const Result<Parent> parent = find_parent(*folder, false);
    if (parent) ::unlinkat(parent->folder, parent->name.c_str(), AT_REMOVEDIR);
  }
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

}  // namespace synthgen
