#include "synthgen/engine/table_damage.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "synthgen/column/row_bits.hpp"

namespace synthgen {

struct TableDamage::Operation {
  struct Part {
    std::vector<DamagedColumn*> columns;
    Rate rate;
    std::vector<ColumnIndex> order;  ///< of the parameters, with what they read
    std::vector<ColumnIndex> own;    ///< those of `order` that nothing else computes: they tell what could not be
  };
  std::vector<Part> parts;
};

namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kInteger{TypeKind::integer, 0};

/// Places of the bytes that are 1 and not 0, ascending.
///
/// hits  of `rows` rows, and readable up to kBatchRows
std::size_t compact_hits(const std::uint8_t* hits, std::size_t rows, std::uint16_t* places) {
  std::size_t count = 0;
  for (std::size_t w = 0; w < row_words(rows); ++w) {
    for_each_row(pack_word(hits + 64 * w) & row_word(rows, w), w,
                 [&](std::size_t row) { places[count++] = static_cast<std::uint16_t>(row); });
  }
  return count;
}

/// Rows at which a condition is not true are let off.
void apply_condition(const Column& condition, std::size_t rows, std::uint8_t* hits) {
  const std::uint8_t* values = condition.data<std::uint8_t>();
  for (std::size_t i = 0; i < rows; ++i) hits[i] &= static_cast<std::uint8_t>(condition.is_valid(i) ? values[i] : 0);
}

void draw_row_hits(const PlannedNoise::Part& part, const Column& rates, RowSet rows, std::uint8_t* hits) {
  if (rates.type().kind == TypeKind::boolean) {
    std::memset(hits, 1, rows.count);
    apply_condition(rates, rows.count, hits);
    return;
  }
  double values[kBatchRows];
  for (std::size_t i = 0; i < rows.count; ++i) values[i] = rates.is_valid(i) ? rates.data<double>()[i] : 0;
  draw_hits16(part.hits16, part.hits64, values, rows, 0, hits);
}

}  // namespace

WriterTable change_log_table(const PlannedTable& table) {
  WriterTable log;
  log.name = table.name;
  for (const auto& [name, type] :
       {std::pair{"row", kInteger}, std::pair{"source_row", kInteger}, std::pair{"column", kText},
        std::pair{"operator", kText}, std::pair{"before", kText}, std::pair{"after", kText}}) {
    WriterColumn& column = log.columns.emplace_back();
    column.name = name;
    column.type = type;
  }
  return log;
}

TableDamage::TableDamage(const Plan& plan, KeptColumns& kept, TableIndex table, const WriterKind& writer)
    : plan_(plan),
      table_(plan.tables[table]),
      index_(table),
      parameters_(plan, kept),
      counts_(table_.noise.size()),
      violation_counts_(table_.violations.size()) {
  std::vector<DamagedColumn*> by_column(table_.columns.size(), nullptr);
  for (const ColumnIndex index : table_.output) {
    const PlannedColumn& column = table_.columns[index];
    std::unique_ptr<DamagedColumn>& damaged = damaged_.emplace_back();
    if (!column.damaged) continue;
    const CellText form(column.made.type, column.format);
    damaged = std::make_unique<DamagedColumn>(form, column.written_form,
                                              writer.uses_formats ? form : CellText(column.made.type));
    by_column[index] = damaged.get();
  }
  for (const PlannedViolation& violation : table_.violations) violated_.push_back(by_column[violation.target.column]);
  for (const PlannedNoise& noise : table_.noise) {
    Operation& operation = operations_.emplace_back();
    for (const PlannedNoise::Part& part : noise.parts) {
      Operation::Part& made = operation.parts.emplace_back();
      for (const std::size_t k : part.columns) made.columns.push_back(by_column[noise.columns[k]]);
      made.rate = Rate(noise.rate);
      if (part.parameters.empty()) continue;
      made.order = table_.closure(part.parameters);
      for (const ColumnIndex column : made.order) {
        const std::vector<ColumnIndex>& others = table_.generation;
        if (std::find(others.begin(), others.end(), column) == others.end()) made.own.push_back(column);
      }
    }
  }
  log_.resize(change_log_table(table_).columns.size());
  for (const Column& column : log_) log_columns_.push_back(&column);
}

TableDamage::~TableDamage() = default;

void TableDamage::apply(Evaluator& clean, RowSet rows, std::span<const Column*> columns) {
  assert(columns.size() == damaged_.size() && rows.count <= kBatchRows);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (damaged_[c] != nullptr) damaged_[c]->begin(*columns[c]);
  }
  apply_violations(clean, rows);
  std::uint8_t hits[kBatchRows] = {};
  std::uint16_t places[kBatchRows];
  std::int64_t numbers[kBatchRows];
  for (std::size_t n = 0; n < table_.noise.size(); ++n) {
    const PlannedNoise& noise = table_.noise[n];
    for (std::size_t p = 0; p < noise.parts.size(); ++p) {
      const PlannedNoise::Part& part = noise.parts[p];
      const Operation::Part& made = operations_[n].parts[p];
      if (part.places != nullptr) {
        part.places->map(rows, numbers);
        for (std::size_t i = 0; i < rows.count; ++i) hits[i] = numbers[i] < part.exact_hits ? 1 : 0;
      } else if (noise.rate_column.has_value()) {
        draw_row_hits(part, clean.column(index_, *noise.rate_column), rows, hits);
      } else {
        draw_hits16(part.hits16, part.hits64, made.rate, rows, 0, hits);
      }
      if (noise.condition_column.has_value()) {
        apply_condition(clean.column(index_, *noise.condition_column), rows.count, hits);
      }
      const std::size_t count = compact_hits(hits, rows.count, places);
      if (count == 0) continue;
      for (std::size_t i = 0; i < count; ++i) numbers[i] = rows[places[i]];

      given_.clear();
      if (!part.parameters.empty()) {
        parameters_.fill(index_, made.order, RowSet::of({numbers, count}));
        std::vector<CellWarningCounts>& lost = parameters_.warnings(index_);
        std::vector<CellWarningCounts>& told = clean.warnings(index_);
        for (const ColumnIndex parameter : part.parameters) given_.push_back(&parameters_.column(index_, parameter));
        for (const ColumnIndex column : made.own) {
          for (std::size_t w = 0; w < kCellWarnings; ++w) told[column][w] += lost[column][w];
        }
        lost.assign(lost.size(), CellWarningCounts{});
      }
      for (std::size_t k = 0; k < made.columns.size(); ++k) {
        // Behind those of the violations, which come first.
        made.columns[k]->begin_operation(static_cast<std::uint16_t>(table_.violations.size() + n),
                                         static_cast<std::uint16_t>(part.columns[k]));
      }
      const std::uint64_t changed =
          part.operation->apply(NoiseBatch({places, count}, {numbers, count}, made.columns, given_, part.draws));
      counts_[n].planned += count;
      counts_[n].changed += changed;
    }
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (damaged_[c] != nullptr) columns[c] = &damaged_[c]->finish();
  }
}

void TableDamage::apply_violations(Evaluator& clean, RowSet rows) {
  std::vector<std::int64_t> places;
  for (std::size_t v = 0; v < table_.violations.size(); ++v) {
    const PlannedViolation& violation = table_.violations[v];
    const auto* hits = clean.column(index_, violation.hits).data<std::uint8_t>();
    places.clear();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (hits[i] != 0) places.push_back(static_cast<std::int64_t>(i));
    }
    if (places.empty()) continue;
    const Evaluator::Violated violated = clean.violate(index_, violation, places);
    DamagedColumn& column = *violated_[v];
    column.begin_operation(static_cast<std::uint16_t>(v), 0);
    violation_counts_[v].planned += places.size();
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (violated.given_up[i] != 0) continue;
      if (column.set_from(static_cast<std::size_t>(places[i]), violated.values, i)) ++violation_counts_[v].changed;
    }
  }
}

/// As the log has it.
std::string TableDamage::label_of(std::size_t operation) const {
  if (operation >= table_.violations.size()) return table_.noise[operation - table_.violations.size()].label;
  return "violate:" + table_.rules[table_.violations[operation].rule].name;
}

std::span<const Column* const> TableDamage::log(std::int64_t first_place) {
  struct Line {
    const DamagedColumn::Edit* edit;
    std::uint32_t column;  ///< of the output
  };
  std::vector<Line> lines;
  for (std::size_t c = 0; c < damaged_.size(); ++c) {
    if (damaged_[c] == nullptr) continue;
    for (const DamagedColumn::Edit& edit : damaged_[c]->edits())
      lines.push_back({&edit, static_cast<std::uint32_t>(c)});
  }
  if (lines.empty()) return {};
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    const auto key = [](const DamagedColumn::Edit& edit) {
      return static_cast<std::uint64_t>(edit.place) << 32 | static_cast<std::uint64_t>(edit.operation) << 16 |
             edit.order;
    };
    return key(*a.edit) < key(*b.edit);
  });
  std::string before;
  std::string after;
  std::size_t written = 0;
  for (std::size_t c = 0; c < log_.size(); ++c) log_[c].reset(c < 2 ? kInteger : kText, lines.size());
  for (const auto& [edit, column] : lines) {
    before.clear();
    after.clear();
    const bool was = damaged_[column]->append_before(*edit, before);
    const bool is = damaged_[column]->append_after(*edit, after);
    // A date in another format is damage in CSV, and none in a file that has ISO 8601 for all of them.
    if (was && is && before == after) continue;
    for (std::size_t c = 0; c < 2; ++c) log_[c].data<std::int64_t>()[written] = first_place + edit->place;
    log_[2].append_text(table_.columns[table_.output[column]].name);
    log_[3].append_text(label_of(edit->operation));
    was ? log_[4].append_text(before) : log_[4].append_null();
    is ? log_[5].append_text(after) : log_[5].append_null();
    ++written;
  }
  if (written == 0) return {};
  for (Column& column : log_) column.shorten(written);
  return log_columns_;
}

}  // namespace synthgen
