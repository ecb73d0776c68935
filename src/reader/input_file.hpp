// A file opened for reading, by its descriptor.
//
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "synthgen/base/result.hpp"

namespace synthgen {

class InputFile {
 public:
  /// name  the file in messages
  /// Error SG5014, also for what is no regular file.
  static Result<InputFile> open(const std::string& path, const std::string& name);

  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  int descriptor() const { return descriptor_; }
  std::uint64_t size_bytes() const { return size_bytes_; }
  /// Reads up to `size` bytes; 0 at the end. Error SG5014.
  Result<std::size_t> read(char* to, std::size_t size);

 private:
  InputFile(int descriptor, std::uint64_t size_bytes, std::string name)
      : descriptor_(descriptor), size_bytes_(size_bytes), name_(std::move(name)) {}

  int descriptor_ = -1;
  std::uint64_t size_bytes_ = 0;
  std::string name_;
};

}  // namespace synthgen
