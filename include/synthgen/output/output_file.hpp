// One file being written: bytes, checksum, and how they reach the disk.
//
// Large regular files are written past the page cache (O_DIRECT) in aligned pieces, where the file system takes that;
// everything else with plain write calls. Whoever opens a file says under which name it will stand in the end; until
// its Destination publishes, it stands under a temporary name.
//
// Threads: one at a time (the ordered writer). Determinism: the bytes are those given.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "synthgen/base/checksum.hpp"
#include "synthgen/base/result.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// Whether large files go past the page cache.
enum class DirectIo : std::uint8_t {
  automatic,  ///< from 4 MiB on, where the file system takes it
  never,
};

class OutputFile final : public ByteSink {
 public:
  struct Options {
    std::string shown_name = {};  ///< for diagnostics: the name under which the file will stand
    bool regular = true;          ///< false for pipes, devices and standard output: no buffer, no fsync
    DirectIo direct_io = DirectIo::automatic;
    bool sha256 = false;
  };
  /// Takes ownership of `descriptor`, open for writing and empty.
  OutputFile(int descriptor, Options options);
  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Errors: SG5002 with errno's words; SG5007 where the reader of a pipe went away.
  Status write(std::string_view bytes) override;
  /// The same for bytes whose CRC-64 a worker computed already.
  Status write_block(std::string_view bytes, std::uint64_t crc);
  /// Writes what is buffered, waits until it is on the disk (regular files) and closes. Further calls do nothing.
  /// Errors: SG5002; SG5006 where the disk did not confirm.
  Status close();

  std::uint64_t bytes() const { return size_bytes_; }
  std::uint64_t crc64() const { return crc_; }
  /// 64 hex digits once the file is closed, or empty where it was not asked for.
  const std::string& sha256() const { return sha256_text_; }
  const std::string& shown_name() const { return options_.shown_name; }

 private:
  Status append(std::string_view bytes);
  Status write_through(std::string_view bytes);
  Status write_piece();
  Status finish_pieces();
  Diagnostic fault(int error) const;

  struct Free {
    void operator()(char* p) const;
  };
  int descriptor_;
  Options options_;
  std::uint64_t size_bytes_ = 0;
  std::uint64_t crc_ = 0;
  std::unique_ptr<Sha256> hash_;
  std::string sha256_text_;
  std::unique_ptr<char, Free> buffer_;  // aligned for direct I/O
  std::size_t buffered_ = 0;
  bool direct_ = false;        // O_DIRECT is on
  bool may_go_direct_ = true;  // not refused so far
};

}  // namespace synthgen
