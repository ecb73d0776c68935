// A Parquet file as a table, read by the Arrow plugin.
#pragma once

#include <memory>
#include <string>

#include "synthgen/reader/file_table.hpp"

namespace synthgen {

/// Reads the footer. Errors SG5014, SG5016, and SG5101 where there is no plugin.
///   path  where the file lies
///   name  the file in messages
Result<std::shared_ptr<FileTable>> open_parquet(const std::string& path, const std::string& name);

}  // namespace synthgen
