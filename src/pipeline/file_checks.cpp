#include "file_checks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "synthgen/base/checksum.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

struct FoundFile {
  std::uint64_t bytes = 0;
  std::uint64_t crc = 0;
  std::string sha256;
};

std::string bytes_text(std::uint64_t bytes) { return grouped_text(static_cast<std::int64_t>(bytes)); }

class FileReader {
 public:
  explicit FileReader(const std::atomic<bool>* stop) : stop_(stop), piece_(kPieceBytes) {}

  /// Error SG5021 or SG5010.
  Result<FoundFile> read(const std::string& path, const std::string& name, bool with_sha256) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return missing(name, errno);
    FoundFile found;
    Sha256 sum;
    for (;;) {
      if (stop_ != nullptr && stop_->load()) {
        ::close(descriptor);
        return make_error(verify_code::kInterrupted, "interrupted; not everything was checked");
      }
      const ssize_t count = ::read(descriptor, piece_.data(), piece_.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        const int error = errno;
        ::close(descriptor);
        return missing(name, error);
      }
      if (count == 0) break;
      const std::string_view bytes(piece_.data(), static_cast<std::size_t>(count));
      found.bytes += bytes.size();
      found.crc = crc64(bytes, found.crc);
      if (with_sha256) sum.update(bytes);
    }
    ::close(descriptor);
    if (with_sha256) found.sha256 = hex(sum.finish());
    return found;
  }

 private:
  static Diagnostic missing(const std::string& name, int error) {
    if (error == ENOENT) {
      return make_error(verify_code::kMissing, fmt::format("the file \"{}\" is missing", name), {},
                        "the manifest lists it");
    }
    return make_error(verify_code::kMissing,
                      fmt::format("the file \"{}\" cannot be read: {}", name, std::strerror(error)));
  }

  const std::atomic<bool>* stop_;
  std::vector<char> piece_;
};

/// What is wrong with the file, or nothing.
std::optional<Diagnostic> compare(const VerifiedFile& listed, const FoundFile& found) {
  constexpr const char* kHint = "it was changed after it was written: generate it again, or fetch it anew";
  if (found.bytes != listed.bytes) {
    return make_error(verify_code::kDamaged,
                      fmt::format("\"{}\" has {} bytes, and the manifest says {}", listed.path, bytes_text(found.bytes),
                                  bytes_text(listed.bytes)),
                      {}, kHint);
  }
  if (const std::string crc = crc64_hex(found.crc); crc != listed.crc64) {
    return make_error(verify_code::kDamaged,
                      fmt::format("the bytes of \"{}\" are not those that were written: their CRC-64 is {}, and the "
                                  "manifest says {}",
                                  listed.path, crc, listed.crc64),
                      {}, kHint);
  }
  if (!listed.sha256.empty() && found.sha256 != listed.sha256) {
    return make_error(verify_code::kDamaged,
                      fmt::format("the bytes of \"{}\" are not those that were written: their SHA-256 is another than "
                                  "the manifest says",
                                  listed.path),
                      {}, kHint);
  }
  return std::nullopt;
}

}  // namespace

Status check_files(VerifiedOutput& output, const VerifyOptions& options, VerifyReport& report) {
  FileReader reader(options.stop);
  std::uint64_t found = 0;
  for (VerifiedTable& table : output.tables) {
    for (VerifiedFile& file : table.files) {
      ++report.files;
      const Result<FoundFile> read = reader.read(output.folder + file.path, file.path, !file.sha256.empty());
      if (!read.ok()) {
        if (read.diagnostics()[0].code == verify_code::kInterrupted) return read.diagnostics();
        file.readable = false;
        ++found;
        report.findings.add(read.diagnostics());
        continue;
      }
      report.bytes += read->bytes;
      if (std::optional<Diagnostic> wrong = compare(file, *read); wrong.has_value()) {
        ++found;
        report.findings.add(std::move(*wrong));
      }
    }
  }
  report.checks.push_back({"", "files: bytes and checksums", report.files, found, ""});
  if (!output.in_folder) return Done{};
  VerifyCheck& strangers = report.checks.emplace_back();
  strangers.what = "nothing else lies in the folder";
  strangers.examined = report.files + output.strangers.size();
  strangers.found = output.strangers.size();
  if (output.more_strangers) strangers.note = "there are more";
  if (!output.strangers.empty()) {
    report.findings.add(
        make_error(verify_code::kStranger,
                   fmt::format("\"{}\" holds {} that no manifest lists: {}{}", report.output,
                               output.strangers.size() == 1 ? "a file" : "files", fmt::join(output.strangers, ", "),
                               output.more_strangers ? " and more" : ""),
                   {}, "a reader of all files there would take them for data: move them elsewhere"));
  }
  return Done{};
}

}  // namespace synthgen
