// A CSV file as a table of texts.
#pragma once

#include <memory>
#include <string>

#include "synthgen/reader/file_table.hpp"

namespace synthgen {

/// Reads the header. Errors SG5014, SG5015.
///   path  where the file lies
///   name  the file in messages
Result<std::shared_ptr<FileTable>> open_csv(const std::string& path, const std::string& name, char delimiter);

}  // namespace synthgen
