// The first rows of each table as text, for `synthgen preview`.
//
// Threads: call from one thread. Determinism: the texts are those of the CSV file that generate() writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

struct PreviewColumn {
  std::string name;
  Type type;  ///< as the file has it, after noise
};

struct PreviewTable {
  std::string name;
  std::int64_t rows = 0;  ///< of the whole table
  std::vector<PreviewColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> cells;  ///< by row; a null is empty
};

/// The first rows of each table that the plan writes: at most `rows` of each, and only these are computed, however
/// long the table. Tables stand in the schema's order. Errors SG4010, SG4011, SG4030, SG4032 where one of them cannot
/// be.
Result<std::vector<PreviewTable>> preview(const Plan& plan, std::int64_t rows);

}  // namespace synthgen
