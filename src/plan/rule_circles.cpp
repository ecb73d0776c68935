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
      for (const auto& [path, index] : draft.cells[t]) {
        if (const std::optional<Cell> read = parent_cell(t, path); read.has_value()) reads_[{t, index}] = *read;
      }
    }
  }

  void refuse() {
    if (reads_.empty()) return;
    for (std::size_t t = 0; t < draft_.plan.tables.size(); ++t) {
      const PlannedTable& table = draft_.plan.tables[t];
      for (std::size_t c = 0; c < table.components.size(); ++c) {
        if (const std::optional<ColumnIndex> by = reads_itself(t, c); by.has_value()) tell(t, c, *by);
      }
    }
  }

 private:
  /// What a path of a table reads in the parent.
  std::optional<Cell> parent_cell(std::size_t table, const Path& path) const {
    const SchemaTable& from = *draft_.schema.tables[table];
    const std::optional<std::size_t> key = from.index_of(path.front());
    if (!key.has_value() || from.columns[*key]->spec == nullptr) return std::nullopt;
    const ReferenceText* reference = from.columns[*key]->spec->reference();
    if (reference == nullptr) return std::nullopt;
    const std::optional<std::size_t> parent = referenced_key(draft_.schema, *reference).table;
    if (!parent.has_value()) return std::nullopt;
    if (path.size() == 2) {
      const std::optional<std::size_t> column = draft_.schema.tables[*parent]->index_of(path[1]);
      return column.has_value() ? std::optional(Cell{*parent, static_cast<ColumnIndex>(*column)}) : std::nullopt;
    }
    const auto inner = draft_.cells[*parent].find(Path(path.begin() + 1, path.end()));
    return inner != draft_.cells[*parent].end() ? std::optional(Cell{*parent, inner->second}) : std::nullopt;
  }

  /// The column of this table by whose cells a component is decided that it decides itself; nothing where there is
  /// none.
  std::optional<ColumnIndex> reads_itself(std::size_t table, std::size_t component) const {
    std::set<Cell> seen;
    std::vector<Cell> open;
    for (const ColumnIndex member : draft_.plan.tables[table].components[component].columns) {
      open.emplace_back(table, member);
    }
    // Cells of this row first; what is found beyond a foreign key is another row's.
    std::vector<Cell> beyond;
    const auto walk = [&](std::vector<Cell>& from, bool across) {
      while (!from.empty()) {
        const Cell cell = from.back();
        from.pop_back();
        if (!seen.insert(cell).second) continue;
        const PlannedTable& at = draft_.plan.tables[cell.first];
        const PlannedColumn& column = at.columns[cell.second];
        for (const ColumnIndex input : column.made.inputs) from.emplace_back(cell.first, input);
        if (column.component.has_value() && (across || cell.first != table || *column.component != component)) {
          for (const ColumnIndex mate : at.components[*column.component].columns) from.emplace_back(cell.first, mate);
        }
        if (column.target.has_value()) {
          for (const ColumnIndex input : at.targets[*column.target].reads) from.emplace_back(cell.first, input);
        }
        const auto read = reads_.find(cell);
        if (read != reads_.end()) (across ? from : beyond).push_back(read->second);
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
    draft_.diagnostics.add(make_error(
        "SG2522",
        fmt::format("rule \"{}\" would decide column \"{}\" by the same column of other rows, which it decides too",
                    rule.name, planned.columns[column].name),
        rule.place,
        "a rule reads through a foreign key what no rule of its own table changes together with it: a column that no "
        "rule reads, or one of another table; \"enforce\": \"verify\" or \"report\" may read anything"));
  }

  Draft& draft_;
  std::map<Cell, Cell> reads_;
};

}  // namespace

void refuse_circles(Draft& draft) { Circles(draft).refuse(); }

}  // namespace synthgen
