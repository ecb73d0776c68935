// One file as destination, with its manifest beside it; or a pipe or device.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "folder_lock.hpp"
#include "made_folders.hpp"
#include "publication.hpp"
#include "synthgen/base/checksum.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/output/file_name.hpp"
#include "system_calls.hpp"

namespace synthgen {
namespace {

using output::Descriptor;
using output::system_fault;

// Pipes, devices and standard output: nothing to rename, nothing to sync.
class DirectDestination final : public Destination {
 public:
  DirectDestination(Descriptor descriptor, std::string shown, bool sha256)
      : file_(descriptor.release(), {std::move(shown), false, DirectIo::never, sha256}) {}

  Result<OutputFile*> create_file(std::string_view) override {
    if (taken_) {
      return make_error(output_code::kBadName, "\"" + file_.shown_name() + "\" takes one table", {},
                        "choose one with --table, or a folder with -o");
    }
    taken_ = true;
    return &file_;
  }
  bool has_manifest() const override { return false; }
  Status publish(std::string_view) override { return file_.close(); }

 private:
  OutputFile file_;
  bool taken_ = false;
};

// The folder part and the last part of a path.
std::pair<std::string, std::string> split(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {".", path};
  return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

class SingleFile final : public Destination {
 public:
  SingleFile(std::string path, const DestinationOptions& options) : path_(std::move(path)), options_(options) {
    std::tie(folder_path_, name_) = split(path_);
    // Names near the limit of 255 bytes leave no room for more; a hash tells the files of one folder apart as well.
    names_ = {".synthgen_" + crc64_hex(synthgen::crc64(name_)), name_ + ".manifest.json"};
  }
  ~SingleFile() override { abandon(); }

  Status open();
  /// What open() would meet, without a trace.
  Result<Outlook> look();
  Result<OutputFile*> create_file(std::string_view path) override;
  bool has_manifest() const override { return true; }
  std::string manifest_path(std::string_view) const override { return name_; }
  Status publish(std::string_view manifest) override;
  std::optional<std::uint64_t> free_bytes() const override {
    struct statvfs status;
    if (::fstatvfs(folder_.get(), &status) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  }

 private:
  Status check_name() const;
  Result<bool> find_ours();
  void abandon();

  std::string path_;
  DestinationOptions options_;
  std::string folder_path_;
  std::string name_;
  output::HiddenNames names_;
  std::vector<std::string> made_parents_;
  Descriptor folder_;
  output::FolderLock lock_;
  std::string temporary_;
  std::unique_ptr<OutputFile> file_;
  unsigned temporary_number_ = 0;
  bool published_ = false;
};

Status SingleFile::check_name() const {
  if (name_.empty() || name_ == "." || name_ == "..") {
    return make_error(output_code::kBadName, "\"" + path_ + "\" does not name a file");
  }
  Status allowed = check_file_name(name_);
  if (!allowed) return allowed;
  if (names_.manifest.size() > kLongestNameBytes) {
    return make_error(output_code::kBadName, "the name of \"" + path_ + "\" leaves no room for that of its manifest");
  }
  return Done{};
}

Result<Outlook> SingleFile::look() {
  Outlook outlook;
  if (Status named = check_name(); !named) return named.diagnostics();
  const Result<std::string> nearest = output::nearest_folder(folder_path_);
  if (!nearest) return nearest.diagnostics();
  struct statvfs status;
  if (::statvfs(nearest->c_str(), &status) == 0) {
    outlook.free_bytes = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  }
  if (*nearest != folder_path_) return outlook;
  Result<Descriptor> folder = output::open_folder_descriptor(folder_path_);
  if (!folder) return folder.diagnostics();
  folder_ = std::move(*folder);
  const Result<bool> ours = find_ours();
  if (!ours) return ours.diagnostics();
  outlook.replaces = *ours;
  return outlook;
}

Status SingleFile::open() {
  if (Status named = check_name(); !named) return named;
  Status made = output::make_folders(folder_path_, made_parents_);
  if (!made) return made;
  Result<Descriptor> folder = output::open_folder_descriptor(folder_path_);
  if (!folder) return folder.diagnostics();
  folder_ = std::move(*folder);
  Result<output::FolderLock> lock = output::FolderLock::acquire(folder_.get(), {.name = names_.lock(), .shown = path_});
  if (!lock) return lock.diagnostics();
  lock_ = std::move(*lock);
  const Result<bool> ours = find_ours();
  if (!ours) return ours.diagnostics();
  output::sweep_temporaries(folder_.get(), names_);
  const bool exists = ::faccessat(folder_.get(), name_.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  const bool manifest_exists = ::faccessat(folder_.get(), names_.manifest.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  if (*ours && exists && !manifest_exists) {
    // Left by a run that was killed in the midst of its publication. It goes before the journals, which are all that
    // tells that it is ours.
    int error = ::unlinkat(folder_.get(), name_.c_str(), 0) == 0 ? 0 : errno;
    if (error == 0) error = output::sync_to_disk(folder_.get());
    if (error != 0) return system_fault(output_code::kCannotPublish, "remove", path_, error);
  }
  output::remove_journals(folder_.get(), names_);
  return Done{};
}

// Whether an earlier run of ours wrote the file. Errors: SG5003 where somebody else did.
Result<bool> SingleFile::find_ours() {
  struct stat status;
  const bool exists = ::fstatat(folder_.get(), name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (exists && S_ISDIR(status.st_mode)) return system_fault(output_code::kCannotCreate, "create", path_, EISDIR);
  const Result<output::Listing> listed = output::listed_files(folder_.get(), names_, folder_path_);
  if (!listed) return listed.diagnostics();
  const bool ours = std::find(listed->files.begin(), listed->files.end(), name_) != listed->files.end();
  const bool manifest_exists = ::faccessat(folder_.get(), names_.manifest.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  if ((exists || manifest_exists) && !ours && !options_.force) {
    const std::string& stranger = exists ? path_ : path_ + ".manifest.json";
    return make_error(output_code::kNotOurs, "\"" + stranger + "\" exists, and no manifest of ours lists it", {},
                      "choose another name with -o, or --force to overwrite it");
  }
  return ours;
}

Result<OutputFile*> SingleFile::create_file(std::string_view) {
  if (file_ != nullptr) {
    return make_error(output_code::kBadName, "\"" + path_ + "\" takes one table", {},
                      "choose one with --table, or a folder with -o");
  }
  const std::string temporary = names_.temporary(temporary_number_++);
  Descriptor file(
      ::openat(folder_.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.is_open()) return system_fault(output_code::kCannotCreate, "create", path_, errno);
  temporary_ = temporary;
  if (options_.mode && ::fchmod(file.get(), *options_.mode) != 0) {
    return system_fault(output_code::kCannotCreate, "set the mode of", path_, errno);
  }
  file_ = std::make_unique<OutputFile>(file.release(),
                                       OutputFile::Options{path_, true, options_.direct_io, options_.sha256});
  return file_.get();
}

Status SingleFile::publish(std::string_view manifest) {
  assert(file_ != nullptr);
  Status closed = file_->close();
  if (!closed) return closed;
  std::vector<output::FormerFile> former;
  // What open() let pass may be replaced; a file that appeared since then may not.
  const Result<output::Listing> listed = output::listed_files(folder_.get(), names_, folder_path_);
  if (!listed) return listed.diagnostics();
  const bool ours = std::find(listed->files.begin(), listed->files.end(), name_) != listed->files.end();
  if (ours || options_.force) former.push_back({folder_.get(), name_, path_});
  output::Publication publication(folder_.get(), names_, folder_path_, options_.mode, temporary_number_);
  Status done = publication.publish({{folder_.get(), temporary_, name_, path_}}, former, {}, manifest);
  if (!done) return done;
  published_ = true;
  lock_.release();
  return done;
}

void SingleFile::abandon() {
  if (published_) return;
  file_.reset();
  if (!temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
  lock_.release();
  output::remove_folders(made_parents_);
}

// A pipe, a device or anything else that is written as it is.
bool is_direct(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

// Of a link to a file: the file, which is replaced where it is, so that the link keeps pointing to it.
std::string behind_link(const std::string& path) {
  struct stat status;
  struct stat link;
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return path;
  if (::lstat(path.c_str(), &link) != 0 || !S_ISLNK(link.st_mode)) return path;
  char* resolved = ::realpath(path.c_str(), nullptr);
  std::string target = resolved != nullptr ? resolved : path;
  std::free(resolved);
  return target;
}

}  // namespace

Result<Outlook> look_at_single_file(const std::string& path, const DestinationOptions& options) {
  if (!is_direct(path)) return SingleFile(behind_link(path), options).look();
  if (::access(path.c_str(), W_OK) != 0) return system_fault(output_code::kCannotCreate, "open", path, errno);
  return Outlook{};
}

Result<std::unique_ptr<Destination>> open_single_file(const std::string& path, const DestinationOptions& options) {
  if (is_direct(path)) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open()) return system_fault(output_code::kCannotCreate, "open", path, errno);
    return std::unique_ptr<Destination>(std::make_unique<DirectDestination>(std::move(file), path, options.sha256));
  }
  auto file = std::make_unique<SingleFile>(behind_link(path), options);
  Status opened = file->open();
  if (!opened) return opened.diagnostics();
  return std::unique_ptr<Destination>(std::move(file));
}

std::unique_ptr<Destination> open_standard_output(const DestinationOptions& options) {
  return std::make_unique<DirectDestination>(Descriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)), "standard output",
                                             options.sha256);
}

}  // namespace synthgen
