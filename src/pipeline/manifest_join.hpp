// One manifest from those of all shards: what a run without shards would have written, and that it was merged.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/engine/distinct_counter.hpp"
#include "synthgen/engine/joined_statistics.hpp"
#include "synthgen/output/manifest.hpp"
#include "synthgen/output/shard.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// What makes the plan of `shard` another than that of `first`, as "its seed is 5, and that of shard 1/3 is 4"; empty
/// where they are of one plan.
std::string plan_difference(const Manifest& first, const std::string& first_shard, const Manifest& shard);

class ManifestJoin {
 public:
  /// count  of shards
  explicit ManifestJoin(unsigned count) : count_(count) {}

  /// The manifest of the shard that follows. REQUIRES: of one plan with those before it. Errors SG5033: it does not fit
  /// to those before it. `name` is that of its file.
  Status add(Manifest shard, const std::string& name);
  /// schema  the manifests'. Errors SG5033: the shards' rows are not those into which a table is cut.
  Result<Manifest> finish(const Schema& schema);
  /// What only some of the manifests tell, after finish().
  const Diagnostics& left_out() const { return left_out_; }

 private:
  /// A column of one tree.
  struct JoinedColumn {
    std::optional<JoinedStatistics> statistics;
    std::unique_ptr<DistinctCounter> distinct;  ///< null where all values are known without registers
    bool estimated = true;                      ///< all shards tell how many values there are
    bool any_estimate = false;
  };
  struct JoinedTable {
    std::vector<JoinedColumn> columns;
    std::vector<JoinedColumn> clean;
    std::vector<std::uint64_t> rows;  ///< by shard
    bool realised = true;             ///< all shards tell the correlations that came out
    bool any_realised = false;
  };

  Status refuse(const std::string& reason) const;
  Status begin(Manifest& first);
  Status add_table(const ManifestTable& part, ManifestTable& whole, JoinedTable& joined);
  Status add_files(const std::vector<ManifestFile>& files, std::uint64_t rows, bool placed,
                   std::vector<ManifestFile>& whole) const;
  Status add_columns(const std::vector<ManifestColumn>& part, std::uint64_t rows, std::vector<ManifestColumn>& whole,
                     std::vector<JoinedColumn>& joined) const;
  Status add_correlations(const ManifestTable& part, ManifestTable& whole, JoinedTable& joined) const;
  void finish_columns(const std::string& table, std::vector<JoinedColumn>& joined,
                      std::vector<ManifestColumn>& columns);
  void finish_warnings(const Schema& schema);

  const unsigned count_;
  unsigned number_ = 0;  ///< of the shard that is added
  std::string name_;
  Manifest whole_;
  std::vector<JoinedTable> tables_;
  std::vector<ManifestWarning> warnings_;            ///< of cells, by their place
  std::vector<ManifestWarning> warnings_of_tables_;  ///< told by the first shard
  std::vector<std::string> without_estimate_;
  std::vector<std::string> without_realised_;
  bool libraries_differ_ = false;
  Diagnostics left_out_;
};

}  // namespace synthgen
