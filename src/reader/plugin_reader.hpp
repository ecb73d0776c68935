// A Parquet file in the hands of the Arrow plugin.
#pragma once

#include <string>
#include <utility>

#include "input_file.hpp"
#include "synthgen/arrow/abi.hpp"
#include "synthgen/arrow/arrow_library.hpp"

namespace synthgen {

/// A reader of the plugin over an open file.
class PluginReader {
 public:
  /// Errors SG5014, SG5016, and SG5101 where there is no plugin.
  static Result<PluginReader> open(const std::string& path, const std::string& name);

  PluginReader(PluginReader&& other) noexcept
      : plugin_(other.plugin_),
        file_(std::move(other.file_)),
        name_(std::move(other.name_)),
        handle_(std::exchange(other.handle_, nullptr)) {}
  PluginReader& operator=(PluginReader&&) = delete;
  ~PluginReader() {
    if (handle_ != nullptr) plugin_.free_reader(handle_);
  }

  const SynthgenArrowPlugin* operator->() const { return &plugin_; }
  void* handle() const { return handle_; }
  /// What the plugin says of its last call: SG5016.
  Diagnostic fault() const;

 private:
  PluginReader(const SynthgenArrowPlugin& plugin, InputFile file, std::string name)
      : plugin_(plugin),
        file_(std::move(file)),
        name_(std::move(name)),
        handle_(plugin.open_reader(file_.descriptor())) {}

  const SynthgenArrowPlugin& plugin_;
  InputFile file_;
  std::string name_;
  void* handle_ = nullptr;
};

/// Released when it goes.
template <class T>
struct Released : T {
  Released() : T{} {}
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() {
    if (this->release != nullptr) this->release(this);
  }
};

}  // namespace synthgen
