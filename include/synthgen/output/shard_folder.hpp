// A folder that the shards of a plan have written to, held while their manifests become one.
//
// Nothing of it changes before publish(), save that what killed runs have left is swept.
//
// Threads: one at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/output/shard.hpp"

namespace synthgen {

class ShardFolder {
 public:
  virtual ~ShardFolder() = default;

  /// Those whose manifests stand, by their number of shards, then by their own.
  virtual const std::vector<Shard>& shards() const = 0;
  /// The manifest of the whole stands already. Then shards() are those whose manifests a killed merge has left.
  virtual bool is_merged() const = 0;
  /// "manifest.shard-0001-of-0003.json"
  virtual std::string manifest_name(const Shard& shard) const = 0;
  /// The text of a shard's manifest. Errors: SG5001.
  virtual Result<std::string> read_manifest(const Shard& shard) const = 0;
  /// Writes the manifest of the whole in place of the shards'. A kill at any instant leaves these or that. Without a
  /// text, where is_merged(), it removes what is left of the shards' manifests. Errors: SG5001, SG5002, SG5006; then
  /// nothing has changed.
  virtual Status publish(std::string_view manifest) = 0;
};

/// Takes the folder's lock, so that no run begins here. Errors: SG5001, SG5004 while a shard is being written, SG5030
/// where there are no shards, or the output of a whole run.
Result<std::unique_ptr<ShardFolder>> open_shard_folder(const std::string& path);

}  // namespace synthgen
