// A file being written: buffering, direct I/O, checksums.
#include "synthgen/output/output_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "synthgen/output/destination.hpp"
#include "system_calls.hpp"

namespace synthgen {
namespace {

// Bytes of one direct write: large enough that the wait for each is small beside the transfer, small enough for a
// handful of open files. Also the size from which a file counts as large.
constexpr std::size_t kPieceBytes = std::size_t{4} << 20;
// Direct I/O wants addresses, offsets and lengths in whole sectors; 4,096 serves every disk sold.
constexpr std::size_t kSectorBytes = 4096;
// Without direct I/O, runs of this size go to the kernel as they are; copying them first would gain nothing.
constexpr std::size_t kWorthACall = std::size_t{64} << 10;

}  // namespace

void OutputFile::Free::operator()(char* p) const { std::free(p); }

OutputFile::OutputFile(int descriptor, Options options) : descriptor_(descriptor), options_(std::move(options)) {
  may_go_direct_ = options_.regular && options_.direct_io == DirectIo::automatic;
  if (options_.sha256) hash_ = std::make_unique<Sha256>();
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Diagnostic OutputFile::fault(int error) const {
  const bool reader_gone = error == EPIPE;
  return output::system_fault(reader_gone ? output_code::kReaderGone : output_code::kCannotWrite, "write to",
                              options_.shown_name, error);
}

Status OutputFile::write(std::string_view bytes) {
  crc_ = synthgen::crc64(bytes, crc_);
  return append(bytes);
}

Status OutputFile::write_block(std::string_view bytes, std::uint64_t crc) {
  crc_ = crc64_combine(crc_, crc, bytes.size());
  return append(bytes);
}

Status OutputFile::append(std::string_view bytes) {
  size_bytes_ += bytes.size();
  if (hash_ != nullptr) hash_->update(bytes);
  if (!options_.regular) return write_through(bytes);
  if (buffer_ == nullptr) {
    buffer_.reset(static_cast<char*>(std::aligned_alloc(kSectorBytes, kPieceBytes)));
    if (buffer_ == nullptr) throw std::bad_alloc();
  }
  while (!bytes.empty()) {
    if (!may_go_direct_ && bytes.size() >= kWorthACall) {
      Status written = write_piece();
      if (!written) return written;
      return write_through(bytes);
    }
    const std::size_t count = std::min(bytes.size(), kPieceBytes - buffered_);
    std::memcpy(buffer_.get() + buffered_, bytes.data(), count);
    buffered_ += count;
    bytes.remove_prefix(count);
    if (buffered_ == kPieceBytes) {
      Status written = write_piece();
      if (!written) return written;
    }
  }
  return Done{};
}

Status OutputFile::write_through(std::string_view bytes) {
  const int error = output::write_all(descriptor_, bytes);
  if (error != 0) return fault(error);
  return Done{};
}

// Writes the buffer: past the page cache where it is full and the file system takes that.
Status OutputFile::write_piece() {
  std::string_view rest(buffer_.get(), buffered_);
  buffered_ = 0;
  if (rest.size() == kPieceBytes && may_go_direct_ && !direct_) {
    direct_ = output::system_calls().set_direct(descriptor_, true) == 0;
    may_go_direct_ = direct_;
  }
  while (direct_ && !rest.empty()) {
    const ssize_t written = output::system_calls().write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0 && errno != EINVAL) return fault(written == 0 ? EIO : errno);
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    // EINVAL: the file system takes the flag but not the write (some FUSE and network file systems), or a short
    // write left us between sectors. What is left goes the ordinary way, and all that follows too.
    if (written < 0 || rest.size() % kSectorBytes != 0) {
      output::system_calls().set_direct(descriptor_, false);
      direct_ = false;
      may_go_direct_ = false;
    }
  }
  return write_through(rest);
}

Status OutputFile::finish_pieces() {
  if (buffered_ == 0) return Done{};
  if (!direct_) return write_piece();
  const std::size_t padded = (buffered_ + kSectorBytes - 1) / kSectorBytes * kSectorBytes;
  std::memset(buffer_.get() + buffered_, 0, padded - buffered_);
  buffered_ = padded;
  Status written = write_piece();
  if (!written) return written;
  int result;
  do {
    result = output::system_calls().ftruncate(descriptor_, static_cast<off_t>(size_bytes_));
  } while (result < 0 && errno == EINTR);
  if (result < 0) return fault(errno);
  return Done{};
}

Status OutputFile::close() {
  if (descriptor_ < 0) return Done{};
  if (hash_ != nullptr) {
    sha256_text_ = hex(hash_->finish());
    hash_.reset();
  }
  if (options_.regular) {
    Status written = finish_pieces();
    if (!written) return written;
    const int error = output::sync_to_disk(descriptor_);
    if (error != 0) return output::system_fault(output_code::kCannotPublish, "sync", options_.shown_name, error);
  }
  buffer_.reset();
  // Network file systems report some failed writes only here. After EINTR the descriptor is gone all the same.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) return fault(errno);
  return Done{};
}

}  // namespace synthgen
