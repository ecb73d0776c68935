// Makes and removes folders on the way to a file.
#include "made_folders.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "synthgen/output/destination.hpp"

namespace synthgen::output {

Status make_folders(const std::string& path, std::vector<std::string>& made) {
  for (std::size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const std::string part = path.substr(0, end);
    if (part.empty() || part == "/") continue;
    if (::mkdir(part.c_str(), 0777) == 0) {
      made.push_back(part);
    } else if (errno != EEXIST) {
      const int error = errno;
      // A folder that exists may answer with another error (read-only or protected parents): what counts is that it is
      // there.
      struct stat status;
      if (::stat(part.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        Diagnostic fault = system_fault(output_code::kCannotCreate, "create the folder", part, error);
        remove_folders(made);
        made.clear();
        return fault;
      }
    }
  }
  return Done{};
}

void remove_folders(const std::vector<std::string>& made) {
  for (auto folder = made.rbegin(); folder != made.rend(); ++folder) ::rmdir(folder->c_str());
}

Result<std::string> nearest_folder(const std::string& path) {
  std::string part = path;
  for (;;) {
    struct stat status;
    if (::stat(part.c_str(), &status) == 0) {
      if (!S_ISDIR(status.st_mode)) return system_fault(output_code::kCannotCreate, "open the folder", part, ENOTDIR);
      if (::access(part.c_str(), W_OK | X_OK) == 0) return part;
      return system_fault(output_code::kCannotCreate, "write into the folder", part, errno);
    }
    if (errno != ENOENT && errno != ENOTDIR) {
      return system_fault(output_code::kCannotCreate, "open the folder", part, errno);
    }
    while (part.size() > 1 && part.back() == '/') part.pop_back();
    const std::size_t slash = part.rfind('/');
    part = slash == std::string::npos ? "." : part.substr(0, slash == 0 ? 1 : slash);
  }
}

Result<Descriptor> open_folder_descriptor(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return system_fault(output_code::kCannotCreate, "open the folder", path, errno);
  return folder;
}

}  // namespace synthgen::output
