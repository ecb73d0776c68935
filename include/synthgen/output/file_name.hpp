// Which names of files may be written inside an output folder.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "synthgen/base/result.hpp"

namespace synthgen {

/// Longest name of a file or folder that common file systems take, in bytes.
inline constexpr std::size_t kLongestNameBytes = 255;

/// Whether `path` (parts separated by '/') stays inside the folder that it is relative to and means the same file on
/// every system. Refused with SG5005: an empty path or part, an absolute path, "." and "..", NUL, line breaks and other
/// control bytes, a backslash, a part beyond 255 bytes, names that this program keeps for itself (manifest.json at the
/// top, *.manifest.json, .synthgen…) and device names of Windows (con, nul, aux, com1, …).
Status check_file_name(std::string_view path);

}  // namespace synthgen
