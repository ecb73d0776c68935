// CRC-64/XZ by ISA-L (carry-less multiplication, about 10 GB/s a core) and SHA-256 by libmd.
#include "synthgen/base/checksum.hpp"

#include <isa-l/crc64.h>
#include <sha2.h>

#include <bit>

namespace synthgen {
namespace {

// ECMA-182's polynomial, bits reversed: bit 63 is the coefficient of x^0.
constexpr std::uint64_t kPolynomial = 0xC96C5795D7870F42;
constexpr std::uint64_t kOne = std::uint64_t{1} << 63;

// a·b modulo the polynomial over GF(2), coefficients in the reversed order.
constexpr std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  for (std::uint64_t bit = kOne; bit != 0; bit >>= 1) {
    if ((a & bit) != 0) product ^= b;
    b = (b >> 1) ^ ((b & 1) != 0 ? kPolynomial : 0);
  }
  return product;
}

// x^(8·2^k) for k = 0 … 63: what 2^k bytes of zeros do to a CRC.
constexpr std::array<std::uint64_t, 64> make_powers() {
  std::array<std::uint64_t, 64> powers{};
  std::uint64_t power = kOne >> 8;
  for (std::uint64_t& entry : powers) {
    entry = power;
    power = multiply(power, power);
  }
  return powers;
}
constexpr std::array<std::uint64_t, 64> kPowers = make_powers();

#if defined(__x86_64__)
// ISA-L's wide kernels may leave the upper halves of the vector registers dirty, which slows
// the SSE code that follows down on some processors.
__attribute__((target("avx"))) void clear_upper_halves() { __builtin_ia32_vzeroupper(); }
#endif

}  // namespace

std::uint64_t crc64(std::span<const std::byte> bytes, std::uint64_t crc) {
  if (bytes.empty()) return crc;
  const std::uint64_t result = crc64_ecma_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
#if defined(__x86_64__)
  static const bool kHasAvx = __builtin_cpu_supports("avx");
  if (kHasAvx) clear_upper_halves();
#endif
  return result;
}

std::uint64_t crc64(std::string_view bytes, std::uint64_t crc) {
  return crc64(std::as_bytes(std::span(bytes.data(), bytes.size())), crc);
}

// A's remainder, moved up by the length of B, and B's. The all-ones start and end of B cancel,
// as in Mark Adler's crc32_combine (zlib).
std::uint64_t crc64_combine(std::uint64_t first, std::uint64_t second, std::uint64_t second_bytes) {
  while (second_bytes != 0) {
    first = multiply(kPowers[static_cast<std::size_t>(std::countr_zero(second_bytes))], first);
    second_bytes &= second_bytes - 1;
  }
  return first ^ second;
}

std::string crc64_hex(std::uint64_t crc) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(crc >> (56 - 8 * i));
  return hex(bytes);
}

struct Sha256::State {
  SHA2_CTX context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { SHA256Init(&state_->context); }
Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
  SHA256Update(&state_->context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

void Sha256::update(std::string_view bytes) { update(std::as_bytes(std::span(bytes.data(), bytes.size()))); }

std::array<std::uint8_t, 32> Sha256::finish() {
  std::array<std::uint8_t, 32> digest{};
  SHA256Final(digest.data(), &state_->context);
  return digest;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace synthgen
