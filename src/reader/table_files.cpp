#include "synthgen/reader/table_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "csv_table.hpp"
#include "input_file.hpp"
#include "parquet_table.hpp"
#include "synthgen/base/checksum.hpp"

namespace synthgen {
namespace {

/// The path without links and dots, or nothing where it leads nowhere (errno says why).
std::optional<std::string> canonical(const std::string& path) {
  char* found = ::realpath(path.c_str(), nullptr);
  if (found == nullptr) return std::nullopt;
  std::string result(found);
  std::free(found);
  return result;
}

bool lies_in(const std::string& path, const std::string& folder) {
  if (folder == "/") return true;
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Result<std::string> TableFiles::real_path(const std::string& path) const {
  const std::string folder = folder_.empty() ? "." : folder_;
  const std::string joined = path.starts_with('/') ? path : folder + "/" + path;
  const auto cannot_read = [&](const std::string& reason) {
    return make_error("SG5014", fmt::format("cannot read the file \"{}\": {}", path, reason), {},
                      "the path counts from the schema's folder");
  };
  if (path.empty()) return cannot_read("its name is empty");
  if (path.find('\0') != std::string::npos) return cannot_read("its name holds a NUL character");
  const std::optional<std::string> found = canonical(joined);
  const int error = errno;
  // What lies elsewhere is not even told to be missing.
  const std::optional<std::string> place = found.has_value() ? found : canonical(folder_of(joined));
  bool inside = !place.has_value() && !path.starts_with('/') && path.find("..") == std::string::npos;
  std::vector<std::string> folders = allowed_;
  folders.push_back(folder);
  for (const std::string& name : folders) {
    const std::optional<std::string> allowed = canonical(name);
    inside = inside || (place.has_value() && allowed.has_value() && (*place == *allowed || lies_in(*place, *allowed)));
  }
  if (!inside) {
    return make_error(
        "SG2130",
        fmt::format("the file \"{}\" lies outside the schema's folder{}", path,
                    allowed_.empty() ? "" : " and those allowed"),
        {}, fmt::format("move it there, or allow its folder on the command line: --allow-path {}", folder_of(path)));
  }
  if (!found.has_value()) return cannot_read(std::strerror(error));
  return *found;
}

Result<std::shared_ptr<FileTable>> TableFiles::open(const std::string& path, std::optional<char> delimiter) {
  const std::lock_guard lock(mutex_);
  if (faulty_.count(path) != 0) return std::shared_ptr<FileTable>();
  Result<std::shared_ptr<FileTable>> table = open_first(path, delimiter);
  if (!table.ok()) faulty_.insert(path);
  return table;
}

Result<std::vector<FileIdentity>> TableFiles::identities() {
  constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
  const std::lock_guard lock(mutex_);
  std::map<std::string, FileIdentity> found;
  std::vector<char> piece(kPieceBytes);
  for (const auto& [key, table] : open_) {
    if (table == nullptr || found.contains(table->name())) continue;
    Result<InputFile> file = InputFile::open(key.first, table->name());
    if (!file.ok()) return file.diagnostics();
    FileIdentity identity;
    identity.name = table->name();
    while (true) {
      const Result<std::size_t> read = file->read(piece.data(), piece.size());
      if (!read.ok()) return read.diagnostics();
      if (*read == 0) break;
      identity.crc = crc64(std::string_view(piece.data(), *read), identity.crc);
      identity.bytes += *read;
    }
    found.emplace(identity.name, identity);
  }
  std::vector<FileIdentity> result;
  for (const auto& [name, identity] : found) result.push_back(identity);
  return result;
}

Result<std::shared_ptr<FileTable>> TableFiles::open_first(const std::string& path, std::optional<char> delimiter) {
  Result<std::string> real = real_path(path);
  if (!real.ok()) return real.diagnostics();
  std::shared_ptr<FileTable>& slot = open_[{*real, delimiter}];
  if (slot != nullptr) return slot;
  Result<InputFile> file = InputFile::open(*real, path);
  if (!file.ok()) return file.diagnostics();
  char magic[4] = {};
  Result<std::size_t> read = file->read(magic, sizeof magic);
  if (!read.ok()) return read.diagnostics();
  const bool parquet = std::memcmp(magic, "PAR1", sizeof magic) == 0;
  if (!parquet && real->ends_with(".parquet")) {
    return make_error("SG5016", fmt::format("\"{}\" is no Parquet file", path), {},
                      "its name says so, and its first bytes do not");
  }
  if (parquet && delimiter.has_value()) {
    return make_error("SG2137", fmt::format("\"{}\" is a Parquet file, which has no delimiter", path), {},
                      "remove \"delimiter\"");
  }
  Result<std::shared_ptr<FileTable>> table =
      parquet ? open_parquet(*real, path)
              : open_csv(*real, path, delimiter.value_or(real->ends_with(".tsv") ? '\t' : ','));
  if (table.ok()) slot = *table;
  return table;
}

}  // namespace synthgen
