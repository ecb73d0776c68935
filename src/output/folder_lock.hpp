// Keeps two runs out of one destination, and tells the second who is there.
#pragma once

#include <optional>
#include <string>

#include "synthgen/base/result.hpp"
#include "system_calls.hpp"

namespace synthgen::output {

/// What a lock file says of the run that holds it.
struct LockOwner {
  long pid = 0;
  std::string host;
  std::string note;  ///< a word, or empty
  /// " (process 123 on host)", without the host where it is this one.
  std::string text() const;
};

/// The note of a lock that is held for a moment: worth waiting for.
inline constexpr const char* kMoment = "moment";

/// A lock file that holds "pid host note" of its owner, locked by flock. Where flock is refused (some network file
/// systems), the exclusive creation of the file is the lock, and a file whose owner is a dead process of this machine
/// is taken over. The file is removed with the lock.
class FolderLock {
 public:
  struct Request {
    std::string name;       ///< of the lock file
    std::string shown;      ///< what faults call the destination: its path
    std::string held = {};  ///< what a second run is told that the first writes; `shown` in quotes where empty
    std::string note = {};
  };
  FolderLock() = default;
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock() { release(); }

  /// folder  descriptor of the folder, which must stay open as long as the lock
  /// Waits while the owner holds it for a moment, some minutes at most. Errors: SG5004 with the owner; SG5001.
  static Result<FolderLock> acquire(int folder, const Request& request);
  /// The living owner of a lock file; one whose owner is gone is removed. REQUIRES: that no run can take that lock
  /// meanwhile (all who take it hold another lock first, which the caller holds).
  static std::optional<LockOwner> owner_of(int folder, const std::string& name);
  void release();
  bool is_held() const { return file_.is_open(); }

 private:
  FolderLock(int folder, std::string name, Descriptor file)
      : folder_(folder), name_(std::move(name)), file_(std::move(file)) {}

  int folder_ = -1;
  std::string name_;
  Descriptor file_;
};

}  // namespace synthgen::output
