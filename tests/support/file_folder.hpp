// A folder of its own for each test, with the files that the test reads.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace synthgen::test {

class FileFolder {
 public:
  FileFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "synthgen-files-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  FileFolder(const FileFolder&) = delete;
  FileFolder& operator=(const FileFolder&) = delete;
  ~FileFolder() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }
  std::string path(const std::string& name) const { return path_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

 private:
  std::string path_;
};

}  // namespace synthgen::test
