// A folder of its own for each test, and what tests ask about files.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "synthgen/output/destination.hpp"
#include "synthgen/output/manifest.hpp"
#include "system_calls.hpp"

namespace synthgen::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "synthgen-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write_file(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// All files and folders below `path`, hidden ones included, sorted; folders end in '/'.
inline std::vector<std::string> tree(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    std::string name = std::filesystem::relative(entry.path(), path).string();
    if (entry.symlink_status().type() == std::filesystem::file_type::directory) name += "/";
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A manifest that lists the given paths in one table.
inline std::string manifest_of(const std::vector<std::string>& paths) {
  Manifest manifest;
  manifest.synthgen = "0.1.0";
  manifest.tables.emplace_back();
  manifest.tables.back().name = "t";
  for (const std::string& path : paths) {
    manifest.tables.back().files.emplace_back();
    manifest.tables.back().files.back().path = path;
  }
  return manifest_text(manifest);
}

/// The code of the only diagnostic, or "" where there is none.
template <class T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "" : result.diagnostics()[0].code;
}

/// Puts the real system calls back at the end of a test.
struct FailingCalls {
  output::SystemCalls& calls = output::system_calls();
  ~FailingCalls() { output::system_calls() = output::real_system_calls(); }
};

/// Writes the files (name → text) into a folder and publishes them.
inline Status run_into(const std::string& folder, const std::vector<std::pair<std::string, std::string>>& files,
                       bool force = false) {
  Result<std::unique_ptr<Destination>> destination = open_folder(folder, {.force = force});
  if (!destination) return destination.diagnostics();
  std::vector<std::string> paths;
  for (const auto& [path, text] : files) {
    Result<OutputFile*> file = (*destination)->create_file(path);
    if (!file) return file.diagnostics();
    Status written = (*file)->write(text);
    if (!written) return written;
    paths.push_back(path);
  }
  return (*destination)->publish(manifest_of(paths));
}

using Names = std::vector<std::string>;

}  // namespace synthgen::test
