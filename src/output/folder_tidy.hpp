// What runs that are gone have left in an output folder goes with the next one.
#pragma once

#include <string>
#include <vector>

#include "folder_tenants.hpp"
#include "synthgen/base/result.hpp"

namespace synthgen::output {

/// Removes temporary files, journals, and what a run left that was killed in the midst of its publication; nothing of
/// living runs.
///   tenants  with their writers (Reading::all)
///   shown    the folder's path
/// REQUIRES: the folder's lock. Errors: SG5006.
Status tidy_folder(int folder, const std::string& shown, const std::vector<Tenant>& tenants,
                   const std::vector<Temporary>& temporaries);

}  // namespace synthgen::output
