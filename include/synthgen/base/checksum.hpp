// Checksums of files: CRC-64/XZ, computed by chunk and combined in order, and
// SHA-256 on request.
//
// Threads: pure functions and plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace synthgen {

/// CRC-64/XZ (ECMA-182 reflected, init and xorout all ones) of `bytes` appended to data whose CRC is `crc`.
std::uint64_t crc64(std::span<const std::byte> bytes, std::uint64_t crc = 0);
std::uint64_t crc64(std::string_view bytes, std::uint64_t crc = 0);
/// CRC of A then B, from crc(A), crc(B) and the length of B in bytes.
std::uint64_t crc64_combine(std::uint64_t first, std::uint64_t second, std::uint64_t second_bytes);
/// 16 lower-case hex digits.
std::string crc64_hex(std::uint64_t crc);

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::span<const std::byte> bytes);
  void update(std::string_view bytes);
  std::array<std::uint8_t, 32> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};
std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace synthgen
