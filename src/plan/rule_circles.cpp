#include "rule_circles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dependency_order.hpp"

namespace synthgen {
namespace {

/// A column of a table, internal ones included.
using Cell = std::pair<std::size_t, ColumnIndex>;

class Circles {
 public:
  explicit Circles(Draft& draft) : draft_(draft) {
    for (std::size_t t = 0; t < draft.plan.tables.size(); ++t) {
      const std::vector<PlannedColumn>& columns = draft.plan.tables[t].columns;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::optional<CellOrigin>& read = columns[c].made.cell;
        if (read.has_value()) reads_[{t, static_cast<ColumnIndex>(c)}].emplace_back(read->table, read->column);
      }
      add_weights(t);
    }
    for (const auto* more : {&draft.child_reads, &draft.where_reads}) {
      for (const auto& [column, reads] : *more) {
        reads_[column].insert(reads_[column].end(), reads.begin(), reads.end());
      }
    }
  }

  void refuse() {
    for (std::size_t t = 0; t < draft_.plan.tables.size(); ++t) {
      const PlannedTable& table = draft_.plan.tables[t];
      for (std::size_t c = 0; c < table.components.size(); ++c) {
        if (const std::optional<ColumnIndex> by = reads_itself(t, c); by.has_value()) tell(t, c, *by);
      }
    }
  }

 private:
  /// A pick by weight reads that column of all parents.
  void add_weights(std::size_t table) {
    const SchemaTable& from = *draft_.schema.tables[table];
    for (std::size_t c = 0; c < from.columns.size(); ++c) {
      const SchemaColumn& column = *from.columns[c];
      const ReferenceText* reference = column.spec != nullptr ? column.spec->reference() : nullptr;
      const std::optional<ColumnIndex> pick = draft_.picks[table][c];
      if (reference == nullptr || reference->weight.empty() || !pick.has_value()) continue;
      const std::optional<std::size_t> parent = referenced_key(draft_.schema, *reference).table;
      if (!parent.has_value()) continue;
      const std::optional<std::size_t> weight = draft_.schema.tables[*parent]->index_of(reference->weight);
      if (weight.has_value()) reads_[{table, *pick}].emplace_back(*parent, static_cast<ColumnIndex>(*weight));
    }
  }

  /// The column of this table by whose cells a component is decided that it decides itself; nothing where there is
  /// none.
  std::optional<ColumnIndex> reads_itself(std::size_t table, std::size_t component) const {
    std::set<Cell> seen;
    std::vector<Cell> open;
    for (const ColumnIndex member : draft_.plan.tables[table].components[component].columns) {
      open.emplace_back(table, member);
    }
    // Cells of this row first; what is found beyond a foreign key, or in the family, is another row's.
    std::vector<Cell> beyond;
    const auto walk = [&](std::vector<Cell>& from, bool across) {
      while (!from.empty()) {
        const Cell cell = from.back();
        from.pop_back();
        if (!seen.insert(cell).second) continue;
        const PlannedTable& at = draft_.plan.tables[cell.first];
        const PlannedColumn& column = at.columns[cell.second];
        // A family column looks at other rows of its own table.
        std::vector<Cell>& inputs = column.made.by_family && !across ? beyond : from;
        for (const ColumnIndex input : column.made.inputs) inputs.emplace_back(cell.first, input);
        if (column.component.has_value() && (across || cell.first != table || *column.component != component)) {
          for (const ColumnIndex mate : at.components[*column.component].columns) from.emplace_back(cell.first, mate);
        }
        if (column.target.has_value()) {
          for (const ColumnIndex input : at.targets[*column.target].reads) from.emplace_back(cell.first, input);
        }
        const auto read = reads_.find(cell);
        if (read == reads_.end()) continue;
        std::vector<Cell>& to = across ? from : beyond;
        to.insert(to.end(), read->second.begin(), read->second.end());
      }
    };
    walk(open, false);
    seen.clear();
    std::vector<Cell> start = beyond;
    walk(start, true);
    // A column that a rule changes says more than one that it reads.
    std::optional<ColumnIndex> found;
    for (const Cell& cell : seen) {
      const PlannedColumn& column = draft_.plan.tables[cell.first].columns[cell.second];
      if (cell.first != table || column.component != component || column.internal) continue;
      if (!found.has_value() || column.target.has_value()) found = cell.second;
    }
    return found;
  }

  void tell(std::size_t table, std::size_t component, ColumnIndex column) const {
    const PlannedTable& planned = draft_.plan.tables[table];
    const PlannedTarget& target = planned.targets[planned.components[component].targets.front()];
    const PlannedRule& rule = planned.rules[target.parts.front().rule];
    const bool by_family = planned.family.has_value();
    draft_.diagnostics.add(make_error(
        "SG2522",
        fmt::format("rule \"{}\" would decide column \"{}\" by the same column of other rows, which it decides too",
                    rule.name, planned.columns[column].name),
        rule.place,
        by_family
            ? "bound the column by the row before without a rule, \"min\": \"=previous(column)\"; or read what no "
              "rule of this table changes together with it; or say \"enforce\": \"verify\""
            : "a rule reads through a foreign key what no rule of its own table changes together with it: a "
              "column that no rule reads, or one of another table; \"enforce\": \"verify\" or \"report\" may read "
              "anything"));
  }

  Draft& draft_;
  std::map<Cell, std::vector<Cell>> reads_;  ///< cells of other rows
};

}  // namespace

void refuse_circles(Draft& draft) { Circles(draft).refuse(); }

}  // namespace synthgen
