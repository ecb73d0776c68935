// generate() up to the first byte: everything that can be told and refused without touching a file.
//
// Threads: call from one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/pipeline/generate.hpp"

namespace synthgen {

struct DryRunFile {
  std::string name;  ///< of the table; with its folder outside the data: "clean/orders"
  FileTree tree = FileTree::data;
  std::int64_t rows = 0;  ///< of a log about
  double bytes = 0;       ///< about
};

struct DryRunReport {
  std::vector<DryRunFile> files;
  std::string destination;  ///< as shown; "-" is standard output
  std::string format;       ///< name of the writer
  bool in_folder = false;   ///< at least one file per table; otherwise one file or stream
  bool replaces = false;    ///< an earlier output of ours
  std::optional<std::uint64_t> free_bytes;
};

/// Errors: those of generate() that show before the first byte, save that another run holds the folder now.
Result<DryRunReport> dry_run(const Plan& plan, const GenerateOptions& options);

}  // namespace synthgen
