// System calls with their fallbacks.
#include "system_calls.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace synthgen::output {
namespace {

constexpr SystemCalls kReal = {
    .write = [](int descriptor, const void* bytes, std::size_t count) { return ::write(descriptor, bytes, count); },
    .fsync = [](int descriptor) { return ::fsync(descriptor); },
    .ftruncate = [](int descriptor, off_t size) { return ::ftruncate(descriptor, size); },
    .lock = [](int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB); },
    .set_direct =
        [](int descriptor, bool on) {
          const int flags = ::fcntl(descriptor, F_GETFL);
          if (flags < 0) return -1;
          return ::fcntl(descriptor, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT);
        },
    .rename_no_replace =
        [](int from_folder, const char* from, int to_folder, const char* to) {
          return static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, RENAME_NOREPLACE));
        },
    .link = [](int from_folder, const char* from, int to_folder,
               const char* to) { return ::linkat(from_folder, from, to_folder, to, 0); },
    .rename = [](int from_folder, const char* from, int to_folder,
                 const char* to) { return ::renameat(from_folder, from, to_folder, to); },
};

// One system call, again where a signal interrupted it; 0, or errno.
template <class Call>
int errno_of(Call call) {
  int result;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

bool is_refusal(int error) {
  // ENOTSUP is on Linux the same number as EOPNOTSUPP.
  return error == EINVAL || error == ENOSYS || error == ENOTSUP || error == EPERM || error == EMLINK || error == EXDEV;
}

}  // namespace

const SystemCalls& real_system_calls() { return kReal; }

SystemCalls& system_calls() {
  static SystemCalls calls = kReal;
  return calls;
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

// The C library's own English words, whatever the locale of the machine.
std::string error_words(int error) {
  const char* words = ::strerrordesc_np(error);
  return words != nullptr ? words : "error " + std::to_string(error);
}

Diagnostic system_fault(const char* code, std::string_view verb, std::string_view name, int error, std::string hint) {
  std::string message = "cannot ";
  message.append(verb).append(" \"").append(name).append("\": ").append(error_words(error));
  return make_error(code, std::move(message), {}, std::move(hint));
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = system_calls().write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    // No progress and no error would be an endless loop; no file system promises to explain it.
    if (written == 0) return EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int sync_to_disk(int descriptor) {
  const int error = errno_of([&] { return system_calls().fsync(descriptor); });
  return error == EINVAL || error == EROFS || error == ENOTSUP ? 0 : error;
}

int move_no_replace(int from_folder, const char* from, int to_folder, const char* to) {
  int error = errno_of([&] { return system_calls().rename_no_replace(from_folder, from, to_folder, to); });
  if (!is_refusal(error)) return error;
  error = errno_of([&] { return system_calls().link(from_folder, from, to_folder, to); });
  if (error == 0) {
    error = errno_of([&] { return ::unlinkat(from_folder, from, 0); });
    if (error != 0) ::unlinkat(to_folder, to, 0);
    return error;
  }
  if (!is_refusal(error)) return error;
  // Neither kind of atomic move is known here (FAT, some network file systems). Our lock keeps other runs out, so
  // only a stranger's file made in this very instant could be replaced.
  if (::faccessat(to_folder, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  return move_replacing(from_folder, from, to_folder, to);
}

int move_replacing(int from_folder, const char* from, int to_folder, const char* to) {
  return errno_of([&] { return system_calls().rename(from_folder, from, to_folder, to); });
}

std::optional<std::vector<std::string>> folder_entries(int folder) {
  // A descriptor of its own: reading moves the position that duplicates share.
  const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own < 0) return std::nullopt;
  DIR* stream = ::fdopendir(own);
  if (stream == nullptr) {
    ::close(own);
    return std::nullopt;
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  ::closedir(stream);
  std::sort(names.begin(), names.end());
  return names;
}

bool read_text(int folder, const char* name, std::string& text) {
  const Descriptor file(::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open()) return false;
  text.clear();
  char bytes[16'384];
  for (;;) {
    const ssize_t count = ::read(file.get(), bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return true;
    text.append(bytes, static_cast<std::size_t>(count));
  }
}

}  // namespace synthgen::output
