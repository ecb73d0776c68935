// ByteBuffer: bytes of a block, in storage that is kept from block to block.
#include <algorithm>
#include <cstring>
#include <new>

#include "synthgen/writer/writer.hpp"

namespace synthgen {
namespace {

// Direct I/O wants addresses at multiples of the device's sector, 4,096 bytes at most.
constexpr std::size_t kAlignment = 4096;

}  // namespace

void ByteBuffer::Free::operator()(char* p) const { ::operator delete (p, std::align_val_t{kAlignment}); }

void ByteBuffer::append(std::string_view text) {
  if (text.empty()) return;
  std::memcpy(room(text.size()), text.data(), text.size());
  commit(text.size());
}

void ByteBuffer::grow(std::size_t bytes) {
  // By half, so that a block that grows batch by batch copies each byte about twice in all.
  const std::size_t wanted = std::max(size_ + bytes, capacity_ + capacity_ / 2);
  const std::size_t capacity = (wanted + kAlignment - 1) / kAlignment * kAlignment;
  std::unique_ptr<char, Free> larger(static_cast<char*>(::operator new (capacity, std::align_val_t{kAlignment})));
  if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = capacity;
}

}  // namespace synthgen
