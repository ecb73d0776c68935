#include "synthgen/arrow/arrow_library.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <mutex>

namespace synthgen {
namespace {

constexpr std::string_view kFileName = "libsynthgen_arrow.so";

/// Folder of the running program, or "." where /proc does not tell.
std::string program_folder() {
  std::array<char, 4096> path{};
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0 || static_cast<std::size_t>(length) == path.size()) return ".";
  const std::string_view program(path.data(), static_cast<std::size_t>(length));
  return std::string(program.substr(0, program.rfind('/')));
}

Diagnostic missing(std::string_view format, const std::string& path, ArrowUse use) {
  return make_error("SG5101", std::string(format) + " needs the Arrow plugin, which this build of synthgen lacks", {},
                    "looked for " + path + "; build with -DSYNTHGEN_ARROW=ON, or " +
                        (use == ArrowUse::writing ? "choose the format csv" : "give the file as CSV"));
}

Diagnostic unusable(const std::string& path, const std::string& reason) {
  return make_error("SG5101", "the Arrow plugin cannot be used: " + reason, {},
                    "tried " + path + "; it must come from the same build as the program");
}

}  // namespace

std::string arrow_library_path() {
  const char* folder = std::getenv("SYNTHGEN_PLUGIN_DIR");
  if (folder != nullptr && *folder != '\0') return std::string(folder) + "/" + std::string(kFileName);
  return program_folder() + "/../lib/synthgen/" + std::string(kFileName);
}

Result<const SynthgenArrowPlugin*> load_arrow_library(std::string_view format, ArrowUse use) {
  static std::mutex mutex;
  static const SynthgenArrowPlugin* loaded = nullptr;
  static std::string loaded_from;
  const std::string path = arrow_library_path();
  const std::lock_guard lock(mutex);
  if (loaded != nullptr && loaded_from == path) return loaded;
  if (::access(path.c_str(), F_OK) != 0) return missing(format, path, use);
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return unusable(path, ::dlerror());
  const auto entry = reinterpret_cast<SynthgenArrowEntry>(::dlsym(library, kSynthgenArrowEntryName));
  const SynthgenArrowPlugin* plugin = entry != nullptr ? entry() : nullptr;
  if (plugin == nullptr || plugin->abi != kSynthgenArrowAbi) {
    ::dlclose(library);
    return unusable(path, "it is of another version");
  }
  loaded = plugin;
  loaded_from = path;
  return loaded;
}

}  // namespace synthgen
