// What lies in an output folder, for those who read it.
#pragma once

#include <string>
#include <vector>

#include "synthgen/base/result.hpp"

namespace synthgen {

struct FolderContents {
  std::vector<std::string> manifests;  ///< names of those that are there: of the whole run, of shards
  /// Files that none of them lists, as paths: a few of them. Locks, journals and
  /// unfinished files of runs are no strangers.
  std::vector<std::string> strangers;
  bool more_strangers = false;
};

/// Looks, and touches nothing. Errors: SG5001.
Result<FolderContents> look_into_folder(const std::string& path);

}  // namespace synthgen
