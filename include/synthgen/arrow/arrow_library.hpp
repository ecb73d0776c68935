// Finds and loads the Arrow plugin, once, when the first format that needs it is asked for.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "synthgen/arrow/abi.hpp"
#include "synthgen/base/result.hpp"

namespace synthgen {

/// Where the plugin is looked for: in the folder that the environment variable SYNTHGEN_PLUGIN_DIR names, else in
/// ../lib/synthgen beside the folder of the running program, which holds for build and install trees alike.
std::string arrow_library_path();

/// What the plugin is loaded for: the remedy differs.
enum class ArrowUse : unsigned char { writing, reading };

/// The plugin's table, or SG5101 that names the build option and the path looked for. It stays loaded to the end.
///   format  what wants it, as in the message: "Parquet"
Result<const SynthgenArrowPlugin*> load_arrow_library(std::string_view format, ArrowUse use = ArrowUse::writing);

}  // namespace synthgen
