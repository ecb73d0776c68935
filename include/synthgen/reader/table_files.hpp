// The files that one schema reads: where they may lie, and each opened once.
//
// Threads: any.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/reader/file_table.hpp"

namespace synthgen {

/// Which bytes a file held when it was read.
struct FileIdentity {
  std::string name;  ///< as the schema gives it
  std::uint64_t bytes = 0;
  std::uint64_t crc = 0;  ///< CRC-64/XZ
};

class TableFiles {
 public:
  /// folder   paths are relative to it, and may not leave it; empty: the current folder
  /// allowed  further folders in which files may lie (--allow-path)
  explicit TableFiles(std::string folder = {}, std::vector<std::string> allowed = {})
      : folder_(std::move(folder)), allowed_(std::move(allowed)) {}

  /// Opens a CSV or Parquet file (told by its first bytes) and reads its header; the same file is opened once.
  ///   path       as the schema gives it
  ///   delimiter  of CSV; by default a comma, in *.tsv a tab
  /// Errors, without place: SG2130 (it lies in no allowed folder), SG5014 (it cannot be read), SG5015 (a fault of the
  /// header), SG5016 (no Parquet), SG5101 (Parquet, in a build without Arrow), SG2137 (a delimiter for Parquet). Null
  /// where opening it failed before, so that it is told once.
  Result<std::shared_ptr<FileTable>> open(const std::string& path, std::optional<char> delimiter = {});
  /// Of all files opened, by name, each once. Reads them again. Errors SG5014.
  Result<std::vector<FileIdentity>> identities();

 private:
  Result<std::string> real_path(const std::string& path) const;
  Result<std::shared_ptr<FileTable>> open_first(const std::string& path, std::optional<char> delimiter);

  const std::string folder_;
  const std::vector<std::string> allowed_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::optional<char>>, std::shared_ptr<FileTable>> open_;  // by path on the disk
  std::set<std::string> faulty_;                                                            // paths as given
};

}  // namespace synthgen
