// The bytes of a file and their checksums, by every way in which they reach the disk.
#include "synthgen/output/output_file.hpp"

#include <fcntl.h>

#include "support/catch.hpp"
#include "temporary_folder.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

// Text in which every stretch differs from the others, so that a lost or repeated piece shows.
std::string text_of(std::size_t size) {
  std::string text;
  text.reserve(size + 8);
  for (std::uint64_t i = 0; text.size() < size; ++i) text += std::to_string(i * 2654435761U) + "\n";
  text.resize(size);
  return text;
}

std::unique_ptr<OutputFile> open_at(const std::string& path, OutputFile::Options options) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  REQUIRE(descriptor >= 0);
  options.shown_name = path;
  return std::make_unique<OutputFile>(descriptor, std::move(options));
}

// Sizes around a sector and around the 4 MiB from which files go past the page cache.
constexpr std::size_t kSizes[] = {0, 1, 4095, 4096, 4'194'303, 4'194'304, 4'194'305, 8'388'608, 9'000'001};

void check_all_sizes(OutputFile::Options options) {
  const TemporaryFolder top;
  for (const std::size_t size : kSizes) {
    for (const std::size_t step : {std::size_t{1013}, std::size_t{100'000}, std::size_t{20'000'000}}) {
      const std::string text = text_of(size);
      const auto file = open_at(top.path("x"), options);
      for (std::size_t at = 0; at < size; at += step) {
        const std::string_view piece = std::string_view(text).substr(at, step);
        // Both doors in turn: the checksum must not tell which one a piece took.
        const Status written = at / step % 2 == 0 ? file->write(piece) : file->write_block(piece, crc64(piece));
        REQUIRE(written);
      }
      REQUIRE(file->close());
      INFO(size << " bytes by " << step);
      CHECK(file->bytes() == size);
      CHECK(file->crc64() == crc64(std::string_view(text)));
      CHECK((read_file(top.path("x")) == text));
    }
  }
}

}  // namespace

TEST_CASE("a file holds the bytes that were written, with direct I/O where the disk takes it", "[output]") {
  check_all_sizes({});
}

TEST_CASE("a file holds the bytes that were written, without direct I/O", "[output]") {
  check_all_sizes({.direct_io = DirectIo::never});
}

TEST_CASE("a file system that refuses the flag of direct I/O is written the ordinary way", "[output]") {
  FailingCalls failing;
  failing.calls.set_direct = [](int, bool) {
    errno = EINVAL;
    return -1;
  };
  check_all_sizes({});
}

TEST_CASE("a file system that takes the flag and refuses the writes is written the ordinary way", "[output]") {
  FailingCalls failing;
  failing.calls.write = [](int descriptor, const void* bytes, std::size_t count) -> ssize_t {
    if ((::fcntl(descriptor, F_GETFL) & O_DIRECT) != 0) {
      errno = EINVAL;
      return -1;
    }
    return output::real_system_calls().write(descriptor, bytes, count);
  };
  check_all_sizes({});
}

TEST_CASE("interrupted and partial writes lose nothing", "[output]") {
  FailingCalls failing;
  static int calls = 0;
  failing.calls.write = [](int descriptor, const void* bytes, std::size_t count) -> ssize_t {
    if (++calls % 3 == 0) {
      errno = EINTR;
      return -1;
    }
    // Odd counts leave a direct write between two sectors.
    return output::real_system_calls().write(descriptor, bytes, count > 10'000 ? count / 2 - 1 : count);
  };
  check_all_sizes({});
  REQUIRE(calls > 100);
}

TEST_CASE("SHA-256 is there when asked for", "[output]") {
  const TemporaryFolder top;
  const auto with = open_at(top.path("x"), {.sha256 = true});
  REQUIRE(with->write("abc"));
  REQUIRE(with->close());
  // FIPS 180-2, appendix B.1.
  REQUIRE(with->sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto without = open_at(top.path("y"), {});
  REQUIRE(without->write("abc"));
  REQUIRE(without->close());
  REQUIRE(without->sha256().empty());
}
