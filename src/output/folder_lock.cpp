// The lock file.
#include "folder_lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <string_view>
#include <thread>

#include "synthgen/output/destination.hpp"

namespace synthgen::output {
namespace {

using Clock = std::chrono::steady_clock;

// A lock held for a moment is that of a publication: renames and a few fsyncs, but perhaps behind hundreds of others.
constexpr std::chrono::minutes kLongestWait{10};
// Between the creation of a lock file and its signature.
constexpr std::chrono::seconds kLongestSigning{1};
constexpr std::chrono::milliseconds kBetweenLooks{5};

std::string own_host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::optional<LockOwner> parse_owner(std::string_view text) {
  LockOwner owner;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), owner.pid);
  if (error != std::errc() || owner.pid <= 0) return std::nullopt;
  std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (!rest.ends_with('\n')) return std::nullopt;  // being written
  rest.remove_suffix(1);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  const std::size_t space = std::min(rest.find(' '), rest.size());
  owner.host = rest.substr(0, space);
  if (space < rest.size()) owner.note = rest.substr(space + 1);
  return owner;
}

std::optional<LockOwner> read_owner(int folder, const std::string& name) {
  std::string text;
  return read_text(folder, name.c_str(), text) ? parse_owner(text) : std::nullopt;
}

bool is_dead(const LockOwner& owner) {
  return owner.host == own_host() && ::kill(static_cast<pid_t>(owner.pid), 0) != 0 && errno == ESRCH;
}

Diagnostic held(const FolderLock::Request& request, const std::optional<LockOwner>& owner, std::string hint) {
  std::string message = "another run is writing ";
  message += request.held.empty() ? "to \"" + request.shown + "\"" : request.held;
  if (owner) message += owner->text();
  return make_error(output_code::kLocked, std::move(message), {}, std::move(hint));
}

/// 0, or errno of flock.
int try_lock(int file) {
  while (system_calls().lock(file) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

bool is_same_file(int folder, const std::string& name, int file) {
  struct stat by_name;
  struct stat by_number;
  return ::fstatat(folder, name.c_str(), &by_name, AT_SYMLINK_NOFOLLOW) == 0 && ::fstat(file, &by_number) == 0 &&
         by_name.st_ino == by_number.st_ino && by_name.st_dev == by_number.st_dev;
}

int sign(int file, const std::string& note) {
  if (system_calls().ftruncate(file, 0) != 0) return errno;
  return write_all(file, std::to_string(::getpid()) + " " + own_host() + (note.empty() ? "" : " " + note) + "\n");
}

}  // namespace

std::string LockOwner::text() const {
  std::string text = " (process " + std::to_string(pid);
  if (!host.empty() && host != own_host()) text += " on " + host;
  return text + ")";
}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  release();
  folder_ = other.folder_;
  name_ = std::move(other.name_);
  file_ = std::move(other.file_);
  return *this;
}

Result<FolderLock> FolderLock::acquire(int folder, const Request& request) {
  const char* name = request.name.c_str();
  const auto cannot = [&](int error) { return system_fault(output_code::kCannotCreate, "lock", request.shown, error); };
  const Clock::time_point begin = Clock::now();
  const auto worth_waiting = [&](const std::optional<LockOwner>& owner) {
    if (owner && owner->note != kMoment) return false;
    if (Clock::now() - begin > (owner ? Clock::duration(kLongestWait) : Clock::duration(kLongestSigning))) return false;
    std::this_thread::sleep_for(kBetweenLooks);
    return true;
  };
  // Each turn that ends without an answer means that the owner removed the file while we were looking at it, or that
  // we waited for it.
  for (;;) {
    bool created = true;
    constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    Descriptor file(::openat(folder, name, kFlags | O_CREAT | O_EXCL, 0666));
    if (!file.is_open() && errno == EEXIST) {
      created = false;
      file = Descriptor(::openat(folder, name, kFlags));
      if (!file.is_open() && errno == ENOENT) continue;
    }
    if (!file.is_open()) return cannot(errno);

    int error = try_lock(file.get());
    if (error == EWOULDBLOCK) {
      std::optional<LockOwner> owner = read_owner(folder, request.name);
      if (owner && is_dead(*owner)) owner.reset();  // whoever took its file over has not signed yet
      if (worth_waiting(owner)) continue;
      return held(request, owner, "wait until it is done, or write to another place");
    }
    if (error != 0 && !created) {
      const std::optional<LockOwner> owner = read_owner(folder, request.name);
      if (!owner || !is_dead(*owner)) {
        if (worth_waiting(owner)) continue;
        return held(request, owner, "if that run is gone, remove \"" + request.name + "\" in that folder");
      }
      ::unlinkat(folder, name, 0);
      continue;
    }
    // Locked, but perhaps a file that its owner has just removed: then another run may hold the one that replaced it.
    if (!is_same_file(folder, request.name, file.get())) continue;
    error = sign(file.get(), request.note);
    if (error != 0) {
      ::unlinkat(folder, name, 0);
      return cannot(error);
    }
    return FolderLock(folder, request.name, std::move(file));
  }
}

std::optional<LockOwner> FolderLock::owner_of(int folder, const std::string& name) {
  Descriptor file(::openat(folder, name.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return std::nullopt;
  const int error = try_lock(file.get());
  if (error != 0) {
    // Held, or a file system without locks, where the file is the lock.
    std::optional<LockOwner> owner = read_owner(folder, name);
    if (error == EWOULDBLOCK || !owner || !is_dead(*owner)) return owner.value_or(LockOwner());
  }
  ::unlinkat(folder, name.c_str(), 0);
  return std::nullopt;
}

void FolderLock::release() {
  if (!file_.is_open()) return;
  // Removed while still locked: the other order would let us remove the lock of a run that came in between.
  ::unlinkat(folder_, name_.c_str(), 0);
  file_ = Descriptor();
}

}  // namespace synthgen::output
