#include "synthgen/output/folder_contents.hpp"

#include <fcntl.h>

#include <cerrno>

#include "folder_tenants.hpp"
#include "system_calls.hpp"

namespace synthgen {

Result<FolderContents> look_into_folder(const std::string& path) {
  const output::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return output::system_fault(output_code::kCannotCreate, "read the folder", path, errno);
  const Result<std::vector<output::Tenant>> tenants =
      output::find_tenants(folder.get(), path, std::nullopt, output::Reading::without_locks);
  if (!tenants.ok()) return tenants.diagnostics();
  FolderContents contents;
  // That of the whole speaks for all: beside it those of shards are what a killed merge has left.
  std::vector<output::Tenant> speaking = *tenants;
  if (speaking.front().listing.published) speaking.resize(1);
  for (const output::Tenant& tenant : speaking) {
    if (tenant.listing.published) contents.manifests.push_back(tenant.names.manifest);
  }
  Result<output::Contents> found = output::scan_folder(folder.get(), path, *tenants, output::files_of(speaking), false);
  if (!found.ok()) return found.diagnostics();
  contents.strangers = std::move(found->strangers);
  contents.more_strangers = contents.strangers.size() > output::kNamedStrangers;
  if (contents.more_strangers) contents.strangers.resize(output::kNamedStrangers);
  return contents;
}

}  // namespace synthgen
