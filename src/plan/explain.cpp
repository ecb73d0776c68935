// The plan in words, for `synthgen plan`.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "synthgen/base/number_text.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {
namespace {

/// About how many bytes the table is as text.
double csv_bytes(const PlannedTable& table) {
  const Result<std::unique_ptr<Writer>> writer = find_writer("csv")->make(writer_table(table));
  return writer.ok() ? (*writer)->estimate_row_bytes() * static_cast<double>(table.rows) : 0;
}

void explain_table(const PlannedTable& table, std::string& text) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "table {}: {} rows, {}{}\n", table.name, grouped_text(table.rows),
                 table.shuffle != nullptr ? "shuffled, " : "",
                 table.written ? fmt::format("about {} as CSV", size_text(csv_bytes(table))) : "not written");
  std::size_t width = 0;
  for (const ColumnIndex c : table.generation) width = std::max(width, table.columns[c].name.size());
  std::size_t place = 0;
  for (const ColumnIndex c : table.generation) {
    const PlannedColumn& column = table.columns[c];
    std::string reads;
    std::vector<ColumnIndex> told;
    for (const ColumnIndex input : column.made.inputs) {
      if (std::find(told.begin(), told.end(), input) != told.end()) continue;
      told.push_back(input);
      reads += fmt::format("{}{}", reads.empty() ? "" : ", ", table.columns[input].name);
    }
    fmt::format_to(out, "  {:>3}  {:<{}}  {:<12}  {}{}{}\n", ++place, column.name, width, type_text(column.made.type),
                   column.source_name, reads.empty() ? "" : fmt::format("  (reads {})", reads),
                   column.hidden ? "  hidden" : "");
  }
}

}  // namespace

std::string explain(const Plan& plan, unsigned threads) {
  std::string text =
      fmt::format("schema {}, seed {}, stream version {}\n", plan.schema->name, plan.seed, kStreamVersion);
  text += "columns stand in the order in which they are generated\n";
  for (const PlannedTable& table : plan.tables) {
    text += '\n';
    explain_table(table, text);
  }
  fmt::format_to(std::back_inserter(text), "\nmemory  about {:.0f} MB with {} {}\n",
                 static_cast<double>(estimated_memory_bytes(plan, threads)) / 1e6, threads,
                 threads == 1 ? "thread" : "threads");
  return text;
}

}  // namespace synthgen
