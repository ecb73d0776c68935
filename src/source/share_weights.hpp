// Sizes in proportion to which a total is shared: what stands as `weights` beside "share_of".
#pragma once

#include <memory>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Without a spec all are the same.
struct ShareWeights {
  ColumnDeclaration declaration;
  std::unique_ptr<const SourceSpec> spec;

  std::vector<const Expression*> expressions() const;
  std::vector<PathUse> paths() const;
  /// The internal column. REQUIRES: a spec. Errors SG2704, and those of the source.
  Result<ColumnIndex> make(const SourceContext& context) const;
};

/// Reads `weights`, which may be absent. False after diagnostics were added.
bool read_weights(ColumnReader& reader, ShareWeights& weights);

}  // namespace synthgen
