// Where the output goes and in which format: flags first, then the schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/pipeline/generate.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

struct Target {
  enum class Shape : std::uint8_t { folder, file, standard_output };
  Shape shape = Shape::folder;
  std::string path;
  const WriterKind* writer = nullptr;
  std::vector<FileTree> trees = {FileTree::data};  ///< in the order of the enumeration
};

/// "", "clean" or "changes": the folder of a tree in the output.
std::string_view folder_of(FileTree tree);

/// Errors SG6001 (several tables into one file), SG6002 (format against extension), SG6003 (unknown format), SG6022
/// (more statistics, and no manifest to hold them), SG6023 (a second tree of files beside one file).
Result<Target> choose_target(const Plan& plan, const GenerateOptions& options);

/// Opens it. `plan` is the identity of a shard's plan (Manifest::plan). Errors: destination.hpp's.
Result<std::unique_ptr<Destination>> open_target(const Target& target, const GenerateOptions& options,
                                                 const std::string& plan);
/// What opening it would meet; nothing is touched.
Result<Outlook> look_at_target(const Target& target, const GenerateOptions& options, const std::string& plan);

}  // namespace synthgen
