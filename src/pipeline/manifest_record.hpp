// What the manifest says of a run.
#pragma once

#include "synthgen/output/manifest.hpp"
#include "table_run.hpp"

namespace synthgen {

/// Rules that most of the rows which were to break them do not break, as warnings; also as the manifest records them.
Diagnostics violation_warnings(const std::vector<TableRun>& runs, std::vector<ManifestWarning>& recorded);

/// Cells that became null, as warnings with their counts, placed at their columns; also as the manifest records them.
Diagnostics cell_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                          std::vector<ManifestWarning>& recorded);

/// What is known before the first row: all but libraries, tables and warnings. Reads the schema's files once more, for
/// their checksums. Errors SG5014.
Result<Manifest> manifest_head(const Plan& plan, const GenerateOptions& options, const Target& target);

/// Adds libraries and tables; with full statistics evaluates samples of their rows. REQUIRES: all files closed.
/// Errors SG5010, SG5011.
Status record_tables(const Plan& plan, const GenerateOptions& options, const Target& target,
                     const std::vector<TableRun>& runs, KeptColumns& kept, const Destination& destination,
                     Manifest& manifest);

}  // namespace synthgen
