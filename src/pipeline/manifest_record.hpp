// What the manifest says of a run.
#pragma once

#include "synthgen/output/manifest.hpp"
#include "table_run.hpp"

namespace synthgen {

/// Cells that became null, as warnings with their counts, placed at their columns.
Diagnostics cell_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                          std::vector<ManifestWarning>& recorded);

/// What is known before the first row: all but tables and warnings.
Manifest manifest_head(const Plan& plan, const GenerateOptions& options, const WriterKind& kind);

/// REQUIRES: all files closed.
Manifest make_manifest(const Plan& plan, const GenerateOptions& options, const WriterKind& kind,
                       const std::vector<TableRun>& runs, const Destination& destination);

}  // namespace synthgen
