// The lock file.
#include "folder_lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>

#include "synthgen/output/destination.hpp"

namespace synthgen::output {
namespace {

struct Owner {
  long pid = 0;
  std::string host;
};

std::string own_host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::optional<Owner> parse_owner(std::string_view text) {
  Owner owner;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), owner.pid);
  if (error != std::errc() || owner.pid <= 0) return std::nullopt;
  std::string_view host(end, static_cast<std::size_t>(text.data() + text.size() - end));
  while (!host.empty() && (host.front() == ' ')) host.remove_prefix(1);
  while (!host.empty() && (host.back() == '\n')) host.remove_suffix(1);
  owner.host = host;
  return owner;
}

bool is_dead(const Owner& owner) {
  return owner.host == own_host() && ::kill(static_cast<pid_t>(owner.pid), 0) != 0 && errno == ESRCH;
}

Diagnostic held(const std::string& shown, const std::optional<Owner>& owner, std::string hint) {
  std::string message = "another run is writing to \"" + shown + "\"";
  if (owner) {
    message += " (process " + std::to_string(owner->pid);
    if (!owner->host.empty() && owner->host != own_host()) message += " on " + owner->host;
    message += ")";
  }
  return make_error(output_code::kLocked, std::move(message), {}, std::move(hint));
}

bool is_same_file(int folder, const std::string& name, int file) {
  struct stat by_name;
  struct stat by_number;
  return ::fstatat(folder, name.c_str(), &by_name, AT_SYMLINK_NOFOLLOW) == 0 && ::fstat(file, &by_number) == 0 &&
         by_name.st_ino == by_number.st_ino && by_name.st_dev == by_number.st_dev;
}

int sign(int file) {
  if (system_calls().ftruncate(file, 0) != 0) return errno;
  return write_all(file, std::to_string(::getpid()) + " " + own_host() + "\n");
}

}  // namespace

Result<FolderLock> FolderLock::acquire(int folder, const std::string& name, const std::string& shown) {
  const auto cannot = [&](int error) { return system_fault(output_code::kCannotCreate, "lock", shown, error); };
  // Each turn that ends without an answer means that the owner removed the file while we were looking at it.
  for (int turn = 0; turn < 100; ++turn) {
    bool created = true;
    constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    Descriptor file(::openat(folder, name.c_str(), kFlags | O_CREAT | O_EXCL, 0666));
    if (!file.is_open() && errno == EEXIST) {
      created = false;
      file = Descriptor(::openat(folder, name.c_str(), kFlags));
      if (!file.is_open() && errno == ENOENT) continue;
    }
    if (!file.is_open()) return cannot(errno);

    int error = 0;
    while (system_calls().lock(file.get()) != 0) {
      error = errno;
      if (error != EINTR) break;
      error = 0;
    }
    if (error == EWOULDBLOCK) {
      std::string text;
      read_text(folder, name.c_str(), text);
      return held(shown, parse_owner(text), "wait until it is done, or write to another place");
    }
    if (error != 0 && !created) {
      std::string text;
      if (!read_text(folder, name.c_str(), text)) continue;
      const std::optional<Owner> owner = parse_owner(text);
      if (!owner || !is_dead(*owner)) {
        return held(shown, owner, "if that run is gone, remove \"" + name + "\" in that folder");
      }
      ::unlinkat(folder, name.c_str(), 0);
      continue;
    }
    // Locked, but perhaps a file that its owner has just removed: then another run may hold the one that replaced it.
    if (!is_same_file(folder, name, file.get())) continue;
    error = sign(file.get());
    if (error != 0) {
      ::unlinkat(folder, name.c_str(), 0);
      return cannot(error);
    }
    return FolderLock(folder, name, std::move(file));
  }
  return held(shown, std::nullopt, "try again");
}

void FolderLock::release() {
  if (!file_.is_open()) return;
  // Removed while still locked: the other order would let us remove the lock of a run that came in between.
  ::unlinkat(folder_, name_.c_str(), 0);
  file_ = Descriptor();
}

}  // namespace synthgen::output
