// The system calls of this room that file systems are known to refuse or interrupt, behind one table, so that tests
// can refuse them too; and the faults' words.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"

namespace synthgen::output {

struct SystemCalls {
  ssize_t (*write)(int descriptor, const void* bytes, std::size_t count);
  int (*fsync)(int descriptor);
  int (*ftruncate)(int descriptor, off_t size);
  int (*lock)(int descriptor);                 ///< flock(LOCK_EX | LOCK_NB)
  int (*set_direct)(int descriptor, bool on);  ///< O_DIRECT on or off
  int (*rename_no_replace)(int from_folder, const char* from, int to_folder, const char* to);
  int (*link)(int from_folder, const char* from, int to_folder, const char* to);
  int (*rename)(int from_folder, const char* from, int to_folder, const char* to);
};

/// The table in use; the real calls at start. Tests exchange entries, and put them back.
SystemCalls& system_calls();
const SystemCalls& real_system_calls();

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int release();

 private:
  int number_ = -1;
};

/// errno's words, such as "No space left on device".
std::string error_words(int error);
/// "cannot create "x": Permission denied" under the given code.
Diagnostic system_fault(const char* code, std::string_view verb, std::string_view name, int error,
                        std::string hint = {});

/// All of `bytes`, through partial writes and interruptions; 0, or errno.
int write_all(int descriptor, std::string_view bytes);
/// fsync that takes "this kind of file knows no fsync" (EINVAL, EROFS, ENOTSUP) for done; 0, or errno.
int sync_to_disk(int descriptor);
/// Renames without replacing: renameat2, or link and unlink where that is refused, or a look and a rename where both
/// are. 0, or errno (EEXIST where the name is taken).
int move_no_replace(int from_folder, const char* from, int to_folder, const char* to);
int move_replacing(int from_folder, const char* from, int to_folder, const char* to);

/// Names in a folder, sorted, without "." and ".."; nothing where it cannot be read.
std::optional<std::vector<std::string>> folder_entries(int folder);

/// A whole small file as text; nothing where it cannot be read (errno tells).
bool read_text(int folder, const char* name, std::string& text);

}  // namespace synthgen::output
