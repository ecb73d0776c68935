#include "synthgen/pipeline/preview.hpp"

#include <algorithm>
#include <cassert>

#include "null_key.hpp"
#include "rule_tally.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/engine/table_damage.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {
namespace {

/// The field that begins at the front of `text`, which is cut off together with the comma or line feed behind it.
/// Nothing for a null, which is an empty field without quotes.
std::optional<std::string> take_field(std::string_view& text) {
  std::string field;
  const bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  for (;;) {
    const std::size_t end = std::min(quoted ? text.find('"') : text.find_first_of(",\n"), text.size());
    field += text.substr(0, end);
    text.remove_prefix(end);
    if (!quoted || !text.starts_with("\"\"")) break;
    field += '"';
    text.remove_prefix(2);
  }
  // The closing quote, and what ends the field.
  text.remove_prefix(std::min<std::size_t>(text.size(), quoted ? 2 : 1));
  if (!quoted && field.empty()) return std::nullopt;
  return field;
}

/// Through the encoder of CSV, so that what is shown is what is written.
void append_cells(const Batch& batch, const Writer& writer, PreviewTable& shown) {
  EncodedBlock block;
  const std::unique_ptr<BlockEncoder> encoder = writer.make_block_encoder();
  encoder->append(batch, block);
  std::string_view text = block.bytes.view();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    std::vector<std::optional<std::string>>& cells = shown.cells.emplace_back();
    for (std::size_t c = 0; c < shown.columns.size(); ++c) cells.push_back(take_field(text));
  }
  assert(text.empty());
}

}  // namespace

Result<std::vector<PreviewTable>> preview(const Plan& plan, std::int64_t rows) {
  const WriterKind& csv = *find_writer("csv");
  KeptColumns kept(plan);
  Evaluator evaluator(plan, kept);
  std::vector<PreviewTable> tables;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    if (!table.written) continue;
    PreviewTable& shown = tables.emplace_back();
    shown.name = table.name;
    shown.rows = table.rows;
    for (const ColumnIndex column : table.output) {
      shown.columns.push_back({table.columns[column].name, table.columns[column].written_type()});
    }
    const Result<std::unique_ptr<Writer>> writer = csv.make(writer_table(table));
    assert(writer.ok());  // CSV needs no library
    const std::int64_t end = std::min(rows, table.rows);
    std::vector<const Column*> columns(table.output.size());
    const std::vector<ColumnIndex> keys = key_columns(plan, static_cast<TableIndex>(t));
    std::vector<std::int64_t> shuffled;
    std::unique_ptr<TableDamage> damage;
    if (table.damaged()) damage = std::make_unique<TableDamage>(plan, kept, static_cast<TableIndex>(t), csv);
    for (std::int64_t row = 0; row < end; row += static_cast<std::int64_t>(kBatchRows)) {
      const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kBatchRows, end - row));
      const auto index = static_cast<TableIndex>(t);
      const RowSet rows_here = table.rows_at(row, count, shuffled);
      evaluator.fill(index, table.generation, rows_here);
      RuleTally tally(table.rules.size());
      tally_matches(table, index, evaluator, rows_here, tally);
      tally_rules(table, index, evaluator, rows_here, tally);
      tally_null_keys(plan, index, keys, evaluator, rows_here, tally);
      take_rule_counts(index, evaluator, tally);
      if (tally.failure.has_value()) return rule_failure(plan, tally);
      for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = &evaluator.column(index, table.output[c]);
      if (damage != nullptr) damage->apply(evaluator, rows_here, columns);
      append_cells(Batch{row, count, columns}, **writer, shown);
    }
  }
  return tables;
}

}  // namespace synthgen
