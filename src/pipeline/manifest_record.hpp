// What the manifest says of a run.
#pragma once

#include "synthgen/output/manifest.hpp"
#include "table_run.hpp"

namespace synthgen {

/// Nulls, extremes, moments and most frequent texts.
void put_figures(const ColumnSummary& summary, ManifestColumn& column);
/// Never more than there can be, so that small ranges are told as they are.
///   counter  null where the statistics know the number, or all values differ
std::uint64_t distinct_estimate(const ColumnSummary& summary, const DistinctCounter* counter);

/// What is known before the first row: all but libraries, tables and warnings. Reads the schema's files once more, for
/// their checksums. Errors SG5014.
Result<Manifest> manifest_head(const Plan& plan, const GenerateOptions& options, const Target& target);

/// Adds libraries and tables; with full statistics evaluates samples of their rows. REQUIRES: all files closed.
/// Errors SG5010, SG5011.
Status record_tables(const Plan& plan, const GenerateOptions& options, const Target& target,
                     const std::vector<TableRun>& runs, KeptColumns& kept, const Destination& destination,
                     Manifest& manifest);

}  // namespace synthgen
