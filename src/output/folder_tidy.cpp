#include "folder_tidy.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "synthgen/output/destination.hpp"
#include "system_calls.hpp"

namespace synthgen::output {
namespace {

struct Parent {
  Descriptor folder;
  std::string name;  // the last part of the path
};

// The folder in which the last part of `path` lies, opened. No part on the way may be a symbolic link.
std::optional<Parent> open_parent(int root, std::string_view path) {
  Parent parent{Descriptor(::fcntl(root, F_DUPFD_CLOEXEC, 0)), ""};
  for (std::size_t end = path.find('/'); parent.folder.is_open() && end != std::string_view::npos;
       end = path.find('/')) {
    const std::string name(path.substr(0, end));
    parent.folder =
        Descriptor(::openat(parent.folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    path.remove_prefix(end + 1);
  }
  if (!parent.folder.is_open()) return std::nullopt;
  parent.name = path;
  return parent;
}

// What a run left that was killed in the midst of its publication. It goes before the journals, which are all that
// tells whose it is: kept until the next publication, which writes a journal of its own, it would be nobody's in
// between. What a manifest lists is no such thing, though: shards replace the output of a whole run, and may have
// published files under names that were listed there as well.
Status remove_unfinished(int root, const std::string& shown, const std::vector<Tenant>& tenants, const Tenant& tenant) {
  for (const std::string& path : tenant.listing.files) {
    const bool published = std::any_of(tenants.begin(), tenants.end(), [&](const Tenant& other) {
      return other.listing.published &&
             std::find(other.listing.files.begin(), other.listing.files.end(), path) != other.listing.files.end();
    });
    if (published) continue;
    const std::optional<Parent> parent = open_parent(root, path);
    struct stat status;
    if (!parent || ::fstatat(parent->folder.get(), parent->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode)) {
      continue;
    }
    int error = ::unlinkat(parent->folder.get(), parent->name.c_str(), 0) == 0 ? 0 : errno;
    if (error == 0) error = sync_to_disk(parent->folder.get());
    if (error != 0) return system_fault(output_code::kCannotPublish, "remove", shown + "/" + path, error);
  }
  return Done{};
}

}  // namespace

Status tidy_folder(int folder, const std::string& shown, const std::vector<Tenant>& tenants,
                   const std::vector<Temporary>& temporaries) {
  const auto is_alive = [&](const std::string& prefix) {
    return std::any_of(tenants.begin(), tenants.end(),
                       [&](const Tenant& tenant) { return tenant.writer && tenant.names.prefix == prefix; });
  };
  for (const auto& [inner, name, prefix] : temporaries) {
    if (is_alive(prefix)) continue;
    const std::optional<Parent> parent = open_parent(folder, inner.empty() ? name : inner + "/" + name);
    if (parent) ::unlinkat(parent->folder.get(), name.c_str(), 0);
  }
  for (const Tenant& tenant : tenants) {
    if (tenant.writer) continue;
    if (::faccessat(folder, tenant.names.manifest.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
      Status removed = remove_unfinished(folder, shown, tenants, tenant);
      if (!removed) return removed;
    }
    remove_journals(folder, tenant.names);
  }
  return Done{};
}

}  // namespace synthgen::output
