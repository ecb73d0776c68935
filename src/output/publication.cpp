// The order of a publication. Killed between any two steps, what is on the disk is one of: the earlier complete
// output; files without a manifest, which the journals list for the next run; the new complete output.
//
//   1  the new manifest is written and synced as a journal
//   2  the former manifest becomes the other journal, and the folder is synced: from here on nothing claims to be
//      complete; where other runs' outputs are replaced as well, their manifests become journals of these first
//   3  former files are set aside under temporary names, new ones take their final names, the folders are synced
//   4  the journal takes the manifest's name, the folder is synced: from here on the new output is complete
//   5  what was set aside is deleted
#include "publication.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "synthgen/output/destination.hpp"
#include "synthgen/output/file_name.hpp"
#include "synthgen/output/manifest.hpp"

namespace synthgen::output {

std::string HiddenNames::temporary(unsigned number) const {
  return prefix + "-" + std::to_string(::getpid()) + "-" + std::to_string(number) + ".tmp";
}

bool HiddenNames::is_temporary(std::string_view name) const {
  return name.size() > prefix.size() && name.starts_with(prefix) && name[prefix.size()] == '-' &&
         name.ends_with(".tmp");
}

Result<Listing> listed_files(int folder, const HiddenNames& names, const std::string& shown_folder) {
  Listing listing;
  for (const std::string& name : {names.manifest, names.next(), names.old()}) {
    std::string text;
    if (!read_text(folder, name.c_str(), text)) {
      const int error = errno;
      // Not there, or a link or a folder that somebody else put there.
      if (error == ENOENT || error == ELOOP || error == EISDIR) continue;
      return system_fault(output_code::kCannotCreate, "read", shown_folder + "/" + name, error);
    }
    const Result<ManifestOutline> outline = parse_manifest_outline(text);
    if (!outline) continue;
    // A manifest that somebody edited must not make us delete files elsewhere.
    for (const std::string& path : outline->files) {
      if (check_file_name(path).ok()) listing.files.push_back(path);
    }
    if (name == names.manifest) {
      listing.published = true;
      listing.plan = outline->plan;
      listing.merged = outline->merged;
      break;
    }
  }
  return listing;
}

void remove_journals(int folder, const HiddenNames& names) {
  ::unlinkat(folder, names.next().c_str(), 0);
  ::unlinkat(folder, names.old().c_str(), 0);
}

void sweep_temporaries(int folder, const HiddenNames& names) {
  const std::vector<std::string> entries = folder_entries(folder).value_or(std::vector<std::string>());
  for (const std::string& name : entries) {
    if (names.is_temporary(name)) ::unlinkat(folder, name.c_str(), 0);
  }
}

Status Publication::publish(const std::vector<StagedFile>& staged, const std::vector<FormerFile>& former,
                            const std::vector<HiddenNames>& replaced, std::string_view manifest) {
  Status done = run(staged, former, replaced, manifest);
  if (!done) {
    for (auto move = moves_.rbegin(); move != moves_.rend(); ++move) {
      // Nothing better can be done about a fault of the way back than to tell the first one.
      if (move->is_new) {
        ::unlinkat(move->folder, move->to.c_str(), 0);
      } else {
        move_no_replace(move->folder, move->to.c_str(), move->folder, move->from.c_str());
      }
    }
    ::unlinkat(folder_, names_.next().c_str(), 0);
    return done;
  }
  for (const auto& [folder, name] : set_aside_) ::unlinkat(folder, name.c_str(), 0);
  ::unlinkat(folder_, names_.old().c_str(), 0);
  for (const HiddenNames& names : replaced) ::unlinkat(folder_, names.old().c_str(), 0);
  return done;
}

// Makes a former manifest the journal of its own run.
Status Publication::retire(const HiddenNames& names) {
  if (::faccessat(folder_, names.manifest.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) return Done{};
  // An old journal beside a manifest is of a run that was killed in step 5.
  ::unlinkat(folder_, names.old().c_str(), 0);
  Status status = set_aside(folder_, names.manifest, names.old(), shown_folder_ + "/" + names.manifest);
  if (status) status = sync_folder(folder_);
  return status;
}

Status Publication::run(const std::vector<StagedFile>& staged, const std::vector<FormerFile>& former,
                        const std::vector<HiddenNames>& replaced, std::string_view manifest) {
  Status status = write_next(manifest);
  for (const HiddenNames& names : replaced) {
    if (status) status = retire(names);
  }
  if (status) status = retire(names_);
  if (!status) return status;

  for (const FormerFile& file : former) {
    const std::string aside = names_.temporary(number_++);
    status = set_aside(file.folder, file.name, aside, file.shown_name);
    if (!status) return status;
    set_aside_.emplace_back(file.folder, aside);
  }
  std::vector<int> folders = {folder_};
  for (const StagedFile& file : staged) {
    const int error = move_no_replace(file.folder, file.temporary.c_str(), file.folder, file.final_name.c_str());
    if (error == EEXIST) {
      return make_error(output_code::kNotOurs, "\"" + file.shown_name + "\" was made by someone else meanwhile");
    }
    if (error != 0) return system_fault(output_code::kCannotPublish, "rename to", file.shown_name, error);
    moves_.push_back({file.folder, file.temporary, file.final_name, true});
    if (std::find(folders.begin(), folders.end(), file.folder) == folders.end()) folders.push_back(file.folder);
  }
  for (const int folder : folders) {
    status = sync_folder(folder);
    if (!status) return status;
  }

  return show_next();
}

// From here on the new output is complete.
Status Publication::show_next() {
  const int error = move_no_replace(folder_, names_.next().c_str(), folder_, names_.manifest.c_str());
  if (error != 0) return system_fault(output_code::kCannotPublish, "rename to", shown_manifest(), error);
  moves_.push_back({folder_, names_.next(), names_.manifest, true});
  return sync_folder(folder_);
}

// The new manifest first: while both stand, readers take that of the whole.
Status Publication::join(const std::vector<HiddenNames>& shards, std::string_view manifest) {
  Status done = write_next(manifest);
  if (done) done = show_next();
  if (!done) {
    if (!moves_.empty()) ::unlinkat(folder_, names_.manifest.c_str(), 0);
    ::unlinkat(folder_, names_.next().c_str(), 0);
    return done;
  }
  for (const HiddenNames& names : shards) ::unlinkat(folder_, names.manifest.c_str(), 0);
  sync_to_disk(folder_);
  return done;
}

Status Publication::write_next(std::string_view manifest) {
  const std::string name = names_.next();
  Descriptor file(::openat(folder_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.is_open()) return system_fault(output_code::kCannotCreate, "create", shown_manifest(), errno);
  int error = mode_ && ::fchmod(file.get(), *mode_) != 0 ? errno : 0;
  if (error == 0) error = write_all(file.get(), manifest);
  if (error != 0) return system_fault(output_code::kCannotWrite, "write to", shown_manifest(), error);
  error = sync_to_disk(file.get());
  if (error == 0 && ::close(file.release()) != 0 && errno != EINTR) error = errno;
  if (error != 0) return system_fault(output_code::kCannotPublish, "sync", shown_manifest(), error);
  return Done{};
}

Status Publication::set_aside(int folder, const std::string& name, const std::string& aside, const std::string& shown) {
  const int error = move_no_replace(folder, name.c_str(), folder, aside.c_str());
  if (error == ENOENT) return Done{};
  if (error != 0) return system_fault(output_code::kCannotPublish, "replace", shown, error);
  moves_.push_back({folder, name, aside, false});
  return Done{};
}

Status Publication::sync_folder(int folder) {
  const int error = sync_to_disk(folder);
  if (error != 0) return system_fault(output_code::kCannotPublish, "sync", shown_folder_, error);
  return Done{};
}

}  // namespace synthgen::output
