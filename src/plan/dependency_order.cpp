#include "dependency_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "recurrence_order.hpp"
#include "rows_calls.hpp"

namespace synthgen {
namespace {

enum class Mark : std::uint8_t { unseen, open, done };

/// The columns that a path names, hop by hop; it ends early where a name is wrong (told elsewhere).
void add_path(const Schema& schema, std::size_t table, const Path& path, Via via, std::vector<ColumnRead>& reads) {
  for (std::size_t hop = 0; hop < path.size(); ++hop) {
    const std::optional<std::size_t> column = schema.tables[table]->index_of(path[hop]);
    if (!column.has_value()) return;
    reads.push_back({{table, *column}, hop == 0 ? via : Via::other_rows});
    const SchemaColumn& found = *schema.tables[table]->columns[*column];
    if (hop + 1 == path.size() || found.spec == nullptr || found.spec->reference() == nullptr) return;
    const ReferencedKey key = referenced_key(schema, *found.spec->reference());
    if (!key.table.has_value()) return;
    table = *key.table;
  }
}

/// How a family function reads its argument, where it is itself read like that.
Via via_of(const RowsCall& call, std::size_t argument, Via outer) {
  if (outer == Via::other_rows || argument > 0 || call.function == "running_sum") return outer;
  return call.function == "previous" ? Via::row_before : Via::other_rows;
}

void add_expression(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
                    const Expression& expression, Via via, std::vector<ColumnRead>& reads) {
  for (const PathUse& use : expression.paths()) add_path(schema, table, use.path, via, reads);
  for (const RowsCall& call : expression.calls()) {
    if (call.over == RowsOver::children) {
      std::vector<Node> nodes;
      add_child_reads(schema, columns, table, call, nodes);
      for (const Node node : nodes) reads.push_back({node, Via::other_rows});
      continue;
    }
    for (std::size_t a = 0; a < call.arguments.size(); ++a) {
      add_expression(schema, columns, table, call.arguments[a], via_of(call, a, via), reads);
    }
  }
}

/// Columns that share a total read what each of them does.
void add_share_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
                     const SourceSpec& spec, std::vector<ColumnRead>& reads) {
  for (const auto& other : schema.tables[table]->columns) {
    if (other->spec == nullptr || other->spec.get() == &spec || other->spec->share_group() != spec.share_group()) {
      continue;
    }
    for (const Expression* expression : other->spec->expressions()) {
      add_expression(schema, columns, table, *expression, Via::same_row, reads);
    }
    for (const PathUse& use : other->spec->paths()) add_path(schema, table, use.path, Via::same_row, reads);
  }
}

std::vector<ColumnRead> all_reads_of(const Schema& schema, const std::vector<TableColumns>& columns, Node node) {
  std::vector<ColumnRead> reads;
  const auto push = [&](Node other) { reads.push_back({other, Via::other_rows}); };
  const SchemaColumn& column = columns[node.table][node.column];
  if (const FamilyDeclaration* family = schema.tables[node.table]->family.get(); family != nullptr) {
    const std::optional<std::size_t> parent = schema.table_index(family->parent);
    if (parent.has_value() && *parent != node.table) push({*parent, columns[*parent].size_of(node.table)});
  }
  for (const Expression* expression : expressions_of(column.spec.get(), column.declaration)) {
    add_expression(schema, columns, node.table, *expression, Via::same_row, reads);
  }
  if (column.spec != nullptr) {
    for (const PathUse& use : column.spec->paths()) add_path(schema, node.table, use.path, Via::same_row, reads);
    if (!column.spec->share_group().empty()) add_share_reads(schema, columns, node.table, *column.spec, reads);
  }
  if (column.spec != nullptr && column.spec->reference() != nullptr) {
    const ReferencedKey key = referenced_key(schema, *column.spec->reference());
    if (key.table.has_value() && key.column.has_value()) push({*key.table, *key.column});
    const Expression* where = column.spec->reference()->where;
    if (key.table.has_value() && where != nullptr) {
      // No column has an empty name, so that of the parent only those are found that are.
      add_expression(schema, columns, *key.table, *where, Via::other_rows, reads);
      for (const PathUse& use : where->paths()) {
        if (!of_this_row(use.path)) continue;
        add_path(schema, node.table, {use.path.begin() + 1, use.path.end()}, Via::same_row, reads);
      }
    }
    const std::string& weight = column.spec->reference()->weight;
    if (key.table.has_value() && !weight.empty()) {
      const std::optional<std::size_t> found = schema.tables[*key.table]->index_of(weight);
      if (found.has_value()) push({*key.table, *found});
    }
  }
  return reads;
}

std::vector<Node> nodes_of(const std::vector<ColumnRead>& reads) {
  std::vector<Node> nodes;
  for (const ColumnRead& read : reads) nodes.push_back(read.node);
  return nodes;
}

}  // namespace

void add_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
               const Expression& expression, std::vector<Node>& nodes) {
  std::vector<ColumnRead> reads;
  add_expression(schema, columns, table, expression, Via::same_row, reads);
  const std::vector<Node> found = nodes_of(reads);
  nodes.insert(nodes.end(), found.begin(), found.end());
}

void add_path_reads(const Schema& schema, std::size_t table, const Path& path, std::vector<Node>& nodes) {
  std::vector<ColumnRead> reads;
  add_path(schema, table, path, Via::other_rows, reads);
  const std::vector<Node> found = nodes_of(reads);
  nodes.insert(nodes.end(), found.begin(), found.end());
}

std::vector<Node> reads_of(const Schema& schema, const std::vector<TableColumns>& columns, Node node) {
  return nodes_of(all_reads_of(schema, columns, node));
}

namespace {

class Walk {
 public:
  Walk(const Schema& schema, const std::vector<TableColumns>& columns, Diagnostics& diagnostics)
      : schema_(schema), columns_(columns), diagnostics_(diagnostics) {
    for (const TableColumns& table : columns) marks_.emplace_back(table.size(), Mark::unseen);
  }

  DependencyOrder run() {
    for (std::size_t t = 0; t < schema_.tables.size(); ++t) {
      for (std::size_t c = 0; c < columns_[t].size(); ++c) {
        if (mark({t, c}) == Mark::unseen) visit({t, c});
      }
    }
    if (!any_before_) return {std::move(order_), {}};
    const auto reads = [this](Node node) { return all_reads_of(schema_, columns_, node); };
    return RecurrenceOrder(schema_, columns_, std::move(order_), reads, diagnostics_).find();
  }

 private:
  struct Frame {
    Node node;
    std::vector<Node> reads;
    std::size_t next = 0;
    bool cyclic = false;
  };

  Mark& mark(Node node) { return marks_[node.table][node.column]; }

  /// Depth first with a stack of our own: chains of 10,000 columns are allowed.
  void visit(Node start) {
    stack_.clear();
    open(start);
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      if (frame.next == frame.reads.size()) {
        mark(frame.node) = Mark::done;
        // Columns of a circle cannot be made; those that only read one are, so that their own faults are told.
        if (!frame.cyclic) order_.push_back(frame.node);
        stack_.pop_back();
        continue;
      }
      const Node read = frame.reads[frame.next++];
      switch (mark(read)) {
        case Mark::unseen:
          open(read);
          break;
        case Mark::open:
          report(read);
          break;
        case Mark::done:
          break;
      }
    }
  }

  void open(Node node) {
    mark(node) = Mark::open;
    std::vector<Node> reads;
    for (const ColumnRead& read : all_reads_of(schema_, columns_, node)) {
      // The cell of the row before is there whatever this row holds.
      if (read.via == Via::row_before) {
        any_before_ = true;
      } else {
        reads.push_back(read.node);
      }
    }
    stack_.push_back({node, std::move(reads), 0, false});
  }

  std::string name(Node node) const {
    return fmt::format("{}.{}", schema_.tables[node.table]->name, columns_[node.table][node.column].declaration.name);
  }

  /// Tells the circle that the stack closes by reading `again`, and marks its columns.
  void report(Node again) {
    std::string walk;
    std::size_t length = 0;
    bool inside = false;
    for (Frame& frame : stack_) {
      inside = inside || frame.node == again;
      if (!inside) continue;
      frame.cyclic = true;
      if (++length <= kMostShown) walk += name(frame.node) + " -> ";
    }
    if (length > kMostShown) walk += fmt::format("({} more) -> ", length - kMostShown);
    walk += name(again);
    const SchemaColumn& column = columns_[again.table][again.column];
    const bool key = column.spec != nullptr && column.spec->reference() != nullptr;
    std::string hint = "let one of them be drawn, and compute the others from it";
    if (length == 1) {
      hint = key ? "refer to a key: a sequence, or provider id.uuid4"
             : schema_.tables[again.table]->family != nullptr
                 ? "a column is computed from others; that of the row before in its family is previous(x)"
                 : "a column is computed from others; the value of another row is not to be had here";
    }
    if (column.spec != nullptr && !column.spec->share_group().empty()) {
      hint = "columns that share a total read what each of them does: let its weights and the total be other columns";
    }
    diagnostics_.add(make_error(
        "SG2206",
        length == 1 ? fmt::format("column \"{}\" {} itself", column.declaration.name, key ? "refers to" : "reads")
                    : fmt::format("columns read each other in a circle: {}", walk),
        column.declaration.name_place, hint));
  }

  static constexpr std::size_t kMostShown = 20;  ///< columns of one circle

  const Schema& schema_;
  const std::vector<TableColumns>& columns_;
  Diagnostics& diagnostics_;
  std::vector<std::vector<Mark>> marks_;
  std::vector<Frame> stack_;
  std::vector<Node> order_;
  bool any_before_ = false;  // some column reads the row before
};

}  // namespace

ReferenceText split_reference(const Schema& schema, const ReferenceText& reference) {
  // A table's name may hold points, so the longest one that exists is taken.
  const std::string& whole = reference.json->text;
  for (std::size_t end = whole.size(); end != std::string::npos && end > 0; end = whole.rfind('.', end - 1)) {
    if (!schema.table_index(std::string_view(whole).substr(0, end)).has_value()) continue;
    return {whole.substr(0, end), end < whole.size() ? whole.substr(end + 1) : std::string(), reference.json};
  }
  return reference;
}

ReferencedKey referenced_key(const Schema& schema, const ReferenceText& given) {
  const ReferenceText reference = split_reference(schema, given);
  ReferencedKey key;
  key.table = schema.table_index(reference.table);
  if (!key.table.has_value()) return key;
  const SchemaTable& parent = *schema.tables[*key.table];
  if (!reference.column.empty()) {
    key.column = parent.index_of(reference.column);
  } else if (parent.primary_key.size() == 1) {
    key.column = parent.index_of(parent.primary_key.front());
  }
  return key;
}

DependencyOrder dependency_order(const Schema& schema, const std::vector<TableColumns>& columns,
                                 Diagnostics& diagnostics) {
  return Walk(schema, columns, diagnostics).run();
}

}  // namespace synthgen
