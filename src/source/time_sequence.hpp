// Sequences of dates and times: start, start + step, start + 2·step … by row number.
//
// Threads: pure.
#pragma once

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Whether the value of the key `sequence` means dates or times: by its texts, or by the column's type.
bool is_time_sequence(const json::Value& value, const ColumnDeclaration& declaration);

/// Null after diagnostics were added. REQUIRES: is_time_sequence().
std::unique_ptr<SourceSpec> parse_time_sequence(const json::Value& value, ColumnReader& reader);

}  // namespace synthgen
