#include <cstdint>
#include <string>

#include "support/catch.hpp"
#include "synthgen/writer/writer.hpp"

using namespace synthgen;

TEST_CASE("byte buffer: what was appended stays while it grows, at an address for direct I/O") {
  ByteBuffer buffer;
  std::string expected;
  for (int k = 0; k < 5000; ++k) {
    const std::string piece(static_cast<std::size_t>(k % 97), static_cast<char>('a' + k % 26));
    buffer.append(piece);
    expected += piece;
    REQUIRE(buffer.size() == expected.size());
  }
  CHECK(buffer.view() == expected);
  CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 4096 == 0);
}

TEST_CASE("byte buffer: clearing keeps the storage") {
  ByteBuffer buffer;
  buffer.append(std::string(100'000, 'x'));
  const char* before = buffer.data();
  buffer.clear();
  CHECK(buffer.size() == 0);
  CHECK(buffer.room(100'000) == before);
}

TEST_CASE("byte buffer: room may be asked for beyond any size before, and is writable") {
  ByteBuffer buffer;
  buffer.append("ab");
  char* room = buffer.room(10'000'000);
  for (std::size_t k = 0; k < 10'000'000; k += 4096) room[k] = 'z';
  buffer.commit(1);
  CHECK(buffer.view() == "abz");
}

TEST_CASE("byte buffer: an empty one has an empty view") {
  ByteBuffer buffer;
  CHECK(buffer.view().empty());
  buffer.append("");
  CHECK(buffer.view().empty());
}
