#include "input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace synthgen {
namespace {

Diagnostic cannot_read(const std::string& name, const std::string& reason) {
  return make_error("SG5014", fmt::format("cannot read the file \"{}\": {}", name, reason), {},
                    "the path counts from the schema's folder");
}

}  // namespace

Result<InputFile> InputFile::open(const std::string& path, const std::string& name) {
  // Without O_NONBLOCK a pipe that nobody writes to would hold us here.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return cannot_read(name, std::strerror(errno));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return cannot_read(name, S_ISDIR(status.st_mode) ? "it is a folder" : "it is no ordinary file");
  }
  return InputFile(descriptor, static_cast<std::uint64_t>(status.st_size), name);
}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_bytes_(other.size_bytes_),
      name_(std::move(other.name_)) {}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> InputFile::read(char* to, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, to, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return cannot_read(name_, std::strerror(errno));
  }
}

}  // namespace synthgen
