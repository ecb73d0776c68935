// What a run warns of when it has ended, with counts, as it is told and as the manifest records it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synthgen/output/manifest.hpp"
#include "table_run.hpp"

namespace synthgen {

/// Code of the warning that hardly any of the rows which were to break a rule could.
inline constexpr const char* kFewViolations = "SG2549";
/// That warning; empty where there is nothing to warn of.
///   named  by the user, else by its place
std::string violation_message(const std::string& table, const std::string& rule, bool named, bool exact,
                              std::uint64_t planned, std::uint64_t changed);
/// What is said of one cell, as it is said of several.
std::string plural_warning(std::string message);

/// Rules that most of the rows which were to break them do not break, as warnings; also as the manifest records them.
Diagnostics violation_warnings(const std::vector<TableRun>& runs, std::vector<ManifestWarning>& recorded);

/// Cells that became null, as warnings with their counts, placed at their columns; also as the manifest records them.
Diagnostics cell_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                          std::vector<ManifestWarning>& recorded);

/// Totals that are shared among children where there are none, as warnings with their counts; also as the manifest
/// records them. Of shards, those with a table's first rows tell them.
Diagnostics childless_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                               std::vector<ManifestWarning>& recorded);

}  // namespace synthgen
