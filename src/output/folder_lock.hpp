// Keeps two runs out of one destination, and tells the second who is there.
#pragma once

#include <string>

#include "synthgen/base/result.hpp"
#include "system_calls.hpp"

namespace synthgen::output {

/// A lock file that holds "pid host" of its owner, locked by flock. Where flock is refused (some network file
/// systems), the exclusive creation of the file is the lock, and a file whose owner is a dead process of this machine
/// is taken over. The file is removed with the lock.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&&) noexcept = default;
  ~FolderLock() { release(); }

  /// folder  descriptor of the folder, which must stay open as long as the lock
  /// shown   what diagnostics call the destination
  /// Errors: SG5004 with the owner; SG5001.
  static Result<FolderLock> acquire(int folder, const std::string& name, const std::string& shown);
  void release();

 private:
  FolderLock(int folder, std::string name, Descriptor file)
      : folder_(folder), name_(std::move(name)), file_(std::move(file)) {}

  int folder_ = -1;
  std::string name_;
  Descriptor file_;
};

}  // namespace synthgen::output
