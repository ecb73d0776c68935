// Fuzzes schemas: any bytes are refused with reasons, or are a plan that can be explained and, where it is small,
// evaluated: each cell is one of its column's type, and the same in whatever company its row is evaluated.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "column_promise.hpp"
#include "diagnostics_promise.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/plan/plan.hpp"

namespace {

using namespace synthgen;
using fuzz::require;

// Enough for two words of validity, and so little that thousands of schemas a second are tried.
constexpr std::size_t kMostRowsTried = 70;
constexpr std::int64_t kMostRowsKept = 2'000;
constexpr std::size_t kMostColumnsTried = 60;

/// Parents are read whole where they are small, so a large one anywhere is too slow to try.
bool small_enough(const Plan& plan) {
  std::size_t columns = 0;
  for (const PlannedTable& table : plan.tables) {
    if (table.rows > kMostRowsKept) return false;
    columns += table.columns.size();
  }
  return columns <= kMostColumnsTried;
}

void evaluate(const Plan& plan) {
  KeptColumns kept(plan);
  Evaluator whole(plan, kept);
  Evaluator alone(plan, kept);
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    const auto rows = std::min(kMostRowsTried, static_cast<std::size_t>(table.rows));
    if (rows == 0) continue;
    const auto index = static_cast<TableIndex>(t);
    const std::array<std::int64_t, 1> last = {static_cast<std::int64_t>(rows) - 1};
    whole.fill(index, table.order, RowSet::range(0, rows));
    alone.fill(index, table.order, RowSet::of(last));
    // A row that no attempt helps ends the run: then the rows behind it need not be right.
    if (whole.failure().has_value() || alone.failure().has_value()) return;
    for (const ColumnIndex column : table.order) {
      const Column& filled = whole.column(index, column);
      fuzz::require_good(filled, filled.type(), rows);
      require(fuzz::same_cell(filled, rows - 1, alone.column(index, column), 0), "a cell depends on its own row alone");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source =
      std::make_shared<const SourceText>("fuzz.json", std::string(reinterpret_cast<const char*>(data), size));
  Result<json::Document> document = json::parse_document(source);
  if (!document.ok()) return 0;  // json_fuzz looks at these
  const ReadSchema schema = read_schema(std::make_shared<const json::Document>(std::move(*document)));
  const MadePlan made = make_plan(schema, {.evaluate_rows = &evaluate_rows});
  fuzz::require_good(made.diagnostics, size, source.get());
  require((made.plan == nullptr) == made.diagnostics.has_errors(), "there is a plan or an error");
  if (made.plan == nullptr) return 0;
  require(!explain(*made.plan).empty(), "a plan can be explained");
  if (small_enough(*made.plan)) evaluate(*made.plan);
  return 0;
}
