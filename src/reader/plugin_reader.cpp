#include "plugin_reader.hpp"

#include <fmt/format.h>

namespace synthgen {

Result<PluginReader> PluginReader::open(const std::string& path, const std::string& name) {
  const Result<const SynthgenArrowPlugin*> plugin = load_arrow_library("Parquet", ArrowUse::reading);
  if (!plugin.ok()) return plugin.diagnostics();
  Result<InputFile> file = InputFile::open(path, name);
  if (!file.ok()) return file.diagnostics();
  PluginReader reader(**plugin, std::move(*file), name);
  if (reader->reader_opened(reader.handle_) != 0) return reader.fault();
  return reader;
}

Diagnostic PluginReader::fault() const {
  return make_error("SG5016",
                    fmt::format("the Parquet file \"{}\" cannot be read: {}", name_, plugin_.reader_error(handle_)), {},
                    "it may be damaged, or of a kind that Arrow does not read: write it again");
}

}  // namespace synthgen
