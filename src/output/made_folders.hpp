// Folders made on the way to a file, so that an aborted run can take them away again.
#pragma once

#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "system_calls.hpp"

namespace synthgen::output {

/// Makes `path` and its missing parents; appends those made, outermost first. Errors: SG5001.
Status make_folders(const std::string& path, std::vector<std::string>& made);
/// Removes them again, innermost first, as far as they are empty.
void remove_folders(const std::vector<std::string>& made);
/// The folder itself, or the nearest of its parents that exists. Errors: SG5001 where that is no folder, or one that
/// this user may not write into.
Result<std::string> nearest_folder(const std::string& path);
/// Errors: SG5001.
Result<Descriptor> open_folder_descriptor(const std::string& path);

}  // namespace synthgen::output
