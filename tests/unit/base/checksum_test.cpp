#include "synthgen/base/checksum.hpp"

#include <string>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

// Any bytes will do, as long as neighbours differ.
std::string some_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::uint32_t state = 12345;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// The definition, one bit at a time: ECMA-182 reflected, all ones before and after.
std::uint64_t crc64_by_definition(std::string_view bytes) {
  std::uint64_t crc = ~std::uint64_t{0};
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xC96C5795D7870F42 : 0);
  }
  return ~crc;
}

}  // namespace

TEST_CASE("crc64: the check value of CRC-64/XZ in the catalogue of parametrised CRC algorithms") {
  CHECK(crc64("123456789") == 0x995DC9BBDF1939FA);
  CHECK(crc64_hex(crc64("123456789")) == "995dc9bbdf1939fa");
  CHECK(crc64("") == 0);
  CHECK(crc64_hex(0x12) == "0000000000000012");
}

TEST_CASE("crc64: equals the bitwise definition at every length up to 600, where the fast code changes its gear") {
  const std::string bytes = some_bytes(600);
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    const std::string_view part = std::string_view(bytes).substr(0, length);
    INFO("length " << length);
    REQUIRE(crc64(part) == crc64_by_definition(part));
  }
}

TEST_CASE("crc64: going on from a CRC and combining two CRCs both give the CRC of the whole") {
  const std::string bytes = some_bytes(100'000);
  const std::uint64_t whole = crc64(bytes);
  for (const std::size_t cut : {0UL, 1UL, 7UL, 8UL, 255UL, 256UL, 4097UL, 65'536UL, 99'999UL, 100'000UL}) {
    const std::string_view first = std::string_view(bytes).substr(0, cut);
    const std::string_view second = std::string_view(bytes).substr(cut);
    INFO("cut at " << cut);
    CHECK(crc64(second, crc64(first)) == whole);
    CHECK(crc64_combine(crc64(first), crc64(second), second.size()) == whole);
  }
}

TEST_CASE("crc64: combining is right for lengths that no test could hash") {
  // Zeros after a text: 2^40 bytes by combining 2^20 with itself again and again, and at once.
  const std::string zeros(std::size_t{1} << 20, '\0');
  std::uint64_t crc = crc64(zeros);
  std::uint64_t bytes = zeros.size();
  while (bytes < std::uint64_t{1} << 40) {
    crc = crc64_combine(crc, crc, bytes);
    bytes *= 2;
  }
  const std::uint64_t start = crc64("123456789");
  const std::uint64_t half = crc64_combine(start, crc, bytes);
  CHECK(crc64_combine(half, crc, bytes) == crc64_combine(start, crc64_combine(crc, crc, bytes), 2 * bytes));
  CHECK(half != start);
}

TEST_CASE("sha256: the vectors of FIPS 180-4's examples") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("sha256: pieces of any size give the hash of the whole") {
  Sha256 hash;
  const std::string piece(997, 'a');
  std::size_t left = 1'000'000;
  while (left > 0) {
    const std::size_t taken = std::min(left, piece.size());
    hash.update(std::string_view(piece).substr(0, taken));
    left -= taken;
  }
  CHECK(hex(hash.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
